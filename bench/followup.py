"""The follow-up board beside Odoo's own pipeline, and the nightly refresh of follow-up health.

Both are kanban views over the same opportunities, opened as the web client opens them: the columns
with their first cards, and the bars above. Once for a manager, who sees all, once for a rep.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench import company
from bench.printing import print_sides
from tools import setup

_OURS, _THEIRS = "Pilares' follow-up board", "Odoo's pipeline"
_LIMIT = 1.3
_RATE = 2000


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="readings of each side, in turns")
    company.add_options(parser)
    options = parser.parse_args()
    size = company.size_of(options)
    env = setup.ensure(development=True)
    with (
        company.filled(env, "bench_followup", size) as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        _measure(env, name, "refresh", {"output": f"{folder}/refresh.json"})
        for who in ("manager", "rep"):
            wanted = {"who": who, "rounds": options.rounds, "output": f"{folder}/{who}.json"}
            _measure(env, name, "measure", wanted)
        figures = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in Path(folder).glob("*.json")
        }
    for who in ("manager", "rep"):
        title = f"{size.opportunities} opportunities, opened by a {who}"
        print_sides(title, figures[who], _OURS, _THEIRS, _LIMIT)
    _print_refresh(**figures["refresh"])


def _measure(env: setup.Environment, name: str, function: str, options: dict) -> None:
    company.run_inside(env, name, "followup", function, options, "Measuring the follow-up")


def _print_refresh(first: dict, second: dict) -> None:
    print("The nightly refresh of follow-up health\n")
    print(f"{'night':<34}{'opportunities':>14}{'seconds':>9}{'per second':>12}")
    for label, row in (("first, all change", first), ("second, next to none do", second)):
        rate = row["count"] / row["seconds"]
        print(f"{label:<34}{row['count']:>14}{row['seconds']:>9.1f}{rate:>12.0f}")
    print(f"\nfirst night = {first['count'] / first['seconds']:.0f} a second (at least {_RATE})\n")


# -- inside Odoo ----------------------------------------------------------------------------


def refresh(env, *, output: str) -> None:
    """Time two nights: the first gives every opportunity its colour, the second finds them so."""
    import time

    opportunities = env["crm.lead"].search(
        [("type", "=", "opportunity"), ("won_status", "=", "pending")]
    )
    result = {}
    for night in ("first", "second"):
        env.invalidate_all()
        began = time.perf_counter()
        opportunities._refresh_followup()
        env.flush_all()
        result[night] = {
            "count": len(opportunities),
            "seconds": time.perf_counter() - began,
        }
        env.cr.commit()
    env.cr.execute("ANALYZE crm_lead")
    env.cr.commit()
    Path(output).write_text(json.dumps(result), encoding="utf-8")


def measure(env, *, who: str, rounds: int, output: str) -> None:
    """Open both boards as one person."""
    from bench import screens

    if who == "rep":
        user = env["res.users"].search([("login", "=", "rep0")])
    else:
        user = env["res.users"].search([("login", "=", "leader0")])
        user.group_ids += env.ref("sales_team.group_sale_salesman_all_leads")
        env.flush_all()
    sides = {
        _OURS: screens.kanban(env, user, env.ref("crm_actions.crm_lead_followup_action")),
        _THEIRS: screens.kanban(
            env,
            user,
            env.ref("crm.crm_lead_action_pipeline"),
            domain=[("type", "=", "opportunity")],
        ),
    }
    screens.compare(env, sides, rounds, output)


if __name__ == "__main__":
    main()
