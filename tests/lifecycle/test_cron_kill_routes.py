"""Routes planned and published by the real scheduler, with the server killed in the middle."""

from __future__ import annotations

import pytest

from tests import support
from tests.lifecycle.scheduler import start, wait_until

_REPS, _CUSTOMERS = 3, 50
_VISITS = _REPS * _CUSTOMERS * 2  # each customer once a week, for two weeks
_WORLD = f"""
from datetime import timedelta
from odoo import Command, fields

segment = env["crm.segment"].create({{"name": "Weekly", "code": "W"}})
env["crm.visit.policy"].create({{"name": "Weekly", "frequency": "week", "number": 1, "minutes": 15,
                                "value_km": 500, "segment_ids": [Command.set(segment.ids)]}})
depot = env["res.partner"].create({{
    "name": "Depot", "partner_latitude": 43.53, "partner_longitude": -5.66}})
group = env.ref("sales_team.group_sale_salesman")
users = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"Rep {{n}}", "login": f"rep{{n}}", "group_ids": [Command.link(group.id)],
      "tz": "Europe/Madrid"}} for n in range({_REPS})])
reps = env["crm.route.rep"].create(
    [{{"user_id": user.id, "start_id": depot.id}} for user in users])
env["res.partner"].create([
    {{"name": f"Bar {{n}} {{user.name}}", "user_id": user.id, "crm_segment_id": segment.id,
      "partner_latitude": 43.53 + n % 8 / 500, "partner_longitude": -5.66 + n / 3000}}
    for user in users for n in range({_CUSTOMERS})])
monday = fields.Date.today() + timedelta(days=7 - fields.Date.today().weekday())
plan = env["crm.route.plan"].create({{
    "date_from": monday, "date_to": monday + timedelta(days=11), "seconds": 10,
    "rep_ids": [Command.set(reps.ids)]}})
plan.action_plan()
env.cr.execute("UPDATE ir_cron SET nextcall = now() + interval '1 day'")
env.cr.commit()
"""  # noqa: S608
_PUBLISH = """
env["crm.route.plan"].search([]).action_publish()
env.cr.commit()
"""
# Whoever worked on a job has been silent for as long as it takes to be given up.
_LATER = """
UPDATE crm_route_plan_job SET heartbeat_at = heartbeat_at - interval '2 minutes';
UPDATE ir_cron SET nextcall = now() - interval '1 minute'
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE name LIKE 'ir_cron_plan_routes%');
"""
_STATE = "SELECT state FROM crm_route_plan"
_AT_WORK = "SELECT count(*) FROM crm_route_plan_job WHERE state = 'claimed' AND progress > 0"
_TRIED_AGAIN = "SELECT count(*) FROM crm_route_plan_job WHERE state = 'claimed' AND attempts > 1"
_WRITES = """
SELECT count(*) FROM pg_locks
 WHERE relation = 'crm_action'::regclass AND mode = 'RowExclusiveLock'
"""
_STOPS = "SELECT count(*) FROM crm_route_stop"
_DAYS_OF_STOPS = "SELECT count(DISTINCT (partner_id, date)) FROM crm_route_stop"
_MADE = "SELECT count(*) FROM crm_action WHERE route_plan_id IS NOT NULL"
_ONCE = """
SELECT count(DISTINCT (a.partner_id, a.route_date)) FROM crm_action a
  JOIN crm_route_stop s ON s.action_id = a.id AND s.start = a.start AND s.user_id = a.user_id
"""
_EVENTS = "SELECT count(*) FROM calendar_event WHERE crm_action_id IS NOT NULL"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("workers", "planners"), [("0", "1"), ("2", "2")], ids=["threads", "processes"]
)
def test_planning_and_publishing_survive_a_killed_server(workers, planners):
    # given a plan for three reps that waits for the planners of the scheduler
    env = support.environment()
    options = {"workers": workers, "max_cron_threads": planners}
    with support.database_copy("plain", f"cron_kill_routes_{workers}") as name:
        support.run_in_shell(name, _WORLD, "Reps, customers, and a plan for them")

        def ask(sql: str):
            return env.connection.query(sql, name)[0][0]

        # when the server is killed while it searches
        server = start(name, **options)
        wait_until(lambda: int(ask(_AT_WORK)) > 0)
        server.kill()
        assert ask(_STATE) == "planning"
        # then the next start begins those searches again, and each stop is there once
        env.connection.query(_LATER, name)
        server = start(name, **options)
        try:
            wait_until(lambda: int(ask(_TRIED_AGAIN)) > 0)
            wait_until(lambda: ask(_STATE) == "proposed")
        finally:
            server.stop()
        assert int(ask(_STOPS)) == int(ask(_DAYS_OF_STOPS)) == _VISITS
        assert int(ask(_MADE)) == 0

        # when the plan is published, and the server is killed while it writes into the agendas
        support.run_in_shell(name, _PUBLISH, "Pressing the button")
        server = start(name, **options)
        wait_until(lambda: int(ask(_WRITES)) > 0)
        server.kill()
        assert ask(_STATE) == "publishing"
        assert int(ask(_MADE)) < _VISITS
        # then the next start goes on, and each visit is there once, in the calendar too
        env.connection.query(_LATER, name)
        server = start(name, **options)
        try:
            wait_until(lambda: ask(_STATE) == "published")
        finally:
            server.stop()
        assert int(ask(_MADE)) == int(ask(_ONCE)) == int(ask(_EVENTS)) == _VISITS
