"""In which month a difference is booked: by what happened and what is closed, never by runs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_commissions.engine import earnings
from odoo.addons.crm_commissions.engine.ledger import differences
from odoo.addons.crm_commissions.reading import Calendar, Period

from .cases import MONTHLY, D, fact, flat
from .test_earnings_properties import facts, terms

MONTHS = range(1, 13)


def calendar(closed=0):
    """The months of 2026, of which the first ones are closed."""
    return Calendar(
        [
            Period(date(2026, month, 1), date(2026, month, 28), month, month > closed)
            for month in MONTHS
        ]
    )


class Book:
    """A ledger whose months are closed one by one. Entries stay; closed months get none."""

    def __init__(self, plan):
        self.plan, self.closed, self.entries = plan, 0, []

    def run(self, events):
        """Book what is missing.

        :param events: facts, with the month of the event as the one of booking
        :return: the entries, as (month, key without one, amount)
        """
        months = calendar(self.closed)
        known = [each._replace(month=months.month_at(each.month)) for each in events]
        booked = {}
        for month, key, amount in self.entries:
            there = key._replace(month=months.month_at(month))
            booked[there] = booked.get(there, D(0)) + amount
        new = [
            (delta.key.month, delta.key._replace(month=None), delta.amount)
            for delta in differences(earnings.expected(known, self.plan), booked)
        ]
        assert all(month.month > self.closed for month, _key, _amount in new)
        self.entries += new
        return new

    def until(self, month):
        """What was booked until the end of a month."""
        return _sum(self.entries, lambda booked: booked.month <= month)

    @property
    def months(self):
        found = {
            month: _sum(self.entries, lambda booked, m=month: booked.month == m) for month in MONTHS
        }
        return {month: amounts for month, amounts in found.items() if amounts}

    @property
    def amounts(self):
        return {month: sum(keys.values()) for month, keys in self.months.items()}


def _sum(entries, wanted):
    found = {}
    for month, key, amount in entries:
        if wanted(month):
            found[key] = found.get(key, D(0)) + amount
    return {key: amount for key, amount in found.items() if amount}


def earned_until(events, plan, month):
    """What the facts of events until the end of a month earn, by key without a month."""
    some = [each._replace(month=date(2026, 1, 1)) for each in events if each.month.month <= month]
    found = earnings.expected(some, plan)
    return {key._replace(month=None): due.amount for key, due in found.items() if due.amount}


SALE = fact(62_500, month=3)
REFUND = fact(-15_000, credit=2, month=3, booked=4)
LATE = fact(10_000, credit=3, month=3, day=28)

# what is seen by each run, how many months are closed before it, and what each month has at the end
TABLE = {
    "one run sees both": ([(0, [SALE, REFUND])], {3: 1875, 4: -700}),
    "two runs": ([(0, [SALE]), (0, [SALE, REFUND])], {3: 1875, 4: -700}),
    "the refund is posted first": ([(0, [REFUND]), (0, [REFUND, SALE])], {3: 1875, 4: -700}),
    "march was closed in between": ([(0, [SALE]), (3, [SALE, REFUND])], {3: 1875, 4: -700}),
    "april was closed, too": ([(0, [SALE]), (4, [SALE, REFUND])], {3: 1875, 5: -700}),
    "all of it comes late": ([(4, [SALE, REFUND])], {5: 1175}),
    "march is closed without it": ([(3, [SALE, REFUND])], {4: 1175}),
    "a sale more": (
        [(0, [SALE, REFUND]), (0, [SALE, REFUND, LATE])],
        {3: 2375, 4: -750},  # 72,500.00 earn 2,375.00, and 57,500.00 earn 1,625.00
    ),
    "a sale more after closing": (
        [(0, [SALE, REFUND]), (3, [SALE, REFUND, LATE])],
        {3: 1875, 4: -250},
    ),
    "the refund is cancelled": ([(0, [SALE, REFUND]), (0, [SALE])], {3: 1875}),
    "the refund is cancelled later": (
        [(0, [SALE, REFUND]), (4, [SALE])],
        {3: 1875, 4: -700, 5: 700},
    ),
    "the sale is cancelled": ([(0, [SALE, REFUND]), (0, [REFUND])], {4: -300}),
    "the refund gets another date": (
        [(0, [SALE, REFUND]), (0, [SALE, REFUND._replace(month=date(2026, 5, 1))])],
        {3: 1875, 5: -700},
    ),
    "march is reopened": ([(3, [SALE]), (2, [SALE])], {3: 1875}),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_month_has_what_happened_in_it(name):
    steps, months = TABLE[name]
    book = Book(MONTHLY)
    for closed, events in steps:
        book.closed = closed
        book.run(events)
        assert not book.run(events)
    assert book.amounts == months


def test_a_refund_of_a_quarter_shifts_the_later_months_in_its_own_month():
    events = [
        fact(20_000, month=1, window="2026-Q1"),
        fact(20_000, credit=2, month=2, window="2026-Q1"),
        fact(-10_000, credit=3, month=1, booked=4, window="2026-Q1"),
    ]
    book = Book(MONTHLY)
    book.run(events)
    assert book.amounts == {1: 400, 2: 550, 4: -300}  # 40,000.00 earn 950.00, and 30,000.00 650.00
    assert {
        (key.origin_period_id, key.bracket): amount for key, amount in book.months[4].items()
    } == {(1, 1): -200, (2, 1): 200, (2, 2): -300}


def test_a_line_that_is_paid_and_comes_back_has_both_in_their_months():
    events = [fact(1_000, month=1), fact(-400, month=1, booked=3)]
    book = Book(flat(7))
    book.run(events)
    assert book.amounts == {1: 70, 3: -28}
    book.closed = 3
    assert not book.run(events)


@st.composite
def histories(draw):
    """Steps of (months closed, facts known); months are closed in order, facts come and go."""
    pool = draw(st.lists(facts(), max_size=8))
    closed, steps = 0, []
    for _each in range(draw(st.integers(1, 4))):
        closed = draw(st.integers(closed, 6))
        steps.append((closed, [each for each in pool if draw(st.booleans())]))
    return steps, pool


@given(histories(), terms)
def test_at_the_end_of_every_open_month_the_ledger_says_what_was_earned_until_then(history, plan):
    steps, _pool = history
    book = Book(plan)
    for closed, events in steps:
        before = {month: each for month, each in book.months.items() if month <= closed}
        book.closed = closed
        book.run(events)
        assert {month: each for month, each in book.months.items() if month <= closed} == before
        for month in range(closed + 1, 13):
            assert book.until(month) == earned_until(events, plan, month)
        assert not book.run(events)


@given(histories(), terms, st.randoms(use_true_random=False))
def test_more_runs_and_other_orders_book_the_same_in_each_month(history, plan, random):
    steps, pool = history
    once, often = Book(plan), Book(plan)
    for closed, events in steps:
        once.run(events)  # closing runs before it closes
        for _each in range(3):
            often.run(random.sample(pool, random.randint(0, len(pool))))
        often.run(random.sample(events, len(events)))
        assert often.months == once.months
        once.closed = often.closed = closed


@given(histories(), terms)
def test_a_month_that_is_reopened_is_as_if_it_had_never_been_closed(history, plan):
    steps, _pool = history
    book = Book(plan)
    for book.closed, events in steps:
        book.run(events)
    book.closed = 0
    book.run(events)
    new = Book(plan)
    new.run(events)
    assert book.months == new.months
