"""A holiday is added: the deadlines of all running requests that are counted by these hours.

It is the real job, in the batches in which it commits: each request gets an event in its log, and
its clocks are read anew.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench import company
from tools import setup, templates

_RATE = 2_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=50_000, help="running requests")
    options = parser.parse_args()
    env = setup.ensure(development=True)
    template = templates.ensure(env, "plain")
    with (
        templates.copied(env, template, "bench_helpdesk_clocks") as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        output = f"{folder}/clocks.json"
        size = {"tickets": options.tickets}
        company.run_inside(env, name, "helpdesk_data", "fill", size, "Filling the helpdesk")
        company.run_inside(
            env, name, "helpdesk_clocks", "measure", {"output": output}, "Adding a holiday"
        )
        _print(json.loads(Path(output).read_text(encoding="utf-8")))


def _print(figures: dict) -> None:
    print("Deadlines after a holiday was added\n")
    print(f"{'step':<34}{'requests':>10}{'seconds':>9}{'per second':>12}")
    for label, row in figures.items():
        rate = row["count"] / row["seconds"] if row["seconds"] else 0
        print(f"{label:<34}{row['count']:>10}{row['seconds']:>9.1f}{rate:>12.0f}")
    row = figures["a holiday is added"]
    print(f"\na holiday = {row['count'] / row['seconds']:.0f} a second (at least {_RATE})\n")


# -- inside Odoo ----------------------------------------------------------------------------


def measure(env, *, output: str) -> None:
    """Read all clocks from their logs, add a holiday, and time the job that counts them anew."""
    import time

    from bench import helpdesk_data

    result = {}

    def timed(label, step):
        env.invalidate_all()
        began = time.perf_counter()
        count = step()
        result[label] = {"count": count, "seconds": time.perf_counter() - began}

    timed("clocks read from their logs", lambda: helpdesk_data.read_clocks(env))
    team = env["crm.helpdesk.team"].search([], limit=1)
    holiday = _next_working_day(team)
    env["resource.calendar.leaves"].create(
        {
            "name": "Local holiday",
            "company_id": team.company_id.id,
            "calendar_id": team.calendar_id.id,
            "date_from": f"{holiday} 00:00:00",
            "date_to": f"{holiday} 21:00:00",
        }
    )
    env.cr.commit()
    timed("a holiday is added", lambda: _recount(env))
    assert not env["crm.helpdesk.ticket"]._get_outdated()
    Path(output).write_text(json.dumps(result), encoding="utf-8")


def _next_working_day(team):
    from datetime import date, timedelta

    day = date.today() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _recount(env) -> int:
    """The job's own batches; how many requests they were."""
    tickets = env["crm.helpdesk.ticket"]
    count = 0
    for (former, current), ids in tickets._get_outdated().items():
        for part in tickets._split_recount(ids):
            tickets.browse(part)._log_calendar(former, current)
            env.cr.commit()
            env.invalidate_all()
            count += len(part)
    return count


if __name__ == "__main__":
    main()
