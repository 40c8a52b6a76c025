"""Trade promotions: what an order gets, what it just misses, and why not.

Exact arithmetic in ``Decimal``: money is rounded once, where the benefit of a promotion is told,
and the parts of a benefit add up to it. In this order: the special price came in with the line;
then discounts on a product by itself, discounts on a mix, free goods and gifts; header discounts
come after all of them, as further factors. Hurdles are measured on what comes in, so that one
promotion never takes away another's; what a promotion is worth is measured on what is left.

Where promotions of an exclusive group want the same units, the lower priority number goes first,
then what is worth more to the customer (at the prices that come in, after header discounts), then
the lower key. Nothing depends on the order of lines or promotions, or on an earlier evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from decimal import Decimal

from .applying import Till
from .basket import Basket
from .choice import Choice, group_rank
from .hints import hints
from .limits import Limits
from .offers import Verdict
from .promotion_types import (
    BELOW_THRESHOLD,
    BUDGET_CAPPED,
    BUDGET_EXHAUSTED,
    Application,
    Explanation,
    Hint,
    Key,
    Line,
    Promotion,
    Result,
)

_OUT_OF_MONEY = frozenset({BUDGET_CAPPED, BUDGET_EXHAUSTED})


def evaluate(
    lines: Iterable[Line],
    promotions: Iterable[Promotion],
    *,
    currency_digits: int,
    customer_usage: Mapping[Key, int] | None = None,
    budgets: Mapping[Key, Decimal] | None = None,
    on: date | None = None,
    selected: AbstractSet[Key] = frozenset(),
) -> Result:
    """What an order gets from promotions.

    :param lines: what is paid, as it is without promotions: no free goods, no promotion's terms
    :param promotions: those whose scope the customer is in
    :param currency_digits: decimals of the order's currency, in which all money is
    :param customer_usage: by promotion, how often the customer has it with other orders
    :param budgets: by promotion, money that other orders have left; without an entry no limit.
        Whoever commits holds a lock on it.
    :param on: the date for which promotions are asked, see ``reference_date``; None for all
    :param selected: keys of promotions that a person chose or gave the code of
    """
    lines, promotions = list(lines), sorted(promotions, key=lambda each: each.key)
    _check_keys("line", [line.key for line in lines])
    _check_keys("promotion", [promotion.key for promotion in promotions])
    usage, budgets = customer_usage or {}, budgets or {}
    basket = Basket(lines, currency_digits)
    choice = Choice(basket, Limits(usage, budgets, currency_digits))
    for promotion in promotions:
        choice.consider(promotion, on, selected)
    granted = choice.choose()
    till = Till(lines, Limits(usage, budgets, currency_digits))
    for verdict in sorted(granted, key=_price_rank):
        if verdict.price_tier:
            till.lower_prices(verdict)
    for verdict in sorted(granted, key=_rank):
        if verdict.fill:
            till.give(verdict)
    applications = till.recorded()
    explanations = _told([*choice.explanations, *till.explanations], applications)
    return Result(
        applications=applications,
        hints=tuple(_hints(choice, explanations)),
        explanations=tuple(explanations),
        discounts=till.discounts(),
        amounts=till.amounts,
    )


def _told(
    explanations: Iterable[Explanation], applications: Iterable[Application]
) -> list[Explanation]:
    """In order; where a part of a promotion fired, what became of the other part says so."""
    fired = {_place(each) for each in applications}
    return sorted(
        (
            each if each.applied or _place(each) not in fired else replace(each, applied=True)
            for each in explanations
        ),
        key=_place,
    )


def _hints(choice: Choice, explanations: Iterable[Explanation]) -> list[Hint]:
    """Hints of what fired or just missed its hurdle; nobody should buy more for nothing."""
    hopeless = {
        _place(each)
        for each in explanations
        if each.code in _OUT_OF_MONEY or not (each.applied or each.code == BELOW_THRESHOLD)
    }
    found = (hint for verdict in choice.judged for hint in hints(verdict, choice.amounts))
    return sorted((hint for hint in found if _place(hint) not in hopeless), key=_place)


def _price_rank(verdict: Verdict) -> tuple:
    first = verdict.offer.promotion.conditions[0]
    return (first.mix_match, *_rank(verdict))


def _rank(verdict: Verdict) -> tuple:
    offer = verdict.offer
    return offer.promotion.priority, offer.promotion.key, group_rank(offer.group)


def _place(told: Application | Explanation | Hint) -> tuple:
    return told.promotion, group_rank(told.group)


def _check_keys(kind: str, keys: list[Key]) -> None:
    if len(set(keys)) < len(keys):
        raise ValueError(f"a key of a {kind} is given twice")
