"""Inbound mails a second beside OCA's helpdesk_mgmt, the same mails through the same gateway.

One database of Odoo's modules alone; each side is installed in a copy of its own, OCA's addon from
PyPI into a folder of this run alone. Both read the same mails in transactions of their own, in
turns, so that what else the machine does meets both. Ours classifies, judges the sender, keeps
the original, starts the clocks and accounts for each mail meanwhile. The ratio is how many times
as many mails ours reads in a second.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.commissions import _more_addons as more_addons
from bench.company import run_inside
from tools import database, python_env, setup, templates

_PACKAGE = "odoo-addon-helpdesk-mgmt==19.0.1.3.2"
_ADDONS = {"ours": ["crm_helpdesk"], "oca": ["helpdesk_mgmt"]}


def main() -> int:
    """Print the table; 1 if ours reads fewer a second or a mail is not accounted for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000, help="default %(default)s")
    parser.add_argument("--rounds", type=int, default=2, help="of both sides, default %(default)s")
    options = parser.parse_args()
    env = setup.ensure(development=True)
    with tempfile.TemporaryDirectory() as folder:
        return _compare(env, Path(folder), options)


def _compare(env, folder: Path, options) -> int:
    target = folder / "oca"
    python_env.pip("install", "--no-deps", "--target", target, _PACKAGE)
    oca = target / "odoo" / "addons"
    core = templates.ensure(env, "core")
    readings: dict[str, list[dict]] = {"ours": [], "oca": []}
    with ExitStack() as stack:
        bases = {}
        for side, addons in _ADDONS.items():
            name = stack.enter_context(templates.copied(env, core, f"bench_mails_{side}"))
            with more_addons(*([oca] if side == "oca" else [])):
                database.install(env, name, addons, demo=False)
                _run(env, name, "set_up", side=side)
            bases[side] = name
        for number in range(options.rounds):
            for side, base in bases.items():
                output = folder / f"{side}{number}.json"
                with (
                    more_addons(*([oca] if side == "oca" else [])),
                    templates.copied(env, base, "bench_mails_run") as name,
                ):
                    _run(env, name, "process", side=side, number=options.mails, output=str(output))
                readings[side].append(json.loads(output.read_text(encoding="utf-8")))
    return _print(readings)


def _run(env, name: str, function: str, **options) -> None:
    run_inside(env, name, "helpdesk_mails_sides", function, options, function)


def _print(readings: dict[str, list[dict]]) -> int:
    print(f"{'':<8}{'mails':>8}{'requests':>10}{'queries':>9}{'s':>9}{'mails/s':>9}")
    speed = {}
    for side, found in readings.items():
        best = min(found, key=lambda each: each["seconds"])
        speed[side] = best["mails"] / best["seconds"]
        print(
            f"{side:<8}{best['mails']:>8}{best['tickets']:>10}{best['queries']:>9.1f}"
            f"{best['seconds']:>9.1f}{speed[side]:>9.1f}"
        )
    ratio = speed["ours"] / speed["oca"]
    last = readings["ours"][-1]
    received, ticketed, appended, quarantined = last["parts"]
    print(f"ours / OCA: {ratio:.2f}, at least 1.00")
    print(f"received {received} = {ticketed} requests + {appended} added + {quarantined} waiting")
    problems = []
    if ratio < 1:
        problems.append("ours reads at least as many a second")
    if last["light"] == "red":
        problems.append("each mail is accounted for")
    for problem in problems:
        print(f"NOT KEPT: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
