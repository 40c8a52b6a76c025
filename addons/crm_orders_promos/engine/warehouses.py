"""From which warehouse the lines of an order go: three ways to share out.

Quantities are Decimals. Stock is kept in the product's own unit; a line has its own (boxes of
twelve) and takes whole steps of it: of 30 loose units a line in boxes of twelve gets two.
Warehouses are told apart by any key and come in order of preference.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from itertools import combinations

ZERO = Decimal(0)
ONE = Decimal(1)

# Up to this many warehouses all combinations are looked at; beyond it one is added at a time.
MAX_TRIED = 8

# Decimals of a quantity from which on it is noise.
NOISE = 8

Stock = Mapping[tuple[Hashable, Hashable], Decimal]


@dataclass(frozen=True)
class Need:
    """A line that wants goods. ``home``: the warehouse that it goes from by itself.

    ``factor``: units of the product in one unit of the line; ``step``: the smallest part of a line
    unit that can be taken; a line that is not ``divisible`` goes from one warehouse; one that
    ``follows`` others, as free goods follow what earns them, goes as a whole from where they go.
    """

    key: Hashable
    product: Hashable
    quantity: Decimal
    home: Hashable
    factor: Decimal = ONE
    step: Decimal = ONE
    divisible: bool = True
    follows: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class Part:
    """What goes from one warehouse for one line; ``missing`` is not there and is waited for."""

    key: Hashable
    warehouse: Hashable
    quantity: Decimal
    missing: Decimal = ZERO


def fits(free: Decimal, factor: Decimal, step: Decimal) -> Decimal:
    """How much a line gets of ``free`` units of its product, in its own unit and whole steps."""
    if free <= 0:
        return ZERO
    return _settled(free / factor / step).to_integral_value(ROUND_FLOOR) * step


def _settled(number: Decimal) -> Decimal:
    """Without the noise of a factor that has no end, as of a piece in a pack of six."""
    return round(number, NOISE) if number.is_finite() else number


def free_for_each(needs: Iterable[Need], stock: Stock) -> dict[Hashable, Decimal]:
    """What each line finds at its warehouse after the lines before it have taken theirs."""
    left = dict(stock)
    free = {}
    for need in needs:
        place = (need.home, need.product)
        there = left.get(place, ZERO)
        free[need.key] = fits(there, need.factor, need.step)
        left[place] = there - need.quantity * need.factor
    return free


def free_in_plan(
    needs: Iterable[Need], parts: Sequence[Part], stock: Stock, warehouses: Sequence[Hashable]
) -> dict[Hashable, dict[Hashable, Decimal]]:
    """What each line of a plan finds in each warehouse after the lines before it have theirs."""
    left = dict(stock)
    found = {}
    for need in needs:
        places = [(warehouse, need.product) for warehouse in warehouses]
        found[need.key] = {
            place[0]: fits(left.get(place, ZERO), need.factor, need.step) for place in places
        }
        for part in parts:
            if part.key == need.key:
                place = (part.warehouse, need.product)
                taken = (part.quantity - part.missing) * need.factor
                left[place] = left.get(place, ZERO) - taken
    return found


def at_home(needs: Sequence[Need], stock: Stock) -> list[Part]:
    """Each line as a whole from its own warehouse."""
    left = dict(stock)
    parts = [_whole(need, need.home, left) for need in _leaders(needs)]
    return _with_followers(needs, parts, left)


def single(needs: Sequence[Need], stock: Stock, warehouses: Sequence[Hashable]) -> list[Part]:
    """All lines from one warehouse: the first that has everything, else the one with the most."""
    plans = [_all_from(needs, stock, warehouse) for warehouse in warehouses]
    # max keeps the first of equals, so the order of preference decides
    return max(plans, key=lambda plan: _cover(needs, plan), default=[])


def split(needs: Sequence[Need], stock: Stock, warehouses: Sequence[Hashable]) -> list[Part]:
    """Each line from its own warehouse as far as that goes, the rest from the fewest others.

    What nobody has stays with the line's own warehouse and is waited for there.
    """
    used = _used_at_home(needs, stock)
    others = [warehouse for warehouse in warehouses if warehouse not in used]
    order = {warehouse: place for place, warehouse in enumerate(warehouses)}

    @cache
    def plan(chosen, spare=()):
        sources = sorted({*used, *chosen}, key=lambda each: order.get(each, len(order)))
        return _share_out(needs, stock, sources, spare)

    @cache
    def cover(chosen):
        return _cover(needs, plan(chosen))

    best = ()
    for chosen in _choices(others, cover):
        if _is_complete(plan(best)):
            return plan(best)
        if cover(chosen) > cover(best):
            best = chosen
    # whether loose pieces leave a whole box behind is luck: those left out may have one
    return plan(best, tuple(each for each in others if each not in best))


def deliveries(parts: Iterable[Part]) -> int:
    """How many deliveries come of it: one a warehouse."""
    return len({part.warehouse for part in parts})


def _choices(others, gain):
    """Sets of further warehouses to try, small ones first."""
    if len(others) <= MAX_TRIED:
        for size in range(1, len(others) + 1):
            yield from combinations(others, size)
        return
    chosen: tuple = ()
    rest, reached = list(others), gain(())
    while rest:
        gains = {each: gain((*chosen, each)) for each in rest}
        best = max(rest, key=gains.get)
        if gains[best] <= reached:
            return  # what is still missing nobody has
        rest.remove(best)
        chosen, reached = (*chosen, best), gains[best]
        yield chosen


def _whole(need: Need, warehouse: Hashable, left: dict) -> Part:
    taken = _take(need, need.quantity, warehouse, left)
    return Part(need.key, warehouse, need.quantity, need.quantity - taken)


def _all_from(needs, stock, warehouse) -> list[Part]:
    left = dict(stock)
    parts = [_whole(need, warehouse, left) for need in _leaders(needs)]
    parts += [_whole(need, warehouse, left) for need in needs if need.follows]
    return _in_order(needs, parts)


def _leaders(needs) -> list[Need]:
    return [need for need in needs if not need.follows]


def _with_followers(needs, parts, left) -> list[Part]:
    """The parts of the others, and those that follow: from the first of their places with enough.

    Where nothing that they follow is on its way they stay at home.
    """
    found = list(parts)
    for need in needs:
        if need.follows:
            led = (part.warehouse for part in parts if part.key in need.follows)
            places = list(dict.fromkeys(led)) or [need.home]
            enough = (each for each in places if _has_all(need, each, left))
            found.append(_whole(need, next(enough, places[0]), left))
    return _in_order(needs, found)


def _in_order(needs, parts) -> list[Part]:
    place = {need.key: number for number, need in enumerate(needs)}
    return sorted(parts, key=lambda part: place[part.key])


def _has_all(need: Need, warehouse: Hashable, left: dict) -> bool:
    return _there(need, need.quantity, warehouse, left) >= need.quantity


def _used_at_home(needs, stock) -> set:
    """The warehouses that send something anyhow, because a line finds goods at its own."""
    return {part.warehouse for part in at_home(needs, stock) if part.missing < part.quantity}


def _share_out(needs, stock, sources, spare=()) -> list[Part]:
    """:param spare: warehouses that give what is missing after all others have given theirs"""
    left = dict(stock)
    # what is at home is taken by all lines before any line looks elsewhere
    leaders = _leaders(needs)
    first = {need.key: _from_home(need, left) for need in leaders}
    parts = []
    for need in leaders:
        parts += _parts_of(need, first[need.key], sources, left)
    known = {need.key: need for need in leaders}
    parts = [new for part in parts for new in _topped_up(known[part.key], part, spare, left)]
    return _with_followers(needs, parts, left)


def _from_home(need: Need, left: dict) -> Decimal:
    if not need.divisible and _there(need, need.quantity, need.home, left) < need.quantity:
        return ZERO
    return _take(need, need.quantity, need.home, left)


def _parts_of(need: Need, at_home_: Decimal, sources, left) -> list[Part]:
    """A line's parts: what its own warehouse gives, then the rest, in as few parts as can be."""
    taken = {need.home: at_home_}
    rest = need.quantity - at_home_
    while rest > 0:
        source = _best_source(need, rest, [each for each in sources if each not in taken], left)
        if source is None:
            break
        taken[source] = _take(need, rest, source, left)
        rest -= taken[source]
    # nobody has it: it is waited for at home, where a line that stays whole has found some of it
    missing = rest - _take(need, rest, need.home, left)
    taken[need.home] += rest
    return [
        Part(need.key, warehouse, quantity, missing if warehouse == need.home else ZERO)
        for warehouse, quantity in taken.items()
        if quantity > 0
    ]


def _topped_up(need: Need, part: Part, spare, left) -> list[Part]:
    """A part, and those of further warehouses that have some of what is missing of it."""
    if not part.missing or not need.divisible:
        return [part]
    lacking, found, places = part.missing, [], [each for each in spare if each != need.home]
    while lacking > 0 and (source := _best_source(need, lacking, places, left)) is not None:
        taken = _take(need, lacking, source, left)
        found.append(Part(need.key, source, taken))
        places.remove(source)
        lacking -= taken
    stays = part.quantity - part.missing + lacking
    return [Part(need.key, part.warehouse, stays, lacking)] * (stays > 0) + found


def _best_source(need: Need, rest: Decimal, sources, left):
    """The first that has all of the rest, else the one with the most; None when nobody has any."""
    there = {source: _there(need, rest, source, left) for source in sources}
    best = max(there, key=there.get, default=None)
    if best is None or there[best] <= 0 or (not need.divisible and there[best] < rest):
        return None
    return best


def _there(need: Need, wanted: Decimal, warehouse: Hashable, left: dict) -> Decimal:
    """What a warehouse has of ``wanted``: all of it, though it is no whole step, or whole steps."""
    free = left.get((warehouse, need.product), ZERO)
    if _settled(free / need.factor) >= wanted:
        return wanted
    return fits(free, need.factor, need.step)


def _take(need: Need, wanted: Decimal, warehouse: Hashable, left: dict) -> Decimal:
    taken = _there(need, wanted, warehouse, left)
    place = (warehouse, need.product)
    left[place] = left.get(place, ZERO) - taken * need.factor
    return taken


def _cover(needs, parts) -> tuple[int, Decimal]:
    """How good a plan is: lines that lack nothing, then what all lines get, each line worth 1."""
    missing: dict[Hashable, Decimal] = {}
    for part in parts:
        missing[part.key] = missing.get(part.key, ZERO) + part.missing
    short = [(need, missing[need.key]) for need in needs if missing.get(need.key)]
    lacking = sum((lack / need.quantity for need, lack in short), ZERO)
    return len(needs) - len(short), -lacking


def _is_complete(parts) -> bool:
    return not any(part.missing for part in parts)
