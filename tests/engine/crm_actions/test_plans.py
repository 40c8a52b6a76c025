"""Visit plans: the scenarios with their figures, and the laws that hold for any plan."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from odoo.addons.crm_actions.engine import plans

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


def days_of(plan, span, *arguments):
    return [one.day for one in plans.occurrences(plan, *span, *arguments)]


def october(*numbers):
    return [date(2026, 10, number) for number in numbers]


def november(*numbers):
    return [date(2026, 11, number) for number in numbers]


# -- scenarios ------------------------------------------------------------------------------------


def test_a9_ten_in_madrid_is_another_instant_after_the_clocks_change():
    found = plans.occurrences(WEEKLY, date(2026, 10, 20), date(2026, 10, 27))
    assert [one.start for one in found] == [datetime(2026, 10, 20, 8), datetime(2026, 10, 27, 9)]
    assert [one.stop - one.start for one in found] == [timedelta(minutes=30)] * 2


def test_ten_in_bogota_is_always_fifteen_in_greenwich():
    plan = replace(WEEKLY, tz=BOGOTA)
    found = plans.occurrences(plan, date(2026, 10, 20), date(2026, 10, 27))
    assert [one.start for one in found] == [datetime(2026, 10, 20, 15), datetime(2026, 10, 27, 15)]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (plans.NEXT, [(12, 13)]),
        (plans.PREVIOUS, [(12, 9)]),
        (plans.SKIP, []),
        (plans.KEEP, [(12, 12)]),
    ],
)
def test_a10_a_holiday_moves_a_visit_as_the_plan_says(policy, expected):
    # given a plan for Mondays; Monday 12 October is a holiday, and nobody works at the weekend
    plan = replace(WEEKLY, weekdays=frozenset({MONDAY}), holidays=policy)
    days_off = {HISPANITY, *october(10, 11, 17, 18)}
    # when the visits around it are worked out, it keeps the name of its Monday
    found = plans.occurrences(plan, date(2026, 10, 6), date(2026, 10, 18), days_off)
    assert [(one.plan_date.day, one.day.day) for one in found] == expected


def test_two_dates_that_come_to_the_same_day_give_one_visit():
    # given a plan for Mondays and Tuesdays: the holiday sends Monday's visit to Tuesday
    plan = replace(WEEKLY, weekdays=frozenset({MONDAY, TUESDAY}))
    found = plans.occurrences(plan, date(2026, 10, 12), date(2026, 10, 18), {HISPANITY})
    # then Tuesday's own is the one that stays
    assert [(one.plan_date, one.day) for one in found] == [(date(2026, 10, 13),) * 2]


def test_of_two_moved_dates_the_earlier_gives_its_name():
    plan = replace(WEEKLY, weekdays=frozenset({MONDAY, TUESDAY}))
    found = plans.occurrences(plan, *OCTOBER, {HISPANITY, date(2026, 10, 13)})
    assert (HISPANITY, date(2026, 10, 14)) in [(one.plan_date, one.day) for one in found]


def test_a_holiday_before_the_horizon_may_bring_a_visit_into_it():
    plan = replace(WEEKLY, weekdays=frozenset({MONDAY}))
    found = plans.occurrences(plan, date(2026, 10, 13), date(2026, 10, 13), {HISPANITY})
    assert [one.plan_date for one in found] == [HISPANITY]


def test_a_break_of_more_than_a_month_drops_the_visit():
    august = {date(2026, 8, 1) + n * ONE_DAY for n in range(60)}
    plan = replace(WEEKLY, date_from=date(2026, 7, 1), repeat=plans.MONTH_DAY, month_day=5)
    assert days_of(plan, (date(2026, 8, 1), date(2026, 12, 31)), august) == [
        date(2026, 9, 30),  # of 5 September
        date(2026, 10, 5),
        date(2026, 11, 5),
        date(2026, 12, 5),
    ]


def test_a11_a_cycle_counts_from_the_last_done_visit():
    # done on 5 October: due on 19 October and every fourteen days on
    assert days_of(CYCLE, OCTOBER, frozenset(), date(2026, 10, 5)) == october(19)
    # visited early, on 14 October: due on the 28th; a fixed rhythm would say 19 and 2 November
    assert days_of(CYCLE, OCTOBER, frozenset(), date(2026, 10, 14)) == october(28)
    assert days_of(CYCLE, NOVEMBER, frozenset(), date(2026, 10, 14)) == november(11, 25)


def test_a_cycle_without_a_visit_begins_with_the_plan():
    plan = replace(CYCLE, date_from=date(2026, 10, 6))
    assert days_of(plan, OCTOBER) == october(6, 20)


def test_a_cycle_keeps_its_phase_while_a_visit_is_overdue():
    # due on 19 October and not made: what follows stays where it was, whatever day is today
    for today in october(20, 25, 30):
        found = days_of(CYCLE, (today, date(2026, 11, 20)), frozenset(), date(2026, 10, 5))
        assert found == november(2, 16)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (date(2026, 10, 6), 20),  # a Tuesday again
        (date(2026, 10, 7), 20),  # due on Wednesday: the day before is nearer than the week after
        (date(2026, 10, 9), 20),  # due on Friday the 23rd: three days before
        (date(2026, 10, 3), 20),  # due on Saturday the 17th: three days after
    ],
)
def test_a_cycle_takes_the_nearest_preferred_weekday(done, expected):
    plan = replace(CYCLE, weekdays=frozenset({TUESDAY}))
    assert days_of(plan, (done, date(2026, 10, 26)), frozenset(), done) == october(expected)


def test_a_preferred_weekday_is_never_the_day_of_the_last_visit():
    # due two days after Tuesday: the nearest Tuesday is that of the visit itself
    plan = replace(CYCLE, interval=2, weekdays=frozenset({TUESDAY}))
    assert days_of(plan, OCTOBER, frozenset(), date(2026, 10, 6))[:1] == october(13)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"interval": 2, "weekdays": frozenset({MONDAY, THURSDAY})}, october(1, 12, 15, 26, 29)),
        ({"repeat": plans.MONTH_DAY, "month_day": 15}, october(15)),
        ({"repeat": plans.MONTH_DAY, "month_day": 31}, october(31)),
        ({"repeat": plans.MONTH_WEEKDAY, "month_week": 2}, october(13)),
        (
            {"repeat": plans.MONTH_WEEKDAY, "month_week": plans.LAST, "weekdays": {FRIDAY}},
            october(30),
        ),
    ],
    ids=["every second week", "day", "last day", "second Tuesday", "last Friday"],
)
def test_fixed_plans(changes, expected):
    assert days_of(replace(WEEKLY, **changes), OCTOBER) == expected


def test_the_31st_of_a_shorter_month_is_its_last_day():
    plan = replace(WEEKLY, repeat=plans.MONTH_DAY, month_day=31)
    found = days_of(plan, (date(2026, 11, 1), date(2028, 2, 29)))
    assert found[:4] == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31),
                         date(2027, 2, 28)]  # fmt: skip
    assert found[-1] == date(2028, 2, 29)


def test_every_third_month_counts_from_the_first():
    plan = replace(WEEKLY, repeat=plans.MONTH_DAY, month_day=10, interval=3)
    assert days_of(plan, (date(2027, 1, 1), date(2027, 12, 31))) == [
        date(2027, 1, 10), date(2027, 4, 10), date(2027, 7, 10), date(2027, 10, 10),
    ]  # fmt: skip


def test_a_plan_ends_on_its_last_date_even_if_a_holiday_pushes():
    plan = replace(WEEKLY, weekdays=frozenset({MONDAY}), date_to=HISPANITY)
    assert days_of(plan, OCTOBER, {HISPANITY}) == october(5)


def test_a_visit_without_an_hour_takes_the_day():
    found = plans.occurrences(replace(WEEKLY, minute=None), date(2026, 10, 20), date(2026, 10, 20))
    assert (found[0].start, found[0].stop) == (
        datetime(2026, 10, 20, 8),
        datetime(2026, 10, 20, 18),
    )


def test_a_visit_moved_by_hand_stands_for_its_neighbour():
    wanted = plans.occurrences(CYCLE, *OCTOBER, frozenset(), date(2026, 9, 30))  # 14 and 28
    left = plans.without_replaced(wanted, october(16), reach=7)
    assert [one.day for one in left] == october(28)
    assert [one.day for one in plans.without_replaced(wanted, october(21), 7)] == october(14)
    assert plans.without_replaced(wanted, [date(2026, 11, 5)], reach=7) == wanted
    assert plans.without_replaced([], october(16), reach=7) == []


def test_an_early_visit_moves_what_was_planned():
    # given visits on 19 October, 2 and 16 November; one of them was called off
    free = {1: date(2026, 10, 19), 3: date(2026, 11, 16)}
    wanted = plans.occurrences(
        CYCLE, date(2026, 10, 14), date(2026, 11, 25), frozenset(), date(2026, 10, 14)
    )
    changes = plans.reconcile(wanted, free, november(2), date(2026, 11, 25))
    # when a visit on 14 October brings 28 October, 11 and 25 November, then two move, one is new
    assert {key: one.day for key, one in changes.moved.items()} == {
        1: date(2026, 10, 28),
        3: date(2026, 11, 11),
    }
    assert [one.day for one in changes.missing] == november(25)
    assert (changes.kept, changes.surplus) == ({}, [])


def test_what_is_settled_is_never_made_again():
    wanted = plans.occurrences(WEEKLY, *OCTOBER)
    changes = plans.reconcile(wanted, {}, october(13, 20), date(2026, 10, 31))
    assert [one.day for one in changes.missing] == october(6, 27)


@pytest.mark.parametrize(
    ("overdue", "done", "expected"),
    [
        ([], None, []),
        ([(6, "a")], None, []),
        ([(6, "a"), (13, "b"), (20, "c")], None, ["a", "b"]),
        ([(6, "a"), (13, "b")], 10, ["a"]),
        ([(6, "a"), (13, "b")], 13, ["a", "b"]),
    ],
)
def test_one_overdue_visit_waits_at_most(overdue, done, expected):
    waiting = [(date(2026, 10, day), key) for day, key in overdue]
    assert plans.outlived(waiting, done and date(2026, 10, done)) == expected


def test_customers_never_visited_begin_on_different_days_of_the_cycle():
    starts = [plans.spread_start(CYCLE, number) for number in range(100, 128)]
    assert sorted({(start - CYCLE.date_from).days for start in starts}) == list(range(14))
