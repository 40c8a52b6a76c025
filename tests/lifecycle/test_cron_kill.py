"""Background jobs by the real scheduler, with the server killed in the middle."""

from __future__ import annotations

import pytest

from tests import support
from tests.lifecycle.scheduler import start, wait_until

_ACTIONS = 30_000
_CRON = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_purge_positions')"
# Actions and positions as plain rows: what counts here is their number.
_FILL = f"""
INSERT INTO crm_action (type_id, partner_id, commercial_partner_id, user_id, company_id,
                        start, stop, state, origin, outcome_id, done_at, checkin_verdict)
SELECT (SELECT min(id) FROM crm_action_type), p.id, p.id, 2, 1,
       now(), now(), 'done', 'import', (SELECT min(id) FROM crm_action_outcome), now(), 'verified'
  FROM generate_series(1, {_ACTIONS}), (SELECT id FROM res_partner ORDER BY id LIMIT 1) p;
INSERT INTO crm_action_geo (action_id, company_id, user_id, kind, fix, latitude, longitude,
                            taken_at, purge_on)
SELECT a.id, 1, 2, k.kind, 'gps', 43, -5, now() - interval '91 days',
       CASE WHEN a.id % 10 = 0 THEN current_date + 10 ELSE current_date - 1 END
  FROM crm_action a, (VALUES ('in'), ('out')) k(kind) WHERE a.origin = 'import';
UPDATE ir_cron SET nextcall = now() + interval '1 day';
"""  # noqa: S608
_DUE = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_CRON}"  # noqa: S608
_EXPIRED = "SELECT count(*) FROM crm_action_geo WHERE purge_on <= current_date"
_TO_KEEP = "SELECT count(*) FROM crm_action_geo WHERE purge_on > current_date"
_VERDICTS = "SELECT count(*) FROM crm_action WHERE checkin_verdict = 'verified'"

_PLANS = 2_000
# As if they came from an import: every Tuesday, each with a customer of its own.
_FILL_PLANS = f"""
WITH customer AS (
    INSERT INTO res_partner
    SELECT (jsonb_populate_record(p, jsonb_build_object(
               'id', nextval('res_partner_id_seq'), 'name', 'Bar ' || n))).*
      FROM res_partner p, generate_series(1, {_PLANS}) n
     WHERE p.id = (SELECT min(partner_id) FROM res_company)
    RETURNING id)
INSERT INTO crm_action_plan (partner_id, target, active, user_id, company_id, type_id, mode, repeat,
                             interval, month_day, cycle_days, tue, hour, minutes, tz,
                             holiday_policy, date_from)
SELECT id, 'partner', true, 2, 1, (SELECT min(id) FROM crm_action_type), 'fixed', 'week',
       1, 1, 14, true, 10, 30, 'Europe/Madrid', 'keep', current_date + 1
  FROM customer;
UPDATE res_partner SET commercial_partner_id = id, complete_name = name WHERE name LIKE 'Bar %';
UPDATE ir_cron SET nextcall = now() + interval '1 day';
"""  # noqa: S608
_PLANS_CRON = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_generate_plans')"
_NIGHT = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_PLANS_CRON}"  # noqa: S608
_VISITS = "SELECT count(*) FROM crm_action WHERE plan_id IS NOT NULL"
_TO_MAKE = "SELECT count(*) FROM crm_action_plan WHERE generated_on IS NULL"
_EVENTS = "SELECT count(DISTINCT crm_action_id) FROM calendar_event WHERE crm_action_id IS NOT NULL"
_ODD_PLANS = """
SELECT count(*) FROM (SELECT plan_id FROM crm_action WHERE plan_id IS NOT NULL
                       GROUP BY plan_id HAVING count(*) <> 6) odd
"""

_CUSTOMERS = 20_000
# Customers whose owner was arranged to begin yesterday.
_FILL_OWNERS = f"""
WITH customer AS (
    INSERT INTO res_partner
    SELECT (jsonb_populate_record(p, jsonb_build_object(
               'id', nextval('res_partner_id_seq'), 'name', 'Bar ' || n))).*
      FROM res_partner p, generate_series(1, {_CUSTOMERS}) n
     WHERE p.id = (SELECT min(partner_id) FROM res_company)
    RETURNING id)
INSERT INTO crm_portfolio_assignment (partner_id, user_id, date_from)
SELECT id, 2, current_date - 1 FROM customer;
UPDATE res_partner SET commercial_partner_id = id, complete_name = name WHERE name LIKE 'Bar %';
UPDATE ir_cron SET nextcall = now() + interval '1 day';
"""  # noqa: S608
_OWNERS_CRON = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_sync_salespeople')"
_MIDNIGHT = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_OWNERS_CRON}"  # noqa: S608
_DIFFERING = """
SELECT count(*) FROM crm_portfolio_assignment a JOIN res_partner p ON p.id = a.partner_id
 WHERE p.user_id IS DISTINCT FROM a.user_id
"""


_LINES = 8_000
_FILE = f"""
from base64 import b64encode
lines = [f"{{n}},Z{{n}},Zone {{n}}" for n in range({_LINES})]
run = env["crm.import.run"].with_user(2).create({{
    "template": "crm.import.zone", "file_name": "zones.csv",
    "file": b64encode("\\n".join(["key,code,name", *lines]).encode())}})
run.action_import()
assert run.state == "queued"
env.cr.execute("UPDATE ir_cron SET nextcall = now() + interval '1 day'")
env.cr.execute("DELETE FROM ir_cron_trigger")
env.cr.commit()
"""  # noqa: S608
_IMPORT_CRON = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_import')"
_IMPORT = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_IMPORT_CRON}"  # noqa: S608
_ZONES = "SELECT count(*) FROM crm_zone WHERE code LIKE 'Z%'"
_KEYS = """
SELECT count(DISTINCT res_id) FROM ir_model_data
 WHERE module = '__import__' AND model = 'crm.zone'
"""
_IMPORTED = "SELECT count(*) FROM crm_import_run WHERE state = 'done'"
_TOLD = "SELECT created_count FROM crm_import_run"


@pytest.mark.slow
def test_an_import_survives_a_killed_server():
    # given a file of thousands of lines that waits for the job
    env = support.environment()
    with support.database_copy("plain", "cron_kill_import") as name:
        support.run_in_shell(name, _FILE, "A file to import")
        env.connection.query(_IMPORT, name)

        def count(sql: str) -> int:
            return int(env.connection.query(sql, name)[0][0])

        # when the server is killed in the middle of it
        server = start(name)
        wait_until(lambda: count(_ZONES) > 0)
        server.kill()
        assert 0 < count(_ZONES) < _LINES
        # then the next start goes on, and each line is there once, with its key
        env.connection.query(_IMPORT, name)
        server = start(name)
        try:
            wait_until(lambda: count(_IMPORTED) == 1)
        finally:
            server.stop()
        assert count(_ZONES) == count(_KEYS) == count(_TOLD) == _LINES


@pytest.mark.slow
def test_the_owners_of_a_new_day_survive_a_killed_server():
    # given thousands of customers whose owner begins today
    env = support.environment()
    with support.database_copy("plain", "cron_kill_owners") as name:
        env.connection.query(_FILL_OWNERS + _MIDNIGHT, name)

        def count(sql: str) -> int:
            return int(env.connection.query(sql, name)[0][0])

        assert count(_DIFFERING) == _CUSTOMERS
        # when the server is killed while the job makes them the salespeople
        server = start(name)
        wait_until(lambda: count(_DIFFERING) < _CUSTOMERS)
        server.kill()
        assert 0 < count(_DIFFERING) < _CUSTOMERS
        # then the next start goes on, and no owner was written anew
        env.connection.query(_MIDNIGHT, name)
        server = start(name)
        try:
            wait_until(lambda: count(_DIFFERING) == 0)
        finally:
            server.stop()
        assert count("SELECT count(*) FROM crm_portfolio_assignment") == _CUSTOMERS


@pytest.mark.slow
def test_the_visits_of_plans_survive_a_killed_server():
    # given thousands of plans that have made nothing yet
    env = support.environment()
    with support.database_copy("plain", "cron_kill_plans") as name:
        env.connection.query(_FILL_PLANS + _NIGHT, name)

        def count(sql: str) -> int:
            return int(env.connection.query(sql, name)[0][0])

        # when the server is killed while the nightly job makes their visits
        server = start(name)
        wait_until(lambda: count(_VISITS) > 0)
        server.kill()
        assert 0 < count(_TO_MAKE) < _PLANS
        # then the next start goes on, and each visit is there once, with its event
        env.connection.query(_NIGHT, name)
        server = start(name)
        try:
            wait_until(lambda: count(_TO_MAKE) == 0)
        finally:
            server.stop()
        assert count(_VISITS) == count(_EVENTS) == _PLANS * 6
        assert count(_ODD_PLANS) == 0


@pytest.mark.slow
def test_the_purge_of_positions_survives_a_killed_server():
    # given tens of thousands of positions, nine in ten of them past their retention
    env = support.environment()
    with support.database_copy("plain", "cron_kill") as name:
        env.connection.query(_FILL + _DUE, name)

        def count(sql: str) -> int:
            return int(env.connection.query(sql, name)[0][0])

        total, kept = count(_EXPIRED), count(_TO_KEEP)
        assert total > 50_000
        # when the server is killed while the scheduled job deletes them
        server = start(name)
        wait_until(lambda: count(_EXPIRED) < total)
        server.kill()
        left = count(_EXPIRED)
        assert 0 < left < total
        # then the next start goes on, and touches nothing else
        env.connection.query(_DUE, name)
        server = start(name)
        try:
            wait_until(lambda: count(_EXPIRED) == 0)
        finally:
            server.stop()
        assert count(_TO_KEEP) == kept
        assert count(_VERDICTS) == _ACTIONS
