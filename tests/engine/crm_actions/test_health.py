"""Follow-up health: the worked examples and what holds for every opportunity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine import health
from odoo.addons.crm_actions.engine.health import FollowUp, assess

TODAY = date(2026, 10, 14)  # a Wednesday; Monday the 12th was a holiday
HOLIDAY = date(2026, 10, 12)
WEEKENDS = {
    TODAY + timedelta(days=offset)
    for offset in range(-400, 400)
    if (TODAY + timedelta(days=offset)).weekday() >= 5
}
DAYS_OFF = frozenset(WEEKENDS | {HOLIDAY})


def day(offset: int) -> date:
    """Today and so many days."""
    return TODAY + timedelta(days=offset)


def opportunity(silent: int, **facts) -> FollowUp:
    """An opportunity touched ``silent`` days ago, in a stage that expects a touch a week."""
    known = {"stage_since": day(-1), "followup_days": 7, "days_off": DAYS_OFF, **facts}
    return FollowUp(today=TODAY, last_contact=day(-silent), **known)


EXAMPLES = {
    "A: touched, next step near": (opportunity(3, next_step=day(2)), 100, "green"),
    "B: overdue 4 working days, 15 days silent": (
        opportunity(15, next_step=date(2026, 10, 7)),
        49,
        "red",
    ),
    "C: no next step": (opportunity(3), 60, "amber"),
    "D: no next step, 10 days silent": (opportunity(10), 40, "red"),
    "E: next step in 30 days, 25 days in a stage of 20": (
        opportunity(2, next_step=day(30), stage_since=day(-25), stage_limit=20),
        75,
        "green",
    ),
    "E, paused by agreement": (
        opportunity(
            2, next_step=day(30), stage_since=day(-25), stage_limit=20, snooze_until=day(28)
        ),
        100,
        "green",
    ),
    "F: closing 3 days past, next step tomorrow": (
        opportunity(5, next_step=day(1), deadline=day(-3)),
        74,
        "amber",
    ),
    "G: due Friday the 9th, Monday was a holiday": (
        opportunity(3, next_step=date(2026, 10, 9)),
        70,
        "amber",
    ),
}


@pytest.mark.parametrize(("case", "score", "state"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_worked_examples(case, score, state):
    verdict = assess(case)
    assert (verdict.score, verdict.state) == (score, state)


def reasons(case: FollowUp) -> list[tuple[str, int]]:
    return [(reason.code, reason.penalty) for reason in assess(case).reasons]


def test_reasons_name_the_worst_first():
    assert reasons(EXAMPLES["B: overdue 4 working days, 15 days silent"][0]) == [
        ("overdue", 40),
        ("silence", 11),
    ]
    assert reasons(EXAMPLES["D: no next step, 10 days silent"][0]) == [
        ("no_next", 40),
        ("silence", 4),
    ]


def test_reasons_carry_their_figures():
    verdict = assess(EXAMPLES["G: due Friday the 9th, Monday was a holiday"][0])
    assert verdict.reasons[0].figures == {"days": 2, "date": "2026-10-09"}
    far = assess(EXAMPLES["E: next step in 30 days, 25 days in a stage of 20"][0])
    assert [reason.figures for reason in far.reasons] == [
        {"date": "2026-11-13"},
        {"days": 25, "limit": 20},
    ]


@pytest.mark.parametrize(
    ("case", "score"),
    [
        # 100 - 40 - 30 - 15
        (opportunity(28, deadline=day(-9)), 15),
        # 100 - 25 - 11: due yesterday
        (opportunity(15, next_step=day(-1)), 64),
        # 100 - 45 - 10, and more than 5 working days overdue
        (opportunity(3, next_step=date(2026, 10, 5), unanswered=True), 45),
        # exactly one cycle of silence is no silence; the next day is
        (opportunity(7, next_step=day(2)), 100),
        (opportunity(8, next_step=day(2)), 99),
        # 2 C is near, a day more is far
        (opportunity(2, next_step=day(14)), 100),
        (opportunity(2, next_step=day(15)), 85),
        # T days in the stage are no ageing; 2 T + 1 are twice too many
        (opportunity(2, next_step=day(2), stage_since=day(-20), stage_limit=20), 100),
        (opportunity(2, next_step=day(2), stage_since=day(-40), stage_limit=20), 90),
        (opportunity(2, next_step=day(2), stage_since=day(-41), stage_limit=20), 80),
        # due today is not overdue
        (opportunity(2, next_step=TODAY), 100),
        # half a point is rounded up: 10 x (5 - 4) / 4 = 2.5
        (opportunity(5, next_step=day(2), followup_days=4), 97),
        # a stage that expects no contacts judges neither silence nor distance
        (opportunity(300, next_step=day(300), followup_days=0), 100),
        # a pause that ended yesterday is none
        (opportunity(10, snooze_until=day(-1)), 40),
        # a pause excuses the silence, not the missing step
        (opportunity(10, snooze_until=day(1)), 60),
    ],
)
def test_borders(case, score):
    assert assess(case).score == score


def test_a_step_of_several_days_is_late_after_its_end():
    # a trade fair from Monday to Friday, seen on Wednesday: it is the step that is under way
    fair = opportunity(2, next_step=day(-2), step_due=day(2))
    assert assess(fair).score == 100
    assert reasons(fair) == [("running", 0)]
    assert assess(fair).reasons[0].figures == {"date": "2026-10-16"}
    # and until Tuesday: late by the working days after Tuesday
    over = replace(fair, step_due=day(-1))
    assert assess(over).score == 75
    assert assess(over).reasons[0].figures == {"days": 1, "date": "2026-10-13"}


def test_a_missing_step_of_a_paused_one_is_one_for_after_the_pause():
    assert assess(opportunity(10)).reasons[0].figures == {}
    paused = assess(opportunity(10, snooze_until=day(27)))
    assert (paused.reasons[0].code, paused.reasons[0].figures) == (
        "no_next",
        {"after": "2026-11-10"},
    )


def test_everything_wrong_is_zero_not_less():
    case = opportunity(
        300, next_step=day(-300), deadline=day(-300), stage_since=day(-300), stage_limit=20,
        unanswered=True,
    )  # fmt: skip
    assert assess(case).score == 0


def test_nothing_turns_red_in_the_grace_period():
    forgotten = opportunity(200, deadline=day(-90), grace_until=TODAY)
    verdict = assess(forgotten)
    assert (verdict.score, verdict.state) == (50, "amber")
    assert verdict.reasons[-1].code == "grace"
    assert assess(replace(forgotten, grace_until=day(-1))).state == "red"
    healthy = opportunity(1, next_step=day(1), grace_until=TODAY)
    assert assess(healthy).score == 100, "the grace takes nothing away"


days_near = st.integers(-380, 380).map(day)
past = st.integers(-380, 0).map(day)
maybe = st.none() | days_near
cases = st.builds(
    FollowUp,
    today=st.just(TODAY),
    last_contact=past,
    stage_since=past,
    followup_days=st.integers(0, 60),
    stage_limit=st.integers(0, 90),
    next_step=maybe,
    deadline=maybe,
    snooze_until=maybe,
    unanswered=st.booleans(),
    days_off=st.just(DAYS_OFF),
)


@given(cases)
def test_score_and_state_agree(case):
    verdict = assess(case)
    assert 0 <= verdict.score <= 100
    assert verdict.state == health.state_of(verdict.score)


@given(cases)
def test_reasons_explain_the_score(case):
    """Below 100 there is a reason, and the penalties never exceed what is missing."""
    verdict = assess(case)
    penalties = [reason.penalty for reason in verdict.reasons]
    assert penalties == sorted(penalties, reverse=True)
    assert verdict.score <= max(0, 100 - sum(penalties))
    assert (verdict.score == 100) == (sum(penalties) == 0)


@given(cases, st.integers(0, 100))
def test_a_more_recent_contact_never_hurts(case, days):
    sooner = replace(case, last_contact=min(case.today, case.last_contact + timedelta(days=days)))
    assert assess(sooner).score >= assess(case).score


@given(cases)
def test_a_step_within_the_cycle_never_hurts(case):
    assert assess(replace(case, next_step=case.today)).score >= assess(case).score


@given(cases)
def test_a_valid_pause_never_hurts(case):
    paused = replace(case, snooze_until=case.today)
    assert assess(paused).score >= assess(replace(case, snooze_until=None)).score


@given(cases, maybe)
def test_the_grace_only_lifts_reds(case, until):
    plain, graced = assess(case), assess(replace(case, grace_until=until))
    expected = max(plain.score, 50) if until and until >= TODAY else plain.score
    assert graced.score == expected


@given(cases, st.integers(1, 30))
def test_a_day_off_more_never_makes_it_more_overdue(case, offset):
    off = replace(case, days_off=case.days_off | {case.today - timedelta(days=offset)})
    assert assess(off).score >= assess(case).score
