"""Short ways to say lines and promotions, with figures as one would write them."""

from decimal import Decimal

from odoo.addons.crm_orders_promos.engine import promotion_types as kinds
from odoo.addons.crm_orders_promos.engine.promotions import evaluate
from odoo.addons.crm_orders_promos.engine.shares import money

D = Decimal


def line(key, product, qty, price="10.00", **rest):
    return kinds.Line.priced(key, product, D(qty), D(price), **rest)


def tier(key, threshold, **effect):
    """A tier by what it does: percent=, price= or qty= (with product= and value=)."""
    figures = {
        name: D(value) if name in {"percent", "price", "qty", "value", "step"} else value
        for name, value in effect.items()
    }
    if "effect" not in figures:
        figures["effect"] = (
            kinds.CHAIN_PERCENT
            if "percent" in figures
            else kinds.NET_PRICE
            if "price" in figures
            else kinds.FREE_GOODS
        )
    return kinds.Tier(key, D(threshold), **figures)


def condition(*products, threshold=0, **rest):
    return kinds.Condition(frozenset(products) or None, threshold=D(threshold), **rest)


def promotion(key, *tiers, on=(), **rest):
    if "conditions" not in rest:
        rest["conditions"] = (condition(*on),)
    return kinds.Promotion(key, tuple(tiers), **rest)


TIERS = (tier("12", 12, qty=1), tier("24", 24, qty=3), tier("48", 48, qty=8))
TWELVE_AND_ONE = promotion("12+1", TIERS[0], repeat=True)
OPTIMAL = promotion("fill", *TIERS, repeat=True)


def run(lines, *promotions, **rest):
    budgets = {key: D(left) for key, left in rest.pop("budgets", {}).items()}
    return evaluate(
        lines, promotions, currency_digits=rest.pop("digits", 2), budgets=budgets, **rest
    )


def total(result, lines):
    """Money of the order after promotions and header discounts, to the cent."""
    amounts = [result.amounts[each.key] * each.header_factor for each in lines]
    return money(sum(amounts, D(0)), 2)


def codes(result):
    return [(each.promotion, each.code) for each in result.explanations]


def explanation(result, key):
    [found] = [each for each in result.explanations if each.promotion == key]
    return found
