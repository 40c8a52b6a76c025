"""Visit plans: the scenarios with their figures, and the laws that hold for any plan."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine import days, plans

MADRID, BOGOTA = "Europe/Madrid", "America/Bogota"
MONDAY, TUESDAY, THURSDAY, FRIDAY = 0, 1, 3, 4
ONE_DAY = timedelta(days=1)
OCTOBER, NOVEMBER = (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 30))
HISPANITY = date(2026, 10, 12)  # a Monday

WEEKLY = plans.Plan(
    mode=plans.FIXED,
    interval=1,
    date_from=date(2026, 10, 1),
    tz=MADRID,
    weekdays=frozenset({TUESDAY}),
    minute=600,
)
CYCLE = plans.Plan(mode=plans.CYCLE, interval=14, date_from=date(2026, 9, 1), tz=MADRID, minute=600)

zones = st.sampled_from(sorted(available_timezones()))
dates = st.dates(date(2015, 1, 1), date(2045, 12, 31))


@st.composite
def any_plan(draw):
    mode = draw(st.sampled_from([plans.FIXED, plans.CYCLE]))
    repeat = draw(st.sampled_from([plans.WEEK, plans.MONTH_DAY, plans.MONTH_WEEKDAY]))
    needs_weekday = mode == plans.FIXED and repeat != plans.MONTH_DAY
    date_from = draw(dates)
    return plans.Plan(
        mode=mode,
        interval=draw(st.integers(1, 60 if mode == plans.CYCLE else 12)),
        date_from=date_from,
        date_to=draw(st.none() | st.integers(0, 900).map(lambda n: date_from + n * ONE_DAY)),
        tz=draw(zones),
        repeat=repeat,
        weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1 if needs_weekday else 0)),
        month_day=draw(st.integers(1, 31)),
        month_week=draw(st.sampled_from([1, 2, 3, 4, plans.LAST])),
        holidays=draw(st.sampled_from([plans.SKIP, plans.NEXT, plans.PREVIOUS, plans.KEEP])),
        minute=draw(st.integers(0, 24 * 60 - 1)),
        minutes=draw(st.integers(1, 600)),
    )


@st.composite
def cases(draw):
    """A plan, a horizon near its beginning or long after it, days off and a last visit."""
    plan = draw(any_plan())
    first = plan.date_from + draw(st.integers(-60, 1500)) * ONE_DAY
    last = first + draw(st.integers(0, 90)) * ONE_DAY
    begin, end = plans.days_off_span(first, last)
    span = (end - begin).days
    weekend = draw(st.frozensets(st.integers(0, 6), max_size=3))
    days_off = {
        begin + n * ONE_DAY for n in range(span + 1) if (begin + n * ONE_DAY).weekday() in weekend
    }
    days_off |= {begin + n * ONE_DAY for n in draw(st.frozensets(st.integers(0, span)))}
    done = draw(st.none() | st.integers(-200, 0).map(lambda n: first + n * ONE_DAY))
    return plan, first, last, frozenset(days_off), done


@given(cases())
def test_visits_lie_in_the_horizon_and_in_the_plan_in_order_and_once(case):
    plan, first, last, days_off, done = case
    found = plans.occurrences(plan, first, last, days_off, done)
    assert all(first <= one.day <= last for one in found)
    assert all(plan.date_from <= one.day <= (plan.date_to or date.max) for one in found)
    assert all(one.day < other.day and one.start < other.start for one, other in pairwise(found))
    assert len({one.plan_date for one in found}) == len(found)


@given(cases())
def test_no_visit_falls_on_a_day_off_unless_the_plan_says_so(case):
    plan, first, last, days_off, done = case
    found = plans.occurrences(plan, first, last, days_off, done)
    if plan.holidays != plans.KEEP:
        assert not days_off & {one.day for one in found}


@given(cases())
def test_the_clock_on_the_wall_shows_the_same_hour_all_year(case):
    plan, first, last, days_off, done = case
    for one in plans.occurrences(plan, first, last, days_off, done):
        wall = datetime.combine(one.day, datetime.min.time()) + timedelta(minutes=plan.minute)
        shown = days.to_wall(one.start, plan.tz)
        # an hour that daylight saving skips is the only exception
        assert shown == wall or (shown > wall and days.to_utc(wall, plan.tz) == one.start)
        assert one.stop - one.start == timedelta(minutes=plan.minutes)


@given(cases(), st.integers(0, 40), st.integers(0, 40))
def test_a_narrower_horizon_shows_the_same_visits(case, later, sooner):
    # this is what makes two nights in a row agree
    plan, first, last, days_off, done = case
    inner_first, inner_last = first + later * ONE_DAY, last - sooner * ONE_DAY
    assume(inner_first <= inner_last)
    found = plans.occurrences(plan, first, last, days_off, done)
    inner = plans.occurrences(plan, inner_first, inner_last, days_off, done)
    assert inner == [one for one in found if inner_first <= one.day <= inner_last]


@given(cases())
def test_a_cycle_without_days_off_never_waits_longer_than_it_says(case):
    plan, _first, _last, _days_off, _done = case
    assume(plan.date_to is None)
    plan = replace(plan, mode=plans.CYCLE, weekdays=frozenset())
    found = plans.occurrences(plan, plan.date_from, plan.date_from + 200 * ONE_DAY)
    gaps = {(other.day - one.day).days for one, other in pairwise(found)}
    assert found[0].day == plan.date_from
    assert gaps == {plan.interval}


@given(cases(), st.lists(dates, max_size=5), st.integers(0, 30))
def test_a_visit_by_hand_replaces_one_at_most(case, replacing, reach):
    plan, first, last, days_off, done = case
    found = plans.occurrences(plan, first, last, days_off, done)
    left = plans.without_replaced(found, replacing, reach)
    assert set(left) <= set(found)
    assert len(found) - len(left) <= len(replacing)


@given(cases(), st.data())
def test_visits_that_were_brought_in_line_stay_as_they_are(case, data):
    plan, first, last, days_off, done = case
    wanted = plans.occurrences(plan, first, last, days_off, done)
    some_dates = st.sets(st.sampled_from([one.plan_date for one in wanted])) if wanted else None
    taken = data.draw(some_dates) if wanted else set()
    loose = data.draw(st.sets(dates, max_size=6)) | (data.draw(some_dates) if wanted else set())
    free = dict(enumerate(sorted(loose - taken)))
    changes = plans.reconcile(wanted, free, taken, last)
    # nothing is lost: each visit is kept, moved or surplus, each wanted date is served once
    assert sorted([*changes.kept, *changes.moved, *changes.surplus]) == sorted(free)
    after = {key: one.plan_date for key, one in {**changes.kept, **changes.moved}.items()}
    after.update({1000 + n: one.plan_date for n, one in enumerate(changes.missing)})
    assert sorted(after.values()) == sorted({one.plan_date for one in wanted} - taken)
    # and the second night finds nothing to do
    again = plans.reconcile(wanted, after, taken, last)
    assert (again.moved, again.surplus, again.missing) == ({}, [], [])
