"""Requests that get late, watched by the real scheduler that is killed while it tells people."""

from __future__ import annotations

import pytest

from tests import support
from tests.lifecycle.scheduler import start, wait_until

_TICKETS = 4_000
# One request that has been late for hours; all others are copies, as it is their number that
# counts. The department works around the clock, so that people may be told at any time.
_WORLD = f"""
from datetime import timedelta
from odoo import fields

calendar = env["resource.calendar"].create({{
    "name": "Always", "tz": "UTC", "attendance_ids": [(5, 0, 0)] + [
        (0, 0, {{"name": str(day), "dayofweek": str(day), "hour_from": 0, "hour_to": 24,
                 "day_period": "morning"}}) for day in range(7)]}})
team = env["crm.helpdesk.team"].create({{
    "name": "Night shift", "calendar_id": calendar.id, "leader_id": env.user.id}})
env["crm.helpdesk.sla.policy"].create({{"name": "One hour", "resolution_hours": 1}})
ticket = env["crm.helpdesk.ticket"].create({{"name": "Late", "team_id": team.id}})
env.flush_all()
env.cr.execute('''
WITH copied AS (
    INSERT INTO crm_helpdesk_ticket
    SELECT (jsonb_populate_record(t, jsonb_build_object(
               'id', nextval('crm_helpdesk_ticket_id_seq'), 'number', t.number || '/' || n))).*
      FROM crm_helpdesk_ticket t, generate_series(2, %s) n WHERE t.id = %s
    RETURNING id)
INSERT INTO crm_helpdesk_sla_event
SELECT (jsonb_populate_record(e, jsonb_build_object(
           'id', nextval('crm_helpdesk_sla_event_id_seq'), 'ticket_id', copied.id))).*
  FROM crm_helpdesk_sla_event e, copied WHERE e.ticket_id = %s
''', [{_TICKETS}, ticket.id, ticket.id])
env.cr.execute("UPDATE crm_helpdesk_sla_event SET at = at - interval '3 hours'")
env.invalidate_all()
env["crm.helpdesk.ticket"].search([])._refresh_clocks()
env.cr.execute("UPDATE ir_cron SET nextcall = now() + interval '1 day'")
env.cr.execute("DELETE FROM ir_cron_trigger")
env.cr.commit()
"""  # noqa: S608
_JOB = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_helpdesk_watch')"
_DUE = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_JOB}"  # noqa: S608
_IS_OVER = f"""
SELECT count(*) FROM ir_cron WHERE nextcall > now() AND id = {_JOB}
   AND NOT EXISTS (SELECT FROM ir_cron_trigger WHERE cron_id = {_JOB} AND call_at <= now())
"""  # noqa: S608
_TOLD = "SELECT count(*) FROM crm_helpdesk_escalation WHERE kind = 'breach'"
_LATE = "SELECT count(*) FROM crm_helpdesk_sla_target WHERE breached_at IS NOT NULL"
_ALERTS = "SELECT count(*) FROM mail_activity WHERE res_model = 'crm.helpdesk.ticket'"
_TWICE = """
SELECT count(*) FROM (SELECT res_id FROM mail_activity WHERE res_model = 'crm.helpdesk.ticket'
                       GROUP BY res_id HAVING count(*) > 1) twice
"""


@pytest.mark.slow
def test_who_is_told_of_late_requests_survives_a_killed_server():
    query = support.environment().connection.query
    with support.database_copy("plain", "cron_kill_helpdesk") as name:
        support.run_in_shell(name, _WORLD, "Thousands of requests that are late")

        def count(sql: str) -> int:
            return int(query(sql, name)[0][0])

        def wake():
            query(_DUE, name)
            server = start(name, workers="0", max_cron_threads="1")
            query(f"NOTIFY cron_trigger, '{name}'", "postgres")
            return server

        # when the server is killed while it marks them, and again while it tells people
        for sql in (_LATE, _TOLD):
            before = count(sql)
            server = wake()
            wait_until(lambda sql=sql, before=before: count(sql) > before)
            server.kill()
            assert count(sql) < _TICKETS, "it was done before it was killed: give it more to do"
        # then the next run tells of the rest, of each once
        server = wake()
        try:
            wait_until(lambda: count(_TOLD) == _TICKETS and count(_IS_OVER) == 1)
        finally:
            server.stop()
        assert count(_LATE) == _TICKETS
        assert (count(_ALERTS), count(_TWICE)) == (_TICKETS, 0)
