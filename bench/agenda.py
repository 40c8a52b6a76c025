"""Opening a rep's week: Pilares' agenda beside Odoo's own calendar, on the same database.

Each action has its event in the calendar, so both screens read the same week. A reading is what
the web client asks for when the view opens: the records of the span and the greyed days.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench import company
from bench.printing import print_sides
from tools import setup

_OURS, _THEIRS = "Pilares' agenda", "Odoo's calendar"
_LIMIT = 1.3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="readings of each side, in turns")
    company.add_options(parser)
    options = parser.parse_args()
    size = company.size_of(options)
    env = setup.ensure(development=True)
    with (
        company.filled(env, "bench_agenda", size) as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        output = Path(folder, "figures.json")
        company.run_inside(
            env,
            name,
            "agenda",
            "measure",
            {"rounds": options.rounds, "output": str(output)},
            "Measuring the agenda",
        )
        figures = json.loads(output.read_text(encoding="utf-8"))
    print_sides(f"A rep's week out of {size.actions} actions", figures, _OURS, _THEIRS, _LIMIT)


def measure(env, *, rounds: int, output: str) -> None:
    """Open the current week of one rep in both screens."""
    from bench import screens

    rep = env["res.users"].search([("login", "=", "rep0")])
    sides = {
        _OURS: screens.calendar(
            env, rep, env.ref("crm_actions.crm_action_action_agenda"), [("user_id", "=", rep.id)]
        ),
        _THEIRS: screens.calendar(
            env,
            rep,
            env.ref("calendar.action_calendar_event"),
            [("partner_ids", "in", rep.partner_id.ids)],
            attendees=True,
        ),
    }
    screens.compare(env, sides, rounds, output)


if __name__ == "__main__":
    main()
