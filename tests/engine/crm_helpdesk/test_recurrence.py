"""When causes come back: a nonconformity is proposed, and an action is judged."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.recurrence import (
    Case,
    Check,
    Scope,
    Trigger,
    propose,
    verdict,
)


def day(text):
    return date.fromisoformat(f"2026-{text}")


def case(key, on, cause="packing", **rest):
    return Case(key, day(on), rest.pop("category", "broken"), cause, **rest)


@pytest.mark.parametrize(
    ("first", "proposed"),
    [("07-01", True), ("07-02", True), ("06-30", False)],
)
def test_h19_three_in_ninety_days(first, proposed):
    cases = [case(1, first), case(2, "08-20"), case(3, "09-29")]
    found = propose(cases, day("09-29"))
    assert [(each.why, each.keys) for each in found] == (
        [("recurrence", (1, 2, 3))] if proposed else []
    )
    if proposed:
        assert (found[0].since, found[0].until) == (day("07-01"), day("09-29"))


def test_h19_is_proposed_on_the_day_of_the_third():
    cases = [case(1, "07-02"), case(2, "08-20"), case(3, "09-29")]
    assert not propose(cases, day("09-28"))


@pytest.mark.parametrize(
    ("cases", "families"),
    [
        # the same cause in two categories is two families
        ([case(1, "09-01"), case(2, "09-02"), case(3, "09-03", category="late")], []),
        # the same product of three causes
        (
            [case(n, "09-01", cause=f"c{n}", product="box") for n in (1, 2, 3)],
            [("broken", "product", "box")],
        ),
        # both
        (
            [case(n, "09-01", product="box") for n in (1, 2, 3)],
            [("broken", "cause", "packing"), ("broken", "product", "box")],
        ),
        # without a cause and a product the category says what it is
        ([case(n, "09-01", cause=None) for n in (1, 2, 3)], [("broken", "category", "broken")]),
        ([case(n, "09-01", cause=None, category=None) for n in (1, 2, 3)], []),
    ],
)
def test_families(cases, families):
    found = propose(cases, day("09-29"))
    assert [(each.category, each.by, each.value) for each in found] == families


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"is_complaint": True, "is_severe": True}, "severe_complaint"),
        ({"is_complaint": True}, None),
        ({"is_severe": True}, None),
        ({"csat": 2, "is_flagged": True}, "low_score"),
        ({"csat": 1, "is_flagged": True}, "low_score"),
        ({"csat": 3, "is_flagged": True}, None),
        ({"csat": 2}, None),
    ],
)
def test_one_case_can_be_enough(facts, why):
    found = propose([case(1, "09-29", **facts)], day("09-29"))
    assert [(each.why, each.keys) for each in found] == ([(why, (1,))] if why else [])


def test_what_has_a_nonconformity_already_does_not_call_for_another():
    cases = [case(1, "07-02", is_handled=True), case(2, "08-20"), case(3, "09-29")]
    assert not propose(cases, day("09-29"))
    severe = {"is_complaint": True, "is_severe": True}
    assert not propose([case(1, "09-29", is_handled=True, **severe)], day("09-29"))


def test_the_trigger_is_a_parameter():
    cases = [case(1, "09-01"), case(2, "09-29")]
    assert propose(cases, day("09-29"), Trigger(count=2, days=28))
    assert not propose(cases, day("09-29"), Trigger(count=2, days=27))
    with pytest.raises(ValueError, match="at least"):
        Trigger(count=0)
    with pytest.raises(ValueError, match="at least"):
        Trigger(days=-1)


CHECK = Check(Scope("packing"), done_on=day("10-10"), window_days=60)


@pytest.mark.parametrize(
    ("recurrences", "allowed", "today", "state", "cycle"),
    [
        # H19: done on 10 October, verified on 9 December
        (["12-01"], 0, "12-09", "ineffective", 2),
        (["12-01"], 1, "12-09", "effective", 1),
        ([], 0, "12-09", "effective", 1),
        ([], 0, "12-08", "pending", 1),
        (["12-01"], 0, "12-08", "pending", 1),
        (["10-10"], 0, "12-09", "effective", 1),  # that day the action was still being done
        (["10-11"], 0, "12-09", "ineffective", 2),
        (["12-09"], 0, "12-09", "ineffective", 2),
        (["12-10"], 0, "12-20", "effective", 1),  # after the window
        (["12-01", "12-02"], 1, "12-20", "ineffective", 2),
    ],
)
def test_verdict(recurrences, allowed, today, state, cycle):
    check = Check(CHECK.scope, CHECK.done_on, CHECK.window_days, allowed)
    cases = [case(n, on) for n, on in enumerate(recurrences)]
    found = verdict(check, cases, day(today))
    assert (found.state, found.cycle, found.verify_on) == (state, cycle, day("12-09"))


def test_a_verdict_that_is_certain_early_says_since_when():
    found = verdict(CHECK, [case(1, "12-01"), case(2, "11-20")], day("12-02"))
    assert (found.state, found.exceeded_on, found.keys) == ("pending", day("11-20"), (2, 1))
    assert verdict(CHECK, [], day("12-02")).exceeded_on is None


@pytest.mark.parametrize(
    ("scope", "facts", "counts"),
    [
        (Scope("packing"), {}, True),
        (Scope("packing"), {"cause": "driver"}, False),
        (Scope("packing", product="box"), {"product": "box"}, True),
        (Scope("packing", product="box"), {}, False),
        (Scope("packing", customer=7), {"customer": 7}, True),
        (Scope("packing", customer=7), {"customer": 8}, False),
    ],
)
def test_what_is_a_recurrence(scope, facts, counts):
    found = verdict(Check(scope, day("10-10"), 60), [case(1, "12-01", **facts)], day("12-09"))
    assert found.state == ("ineffective" if counts else "effective")


def test_a_third_cycle_follows_the_second():
    check = Check(CHECK.scope, CHECK.done_on, 60, cycle=2)
    assert verdict(check, [case(1, "12-01")], day("12-09")).cycle == 3


def test_what_nobody_has_explained_yet_speaks_against_an_action():
    # given an action against cause x in category a, when another case of a comes without a cause,
    scope = Scope("x", category="a")
    check = Check(scope, day("10-10"), 60)
    open_case = Case(1, day("12-01"), category="a")
    # then it counts until somebody says that it was something else
    assert verdict(check, [open_case], day("12-09")).state == "ineffective"
    other = Case(1, day("12-01"), category="a", cause="y")
    assert verdict(check, [other], day("12-09")).state == "effective"
    elsewhere = Case(1, day("12-01"), category="b")
    assert verdict(check, [elsewhere], day("12-09")).state == "effective"


@pytest.mark.parametrize("wrong", [{"window_days": 0}, {"allowed": -1}, {"cycle": 0}])
def test_a_check_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="check"):
        Check(**{"scope": Scope("x"), "done_on": day("10-10"), "window_days": 60, **wrong})


days = st.integers(0, 200).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
cases_ = st.lists(
    st.builds(
        Case,
        st.integers(),
        days,
        st.sampled_from([None, "a", "b"]),
        st.sampled_from([None, "x", "y"]),
        product=st.sampled_from([None, "p"]),
    ),
    unique_by=lambda each: each.key,
    max_size=20,
)


@given(cases_, days, st.integers(1, 4), st.integers(0, 90))
def test_a_proposal_names_enough_cases_all_in_the_window(cases, today, count, length):
    for each in propose(cases, today, Trigger(count, length)):
        assert len(each.keys) >= count
        named = [case for case in cases if case.key in each.keys]
        assert all(each.since <= case.day <= each.until == today for case in named)


@given(cases_, days, st.integers(0, 3), st.integers(1, 90), days)
def test_more_allowed_is_never_less_effective(cases, done, allowed, window, today):
    scope = Scope("x")
    strict = verdict(Check(scope, done, window, allowed), cases, today)
    mild = verdict(Check(scope, done, window, allowed + 1), cases, today)
    assert strict.keys == mild.keys
    assert (strict.state == "effective") <= (mild.state == "effective")
    assert (strict.state == "pending") == (today < strict.verify_on)
