"""Commissions of a year beside OCA's addons, on the same invoices, refunds and payments.

One database of Odoo's modules alone is filled; each side is installed in a copy of its own. OCA's
addons come from PyPI into a folder of this run alone. What either side has worked out is compared
agent by agent and month by month, each line rounded to cents as OCA does: the difference has to be
0.00 where both should agree. A ratio is how many times longer OCA's take, but for P6, which is how
much longer invoices take than in plain Odoo.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from bench import commissions_growth
from bench.company import run_inside
from tools import database, odoo_config, python_env, settings, setup, templates

_OCA = "commission_oca", "account_commission_oca", "sale_commission_oca"
_PACKAGES = (
    "odoo-addon-commission-oca==19.0.2.0.0.10",
    "odoo-addon-account-commission-oca==19.0.1.0.1.4",
    "odoo-addon-sale-commission-oca==19.0.1.0.1.2",
)
_PHASES = (
    ("P1 attribute", ("P1 attribute",)),
    ("P2 settle", ("P2 settle",)),
    ("P1 + P2 attribute and settle", ("P1 attribute", "P2 settle")),
    ("P3 again", ("P3 again",)),
    ("P4 one refund, one payment undone", ("P4 one refund, one payment undone",)),
    ("P5 vendor bills", ("P5 vendor bills",)),
    ("P7 form of a statement", ("P7 form of a statement",)),
    ("P7 list of 80 invoices", ("P7 list of 80 invoices",)),
    ("P7 sums by payee", ("P7 sums by payee",)),
)


def main() -> int:
    """Print the tables; 1 if the two sides differ by a cent or a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=625, help="of 8 lines, default %(default)s")
    parser.add_argument("--users", type=int, default=20, help="default %(default)s")
    parser.add_argument("--customers", type=int, default=500, help="default %(default)s")
    parser.add_argument("--posted", type=int, default=50, help="invoices a round of P6")
    parser.add_argument("--rounds", type=int, default=4, help="rounds of P6 on each side")
    parser.add_argument("--growth", type=int, default=20, help="times the lines for P8, 0: none")
    options = parser.parse_args()
    env = setup.ensure(development=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(env, Path(folder), options)
        bench.install_oca()
        core = templates.ensure(env, "core")
        with templates.copied(env, core, "bench_commissions") as base:
            bench.fill(base)
            failed = bench.compare(base)
    return 1 if failed else 0


class Bench:
    """One run: databases, what they say, and whether limits are kept."""

    def __init__(self, env, folder: Path, options):
        self.env, self.folder, self.options = env, folder, options
        self.failed: list[str] = []

    def install_oca(self) -> None:
        """OCA's addons into the folder, and their settings beside ours."""
        target = self.folder / "oca"
        python_env.pip("install", "--no-deps", "--target", target, *_PACKAGES)
        self.oca = target / "odoo" / "addons"

    def fill(self, base: str) -> None:
        """Invoices, refunds and payments of a year, by Odoo itself, with the Spanish chart."""
        database.install(self.env, base, ["l10n_es"], demo=False)
        options = {name: getattr(self.options, name) for name in ("invoices", "users", "customers")}
        run_inside(self.env, base, "commissions_data", "fill", options, "Filling the year")

    def compare(self, base: str) -> list[str]:
        """Measure both sides on copies and print what came out."""
        copied = templates.copied
        with (
            copied(self.env, base, "bench_ours") as ours,
            copied(self.env, base, "bench_oca") as oca,
        ):
            self._install(ours, ["crm_commissions"], "T_install, ours")
            with self._with_oca():
                self._install(oca, _OCA, "T_install, OCA")
            with copied(self.env, ours, "bench_ours_run") as run:
                mine = self._measure(run, "measure_ours")
            with self._with_oca(), copied(self.env, oca, "bench_oca_run") as run:
                theirs = self._measure(run, "measure_oca")
            with copied(self.env, ours, "bench_stages") as run:
                stages = self._measure(run, "measure_stages")
            self._print_phases(mine, theirs, stages)
            print(f"lines that are a cent off in the accounts, not compared: {mine['off']}")
            self._print_difference(mine["sums"], theirs["sums"])
            self._print_overhead(base, ours, oca)
            self._print_at_once(ours, oca)
            if self.options.growth:
                self._print_growth(ours)
        for problem in self.failed:
            print(f"NOT KEPT: {problem}")
        return self.failed

    # -- databases ------------------------------------------------------------------------------

    def _with_oca(self):
        return _more_addons(self.oca)

    def _install(self, name: str, addons, label: str) -> None:
        began = time.perf_counter()
        database.install(self.env, name, addons, demo=False)
        print(f"{label:<24}{time.perf_counter() - began:>8.1f} s", flush=True)

    def _measure(self, name: str, function: str, **more) -> dict:
        output = self.folder / f"{name}.json"
        arguments = {"output": str(output), **more}
        run_inside(self.env, name, "commissions_sides", function, arguments, function)
        return json.loads(output.read_text(encoding="utf-8"))

    # -- tables ---------------------------------------------------------------------------------

    def _keep(self, holds: bool, what: str) -> None:
        if not holds:
            self.failed.append(what)

    def _print_phases(self, mine: dict, theirs: dict, stages: dict) -> None:
        ours = {**mine["readings"], **stages["readings"]}
        print(f"\n{mine['booked']:,} entries of {self.options.invoices:,} invoices\n")
        print(
            f"{'':<36}{'ours s':>9}{'queries':>9}{'rows':>8}{'OCA s':>9}{'queries':>9}{'times':>8}"
        )
        ratios = {}
        for name, parts in _PHASES:
            own = ours[name]
            other = [theirs["readings"][part] for part in parts]
            seconds = sum(each["seconds"] for each in other)
            ratios[name] = seconds / own["seconds"]
            print(
                f"{name:<36}{own['seconds']:>9.2f}{own['queries']:>9}{own['rows']:>8}"
                f"{seconds:>9.2f}{sum(each['queries'] for each in other):>9}{ratios[name]:>8.1f}"
            )
        whole = ours["P1 + P2 attribute and settle"]
        print(f"bills of P5: ours {mine['bills']}, OCA {theirs['bills']}")
        print(f"megabytes at the most: ours {whole['mb']:.0f}, OCA {_most(theirs):.0f}\n")
        self._keep(ratios["P1 + P2 attribute and settle"] >= 50, "P1 + P2 at least 50 times")
        self._keep(whole["queries"] <= 150, "P1 + P2 with at most 150 queries")
        self._keep(ratios["P2 settle"] >= 5, "P2 at least 5 times")
        self._keep(ours["P3 again"]["rows"] == 0, "P3 writes nothing")

    def _print_difference(self, ours: list, oca: list) -> None:
        mine = {(who, month): Decimal(amount) for who, month, amount in ours}
        theirs = {(who, month): Decimal(amount) for who, month, amount in oca}
        keys = mine.keys() | theirs.keys()
        off = {key: mine.get(key, Decimal()) - theirs.get(key, Decimal()) for key in keys}
        total = sum(map(abs, off.values()), Decimal())
        print(f"agents and months compared: {len(keys)}, commissions {sum(mine.values()):,.2f}")
        for (who, month), amount in sorted(off.items()):
            if amount:
                print(f"  {who}, {month}: {amount:+.2f}")
        print(f"difference: {total:.2f}\n")
        self._keep(not total, f"the two sides differ by {total:.2f}")

    def _print_overhead(self, base: str, ours: str, oca: str) -> None:
        """In turns, so that what else the machine does meets all of them."""
        seconds: dict[str, list[float]] = {"Odoo": [], "ours": [], "OCA": []}
        arguments = {"count": self.options.posted, "rounds": self.options.rounds}
        with templates.copied(self.env, oca, "bench_post_oca") as posting:
            with self._with_oca():
                self._run_inside_sides(posting, "commit_oca", {})
            for _turn in range(2):
                for label, name in (("Odoo", base), ("ours", ours), ("OCA", posting)):
                    more = _more_addons(*([self.oca] if label == "OCA" else []))
                    with more, templates.copied(self.env, name, "bench_post") as copy:
                        seconds[label] += self._measure(copy, "post_invoices", **arguments)
        print(f"P6, {self.options.posted} invoices made and posted")
        medians = {label: statistics.median(each) for label, each in seconds.items()}
        for label, median in medians.items():
            print(f"  {label:<6}{median:>8.2f} s{median / medians['Odoo']:>8.2f}")
        lines = self.options.posted * 8
        natural = (medians["OCA"] - medians["Odoo"]) / lines * 1000
        print(f"P1a, OCA as invoices are made: {natural:.1f} ms a line\n")
        self._keep(medians["ours"] <= 1.05 * medians["Odoo"], "P6 at most 1.05 times plain Odoo")

    def _run_inside_sides(self, name: str, function: str, options: dict) -> None:
        run_inside(self.env, name, "commissions_sides", function, options, function)

    def _print_at_once(self, ours: str, oca: str) -> None:
        print("P9, two that settle at once")
        with templates.copied(self.env, ours, "bench_two") as name:
            self._run_inside_sides(name, "commit_plan", {})
            outcomes = self._two(name, "ours")
            twice = self.env.connection.query(commissions_growth.TWICE, name)[0][0]
        print(f"  ours: {' / '.join(outcomes)}; booked twice: {twice}")
        self._keep(twice == "0", "P9 books nothing twice")
        with self._with_oca(), templates.copied(self.env, oca, "bench_two") as name:
            self._run_inside_sides(name, "commit_oca_lines", {})
            outcomes = self._two(name, "oca")
            twice = self.env.connection.query(commissions_growth.TWICE_OCA, name)[0][0]
        print(f"  OCA: {' / '.join(outcomes)}; settled twice: {twice}\n")

    def _two(self, name: str, side: str) -> list[str]:
        outputs = [self.folder / f"two{number}.json" for number in range(2)]
        scripts = [
            f"import sys\nsys.path.insert(0, {str(settings.ROOT)!r})\n"
            "from bench import commissions_sides\n"
            f"commissions_sides.run_alone(env, output={str(output)!r}, side={side!r})\n"
            for output in outputs
        ]
        config = odoo_config.write(name, self.env.odoo, self.env.connection)
        command = odoo_config.command_of("shell", config, "--no-http", "--log-level=critical")
        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(lambda script: commissions_growth.run(command, script), scripts))
        return [
            json.loads(output.read_text(encoding="utf-8"))
            if code == 0 and output.exists()
            else "died"
            for code, output in zip(codes, outputs, strict=True)
        ]

    def _print_growth(self, ours: str) -> None:
        seconds = []
        for times in (max(1, self.options.growth // 5), self.options.growth):
            with templates.copied(self.env, ours, "bench_growth") as name:
                options = {"times": times - 1}
                run_inside(self.env, name, "commissions_growth", "widen", options, "Widening")
                reading = self._measure(name, "measure_run")["readings"]["run"]
            print(
                f"P8 {times * self.options.invoices * 8:>9,} lines: {reading['seconds']:.2f} s, "
                f"{reading['queries']} queries, {reading['mb']:.0f} MB",
                flush=True,
            )
            seconds.append(reading["seconds"])
            self._keep(reading["queries"] <= 150, "P8 with at most 150 queries")
        exponent = math.log(seconds[1] / seconds[0]) / math.log(5)
        print(f"P8 growth exponent {exponent:.2f}, at most 1.1\n")
        self._keep(exponent <= 1.1, "P8 exponent at most 1.1")


def _most(side: dict) -> float:
    return max(each["mb"] for each in side["readings"].values())


@contextmanager
def _more_addons(*folders: Path) -> Iterator[None]:
    """Folders of addons more on Odoo's path, for as long as the block lasts."""
    original = odoo_config.addons_path
    odoo_config.addons_path = lambda odoo: [*original(odoo), *folders]
    try:
        yield
    finally:
        odoo_config.addons_path = original


if __name__ == "__main__":
    sys.exit(main())
