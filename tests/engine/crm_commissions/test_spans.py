from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine.spans import free_spans

_FIRST = date(2026, 1, 1)
_LAST = 40  # days that are looked at


def _day(number):
    return _FIRST + timedelta(days=number)


def test_nothing_taken_leaves_all():
    assert free_spans(_day(3), None, []) == [(_day(3), None)]
    assert free_spans(_day(3), _day(9), []) == [(_day(3), _day(9))]


def test_what_is_taken_later_leaves_what_is_before():
    assert free_spans(_day(3), None, [(_day(10), None)]) == [(_day(3), _day(9))]


def test_what_is_taken_in_the_middle_leaves_both_ends():
    taken = [(_day(5), _day(6)), (_day(0), _day(1))]
    assert free_spans(_day(3), None, taken) == [(_day(3), _day(4)), (_day(7), None)]


def test_all_taken_leaves_nothing():
    assert free_spans(_day(3), _day(9), [(_day(0), None)]) == []
    assert free_spans(_day(3), _day(9), [(_day(0), _day(5)), (_day(6), _day(9))]) == []


_days = st.integers(0, _LAST)
_spans = st.tuples(_days, st.none() | _days).filter(
    lambda span: span[1] is None or span[0] <= span[1]
)


@given(_spans, st.lists(_spans, max_size=4))
def test_each_day_is_free_unless_it_is_taken(asked, taken):
    def within(number, span):
        return span[0] <= number and (span[1] is None or number <= span[1])

    def dated(span):
        return _day(span[0]), None if span[1] is None else _day(span[1])

    found = free_spans(*dated(asked), [dated(span) for span in taken])

    for number in range(_LAST + 5):
        is_free = within(number, asked) and not any(within(number, span) for span in taken)
        holding = [
            span for span in found if span[0] <= _day(number) <= (span[1] or _day(_LAST * 2))
        ]
        assert len(holding) == is_free
