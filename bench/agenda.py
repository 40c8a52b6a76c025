"""Opening a rep's week: Pilares' agenda beside Odoo's own calendar, on the same database.

Each action has its event in the calendar, so both screens read the same week. A reading is what
the web client asks for when the view opens: the records of the span and the greyed days.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tools import database, setup, templates

_PROGRAM = """
import json, statistics, time
from datetime import datetime, timedelta
actions, rounds, output = {actions}, {rounds}, {output!r}
visit = env.ref("crm_actions.crm_action_type_visit")
reps = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"Rep {{n}}", "login": f"bench{{n}}", "tz": "Europe/Madrid",
      "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)]}} for n in range(20)])
partners = env["res.partner"].create([
    {{"name": f"Customer {{n}}", "street": f"Street {{n}}", "city": "Llanes"}} for n in range(500)])
monday = datetime(2026, 10, 12, 7)
quiet = env["crm.action"].with_context(tracking_disable=True, mail_create_nolog=True)
for first in range(0, actions, 1000):
    quiet.create([
        {{"type_id": visit.id, "partner_id": partners[n % 500].id, "user_id": reps[n % 20].id,
          "start": monday + timedelta(days=n // 20 % 180 - 90, hours=n // 3600 % 9)}}
        for n in range(first, min(first + 1000, actions))])
env.cr.commit()
start, stop = monday, monday + timedelta(days=7)
span = [("start", "<", str(stop)), ("stop", ">", str(start))]
name = {{"fields": {{"display_name": {{}}}}}}
ours = {{"display_name": {{}}, "start": {{}}, "stop": {{}}, "allday": {{}}, "type_color": {{}},
        "user_id": name, "partner_id": name,
        "partner_address": {{}}, "summary": {{}}, "opportunity_id": name,
        "state": {{}}, "outcome_id": name}}
core = {{"display_name": {{}}, "start": {{}}, "stop": {{}}, "allday": {{}}, "user_id": name,
        "partner_ids": name,
        "location": {{}}, "description": {{}}, "privacy": {{}}, "show_as": {{}}, "recurrency": {{}},
        "attendees_count": {{}}, "is_highlighted": {{}}}}

def read(model, domain, specification):
    records = env[model].with_user(reps[0])
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    found = records.web_search_read(domain, specification)["records"]
    return time.perf_counter() - began, env.cr.sql_log_count - queries, len(found)

sides = {{
    "agenda": ("crm.action", [*span, ("user_id", "=", reps[0].id)], ours),
    "calendar": ("calendar.event", [*span, ("partner_ids", "in", reps[0].partner_id.ids)], core)}}
figures = {{key: [] for key in sides}}
for _round in range(rounds):
    for key, side in sides.items():
        figures[key].append(read(*side))
result = {{key: {{"seconds": statistics.median(row[0] for row in rows[1:]), "queries": rows[-1][1],
                 "records": rows[-1][2]}} for key, rows in figures.items()}}
open(output, "w").write(json.dumps(result))
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=20_000, help="actions in the database")
    parser.add_argument("--rounds", type=int, default=21, help="readings of each side, in turns")
    options = parser.parse_args()
    env = setup.ensure(development=True)
    template = templates.ensure(env, "plain")
    with (
        templates.copied(env, template, "bench_agenda") as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        output = Path(folder, "figures.json")
        program = _PROGRAM.format(
            actions=options.actions, rounds=options.rounds, output=str(output)
        )
        database.run_script(env, name, program, "Measuring the agenda")
        _print(json.loads(output.read_text(encoding="utf-8")), options.actions)


def _print(figures: dict[str, dict[str, float]], actions: int) -> None:
    print(f"A rep's week out of {actions} actions, median of the readings\n")
    print(f"{'screen':<22}{'records':>9}{'queries':>9}{'ms':>9}")
    for key, label in (("agenda", "Pilares' agenda"), ("calendar", "Odoo's calendar")):
        row = figures[key]
        print(f"{label:<22}{row['records']:>9}{row['queries']:>9}{row['seconds'] * 1000:>9.1f}")
    ratio = figures["agenda"]["seconds"] / figures["calendar"]["seconds"]
    print(f"\nagenda / calendar = {ratio:.2f}")


if __name__ == "__main__":
    main()
