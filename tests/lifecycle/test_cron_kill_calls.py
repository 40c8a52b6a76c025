"""The purge of what phone systems sent, by the real scheduler, with the server killed in it."""

from __future__ import annotations

import pytest

from tests import support
from tests.lifecycle.scheduler import start, wait_until

_CALLS = 40_000
# A call with one event each, as plain rows; every tenth was sent yesterday.
_FILL = f"""
INSERT INTO crm_pbx_account (name, company_id, adapter, tolerance_s, active, token, secret)
VALUES ('Kill', 1, 'webhook', 300, true, 'kill', 'kill');
INSERT INTO crm_call (uuid, pbx_account_id, linked_id, company_id, direction, state, started_at,
                      talk_s, event_count)
SELECT 'kill-' || n, a.id, n, 1, 'in', 'missed', now() - interval '91 days', 0, 1
  FROM generate_series(1, {_CALLS}) n, crm_pbx_account a WHERE a.token = 'kill';
INSERT INTO crm_call_event (account_id, company_id, call_id, linked_id, event, raw, create_date)
SELECT c.pbx_account_id, 1, c.id, c.linked_id, 'missed', '{{}}',
       now() - CASE WHEN c.id % 10 = 0 THEN interval '1 day' ELSE interval '91 days' END
  FROM crm_call c WHERE c.uuid LIKE 'kill-%';
UPDATE ir_cron SET nextcall = now() + interval '1 day';
"""  # noqa: S608
_CRON = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_purge_call_events')"
_DUE = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_CRON}"  # noqa: S608
_OLD = "SELECT count(*) FROM crm_call_event WHERE create_date < now() - interval '90 days'"
_YOUNG = "SELECT count(*) FROM crm_call_event WHERE create_date > now() - interval '90 days'"
_KEPT = "SELECT count(*) FROM crm_call WHERE uuid LIKE 'kill-%'"


@pytest.mark.slow
def test_the_purge_of_events_survives_a_killed_server():
    # given tens of thousands of events that are older than the company keeps them
    env = support.environment()
    with support.database_copy("plain", "cron_kill_calls") as name:
        env.connection.query(_FILL, name)
        env.connection.query(_DUE, name)

        def count(sql: str) -> int:
            return int(env.connection.query(sql, name)[0][0])

        old, young = count(_OLD), count(_YOUNG)
        assert old + young == _CALLS
        # when the server is killed in the middle of it
        server = start(name)
        wait_until(lambda: count(_OLD) < old)
        server.kill()
        assert 0 < count(_OLD) < old
        # then the next start goes on: what is old goes, what is young and every call stays
        env.connection.query(_DUE, name)
        server = start(name)
        try:
            wait_until(lambda: count(_OLD) == 0)
        finally:
            server.stop()
        assert (count(_YOUNG), count(_KEPT)) == (young, _CALLS)
