"""Clocks of service levels: the laws that hold for any log."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache, reduce
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine import log
from odoo.addons.crm_helpdesk.engine.clock import (
    DEPARTMENT,
    RESOLUTION,
    TICKING,
    WAITING,
    Promise,
    accrued,
    due,
)
from odoo.addons.crm_helpdesk.engine.departments import journey, team_seconds
from odoo.addons.crm_helpdesk.engine.explanation import LATE, WITHIN, explain
from odoo.addons.crm_helpdesk.engine.log import Event, Promises
from odoo.addons.crm_helpdesk.engine.readings import BREACHED, CANCELLED, MET, RUNNING, read
from odoo.addons.crm_helpdesk.engine.tickets import advance, readings, replay
from odoo.addons.crm_helpdesk.engine.transitions import settled

from .cases import CALENDARS, HOUR
from .strategies import instants

SECOND = timedelta(seconds=1)
PLAIN = (log.ANSWER, log.REPLY, log.PAUSE, log.RESUME, log.STOP, log.REOPEN)
TERMS = (*PLAIN, log.TRANSFER, log.POLICY)
ALL = (*TERMS, log.CALENDAR, log.CANCEL, log.START)

BUDGETS = (None, None, 1, 59, 3601, *(hours * HOUR for hours in (1, 2, 4, 5, 8, 16, 24, 40)))


@cache
def promise(calendars):
    return st.sampled_from([Promise(each, name) for each in BUDGETS for name in calendars])


@cache
def promise_sets(calendars):
    return st.builds(Promises, *[promise(calendars)] * 4)


GAPS = st.sampled_from([0, 0, 1]) | st.integers(0, 60 * HOUR)


@st.composite
def logs(draw, kinds=ALL, calendars=("ES", "QUALITY", "ALWAYS")):
    """A start and up to ten more events, many of them at one instant."""
    instant = draw(instants)
    events = [Event(instant, log.START, 0, team=1, promises=draw(promise_sets(calendars)))]
    for number in range(1, draw(st.integers(0, 10)) + 1):
        instant += draw(GAPS) * SECOND
        kind = draw(st.sampled_from(kinds))
        rest = {
            log.START: lambda: {"team": 3, "promises": draw(promise_sets(calendars))},
            log.TRANSFER: lambda: {
                "team": draw(st.integers(1, 3)),
                "promise": draw(promise(calendars)),
            },
            log.POLICY: lambda: {"promises": draw(promise_sets(calendars))},
            log.CALENDAR: lambda: {"calendar": "ES", "becomes": "ES_LOCAL"},
        }.get(kind, dict)()
        events.append(Event(instant, kind, number, **rest))
    return tuple(events)


later = st.integers(0, 200 * HOUR).map(lambda seconds: seconds * SECOND)


def shown(events, now):
    return readings(replay(events, CALENDARS), now, CALENDARS)


def resolution(events):
    return replay(events, CALENDARS).current(RESOLUTION)


@given(logs(), st.randoms())
def test_replay_is_the_events_one_by_one_in_any_order(events, random):
    shuffled = list(events)
    random.shuffle(shuffled)

    one_by_one = reduce(lambda ticket, each: advance(ticket, each, CALENDARS), events, None)

    assert replay(shuffled, CALENDARS) == one_by_one


@given(logs(), st.data())
def test_looking_at_it_changes_nothing(events, data):
    """A model that stores what is late as it finds it gets the same as one that replays."""
    ticket = None
    for event in events:
        ticket = advance(ticket, event, CALENDARS)
        if event.at < events[-1].at:
            following = next(each.at for each in events if each.at > event.at)
            halfway = event.at + (following - event.at) / 2
            clocks = tuple(settled(each, halfway, CALENDARS) for each in ticket.clocks)
            if all(each.at != event.at for each in events[event.number + 1 :]):
                ticket = replace(ticket, clocks=clocks)
    now = events[-1].at + data.draw(later)

    assert readings(ticket, now, CALENDARS) == shown(events, now)


@given(logs(), later)
def test_each_event_twice_is_each_event_once(events, wait):
    twice = [replace(each, number=2 * each.number + copy) for each in events for copy in (0, 1)]
    now = events[-1].at + wait

    assert shown(twice, now) == shown(events, now)


@given(logs())
def test_one_clock_of_each_metric_is_alive(events):
    for length in range(1, len(events) + 1):
        clocks = replay(events[:length], CALENDARS).clocks
        alive = Counter(each.metric for each in clocks if each.phase in (TICKING, WAITING))
        assert not alive or max(alive.values()) == 1
        cycles = [(each.metric, each.cycle) for each in clocks]
        assert len(set(cycles)) == len(cycles)


@given(logs(), later, later)
def test_time_goes_on_and_a_breach_stays(events, first, second):
    now = events[-1].at + first
    for before, after in zip(shown(events, now), shown(events, now + second), strict=True):
        assert before.accrued <= after.accrued
        assert before.overdue <= after.overdue
        assert (before.accrued == after.accrued) or after.running
        if before.state in (BREACHED, MET, CANCELLED):
            assert after.state == before.state
            assert after.deadline == before.deadline


@given(logs(), later)
def test_no_event_takes_a_breach_back(events, wait):
    for length in range(1, len(events)):
        at = events[length].at
        for before, after in zip(
            shown(events[:length], at), shown(events, events[-1].at + wait), strict=False
        ):
            if before.state == BREACHED:
                assert after.state in (BREACHED, CANCELLED)
                assert (before.deadline, before.breached_at) == (after.deadline, after.breached_at)


@given(logs(), later)
def test_a_deadline_is_where_the_budget_is_used_up(events, wait):
    now = events[-1].at + wait
    for clock in replay(events, CALENDARS).clocks:
        found = read(clock, now, CALENDARS)
        if found.state != RUNNING or found.deadline is None:
            continue
        assert now <= found.deadline
        at_deadline = read(clock, found.deadline, CALENDARS)
        assert (at_deadline.state, at_deadline.left) == (RUNNING, 0)
        assert at_deadline.accrued == found.budget
        a_second_later = read(clock, found.deadline + SECOND, CALENDARS)
        assert a_second_later.state == BREACHED
        assert a_second_later.breached_at == max(found.deadline, clock.runs[-1].start)


@given(logs(TERMS))
def test_a_deadline_lies_in_working_time(events):
    for clock in replay(events, CALENDARS).clocks:
        deadline = due(clock, CALENDARS)
        names = {run.calendar for run in clock.runs} | {clock.promise.calendar}
        assert deadline is None or any(CALENDARS[name].is_open(deadline - SECOND) for name in names)


@given(logs(PLAIN), later)
def test_overdue_is_what_exceeds_the_budget(events, wait):
    for found in shown(events, events[-1].at + wait):
        assert found.overdue == max(0, found.accrued - (found.budget or found.accrued))
        assert found.state == BREACHED or found.overdue == 0


def is_late_before(event, events):
    """Whether the solution is late when the event comes."""
    until = [each for each in events if (each.at, each.number) < (event.at, event.number)]
    return settled(resolution(until), event.at, CALENDARS).breached_at is not None


@given(logs(TERMS), instants, st.integers(0, 60 * HOUR))
def test_a_pause_never_brings_the_deadline_forward(events, start, length):
    start = max(start, events[0].at)
    # terms keep their calendar here, as another one may count less of the same hour
    calendar = events[0].promises.resolution.calendar
    events = [
        each
        if each.promises is None
        else replace(
            each, promises=replace(each.promises, resolution=each.promises.resolution.on(calendar))
        )
        for each in events
    ]
    # open all the while, and paused all the while
    stop = start + length * SECOND
    without = [
        each
        for each in events
        if each is events[0]
        or each.kind in (log.TRANSFER, log.POLICY)
        or not start <= each.at <= stop
    ]
    until = [each for each in without if each.at <= stop]
    assume(replay(until, CALENDARS).phase == log.OPEN)
    # what is late keeps its deadline: stricter terms reach what a pause has kept in time alone
    assume(not any(is_late_before(each, without) for each in without if each.kind == log.POLICY))
    with_pause = [*without, Event(start, log.PAUSE, 900), Event(stop, log.RESUME, 901)]

    before, after = (due(resolution(each), CALENDARS) for each in (without, with_pause))

    assert before is None or after is None or before <= after


@given(logs(TERMS), st.randoms())
def test_the_order_of_one_instant_never_changes_what_was_used_until_then(events, random):
    last = events[-1].at
    at_once = [each for each in events[1:] if each.at == last]
    random.shuffle(at_once)
    before = [each for each in events if each not in at_once]
    other = [replace(each, number=50 + number) for number, each in enumerate(at_once)]

    one, another = resolution(events), resolution([*before, *other])

    assert accrued(one, last, CALENDARS) == accrued(another, last, CALENDARS)


@given(logs(), later)
def test_a_transfer_never_moves_the_customers_clocks(events, wait):
    now = events[-1].at + wait
    untouched = [each for each in events if each.kind != log.TRANSFER]

    one, another = (
        [found for found in shown(each, now) if found.metric != DEPARTMENT]
        for each in (events, untouched)
    )

    assert one == another


@given(logs((*PLAIN, log.TRANSFER), calendars=("ES",)), later)
def test_by_one_calendar_the_departments_add_up_to_the_customers_clock(events, wait):
    now = events[-1].at + wait
    ticket = replay(events, CALENDARS)
    of_teams = team_seconds(ticket, now, CALENDARS)

    assert sum(of_teams.values()) == accrued(ticket.current(RESOLUTION), now, CALENDARS)
    assert set(of_teams) <= set(journey(events).teams)


@given(logs(), later)
def test_the_explanation_has_no_gap_and_adds_up(events, wait):
    now = events[-1].at + wait
    for clock in replay(events, CALENDARS).clocks:
        found = read(clock, now, CALENDARS)
        steps = explain(clock, now, CALENDARS)
        assert all(one.stop == other.start for one, other in pairwise(steps))
        assert all(one.start < one.stop for one in steps)
        assert sum(each.seconds for each in steps) == found.accrued
        assert all(bool(each.seconds) == (each.why in (WITHIN, LATE)) for each in steps)
        late = sum(each.seconds for each in steps if each.why == LATE)
        assert found.state == CANCELLED or late == found.overdue
        if steps:
            assert steps[0].start == clock.since


@given(logs(PLAIN), later)
def test_the_customers_clock_against_a_count_of_the_hours_it_was_open(events, wait):
    """A second way to the same figure: when the request was open, hour by hour of the log."""
    now = events[-1].at + wait
    calendar = CALENDARS[events[0].promises.resolution.calendar]
    phase, used = "open", 0
    for event, following in zip(events, [*[e.at for e in events[1:]], now], strict=True):
        phase = {
            ("open", log.PAUSE): "pending",
            ("pending", log.RESUME): "open",
            ("pending", log.REPLY): "open",
            ("open", log.STOP): "resolved",
            ("pending", log.STOP): "resolved",
            ("resolved", log.REOPEN): "open",
        }.get((phase, event.kind), phase)
        used += calendar.seconds(event.at, following) if phase == "open" else 0

    assert accrued(resolution(events), now, CALENDARS) == used
