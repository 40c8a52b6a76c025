"""A rep's day: one more visit over twenty days, and fifteen stops in a better order.

Thirty days in a town, fifteen minutes a stop, half of the stops with hours. Seconds are of
computing, the median of the days.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import settings

_DAYS = 30
_INSERTION_MS, _ORDER_MS = 5, 100


def main() -> None:
    """Print the table."""
    sys.path.insert(0, str(settings.ADDONS / "crm_routes"))
    insertion, sameday = import_module("engine.insertion"), import_module("engine.sameday")
    chance = random.Random(2026)
    slots, orders, inserted, ordered, worse = [], [], [], [], 0
    for _day in range(_DAYS):
        day = _random_day(chance, 13)
        new, rest = day.visits[6], day.with_visits(day.visits[:6] + day.visits[7:])
        slots.append(_ms(lambda: insertion.best_slots([rest] * 20, [new] * 20))[0])  # noqa: B023
        full = _random_day(chance, 15)
        new, rest = full.visits[7], full.with_visits(full.visits[:7] + full.visits[8:])
        place = insertion.cheapest_place(rest, new)
        milliseconds, found = _ms(lambda: sameday.reoptimised(rest, [new]))  # noqa: B023
        orders.append(milliseconds)
        inserted.append(insertion.inserted(rest, new, place).length())
        ordered.append(found.length())
        worse += ordered[-1] > inserted[-1]
    print(f"{'':<44}{'median ms':>10}{'at most':>9}")
    for label, readings, most in (
        ("one more visit, 20 days of 12 stops", slots, _INSERTION_MS),
        ("15 stops in a better order", orders, _ORDER_MS),
    ):
        print(f"{label:<44}{statistics.median(readings):>10.1f}{most:>9}")
    shorter = 100 * (1 - sum(ordered) / sum(inserted))
    print(f"\n{shorter:.1f} % shorter than by insertion, longer on {worse} of {_DAYS} days.\n")


def _ms(action) -> tuple[float, object]:
    began = time.process_time()
    result = action()
    return 1000 * (time.process_time() - began), result


def _random_day(chance: random.Random, stops: int):
    """Windows of one, two or four hours round the times of an order that is possible."""
    timing, geometry = import_module("engine.timing"), import_module("engine.geometry")
    points = [
        (40.4 + chance.gauss(0, 0.06), -3.7 + chance.gauss(0, 0.08)) for _ in range(stops + 1)
    ]
    matrix = geometry.estimate(points)
    tables = matrix.seconds.tolist(), matrix.metres.tolist()
    left, order = set(range(1, stops + 1)), [0]
    while left:
        order.append(min(left, key=lambda node: tables[0][order[-1]][node]))
        left.discard(order[-1])
    visits = [timing.Visit(node, node, 15 * 60) for node in order[1:]]
    line = timing.Line(tuple(visits), 0, 0, 510 * 60, 1290 * 60, *tables)
    for place, start in enumerate(timing.earliest(line)):
        if chance.random() < 0.5:
            width = chance.choice((1, 2, 4)) * 3600
            opens = start - int(chance.random() * width)
            visits[place] = timing.Visit(
                visits[place].key, visits[place].node, 15 * 60, ((opens, opens + width),)
            )
    return line.with_visits(visits)


if __name__ == "__main__":
    main()
