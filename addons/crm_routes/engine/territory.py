"""From what is known of customers, reps and the agenda to the instance of a territory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from . import patterns, plannable
from .instance import (
    PROMISE_TOLERANCE,
    Customer,
    Instance,
    Key,
    Matrix,
    Pattern,
    Plan,
    Promise,
    Route,
    Shift,
    Stop,
)
from .patterns import Demand
from .stability import with_promises
from .wishes import Appointment, Booking, Traveller, Wish

PROMISED_ELSEWHERE = "promised_elsewhere"
IMPOSSIBLE = "promise_impossible"
NO_ROOM = "no_room"
NOT_DUE = patterns.NOT_DUE


@dataclass(frozen=True, slots=True)
class Territory:
    """An instance, the date of each of its days, and who is left out of it and why.

    :param missed: days of visits on which the customer is shut or the rep away, and for which
        there is no other within two working days
    """

    instance: Instance
    dates: tuple[date, ...]
    left_out: Mapping[Key, str]
    missed: Mapping[Key, tuple[date, ...]] = field(default_factory=dict)


def territory(
    wishes: Sequence[Wish],
    travellers: Sequence[Traveller],
    appointments: Sequence[Appointment],
    matrix: Matrix,
) -> Territory:
    """What the planner searches over."""
    appointments = _at_work(appointments, travellers, matrix)
    booked = [each.booking for each in appointments]
    booked += [booking for wish in wishes for booking in wish.bookings]
    travellers = [_without_lunch(each, booked) for each in travellers]
    dates = tuple(sorted({each.day for rep in travellers for each in rep.days}))
    place = {day: number for number, day in enumerate(dates)}
    left_out: dict[Key, str] = {}
    missed: dict[Key, tuple[date, ...]] = {}
    customers = []
    for wish in wishes:
        found, reason, lost = _customer(wish, travellers, dates, place)
        if found is None:
            left_out[wish.key] = reason
            continue
        customers.append(found)
        if lost:
            missed[wish.key] = lost
    customers += [
        _appointment(each, len(dates), place) for each in appointments if each.booking.day in place
    ]
    instance = Instance(len(dates), tuple(customers), _shifts(travellers, place), matrix)
    instance, refusals = plannable.plannable(instance)
    known = {wish.key: wish for wish in wishes}
    for each in refusals:
        wish = known.get(each.customer)
        if wish is not None:
            left_out[wish.key] = IMPOSSIBLE if wish.bookings else each.reason
    kept = tuple(_with_possible_promises(each) for each in instance.customers)
    instance = _without_double_bookings(
        replace(instance, customers=kept), {each.key for each in appointments}
    )
    missed = {key: days for key, days in missed.items() if key not in left_out}
    return Territory(instance, dates, left_out, missed)


def _customer(
    wish: Wish, travellers: Sequence[Traveller], dates: Sequence[date], place: Mapping[date, int]
) -> tuple[Customer | None, str, tuple[date, ...]]:
    """The customer, or None and why it is left out; and the days on which a visit is missed."""
    able = [each for each in travellers if each.key in wish.reps]
    if any(booking.rep not in {each.key for each in able} for booking in wish.bookings):
        return None, PROMISED_ELSEWHERE, ()
    days = sorted({each.day for rep in able for each in rep.days})
    # who promised a visit knows better than the list of holidays
    demand = replace(wish.demand, closed=wish.demand.closed - {each.day for each in wish.bookings})
    if wish.hours:
        demand = replace(demand, weekdays=demand.weekdays & frozenset(wish.hours))
    promises = tuple(_promise(each, place) for each in wish.bookings if each.day in place)
    choice = patterns.choose(demand, days)
    if not choice.patterns and not promises:
        return None, _why_not(demand, days, choice), ()
    chosen = tuple(
        Pattern(tuple(place[days[number]] for number in each.days), each.bias)
        for each in choice.patterns
    )
    hours = None
    if wish.hours:
        hours = tuple(wish.hours.get(day.weekday(), ()) for day in dates)
    visits = max((len(each.days) for each in chosen), default=1)
    service = max([wish.service, *(each.service for each in wish.bookings)])
    value = wish.urgent + wish.value * (visits - 1)
    customer = Customer(wish.key, wish.node, service, value, chosen, hours, reps=wish.reps)
    if promises:
        return with_promises(customer, promises), "", ()
    lost = [
        day for note in choice.notes if note.kind == patterns.MISSED_CLOSED for day in note.dates
    ]
    return customer, "", tuple(lost)


def _why_not(demand: Demand, days: Sequence[date], choice: patterns.Choice) -> str:
    """Who could be visited but for its holidays is shut, and not without any possible day."""
    reason = choice.notes[-1].kind
    if reason == patterns.NO_DAY and demand.closed:
        open_all = patterns.choose(replace(demand, closed=frozenset()), days)
        return patterns.MISSED_CLOSED if open_all.patterns else reason
    return reason


def _promise(booking: Booking, place: Mapping[date, int]) -> Promise:
    if booking.start is None:
        noon = 12 * 3600
        return Promise(place[booking.day], noon, booking.rep, noon)
    return Promise(place[booking.day], booking.start, booking.rep, PROMISE_TOLERANCE)


def _appointment(each: Appointment, days: int, place: Mapping[date, int]) -> Customer:
    booking = each.booking
    pattern = Pattern((place[booking.day],))
    promise = _promise(booking, place)
    return Customer(each.key, each.node, booking.service, 0, (pattern,), promises=(promise,))


def _with_possible_promises(customer: Customer) -> Customer:
    """Without those of days on which it cannot be visited: they stay in the agenda as they are."""
    possible = {day for pattern in customer.patterns for day in pattern.days}
    kept = tuple(each for each in customer.promises if each.day in possible)
    return customer if kept == customer.promises else replace(customer, promises=kept)


def _at_work(
    appointments: Sequence[Appointment], travellers: Sequence[Traveller], matrix: Matrix
) -> list[Appointment]:
    """What lies in the rep's hours, the part of it that does; begun no sooner than one is there."""
    shifts = {(rep.key, each.day): (rep, each) for rep in travellers for each in rep.days}
    found = []
    for each in appointments:
        booking = each.booking
        if (booking.rep, booking.day) not in shifts:
            continue
        rep, day = shifts[booking.rep, booking.day]
        # what cannot be reached in time takes its time all the same, wherever it is begun
        for node in (each.node, rep.start):
            first = max(booking.start, day.opens + int(matrix.seconds[rep.start, node]))
            last = booking.start + booking.service
            last = min(last, day.closes - int(matrix.seconds[node, rep.end]))
            if first < last:
                booking = replace(booking, start=first, service=last - first)
                found.append(replace(each, node=node, booking=booking))
                break
    return found


def _without_lunch(rep: Traveller, booked: Sequence[Booking]) -> Traveller:
    """The rep eats at another hour on a day on which something was agreed upon over lunch."""
    mine = [each for each in booked if each.rep == rep.key and each.start is not None]
    taken = {
        day.day
        for day in rep.days
        for each in mine
        if each.day == day.day
        and day.lunch is not None
        and each.start < day.lunch.closes
        and each.start + each.service > day.lunch.opens
    }
    days = (replace(day, lunch=None) if day.day in taken else day for day in rep.days)
    return replace(rep, days=tuple(days))


def _without_double_bookings(instance: Instance, appointments: set[Key]) -> Instance:
    """Of two things in an agenda at one time one is left to the rep.

    What two customers were promised is a conflict, and stays one.
    """
    gone: set[Key] = set()
    for conflict in plannable.conflicts(_promised_only(instance)):
        if not gone & set(conflict.customers):
            gone |= set(sorted(set(conflict.customers) & appointments, key=str)[-1:])
    kept = tuple(each for each in instance.customers if each.key not in gone)
    return replace(instance, customers=kept)


def _promised_only(instance: Instance) -> Instance:
    """The part of an instance in which there can be conflicts, with the rows it needs."""
    promised = [each for each in instance.customers if each.promises]
    nodes = {each.node for each in promised}
    nodes |= {node for each in instance.shifts for node in (each.start, each.end)}
    ranked = sorted(nodes)
    row = {node: number for number, node in enumerate(ranked)}
    matrix = instance.matrix
    tables = (table[ranked][:, ranked] for table in (matrix.metres, matrix.seconds))
    return Instance(
        instance.days,
        tuple(replace(each, node=row[each.node]) for each in promised),
        tuple(replace(each, start=row[each.start], end=row[each.end]) for each in instance.shifts),
        Matrix(*tables, matrix.source),
    )


def _shifts(travellers: Sequence[Traveller], place: Mapping[date, int]) -> tuple[Shift, ...]:
    return tuple(
        Shift(
            rep.key,
            place[each.day],
            rep.start,
            rep.end,
            each.opens,
            each.closes,
            each.lunch,
            rep.max_stops,
            rep.max_metres,
        )
        for rep in travellers
        for each in rep.days
    )


def agenda_plan(visits: Sequence[tuple[Key, date, int, Key]], dates: Sequence[date]) -> Plan:
    """Visits of the agenda as a plan to begin with: (rep, date, start, customer).

    Of its routes the order counts; times and metres are found anew.
    """
    place = {day: number for number, day in enumerate(dates)}
    routes: dict[tuple, list[Stop]] = {}
    for rep, day, start, customer in sorted(visits, key=lambda each: (str(each[0]), *each[1:3])):
        if day in place:
            stops = routes.setdefault((rep, place[day]), [])
            stops.append(Stop(customer, start, start, start))
    return Plan(
        tuple(Route(rep, day, 0, tuple(stops), 0, 0) for (rep, day), stops in routes.items())
    )
