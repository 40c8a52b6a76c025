"""Promotions of one order: how long the engine takes, without a database.

In the usual company a promotion is on one to twenty products of two thousand. In the others each is
on one to twenty of those that are ordered, so that ten lines get a term of each, or on all of them,
half of the promotions a hundred times, for each product by itself.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from decimal import Decimal
from importlib import import_module

from tools import settings

_PRODUCTS = 2000
_LIMIT_MS = 50


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100, help="default %(default)s")
    parser.add_argument("--promotions", type=int, default=500, help="default %(default)s")
    parser.add_argument("--rounds", type=int, default=9, help="default %(default)s")
    options = parser.parse_args()
    # the engine is a package by itself: what is measured needs neither Odoo nor a database
    sys.path.insert(0, str(settings.ADDONS / "crm_orders_promos"))
    engine, kinds = import_module("engine.promotions"), import_module("engine.promotion_types")
    rng = random.Random(2026)
    lines = _lines(kinds, rng, options.lines)
    print(f"{options.lines} lines, {options.promotions} promotions, median of the readings\n")
    print(f"{'promotions on':<40}{'applied':>9}{'hints':>9}{'ms':>9}")
    ordered = [line.product for line in lines]
    for label, among, group in (
        ("some products", range(_PRODUCTS), None),
        ("some products, half of them exclusive", range(_PRODUCTS), "g"),
        ("products of the order", ordered, None),
        ("products of the order, half exclusive", ordered, "g"),
        ("all products", None, None),
    ):
        offers = [_offer(kinds, rng, key, among, group) for key in range(options.promotions)]
        result, seconds = _measure(engine, lines, offers, options.rounds)
        counts = f"{len(result.applications):>9}{len(result.hints):>9}"
        print(f"{label:<40}{counts}{seconds * 1000:>9.1f}")
    print(f"\nOf the usual company at most {_LIMIT_MS} ms.\n")


def _lines(kinds, rng, count: int) -> list:
    return [
        kinds.Line.priced(
            key,
            product,
            rng.randint(1, 60),
            Decimal(rng.randint(100, 5000)) / 100,
            chain=(Decimal(rng.choice([0, 5, 10])),),
            weight=Decimal(rng.randint(1, 50)),
        )
        for key, product in enumerate(rng.sample(range(_PRODUCTS), count))
    ]


def _offer(kinds, rng, key: int, among, group: str | None):
    """A discount, a net price, tiers of free goods or a gift, in turns."""
    products = frozenset(rng.sample(among, rng.randint(1, 20))) if among else None
    metric = rng.choice([kinds.QTY, kinds.QTY, kinds.AMOUNT, kinds.WEIGHT])
    return kinds.Promotion(
        key,
        _tiers(kinds, rng, key % 4),
        (kinds.Condition(products, metric, mix_match=bool(rng.randrange(2))),),
        priority=rng.randint(1, 3),
        repeat=True,
        exclusive_group=group if key % 2 else None,
    )


def _tiers(kinds, rng, sort: int) -> tuple:
    if sort == 0:
        steps = enumerate((6, 12, 24))
        return tuple(
            kinds.Tier(number, Decimal(size), kinds.CHAIN_PERCENT, percent=Decimal(2 + number))
            for number, size in steps
        )
    if sort == 1:
        price = Decimal(rng.randint(100, 5000)) / 100
        return (kinds.Tier(0, Decimal(12), kinds.NET_PRICE, price=price),)
    if sort == 2:
        return tuple(
            kinds.Tier(number, Decimal(size), kinds.FREE_GOODS, qty=Decimal(free))
            for number, (size, free) in enumerate([(12, 1), (24, 3), (48, 8)])
        )
    cup = {"product": _PRODUCTS, "value": Decimal(3)}
    return (kinds.Tier(0, Decimal(50), kinds.GIFT, qty=Decimal(1), **cup),)


def _measure(engine, lines: list, offers: list, rounds: int) -> tuple:
    seconds = []
    for _round in range(rounds):
        began = time.perf_counter()
        result = engine.evaluate(lines, offers, currency_digits=2)
        seconds.append(time.perf_counter() - began)
    return result, statistics.median(seconds)


if __name__ == "__main__":
    main()
