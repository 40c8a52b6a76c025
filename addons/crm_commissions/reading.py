"""Rows of the database as the arithmetic reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .engine.earnings import Fact, Participation
from .engine.ledger import Key
from .engine.rules import Sale
from .engine.windows import LINE, window_key

_NO_SALE = Sale(product_id=0)  # where there are no rules nobody asks what was sold
_ZERO = Decimal(0)


def to_decimal(number: float) -> Decimal:
    """A number of a field with fixed digits, exactly as it is written."""
    return Decimal(str(number))


class FactRow(NamedTuple):
    """A fact with its credit. Figures are text, since the database gives numbers as floats.

    ``sale`` is what `read_sale` takes, None where there are no rules.
    """

    credit_id: int
    participant_id: int
    source_model: str
    source_id: int
    move_id: int | None
    order_id: int | None
    product_id: int | None
    share: str
    role: str
    origin_date: date
    event_date: date
    period_id: int
    base: str
    quantity: str
    is_fresh: bool
    sale: list | None


class Read(NamedTuple):
    """Facts, and by group of keys the newest day of them all and of those of this run.

    Groups are as `groups_of` has them.
    """

    facts: list[Fact]
    newest: dict[tuple, date]
    fresh: dict[tuple, date]


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def gather(rows: list[tuple], window: str, month_at: Callable[[date], date] = month_of) -> Read:
    """Facts for the engine.

    :param rows: as `FactRow`
    :param window: of the plan's tiers
    :param month_at: the month in which what happened on a day is booked, as its first day
    """
    read = Read([], {}, {})
    people: dict[tuple, Participation] = {}
    windows: dict[tuple, str] = {}
    for row in map(FactRow._make, rows):
        person = row[1], row[7], row[8]
        who = people.get(person)
        if who is None:
            who = people[person] = Participation(row[1], Decimal(row[7]), row[8])
        line, document = line_keys(row.source_model, row.source_id, row.move_id, row.order_id)
        asked = (row.origin_date, document, line if window == LINE else "")
        key = windows.get(asked)
        if key is None:
            key = windows[asked] = window_key(window, row.origin_date, line, document)
        month = month_at(row.event_date)
        sale = _NO_SALE if row.sale is None else read_sale(row.product_id, *row.sale)
        read.facts.append(
            Fact(
                row.credit_id,
                line,
                key,
                row.period_id,
                row.origin_date,
                month,
                Decimal(row.base),
                Decimal(row.quantity),
                sale,
                who,
            )
        )
        groups = (
            (row.credit_id, row.period_id, month),
            (row.participant_id, key, row.period_id, month),
            (row.participant_id, key, None, month),
        )
        _keep_newest(read.newest, groups, row.event_date)
        if row.is_fresh:
            _keep_newest(read.fresh, groups, row.event_date)
    return read


def _keep_newest(days: dict[tuple, date], groups: tuple[tuple, ...], day: date) -> None:
    for group in groups:
        known = days.setdefault(group, day)
        if day > known:
            days[group] = day


def groups_of(key: Key) -> list[tuple]:
    """The groups of facts, as `gather` has them, that a key of the ledger is about.

    What happened to one period of a window also changes what the periods after it have added.
    """
    if key.credit_id is not None:
        return [(key.credit_id, key.origin_period_id, key.month)]
    window = key.participant_id, key.window
    return [(*window, key.origin_period_id, key.month), (*window, None, key.month)]


def line_keys(model: str, line: int, move: int | None, order: int | None) -> tuple[str, str]:
    """Keys of a line and of its document."""
    document = f"account.move,{move}" if move else f"sale.order,{order}"
    return f"{model},{line}", document


def read_sale(
    product: int | None,
    snapshot: dict,
    margin: str | None,
    customer_days: int | None,
    delay: int | None,
) -> Sale:
    """What rules ask about, from a credit's snapshot and a fact.

    :param margin: percent, as text
    """
    return Sale(
        product or 0,
        tuple(snapshot.get("categories") or ()),
        frozenset(snapshot.get("product_tags") or ()),
        frozenset(snapshot.get("partner_tags") or ()),
        snapshot.get("zone"),
        snapshot.get("pricelist"),
        Decimal(str(snapshot.get("discount") or 0)),
        None if margin is None else Decimal(margin),
        customer_days,
        delay,
        bool(snapshot.get("refund")),
    )


def window_days(window: str, day: date) -> tuple[date, date]:
    """First and last day of the month, quarter or year of a day."""
    first, months = {
        "month": (day.replace(day=1), 1),
        "quarter": (date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3),
        "year": (date(day.year, 1, 1), 12),
    }[window]
    after = first.month - 1 + months
    return first, date(first.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


class Period(NamedTuple):
    """A month of the company; ``is_open`` if something may be booked into it."""

    date_from: date
    date_to: date
    id: int
    is_open: bool


class Calendar:
    """The periods of a company, by date; the last of them is open.

    What happened in a period that is not open belongs to the first open one after it, which is
    never before that of an earlier day.
    """

    def __init__(self, periods: list[Period]):
        self.periods = periods
        self._found: dict[date, Period] = {}

    def open_at(self, day: date) -> Period:
        """The period of a day if it is open, else the first one after it that is.

        :raise LookupError: none is open any more
        """
        if day not in self._found:
            opened = [each for each in self.periods if each.is_open]
            if not opened:
                raise LookupError("no period is open")
            month = month_of(day)
            later = (each for each in opened if each.date_to >= month)
            self._found[day] = next(later, opened[-1])
        return self._found[day]

    def month_at(self, day: date) -> date:
        """The first day of `open_at`."""
        return self.open_at(day).date_from
