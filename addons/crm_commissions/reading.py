"""Rows of the database as the arithmetic reads them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .engine.earnings import Fact, Key, Participation
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
    """Facts, and by group of keys the newest day of them all and of those of this run."""

    facts: list[Fact]
    newest: dict[tuple, date]
    fresh: dict[tuple, date]


def gather(rows: list[tuple], window: str) -> Read:
    """Facts for the engine.

    :param rows: as `FactRow`
    :param window: of the plan's tiers
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
        sale = _NO_SALE if row.sale is None else read_sale(row.product_id, *row.sale)
        read.facts.append(
            Fact(
                row.credit_id,
                line,
                key,
                row.period_id,
                row.origin_date,
                Decimal(row.base),
                Decimal(row.quantity),
                sale,
                who,
            )
        )
        for group in (
            (row.credit_id, row.period_id),
            (row.participant_id, key, row.period_id),
        ):
            _keep_newest(read.newest, group, row.event_date)
            if row.is_fresh:
                _keep_newest(read.fresh, group, row.event_date)
    return read


def _keep_newest(days: dict[tuple, date], group: tuple, day: date) -> None:
    known = days.get(group)
    if known is None or day > known:
        days[group] = day


def group_of(key: Key) -> tuple:
    """The group of facts, as `gather` has them, that a key of the ledger is about."""
    if key.credit_id is not None:
        return key.credit_id, key.origin_period_id
    return key.participant_id, key.window, key.origin_period_id


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
    """The periods of a company, by date; notes which of them are booked into."""

    def __init__(self, periods: list[Period]):
        self.periods = periods
        self.used: set[int] = set()
        self._found: dict[date, int] = {}

    def open_at(self, day: date) -> int:
        """The period of a day if it is open, else the first one after it that is.

        :raise LookupError: none is open any more
        """
        if day not in self._found:
            later = (each for each in self.periods if each.is_open and each.date_to >= day)
            found = next(later, None) or next((each for each in self.periods if each.is_open), None)
            if found is None:
                raise LookupError("no period is open")
            self._found[day] = found.id
            self.used.add(found.id)
        return self._found[day]
