"""Rules of a plan: the first one whose criteria all hold decides what a sale earns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

ANY, SALE, REFUND = "any", "sale", "refund"
RATE, FIXED, EXCLUDE, TIERS = "rate", "fixed", "exclude", "tiers"
ONE = Decimal(1)
_NOTHING: frozenset[int] = frozenset()


class Sale(NamedTuple):
    """What is known about one line when rules look at it; ids are those of the database.

    :param category_path: the product's category and all around it
    :param discount: percent
    :param margin_percent: percent of the price; None where the cost is unknown
    :param new_customer_days: days since the customer's first purchase; None where unknown
    :param collection_delay_days: days from the due date to the payment, negative if it came early;
        None while nothing is collected
    """

    product_id: int
    category_path: tuple[int, ...] = ()
    product_tag_ids: frozenset[int] = _NOTHING
    partner_category_ids: frozenset[int] = _NOTHING
    zone_id: int | None = None
    pricelist_id: int | None = None
    discount: Decimal = Decimal(0)
    margin_percent: Decimal | None = None
    new_customer_days: int | None = None
    collection_delay_days: int | None = None
    refund: bool = False


Check = tuple[str, Callable[[Sale], bool]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A criterion that is None, or an empty set, holds for any sale; bounds belong to the range.

    A criterion about something unknown does not hold. What ``value`` means:

    - RATE: percent of the base, or money a piece where the plan's metric counts pieces
    - FIXED: money for each unit sold
    - EXCLUDE, TIERS: nothing

    ``factor`` multiplies what the sale counts for, in tiers too.
    """

    id: int
    sequence: int
    effect: str
    value: Decimal = Decimal(0)
    factor: Decimal = ONE
    category_ids: frozenset[int] | None = None
    product_ids: frozenset[int] | None = None
    product_tag_ids: frozenset[int] | None = None
    partner_category_ids: frozenset[int] | None = None
    zone_ids: frozenset[int] | None = None
    pricelist_ids: frozenset[int] | None = None
    discount_from: Decimal | None = None
    discount_to: Decimal | None = None
    margin_from: Decimal | None = None
    margin_to: Decimal | None = None
    new_customer_days: int | None = None
    delay_from: int | None = None
    delay_to: int | None = None
    sign: str = ANY
    checks: tuple[Check, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.effect not in (RATE, FIXED, EXCLUDE, TIERS):
            raise ValueError(f"rule {self.id}: unknown effect {self.effect}")
        if self.sign not in (ANY, SALE, REFUND):
            raise ValueError(f"rule {self.id}: unknown sign {self.sign}")
        # made once for thousands of sales, and only of the criteria that the rule has
        object.__setattr__(self, "checks", tuple(_checks(self)))


def in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """By sequence, and of one sequence the older first."""
    return tuple(sorted(rules, key=lambda rule: (rule.sequence, rule.id)))


def first_match(sale: Sale, rules: Iterable[Rule]) -> Rule | None:
    """The first rule that holds for the sale, of rules as `in_order` gives them."""
    for rule in rules:
        for _code, holds in rule.checks:
            if not holds(sale):
                break
        else:
            return rule
    return None


def why_not(sale: Sale, rule: Rule) -> str | None:
    """The code of the first criterion that does not hold; None if the rule holds.

    Codes, in the order in which criteria are asked: product, category, product_tag,
    partner_category, zone, pricelist, discount, margin, new_customer, delay, sign.
    """
    return next((code for code, holds in rule.checks if not holds(sale)), None)


def _checks(rule: Rule) -> list[Check]:
    return [*_product_checks(rule), *_partner_checks(rule), *_figure_checks(rule)]


def _product_checks(rule: Rule) -> list[Check]:
    found: list[Check] = []
    if products := rule.product_ids:
        found.append(("product", lambda sale: sale.product_id in products))
    if categories := rule.category_ids:
        found.append(("category", lambda sale: not categories.isdisjoint(sale.category_path)))
    if tags := rule.product_tag_ids:
        found.append(("product_tag", lambda sale: not tags.isdisjoint(sale.product_tag_ids)))
    return found


def _partner_checks(rule: Rule) -> list[Check]:
    found: list[Check] = []
    if kinds := rule.partner_category_ids:
        found.append(
            ("partner_category", lambda sale: not kinds.isdisjoint(sale.partner_category_ids))
        )
    if zones := rule.zone_ids:
        found.append(("zone", lambda sale: sale.zone_id in zones))
    if pricelists := rule.pricelist_ids:
        found.append(("pricelist", lambda sale: sale.pricelist_id in pricelists))
    return found


def _figure_checks(rule: Rule) -> list[Check]:
    ranges = [
        ("discount", lambda sale: sale.discount, rule.discount_from, rule.discount_to),
        ("margin", lambda sale: sale.margin_percent, rule.margin_from, rule.margin_to),
        ("new_customer", lambda sale: sale.new_customer_days, None, rule.new_customer_days),
        ("delay", lambda sale: sale.collection_delay_days, rule.delay_from, rule.delay_to),
    ]
    found = [
        (code, _within(figure, low, high))
        for code, figure, low, high in ranges
        if low is not None or high is not None
    ]
    if rule.sign != ANY:
        wanted = rule.sign == REFUND
        found.append(("sign", lambda sale: bool(sale.refund) is wanted))
    return found


def _within(figure: Callable, low: Decimal | None, high: Decimal | None) -> Callable[[Sale], bool]:
    def holds(sale: Sale) -> bool:
        value = figure(sale)
        if value is None or (low is not None and value < low):
            return False
        return high is None or value <= high

    return holds
