"""Owners of a customer: worked examples, and the laws for thousands of random histories."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine.portfolio import (
    ONE_DAY,
    Span,
    assign,
    fold,
    hand_over,
    overlap,
    owner_at,
    part_before,
    with_former,
)

NORA, NILS, SARA = 1, 2, 3
SEP_30, OCT_1, OCT_14, OCT_15, OCT_16 = (
    date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 14), date(2026, 10, 15),
    date(2026, 10, 16),
)  # fmt: skip
NOV_1, OCT_31, DEC_1 = date(2026, 11, 1), date(2026, 10, 31), date(2026, 12, 1)
DAY_0 = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("spans", "owner", "day", "expected"),
    [
        # the first owner
        ([], NORA, OCT_15, [Span(NORA, OCT_15)]),
        # Nora's span ends the day before
        (
            [Span(NORA, OCT_1, None, 7)],
            NILS, OCT_15,
            [Span(NORA, OCT_1, OCT_14, 7), Span(NILS, OCT_15)],
        ),
        # changed twice on one day: the row of the morning is the row of the evening
        (
            [Span(NORA, OCT_1, OCT_14, 7), Span(NILS, OCT_15, None, 8)],
            SARA, OCT_15,
            [Span(NORA, OCT_1, OCT_14, 7), Span(SARA, OCT_15, None, 8)],
        ),
        # a mistake mended on the same day leaves no trace
        (
            [Span(NORA, OCT_1, OCT_14, 7), Span(NILS, OCT_15, None, 8)],
            NORA, OCT_15,
            [Span(NORA, OCT_1, None, 7)],
        ),
        # Sara comes in November as arranged
        (
            [Span(NORA, OCT_1, OCT_31, 7), Span(SARA, NOV_1, None, 8)],
            NILS, OCT_15,
            [Span(NORA, OCT_1, OCT_14, 7), Span(NILS, OCT_15, OCT_31), Span(SARA, NOV_1, None, 8)],
        ),
        # nobody's from today on
        ([Span(NORA, OCT_1, None, 7)], None, OCT_15, [Span(NORA, OCT_1, OCT_14, 7)]),
        # nobody's, and given this morning: as if it had not been
        ([Span(NORA, OCT_15, None, 7)], None, OCT_15, []),
        # an old gap stays a gap
        (
            [Span(NORA, OCT_1, OCT_1, 7)],
            NORA, OCT_15,
            [Span(NORA, OCT_1, OCT_1, 7), Span(NORA, OCT_15)],
        ),
    ],
)  # fmt: skip
def test_assign(spans, owner, day, expected):
    assert assign(spans, owner, day) == expected


@pytest.mark.parametrize(
    ("spans", "owner", "since", "expected"),
    [
        ([], NORA, OCT_1, [Span(NORA, OCT_1, OCT_14)]),
        ([], NORA, OCT_15, []),  # the customer is of today
        ([], None, OCT_1, []),
        ([Span(NILS, OCT_14, None, 7)], NORA, OCT_1, [Span(NILS, OCT_14, None, 7)]),
    ],
)
def test_the_owner_that_nobody_wrote_down(spans, owner, since, expected):
    assert with_former(spans, owner, since, OCT_15) == expected


@pytest.mark.parametrize(
    ("kept", "others", "expected"),
    [
        # Nora's customer since 15 October swallows Nils's since 1 October: his fortnight stays
        (
            [Span(NORA, OCT_15, None, 1)],
            [Span(NILS, OCT_1, None, 2)],
            [Span(NILS, OCT_1, OCT_14, 2), Span(NORA, OCT_15, None, 1)],
        ),
        # one that lies wholly within is lost
        (
            [Span(NORA, OCT_1, None, 1)],
            [Span(NILS, OCT_14, OCT_16, 2)],
            [Span(NORA, OCT_1, None, 1)],
        ),
        # one that lies around is cut in two
        (
            [Span(NORA, OCT_14, OCT_16, 1)],
            [Span(NILS, OCT_1, OCT_31, 2)],
            [
                Span(NILS, OCT_1, date(2026, 10, 13), 2),
                Span(NORA, OCT_14, OCT_16, 1),
                Span(NILS, date(2026, 10, 17), OCT_31),
            ],
        ),
        # of two others the earlier wins
        (
            [],
            [Span(NILS, OCT_1, None, 2), Span(SARA, SEP_30, OCT_14, 3)],
            [Span(SARA, SEP_30, OCT_14, 3), Span(NILS, OCT_15, None, 2)],
        ),
    ],
)  # fmt: skip
def test_fold(kept, others, expected):
    assert fold(kept, others) == expected


def _build(steps, keys):
    """A history from gaps and lengths: no two spans share a day by construction."""
    spans, day = [], DAY_0
    for gap, length, owner in steps:
        first = day + timedelta(days=gap)
        last = first + timedelta(days=length)
        spans.append(Span(owner, first, last, next(keys)))
        day = last + ONE_DAY
    return spans


owners = st.integers(1, 4)
steps = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), owners), max_size=6)
a_day = st.integers(-5, 120).map(lambda n: DAY_0 + timedelta(days=n))


@st.composite
def histories(draw, start=1):
    spans = _build(draw(steps), iter(range(start, start + 99)))
    if spans and draw(st.booleans()):
        spans[-1] = Span(spans[-1].owner, spans[-1].first, None, spans[-1].key)
    return spans


def _days(*histories):
    """Every day on which an answer can change, with its neighbours."""
    edges = {DAY_0}
    for span in (span for spans in histories for span in spans):
        edges |= {span.first, span.last or span.first + timedelta(days=400)}
    return sorted({edge + timedelta(days=n) for edge in edges for n in (-1, 0, 1)})


def _assert_sound(spans):
    assert all(span.last is None or span.first <= span.last for span in spans)
    assert not any(overlap(one, other) for one, other in pairwise(spans))
    keys = [span.key for span in spans if span.key]
    assert len(keys) == len(set(keys))


@given(histories(), owners | st.none(), a_day)
def test_assigning_changes_nothing_before_the_day_and_nothing_arranged_after(spans, owner, day):
    after = assign(spans, owner, day)
    _assert_sound(after)
    future = [span for span in spans if span.first > day]
    for each in _days(spans, after, [Span(1, day)]):
        if each < day:
            assert owner_at(after, each) == owner_at(spans, each)
        elif not future or each < future[0].first:
            assert owner_at(after, each) == owner
        else:
            assert owner_at(after, each) == owner_at(spans, each)


@given(histories(), owners | st.none(), a_day)
def test_assigning_twice_is_assigning_once(spans, owner, day):
    once = assign(spans, owner, day)
    assert assign(once, owner, day) == once


@given(histories(), owners, a_day)
def test_a_change_and_its_undoing_on_one_day_leave_the_history_as_it_was(spans, owner, day):
    former = owner_at(spans, day)
    undone = assign(assign(spans, owner, day), former, day)
    for each in _days(spans, undone):
        if each < day:
            assert owner_at(undone, each) == owner_at(spans, each)
    assert owner_at(undone, day) == former


def test_handing_over_cuts_what_runs_and_takes_what_is_arranged():
    spans = [Span(NORA, OCT_1, OCT_31, 1), Span(NILS, NOV_1, NOV_1, 2), Span(NORA, DEC_1, None, 3)]
    assert hand_over(spans, NORA, SARA, OCT_15) == [
        Span(NORA, OCT_1, OCT_14, 1),
        Span(SARA, OCT_15, OCT_31),
        Span(NILS, NOV_1, NOV_1, 2),
        Span(SARA, DEC_1, None, 3),
    ]


@given(histories(), owners, owners, a_day)
def test_handing_over_changes_the_leavers_days_to_come_and_no_other(spans, former, owner, day):
    after = hand_over(spans, former, owner, day)
    _assert_sound(after)
    for each in _days(spans, after, [Span(1, day)]):
        had = owner_at(spans, each)
        expected = owner if had == former and each >= day else had
        assert owner_at(after, each) == expected
    assert hand_over(after, former, owner, day) == after


@given(histories(), histories(start=101))
def test_folding_keeps_the_winner_and_loses_no_free_day(kept, others):
    folded = fold(kept, others)
    _assert_sound(folded)
    for day in _days(kept, others, folded):
        expected = owner_at(kept, day) or owner_at(others, day)
        assert owner_at(folded, day) == expected


@given(histories(), histories(start=101))
def test_folding_keeps_every_row_of_which_a_day_is_left(kept, others):
    folded = fold(kept, others)
    keys = {span.key for span in folded}
    assert {span.key for span in kept} <= keys
    for span in others:
        days = [day for day in _days(kept, [span]) if span.covers(day)]
        if any(owner_at(kept, day) is None for day in days):
            assert span.key in keys


def test_what_lies_before_a_day():
    assert part_before(Span(NORA, OCT_15, None, 1), OCT_15) is None
    assert part_before(Span(NORA, OCT_14, None, 1), OCT_15) == Span(NORA, OCT_14, OCT_14, 1)
    assert part_before(Span(NORA, OCT_1, OCT_31, 1), OCT_15) == Span(NORA, OCT_1, OCT_14, 1)
    assert part_before(Span(NORA, OCT_1, OCT_1, 1), OCT_15) == Span(NORA, OCT_1, OCT_1, 1)


@given(histories(), a_day)
def test_what_lies_before_a_day_covers_the_same_days_until_then(spans, day):
    parts = [part for span in spans if (part := part_before(span, day))]
    for each in _days(spans, [Span(1, day)]):
        assert owner_at(parts, each) == (owner_at(spans, each) if each < day else None)
