"""What facts earn, and what the ledger lacks of it.

Everything is computed anew from all facts of a window and compared with what was booked: a late
refund, a returned payment or a corrected invoice is then a difference like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from .curve import curve
from .money import EXACT, ZERO, percent_of, to_ledger
from .plan_terms import CURVE, GOALS, MARGINAL, QUANTITY, PlanTerms, judge
from .rules import FIXED, ONE, TIERS, Rule, Sale
from .tiers import marginal, whole

DIRECT, OVERRIDE, OVERLAY = "direct", "override", "overlay"
EARN, TIER = "earn", "tier"  # and OVERRIDE, for either
FLAT, LEFT = "flat", "left"  # codes of explanations, beside effects and modes


class Participation(NamedTuple):
    """Who is paid for a credit, as what, and for how many percent of the line."""

    participant_id: int
    share: Decimal
    role: str = DIRECT


class Fact(NamedTuple):
    """Something that happened to a line: it was invoiced, a part of it was paid, it came back.

    :param credit_id: of one line and one participation
    :param source_key: of the line, for people
    :param window_key: see `windows.window_key`
    :param event_date: in the period of origin, in the company's time zone
    :param base: of the whole line, signed: revenue or margin in the plan's currency; for orders and
        new customers 1 on one line of each and 0 on the others
    :param quantity: units of the whole line, signed
    """

    credit_id: int
    source_key: str
    window_key: str
    origin_period_id: int
    event_date: date
    base: Decimal
    quantity: Decimal
    sale: Sale
    participation: Participation


class Key(NamedTuple):
    """What an entry is about. A line has a credit; tiers have a window and a bracket, from 1 on."""

    participant_id: int
    rule_id: int | None
    kind: str
    credit_id: int | None
    window: str | None
    bracket: int | None
    origin_period_id: int


class Expected(NamedTuple):
    """What should stand in the ledger for a key, with six decimals.

    ``base`` is what ``rate`` is applied to: after share and factor. Percents or money a piece as
    the plan has it; with a curve the payout that was reached. ``explain`` has a code, and figures
    as text, that models put into words.
    """

    amount: Decimal
    base: Decimal
    rate: Decimal
    explain: dict[str, str | None]


class Delta(NamedTuple):
    """What has to be booked for a key so that the ledger says what is expected.

    ``expected`` is None where nothing is left of what had been booked.
    """

    key: Key
    amount: Decimal
    base: Decimal
    expected: Expected | None


_Window = tuple[int, str, str]  # participant, kind, key of the window


class _Gathered:
    """Facts summed up; the factors of two percents are left for the end."""

    __slots__ = ("bases", "first_days", "terms", "whys", "windows")

    def __init__(self, terms: PlanTerms):
        self.terms = terms
        self.bases: dict[Key, Decimal] = {}
        self.whys: dict[Key, tuple] = {}
        self.windows: dict[_Window, dict[int, Decimal]] = {}
        self.first_days: dict[int, date] = {}

    def add(self, fact: Fact) -> None:
        outcome = judge(fact.sale, self.terms)
        if not outcome.credited:
            return
        effect, rule, _rate = outcome
        by_unit = effect == FIXED or self.terms.metric == QUANTITY
        counted = (fact.quantity if by_unit else fact.base) * fact.participation.share
        if rule and rule.factor != ONE:
            counted *= rule.factor
        if effect == TIERS:
            self._add_to_window(fact, counted)
            return
        who = fact.participation
        kind = OVERRIDE if who.role == OVERRIDE else EARN
        rule_id = rule.id if rule else None
        key = Key(
            who.participant_id, rule_id, kind, fact.credit_id, None, None, fact.origin_period_id
        )
        if key in self.bases:
            self.bases[key] += counted
        else:
            self.bases[key] = counted
            self.whys[key] = outcome, who

    def _add_to_window(self, fact: Fact, counted: Decimal) -> None:
        who, period = fact.participation, fact.origin_period_id
        kind = OVERRIDE if who.role == OVERRIDE else TIER
        months = self.windows.setdefault((who.participant_id, kind, fact.window_key), {})
        months[period] = months.get(period, ZERO) + counted
        first = self.first_days.get(period)
        if first is None or fact.event_date < first:
            self.first_days[period] = fact.event_date


def expected(facts: Iterable[Fact], terms: PlanTerms) -> dict[Key, Expected]:
    """What the facts earn, the same for any order of them.

    A rule with a rate earns for each credit and period of origin; what it sums up is rounded once.
    Tiers earn for each participant, window and bracket. Where a window has several periods, each
    of them has what the window had earned by its end less what it had before.

    :param facts: all facts of the windows and credits concerned, also those already booked
    """
    with localcontext(EXACT):
        gathered = _Gathered(terms)
        for fact in facts:
            gathered.add(fact)
        return {**_flat(gathered), **_tiered(gathered)}


def window_totals(facts: Iterable[Fact], terms: PlanTerms) -> dict[tuple[int, str], Decimal]:
    """What has filled the tiers, by participant and key of the window."""
    with localcontext(EXACT):
        gathered = _Gathered(terms)
        for fact in facts:
            gathered.add(fact)
        totals: dict[tuple[int, str], Decimal] = {}
        for (participant, _kind, window), months in gathered.windows.items():
            key = participant, window
            totals[key] = totals.get(key, ZERO) + sum(months.values(), ZERO).scaleb(-2)
        return totals


def differences(
    expected: Mapping[Key, Expected],
    booked: Mapping[Key, Decimal],
    booked_bases: Mapping[Key, Decimal] | None = None,
) -> list[Delta]:
    """What to book, sorted; empty when the ledger already says what is expected.

    :param booked: sums of the ledger's amounts, with six decimals
    :param booked_bases: the same of its bases; without it a delta's base is all that is expected
    """
    bases = booked_bases or {}
    found = []
    for key, due in expected.items():
        amount = due.amount - booked.get(key, ZERO)
        if amount:
            found.append(Delta(key, amount, due.base - bases.get(key, ZERO), due))
    for key, amount in booked.items():
        if amount and key not in expected:
            found.append(Delta(key, -amount, -bases.get(key, ZERO), None))
    return sorted(found, key=lambda delta: _sortable(delta.key))


def _sortable(key: Key) -> tuple:
    """None stands before anything else."""
    return tuple((each is not None, each) if each is not None else (False,) for each in key)


def _flat(gathered: _Gathered) -> dict[Key, Expected]:
    pieces = gathered.terms.pieces
    found = {}
    for key, counted in gathered.bases.items():
        (effect, rule, rate), who = gathered.whys[key]
        base = counted.scaleb(-2)
        amount = base * rate if pieces or effect == FIXED else percent_of(base, rate)
        explain = _why(effect, rule, who)
        found[key] = Expected(to_ledger(amount), to_ledger(base), rate, explain)
    return found


def _why(effect: str, rule: Rule | None, who: Participation) -> dict[str, str | None]:
    """A line's explanation: the effect of its rule, or of no rule, its share and its factor."""
    code = effect if rule else FLAT
    return {"code": code, "share": _text(who.share), "factor": _text(rule.factor if rule else ONE)}


def _tiered(gathered: _Gathered) -> dict[Key, Expected]:
    order = sorted(gathered.first_days, key=lambda period: (gathered.first_days[period], period))
    rank = {period: number for number, period in enumerate(order)}
    found: dict[Key, Expected] = {}
    if gathered.terms.tier_mode == GOALS:  # they are measured, see `goal_pay`
        return found
    for (participant, kind, window), months in gathered.windows.items():
        total, before = ZERO, {}
        for period in sorted(months, key=rank.__getitem__):
            total += months[period].scaleb(-2)
            now = _earned(total, gathered.terms, participant, window)
            for number, due in growth(before, now).items():
                found[Key(participant, None, kind, None, window, number, period)] = due
            before = now
    return found


def _earned(total: Decimal, terms: PlanTerms, participant: int, window: str) -> dict[int, Expected]:
    """What a window has earned with that base, by number of the bracket."""
    if terms.tier_mode == CURVE:
        own = terms.own_targets
        target = terms.target if own is None else own.get((participant, window), ZERO)
        return {1: _on_curve(total, target, terms)} if target > 0 else {}
    brackets = marginal if terms.tier_mode == MARGINAL else whole
    return {
        each.number: Expected(
            to_ledger(each.amount),
            to_ledger(each.base),
            each.rate,
            {
                "code": terms.tier_mode,
                "from": _text(each.bound_from),
                "to": None if each.bound_to is None else _text(each.bound_to),
                "total": _text(to_ledger(total)),
            },
        )
        for each in brackets(total, terms.tiers, pieces=terms.pieces)
    }


def _on_curve(total: Decimal, target: Decimal, terms: PlanTerms) -> Expected:
    attainment, payout, amount = curve(total, target, terms.on_target_pay, terms.points)
    explain: dict[str, str | None] = {
        "code": CURVE,
        "attainment": _text(to_ledger(attainment)),
        "payout": _text(to_ledger(payout)),
        "target": _text(target),
        "total": _text(to_ledger(total)),
    }
    return Expected(to_ledger(amount), to_ledger(total), to_ledger(payout), explain)


def growth(before: dict[int, Expected], now: dict[int, Expected]) -> dict[int, Expected]:
    """What each bracket has got in addition; less than nothing where a bracket has shrunk."""
    found = dict(now)
    for number, old in before.items():
        new = now.get(number)
        if new is None:  # a refund, or the whole base has moved into another bracket
            left = {**old.explain, "code": LEFT}
            found[number] = Expected(-old.amount, -old.base, old.rate, left)
        elif new[:2] == old[:2]:
            del found[number]
        else:
            amount, base = new.amount - old.amount, new.base - old.base
            found[number] = Expected(amount, base, new.rate, new.explain)
    return found


def _text(figure: Decimal) -> str:
    return format(figure, "f")
