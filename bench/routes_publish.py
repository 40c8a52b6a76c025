"""Publishing a month of routes: thousands of visits into the agendas of twenty reps.

The proposal is written as a search would have left it; what is measured is what the planners of
the scheduler do then: one transaction a rep, each visit with its event in the calendar.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from bench import company
from tools import setup, templates

_LIMIT_SECONDS = 60


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=20)
    parser.add_argument("--visits", type=int, default=7000)
    options = parser.parse_args()
    env = setup.ensure(development=True)
    with (
        templates.copied(env, templates.ensure(env, "plain"), "bench_publish") as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        output = Path(folder, "figures.json")
        company.run_inside(
            env,
            name,
            "routes_publish",
            "measure",
            {"reps": options.reps, "visits": options.visits, "output": str(output)},
            "Publishing",
        )
        figures = json.loads(output.read_text(encoding="utf-8"))
    print(f"Publishing {figures['visits']} visits of {options.reps} reps\n")
    print(f"{'':<24}{'seconds':>9}{'queries':>9}")
    for label in ("into empty agendas", "once more"):
        print(f"{label:<24}{figures[label][0]:>9.1f}{figures[label][1]:>9}")
    print(f"\nat most {_LIMIT_SECONDS} s into empty agendas\n")


def measure(env, *, reps: int, visits: int, output: str) -> None:
    """Publish a plan, then once more."""
    plan = _make_plan(env, reps, visits)
    figures = {"visits": len(plan.stop_ids)}
    for label in ("into empty agendas", "once more"):
        plan.job_ids.write({"state": "publishing"})
        plan._enter("publishing")
        env.flush_all()
        env.cr.commit()
        env.invalidate_all()
        queries, began = env.cr.sql_log_count, time.perf_counter()
        for job in plan.job_ids:
            job._in_transaction(job._publish)
        figures[label] = time.perf_counter() - began, env.cr.sql_log_count - queries
    assert env["crm.action"].search_count([("route_plan_id", "=", plan.id)]) == len(plan.stop_ids)
    Path(output).write_text(json.dumps(figures), encoding="utf-8")


def _make_plan(env, reps: int, visits: int):
    from odoo.fields import Command

    people = company.make_people(env, reps)
    company.make_customers(env, 150 * reps)
    customers = env["res.partner"].search([("ref", "=like", "bench-%")])
    lines = env["crm.route.rep"].create([{"user_id": user.id} for user in people])
    first = date.today() + timedelta(days=7 - date.today().weekday())
    plan = env["crm.route.plan"].create(
        {
            "date_from": first,
            "date_to": first + timedelta(days=25),
            "rep_ids": [Command.set(lines.ids)],
        }
    )
    days = [first + timedelta(days=n) for n in range(26) if n % 7 < 5]
    each_day = -(-visits // (len(people) * len(days)))
    for number, user in enumerate(people):
        mine = customers[number * 150 : (number + 1) * 150]
        job = env["crm.route.plan.job"].create(
            {"plan_id": plan.id, "user_ids": [Command.set(user.ids)], "scope": mine.ids}
        )
        routes = env["crm.route"].create(
            [
                {"plan_id": plan.id, "job_id": job.id, "user_id": user.id, "date": day}
                for day in days
            ]
        )
        env["crm.route.stop"].create(
            [
                _prepare_stop(route, mine[(place * each_day + turn) % len(mine)], turn)
                for place, route in enumerate(routes)
                for turn in range(each_day)
            ]
        )
    return plan


def _prepare_stop(route, partner, turn: int) -> dict:
    start = datetime.combine(route.date, datetime.min.time()) + timedelta(hours=8)
    start += timedelta(minutes=25 * turn)
    stop = start + timedelta(minutes=20)
    return {"route_id": route.id, "partner_id": partner.id, "start": start, "stop": stop}


if __name__ == "__main__":
    main()
