"""What becomes of a promotion after it was worked out: pinned, written down, delivered, returned.

Quantities are in reference units, money in the currency of the order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

from . import tiers
from .promotion_types import HUNDRED, ONE, ZERO, Application, Key, Tier
from .shares import money

PROPORTIONAL, FIRST, LAST = "proportional", "first", "last"
PROVISIONAL, COMMITTED, RELEASED = "provisional", "committed", "released"


def reference_date(
    signed_revision_date: date | None, validity_date: date | None, today: date
) -> date:
    """The date whose promotions an order gets: that of the revision that the customer holds.

    A promotion that ended between sending and signing is still that of what was signed, as long
    as the offer is valid, its last day included. After that it is today's.

    :param signed_revision_date: when the revision was sent that is, or is about to be, signed
    """
    if signed_revision_date is None:
        return today
    if validity_date is not None and today > validity_date:
        return today
    return signed_revision_date


def deliverable_free(
    paid_ordered: Decimal,
    paid_delivered: Decimal,
    free_ordered: Decimal,
    policy: str = PROPORTIONAL,
    step: Decimal = ONE,
) -> Decimal:
    """How many free units may have left by the time that ``paid_delivered`` have.

    All three quantities and the answer are totals of the order, so each delivery brings what the
    answer is more than what left before.

    :param policy: ``proportional`` rounds down to whole steps, and the last delivery brings the
        rest; ``first`` gives all with the first paid unit, ``last`` with the last one
    """
    if paid_ordered <= 0 or paid_delivered <= 0 or free_ordered <= 0:
        return ZERO
    if policy == FIRST or paid_delivered >= paid_ordered:
        return free_ordered
    if policy == LAST:
        return ZERO
    # divided last, or a share that is whole could come out a hair below it
    return free_ordered * paid_delivered // (paid_ordered * step) * step


@dataclass(frozen=True, slots=True)
class Clawback:
    """What a customer who returned goods is no longer entitled to: units back, or their money."""

    entitled: Decimal
    units: Decimal
    amount: Decimal


def clawback(
    kept_paid: Decimal,
    goods_tiers: Sequence[Tier],
    free_given: Decimal,
    *,
    unit_value: Decimal,
    currency_digits: int,
    repeat: bool = True,
    times: int | None = None,
) -> Clawback:
    """What to claim for free goods once the customer keeps ``kept_paid`` of what was paid.

    :param kept_paid: in the metric of the tiers
    :param free_given: free units that the customer still has
    :param unit_value: money that a free unit is charged at
    :param times: how many tiers the promotion allows in this order
    """
    fill = tiers.fill(goods_tiers, kept_paid, repeat=repeat, times=times, unit_value=unit_value)
    entitled = tiers.free_units(fill)
    units = max(ZERO, free_given - entitled)
    return Clawback(entitled, units, money(units * unit_value, currency_digits))


def discount_clawback(
    kept_paid: Decimal,
    price_tiers: Sequence[Tier],
    percent_given: Decimal,
    *,
    kept_amount: Decimal,
    currency_digits: int,
) -> Decimal:
    """Money to claim where what is kept no longer reaches the tier of its percentage.

    :param kept_amount: money of what is kept, before the promotion
    """
    tier = tiers.highest(price_tiers, kept_paid)
    lost = percent_given - (tier.percent if tier else ZERO)
    return money(max(ZERO, kept_amount * lost / HUNDRED), currency_digits)


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of an application as it was written down; ``key`` is the caller's.

    :ivar digest: of all that the row was written from, so that nothing has to be put together
        again in order to see whether it changed
    """

    key: Key
    state: str
    promotion: Key
    tier: Key
    group: Key | None
    benefit: Decimal
    times: int
    digest: str


def stored(key: Key, state: str, application: Application) -> Stored:
    """The row of an application."""
    return Stored(
        key,
        state,
        application.promotion,
        application.tier,
        application.group,
        application.benefit,
        application.times,
        digest(application),
    )


def digest(application: Application) -> str:
    """A short text that is another one whenever anything of the application is."""
    return hashlib.sha256(_canonical(application).encode()).hexdigest()[:32]


def _canonical(value) -> str:
    if isinstance(value, Decimal):
        # 24 and 24.00 are one quantity
        return format(value.normalize(), "f")
    if is_dataclass(value):
        return _canonical(tuple(getattr(value, each.name) for each in fields(value)))
    if isinstance(value, tuple):
        return f"({','.join(map(_canonical, value))})"
    return repr(value)


@dataclass(frozen=True, slots=True)
class Changes:
    """What to write; empty if everything is as it should be.

    :ivar create: applications without a row, and the state that they begin in
    :ivar update: by key of a row what it has to be: its state and application
    :ivar release: keys of committed rows whose budget and units are free again
    :ivar delete: keys of provisional rows: they never held anything
    """

    create: tuple[tuple[str, Application], ...] = ()
    update: dict[Key, tuple[str, Application]] = field(default_factory=dict)
    release: tuple[Key, ...] = ()
    delete: tuple[Key, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.create or self.update or self.release or self.delete)


def application_changes(
    old: Iterable[Stored], new: Iterable[Application], *, state: str = PROVISIONAL
) -> Changes:
    """Bring what was written down to what an evaluation says; a second run changes nothing.

    A quotation is worked out with ``provisional``, a confirmed order with ``committed``, and one
    that is cancelled with no new applications at all. A row is known by promotion, tier and
    group; a released one comes back to life rather than being made again.
    """
    wanted = {_identity(each): each for each in new}
    update, release, delete, known = {}, [], [], set()
    for row in old:
        identity = _identity(row)
        application = wanted.get(identity)
        if application is not None:
            known.add(identity)
            if (row.state, row.digest) != (state, digest(application)):
                update[row.key] = (state, application)
        elif row.state == COMMITTED:
            release.append(row.key)
        elif row.state == PROVISIONAL:
            delete.append(row.key)
    create = tuple((state, each) for key, each in wanted.items() if key not in known)
    return Changes(create, update, tuple(release), tuple(delete))


def after(old: Iterable[Stored], changes: Changes) -> list[Stored]:
    """The rows as the changes leave them; new ones are known by promotion, tier and group."""
    left = [row for row in old if row.key not in changes.delete]
    rows = [
        stored(row.key, *changes.update[row.key]) if row.key in changes.update else row
        for row in left
    ]
    rows = [replace(row, state=RELEASED) if row.key in changes.release else row for row in rows]
    return rows + [
        stored("/".join(map(str, _identity(each))), state, each) for state, each in changes.create
    ]


def committed_benefit(rows: Iterable[Stored]) -> Decimal:
    """Money of the budget that these rows hold."""
    return sum((row.benefit for row in rows if row.state == COMMITTED), ZERO)


def committed_times(rows: Iterable[Stored]) -> int:
    """How often these rows count against a customer's limit."""
    return sum(row.times for row in rows if row.state == COMMITTED)


def _identity(one: Application | Stored) -> tuple[Key, Key, Key | None]:
    return one.promotion, one.tier, one.group
