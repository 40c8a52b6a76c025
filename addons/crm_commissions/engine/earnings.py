"""What facts earn, and what the ledger lacks of it.

Everything is computed anew from all facts of a window and compared with what was booked: a late
refund, a returned payment or a corrected invoice is then a difference like any other. In which
month it is booked, `ledger` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from .curve import curve
from .ledger import Expected, Key, growth
from .money import EXACT, ZERO, percent_of, to_ledger
from .plan_terms import CURVE, GOALS, MARGINAL, QUANTITY, PlanTerms, judge
from .rules import FIXED, ONE, TIERS, Rule, Sale
from .tiers import marginal, whole

DIRECT, OVERRIDE, OVERLAY = "direct", "override", "overlay"
EARN, TIER = "earn", "tier"  # and OVERRIDE, for either
FLAT = "flat"  # code of an explanation, beside effects, modes and `ledger.LEFT`


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
    :param origin_date: in the period of origin, in the company's time zone
    :param month: first day of the month in which it is booked: that of the event, or the first open
        one after it
    :param base: of the whole line, signed: revenue or margin in the plan's currency; for orders and
        new customers 1 on one line of each and 0 on the others
    :param quantity: units of the whole line, signed
    """

    credit_id: int
    source_key: str
    window_key: str
    origin_period_id: int
    origin_date: date
    month: date
    base: Decimal
    quantity: Decimal
    sale: Sale
    participation: Participation


_Window = tuple[int, str, str]  # participant, kind, key of the window


class _Gathered:
    """Facts summed up by month of booking; the factors of two percents are left for the end."""

    __slots__ = ("bases", "first_days", "terms", "whys", "windows")

    def __init__(self, terms: PlanTerms):
        self.terms = terms
        self.bases: dict[Key, dict[date, Decimal]] = {}
        self.whys: dict[Key, tuple] = {}
        self.windows: dict[_Window, dict[date, dict[int, Decimal]]] = {}
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
        months = self.bases.get(key)
        if months is None:
            months = self.bases[key] = {}
            self.whys[key] = outcome, who
        months[fact.month] = months.get(fact.month, ZERO) + counted

    def _add_to_window(self, fact: Fact, counted: Decimal) -> None:
        who, origin = fact.participation, fact.origin_period_id
        kind = OVERRIDE if who.role == OVERRIDE else TIER
        months = self.windows.setdefault((who.participant_id, kind, fact.window_key), {})
        origins = months.setdefault(fact.month, {})
        origins[origin] = origins.get(origin, ZERO) + counted
        first = self.first_days.get(origin)
        if first is None or fact.origin_date < first:
            self.first_days[origin] = fact.origin_date

    def get_totals(self) -> dict[tuple[int, str], Decimal]:
        """What has filled the tiers, by participant and key of the window."""
        totals: dict[tuple[int, str], Decimal] = {}
        for (participant, _kind, window), months in self.windows.items():
            key = participant, window
            for origins in months.values():
                total = sum(origins.values(), ZERO).scaleb(-2)
                totals[key] = totals.get(key, ZERO) + total
        return totals


def expected(facts: Iterable[Fact], terms: PlanTerms) -> dict[Key, Expected]:
    """What the facts earn, the same for any order of them.

    A rule with a rate earns for each credit and period of origin; what it sums up is rounded once.
    Tiers earn for each participant, window and bracket. Where a window has several periods, each
    of them has what the window had earned by its end less what it had before. Each month of booking
    has what that has grown by in it.

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
        return gathered.get_totals()


def _flat(gathered: _Gathered) -> dict[Key, Expected]:
    pieces = gathered.terms.pieces
    found = {}
    whys: dict[tuple, dict[str, str | None]] = {}  # one for all lines that earn in the same way
    for key, months in gathered.bases.items():
        (effect, rule, rate), who = gathered.whys[key]
        by_unit = pieces or effect == FIXED
        about = effect, rule.id if rule else None, str(who.share)
        if about not in whys:
            whys[about] = _why(effect, rule, who)
        total, amount_before, base_before = ZERO, ZERO, ZERO
        for month in sorted(months):
            total += months[month].scaleb(-2)
            base = to_ledger(total)
            amount = to_ledger(total * rate if by_unit else percent_of(total, rate))
            found[Key(*key[:-1], month)] = Expected(
                amount - amount_before, base - base_before, rate, whys[about]
            )
            amount_before, base_before = amount, base
    return found


def _why(effect: str, rule: Rule | None, who: Participation) -> dict[str, str | None]:
    """A line's explanation: the effect of its rule, or of no rule, its share and its factor."""
    code = effect if rule else FLAT
    return {"code": code, "share": _text(who.share), "factor": _text(rule.factor if rule else ONE)}


def _tiered(gathered: _Gathered) -> dict[Key, Expected]:
    found: dict[Key, Expected] = {}
    if gathered.terms.tier_mode == GOALS:  # they are measured, see `goal_pay`
        return found
    for (participant, kind, window), months in gathered.windows.items():
        origins: dict[int, Decimal] = {}
        before: dict[tuple[int, int], Expected] = {}
        for month in sorted(months):
            for origin, counted in months[month].items():
                origins[origin] = origins.get(origin, ZERO) + counted
            now = _earned_by_origin(origins, gathered, participant, window)
            for (origin, number), due in growth(before, now).items():
                found[Key(participant, None, kind, None, window, number, origin, month)] = due
            before = now
    return found


def _earned_by_origin(
    origins: dict[int, Decimal], gathered: _Gathered, participant: int, window: str
) -> dict[tuple[int, int], Expected]:
    """What each period of a window adds to what it earns, by number of the bracket."""
    days = gathered.first_days
    total, before, found = ZERO, {}, {}
    for origin in sorted(origins, key=lambda each: (days[each], each)):
        total += origins[origin].scaleb(-2)
        now = _earned(total, gathered.terms, participant, window)
        for number, due in growth(before, now).items():
            found[origin, number] = due
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


def _text(figure: Decimal) -> str:
    return format(figure, "f")
