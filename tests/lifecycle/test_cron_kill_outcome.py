"""What became of the routes, worked out at night by the real scheduler that is killed meanwhile."""

from __future__ import annotations

import pytest

from tests import support
from tests.lifecycle.scheduler import start, wait_until

_REPS, _DAYS = 6, 90
_ROUTES = _REPS * _DAYS  # of which the job does 200 in a transaction
_WORLD = f"""
from datetime import datetime, time, timedelta
from odoo import Command, fields

group = env.ref("sales_team.group_sale_salesman")
visit = env.ref("crm_actions.crm_action_type_visit")
users = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"Rep {{n}}", "login": f"rep{{n}}", "group_ids": [Command.link(group.id)],
      "tz": "Europe/Madrid"}} for n in range({_REPS})])
reps = env["crm.route.rep"].create([{{"user_id": user.id}} for user in users])
shops = env["res.partner"].create([
    {{"name": f"Bar {{user.name}}", "user_id": user.id}} for user in users])
first = fields.Date.today() - timedelta(days={_DAYS} + 1)
dates = [first + timedelta(days=n) for n in range({_DAYS})]
plan = env["crm.route.plan"].create({{
    "date_from": dates[0], "date_to": dates[-1], "rep_ids": [Command.set(reps.ids)],
    "state": "published"}})
noon, half = time(12), timedelta(minutes=30)
pairs = [(user, shop, day) for user, shop in zip(users, shops) for day in dates]
actions = env["crm.action"].create([
    {{"type_id": visit.id, "partner_id": shop.id, "user_id": user.id, "origin": "route",
      "start": datetime.combine(day, noon), "stop": datetime.combine(day, noon) + half,
      "route_plan_id": plan.id, "route_date": day}} for user, shop, day in pairs])
routes = env["crm.route"].create([
    {{"plan_id": plan.id, "user_id": user.id, "date": day}} for user, _shop, day in pairs])
env["crm.route.stop"].create([
    {{"route_id": route.id, "partner_id": action.partner_id.id, "start": action.start,
      "stop": action.stop, "action_id": action.id, "in_force": True}}
    for route, action in zip(routes, actions)])
routes._count_outcome()
env.flush_all()
outcome = env["crm.action.outcome"].search([], limit=1)
env.cr.execute("UPDATE crm_action SET state = 'done', done_at = stop, outcome_id = %s "
               "WHERE route_plan_id = %s", [outcome.id, plan.id])
env.cr.execute("UPDATE ir_cron SET nextcall = now() + interval '1 day'")
env.cr.commit()
"""  # noqa: S608
_NIGHT = """
UPDATE ir_cron SET nextcall = now() - interval '1 minute'
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_refresh_outcome');
"""
_DONE = "SELECT count(*) FROM crm_route WHERE (done_count, missed_count) = (1, 0)"
_MISSED = "SELECT count(*) FROM crm_route WHERE missed_count = 1 AND COALESCE(done_count, 0) = 0"
_MATCHED = "SELECT count(DISTINCT visit_id) FROM crm_route_stop WHERE visit_id = action_id"
_IS_OVER = "SELECT count(*) FROM ir_cron WHERE nextcall > now() AND id IN "
_IS_OVER += "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_refresh_outcome')"
_STAMPS = """
SELECT md5(string_agg(concat_ws(' ', id, write_date), ',' ORDER BY id)) FROM crm_route
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("workers", "threads"), [("0", "1"), ("2", "1")], ids=["threads", "processes"]
)
def test_the_night_of_figures_survives_a_killed_server(workers, threads):
    # given three months of routes, all of whose visits were made
    env = support.environment()
    options = {"workers": workers, "max_cron_threads": threads}
    with support.database_copy("plain", f"cron_kill_outcome_{workers}") as name:
        support.run_in_shell(name, _WORLD, "Routes of three months")

        def ask(sql: str):
            return env.connection.query(sql, name)[0][0]

        assert int(ask(_MISSED)) == _ROUTES

        # when the server is killed once some of them are counted
        env.connection.query(_NIGHT, name)
        server = start(name, **options)
        wait_until(lambda: int(ask(_DONE)) > 0)
        server.kill()
        done = int(ask(_DONE))
        assert 0 < done < _ROUTES
        assert done + int(ask(_MISSED)) == _ROUTES

        # then the next night counts all of them, each visit for the stop that it was
        env.connection.query(_NIGHT, name)
        server = start(name, **options)
        try:
            wait_until(lambda: int(ask(_IS_OVER)) == 1)
            assert int(ask(_DONE)) == int(ask(_MATCHED)) == _ROUTES
            # and one more changes nothing
            before = ask(_STAMPS)
            env.connection.query(_NIGHT, name)
            wait_until(lambda: int(ask(_IS_OVER)) == 1)
        finally:
            server.stop()
        assert ask(_STAMPS) == before
