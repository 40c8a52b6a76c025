"""Requests that may be one: proposed to a person, never joined by themselves."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.duplicates import Request, propose

NOON = datetime(2026, 10, 5, 12, tzinfo=timezone.utc)
FIRST = Request(
    1,
    NOON,
    "Caja rota",
    sender="ana@hotel.es",
    commercial_partner_id=7,
    references=frozenset({"sale.order,5"}),
    is_open=True,
    message_id="<1@hotel.es>",
)


def later(hours=1, **changes):
    return replace(FIRST, key=2, created_at=NOON + timedelta(hours=hours), message_id="", **changes)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (later(subject="RV: [INC-2026-00042] ¡CAJA ROTA!"), ("sender", "subject")),
        (later(subject="Otra cosa"), ("sender", "reference")),
        (later(sender="luis@otra.es"), ("company", "subject")),
        (later(sender="luis@otra.es", subject="x"), ("company", "reference")),
        (later(subject="Otra cosa", references=frozenset()), None),
        (later(subject="Otra cosa", references=frozenset({"stock.lot,5"})), None),
        (later(sender="eve@evil.example", commercial_partner_id=8), None),
        (later(sender="eve@evil.example", commercial_partner_id=None), None),
        (later(sender="juliana@hotel.es", commercial_partner_id=None), None),
        (later(72), ("sender", "subject")),
        (later(72.001), None),
        (later(-72), ("sender", "subject")),
        (later(-72.001), None),
        (later(is_open=False), ("sender", "subject")),
    ],
)
def test_what_looks_like_one(second, why):
    found = propose(second, [FIRST])
    assert [(each.key, each.who, each.what) for each in found] == ([(1, *why)] if why else [])


def test_two_that_are_done_are_left_alone():
    assert not propose(later(is_open=False), [replace(FIRST, is_open=False)])


def test_nothing_is_equal_to_nothing():
    empty = {"subject": "Re:", "references": frozenset()}
    assert not propose(later(**empty), [replace(FIRST, **empty)])
    nobody = {"sender": "", "commercial_partner_id": None}
    assert not propose(later(**nobody), [replace(FIRST, **nobody)])


def test_an_original_that_comes_after_its_answer_is_the_same_conversation():
    answer = Request(5, NOON, "Ya está", sender="Ana@hotel.es", thread=frozenset({"<1@hotel.es>"}))
    original = replace(FIRST, created_at=NOON + timedelta(days=30), subject="Otra")
    found = propose(original, [answer])
    assert [(each.key, each.what) for each in found] == [(5, "conversation")]
    assert not propose(replace(original, sender="eve@evil.example"), [answer])
    colleague = replace(original, sender="luis@otra.es")
    assert not propose(colleague, [replace(answer, commercial_partner_id=7)])
    assert not propose(replace(original, message_id=""), [replace(answer, thread=frozenset({""}))])


def test_the_surest_and_the_nearest_come_first():
    new = replace(FIRST, message_id="<9@x>")
    answer = replace(later(50, references=frozenset()), key=50, thread=frozenset({"<9@x>"}))
    others = [replace(later(hours), key=hours) for hours in (30, 2, 10)]
    assert [each.key for each in propose(new, [*others, answer, new])] == [50, 2, 10, 30]


def test_the_window_is_a_parameter():
    assert propose(later(5), [FIRST], timedelta(hours=5))
    assert not propose(later(5.1), [FIRST], timedelta(hours=5))


requests = st.builds(
    Request,
    st.integers(1, 30),
    st.integers(-100, 100).map(lambda hours: NOON + timedelta(hours=hours)),
    st.sampled_from(["Caja", "Re: caja", "Otra", ""]),
    sender=st.sampled_from(["a@x.es", "b@x.es", ""]),
    commercial_partner_id=st.sampled_from([None, 1, 2]),
    references=st.frozensets(st.sampled_from(["o", "s"])),
    is_open=st.booleans(),
)


@given(requests, requests)
def test_what_one_proposes_the_other_does_too(one, other):
    forth, back = propose(one, [other]), propose(other, [one])
    assert len(forth) == len(back) <= (one.key != other.key)


@given(requests, st.lists(requests, unique_by=lambda each: each.key))
def test_each_is_proposed_once_and_never_itself(new, others):
    keys = [each.key for each in propose(new, others)]
    assert len(keys) == len(set(keys))
    assert new.key not in keys
