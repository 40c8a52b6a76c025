"""Received is what became something: no request is lost, and what is missing has a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.intake import GAPS, VERDICTS, Row, balance


def rows(*verdicts):
    return [Row(number, *each) for number, each in enumerate(verdicts)]


WHOLE = rows(
    ("accepted", 1),
    ("accepted", 2),
    ("replayed", 3),
    ("appended", 1),
    ("note_only", 1),
    ("quarantined",),
    ("failed",),
    ("discarded", None, 9),
)


def test_all_accounted_for():
    found = balance(8, WHOLE)
    assert (found.ticketed, found.appended, found.quarantined, found.failed, found.discarded) == (
        3,
        2,
        1,
        1,
        1,
    )
    assert (found.difference, found.gaps, found.is_green) == (0, (), True)


def test_nothing_received_is_green():
    assert balance(0, []).is_green


@pytest.mark.parametrize(
    ("received", "extra", "code", "count", "keys"),
    [
        (10, [], "not_recorded", 2, ()),
        (7, [], "recorded_too_often", -1, ()),
        (9, [Row("x", None)], "undecided", 1, ("x",)),
        (9, [Row("x", "lost?")], "undecided", 1, ("x",)),
        (9, [Row("x", "accepted")], "without_ticket", 1, ("x",)),
        (9, [Row("x", "replayed")], "without_ticket", 1, ("x",)),
        (9, [Row("x", "appended")], "without_ticket", 1, ("x",)),
        (9, [Row("x", "note_only")], "without_ticket", 1, ("x",)),
        (9, [Row("x", "discarded")], "discarded_by_nobody", 1, ("x",)),
    ],
)
def test_a_difference_has_a_name(received, extra, code, count, keys):
    found = balance(received, WHOLE + extra)
    assert [(gap.code, gap.count, gap.keys) for gap in found.gaps] == [(code, count, keys)]
    assert found.difference == count
    assert not found.is_green


def test_requests_that_were_joined_are_both_accounted_for():
    # merging moves the rows of the ledger: two accepted ones then name one ticket
    assert balance(9, [*WHOLE, Row("x", "accepted", 2)]).is_green


def test_two_differences_do_not_hide_each_other():
    found = balance(8, [*WHOLE, Row("x", "accepted")])
    assert found.difference == 0
    assert {gap.code: gap.count for gap in found.gaps} == {
        "without_ticket": 1,
        "recorded_too_often": -1,
    }
    assert not found.is_green


rows_ = st.lists(
    st.builds(
        Row,
        st.integers(),
        st.sampled_from([*sorted(VERDICTS), None, "other"]),
        st.none() | st.integers(1, 5),
        st.none() | st.integers(1, 2),
    )
)


@given(st.integers(0, 60), rows_)
def test_counts_and_gaps_add_up_to_what_was_received(received, ledger):
    found = balance(received, ledger)
    parts = found.ticketed + found.appended + found.quarantined + found.failed + found.discarded
    assert received == parts + found.difference
    assert found.difference == sum(gap.count for gap in found.gaps)
    assert {gap.code for gap in found.gaps} <= set(GAPS)
    assert found.is_green == (not found.gaps)
    assert all(gap.count for gap in found.gaps)


@given(st.lists(st.sampled_from(["quarantined", "failed"]), max_size=20))
def test_what_is_recorded_whole_is_green(verdicts):
    ledger = [Row(number, each) for number, each in enumerate(verdicts)]
    ledger += [Row(-number - 1, "accepted", number) for number in range(3)]
    assert balance(len(ledger), ledger).is_green
