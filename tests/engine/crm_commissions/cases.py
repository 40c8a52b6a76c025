"""Short ways to say facts, rules and terms, and a ledger that books what is missing."""

from datetime import date
from decimal import Decimal

from odoo.addons.crm_commissions.engine import earnings
from odoo.addons.crm_commissions.engine.curve import CurvePoint
from odoo.addons.crm_commissions.engine.earnings import Fact, Participation
from odoo.addons.crm_commissions.engine.ledger import differences
from odoo.addons.crm_commissions.engine.plan_terms import CURVE, MARGINAL, PlanTerms
from odoo.addons.crm_commissions.engine.rules import Rule, Sale
from odoo.addons.crm_commissions.engine.tiers import Tier

D = Decimal
NURIA, BRUNO, LEADER = 1, 2, 3
GOODS = Sale(product_id=10)

LADDER = (Tier(D(0), D(2)), Tier(D(25_000), D(3)), Tier(D(50_000), D(5)))
POINTS = (CurvePoint(D(50), D(25)), CurvePoint(D(100), D(100)), CurvePoint(D(150), D(200)))
MONTHLY = PlanTerms(tier_mode=MARGINAL, tiers=LADDER)
TARGET = PlanTerms(tier_mode=CURVE, points=POINTS, target=D(100_000), on_target_pay=D(2000))


def flat(rate, **rest):
    return PlanTerms(rate=D(rate), **rest)


def rule(number, effect, value=0, **criteria):
    """A rule whose sequence is its number."""
    figures = {
        name: D(each) if isinstance(each, str) and name != "sign" else each
        for name, each in criteria.items()
    }
    return Rule(number, number, effect, D(value), **figures)


def fact(base, *, credit=1, month=1, day=10, who=NURIA, share=100, **rest):
    """Something of that month of 2026, whose period is the month's number.

    :param booked: the month in which it is booked, if that is another one
    """
    return Fact(
        credit,
        rest.get("source", f"line,{credit}"),
        rest.get("window", f"2026-{month:02}"),
        month,
        date(2026, month, day),
        date(2026, rest.get("booked", month), 1),
        D(base),
        D(rest.get("quantity", 1)),
        rest.get("sale", GOODS),
        Participation(who, D(share), rest.get("role", earnings.DIRECT)),
    )


def earned(facts, terms):
    """All that the facts earn, with six decimals."""
    return sum((each.amount for each in earnings.expected(facts, terms).values()), D(0))


def earned_by_month(facts, terms):
    found = {}
    for key, due in earnings.expected(facts, terms).items():
        found[key.origin_period_id] = found.get(key.origin_period_id, D(0)) + due.amount
    return found


class Ledger:
    """Books differences and never changes what it has."""

    def __init__(self, terms):
        self.terms = terms
        self.amounts, self.bases = {}, {}

    def run(self, facts):
        """Book what is missing, and tell it."""
        due = earnings.expected(facts, self.terms)
        deltas = differences(due, self.amounts, self.bases)
        for delta in deltas:
            self.amounts[delta.key] = self.amounts.get(delta.key, D(0)) + delta.amount
            self.bases[delta.key] = self.bases.get(delta.key, D(0)) + delta.base
        return deltas

    @property
    def total(self):
        return sum(self.amounts.values(), D(0))
