"""What goes into the promotion engine and what comes out of it.

Numbers are ``Decimal``. Quantities are in the reference unit of their product (a box of twelve is
twelve units), money is in the currency of the order, percentages go from 0 to 100. Keys are the
caller's; those of one kind must be sortable, because equal rank is decided by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from .shares import money

Key = int | str
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)

QTY, AMOUNT, WEIGHT, DISTINCT = "qty", "amount", "weight", "distinct_products"
CHAIN_PERCENT, NET_PRICE = "chain_percent", "net_price"
FREE_GOODS, GIFT = "free_goods", "gift"
PRORATA, CHEAPEST = "prorata", "cheapest"
AUTO, SELECTABLE, CODE = "auto", "selectable", "code"
BLOCK, CAP, WARN = "block", "cap", "warn"

PRICE_EFFECTS = frozenset({CHAIN_PERCENT, NET_PRICE})

NOT_IN_FORCE, NOT_SELECTED, NO_PRODUCT = "not_in_force", "not_selected", "no_product"
BELOW_THRESHOLD, NO_BENEFIT = "below_threshold", "no_benefit"
EXCLUDED_SPECIAL_PRICE = "excluded_special_price"
CUSTOMER_LIMIT, ORDER_LIMIT = "customer_limit", "order_limit"
BUDGET_EXHAUSTED, BUDGET_CAPPED, BUDGET_EXCEEDED = (
    "budget_exhausted",
    "budget_capped",
    "budget_exceeded",
)
EXCLUSIVE_LOST_TO, UNITS_USED_BY = "exclusive_lost_to", "units_used_by"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that the customer pays; lines of free goods, or of nothing, take no part.

    :ivar amount: untaxed money of the whole line, unrounded, after price list, special price and
        the rep's own chain, before promotions and header discounts
    :ivar weight: of the whole line
    :ivar tax_rate: percentage, for hurdles that count taxes
    :ivar header_factor: what header discounts leave of the line, 0.95 for 5 %
    :ivar exclusive: its special price is net: nothing else applies
    """

    key: Key
    product: Key
    qty: Decimal
    amount: Decimal
    weight: Decimal = ZERO
    tax_rate: Decimal = ZERO
    header_factor: Decimal = ONE
    exclusive: bool = False

    @classmethod
    def priced(cls, key, product, quantity, price, *, units=ONE, chain=(), **rest) -> Line:
        """A line as it is typed: so many boxes at so much a box, less a chain of percentages.

        :param units: reference units in one unit of the line
        """
        amount = Decimal(quantity) * Decimal(price)
        for percent in chain:
            amount *= 1 - Decimal(percent) / 100
        return cls(key, product, Decimal(quantity) * Decimal(units), amount, **rest)


@dataclass(frozen=True, slots=True)
class Condition:
    """A hurdle: so much of these products.

    :ivar products: None for any
    :ivar threshold: in units, money or weight, or a number of products; as ``metric`` says
    :ivar mix_match: products are added up; else each has to do it by itself. Two lines of one
        product are one purchase all the same.
    :ivar with_tax: money counts with its taxes
    """

    products: frozenset | None = None
    metric: str = QTY
    threshold: Decimal = ZERO
    mix_match: bool = True
    with_tax: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``threshold`` on (in the metric of the first condition), this is what one gets.

    :ivar percent: of ``chain_percent``: a further term of the line's chain
    :ivar price: of ``net_price``: money a reference unit
    :ivar qty: of ``free_goods`` and ``gift``: reference units
    :ivar product: what is given; None for the same as bought
    :ivar value: money that a unit of ``product`` is worth
    :ivar spread: which of several bought products is given
    :ivar step: the smallest part of a unit that can be given
    :ivar targets: products whose price falls; None for those of the first condition
    """

    key: Key
    threshold: Decimal
    effect: str
    percent: Decimal = ZERO
    price: Decimal = ZERO
    qty: Decimal = ZERO
    product: Key | None = None
    value: Decimal = ZERO
    spread: str = PRORATA
    step: Decimal = ONE
    targets: frozenset | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion of which the caller knows that the customer is in its scope.

    :ivar conditions: all of them are needed; the first says what the tiers measure
    :ivar tiers: those that change prices are alternatives, and so are those that give goods;
        the two kinds add up
    :ivar repeat: goods are given as often as it fits (12+1, 24+3)
    :ivar priority: the lower goes first
    :ivar exclusive_group: a unit that serves one promotion of the group serves no other of it;
        without a group a promotion goes together with any
    :ivar max_per_partner: how often a customer may have it; each tier of a fill counts, and a
        discount counts once an order
    """

    key: Key
    tiers: tuple[Tier, ...]
    conditions: tuple[Condition, ...] = (Condition(),)
    priority: int = 10
    repeat: bool = False
    exclusive_group: Key | None = None
    stack_with_special_price: bool = False
    apply: str = AUTO
    date_from: date | None = None
    date_to: date | None = None
    budget_policy: str = BLOCK
    max_per_partner: int | None = None
    max_per_order: int | None = None
    price_tiers: tuple[Tier, ...] = field(init=False, repr=False, compare=False)
    goods_tiers: tuple[Tier, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        if not (self.conditions and self.tiers):
            raise ValueError(f"promotion {self.key}: needs a condition and a tier")
        if len({tier.key for tier in self.tiers}) < len(self.tiers):
            raise ValueError(f"promotion {self.key}: the key of a tier is given twice")
        for tier in self.tiers:
            if not ZERO <= tier.percent <= HUNDRED:
                raise ValueError(f"tier {tier.key}: {tier.percent} is no percentage")
            if tier.effect in PRICE_EFFECTS:
                continue
            if tier.qty <= 0 or tier.step <= 0:
                raise ValueError(f"tier {tier.key}: gives nothing")
            if self.repeat and tier.threshold <= 0:
                raise ValueError(f"tier {tier.key}: would repeat for ever")
        price = tuple(tier for tier in self.tiers if tier.effect in PRICE_EFFECTS)
        goods = tuple(tier for tier in self.tiers if tier.effect not in PRICE_EFFECTS)
        object.__setattr__(self, "price_tiers", price)
        object.__setattr__(self, "goods_tiers", goods)


def converted(promotion: Promotion, rate: Decimal, digits: int) -> Promotion:
    """The promotion in another currency; its budget is the caller's to convert, downwards.

    Hurdles are rounded, since they are compared with rounded money; prices of units are not.

    :param rate: money of the order for one of the promotion
    :param digits: of the currency of the order
    """
    counts_money = promotion.conditions[0].metric == AMOUNT
    return replace(
        promotion,
        conditions=tuple(
            replace(each, threshold=money(each.threshold * rate, digits))
            if each.metric == AMOUNT
            else each
            for each in promotion.conditions
        ),
        tiers=tuple(
            replace(
                tier,
                threshold=money(tier.threshold * rate, digits) if counts_money else tier.threshold,
                price=tier.price * rate,
                value=tier.value * rate,
            )
            for tier in promotion.tiers
        ),
    )


@dataclass(frozen=True, slots=True)
class Term:
    """A further term of a line's chain; ``benefit`` is rounded money before header discounts."""

    line: Key
    percent: Decimal
    benefit: Decimal


@dataclass(frozen=True, slots=True)
class Goods:
    """Units for nothing, because of ``parents``; ``benefit`` is what they would have cost."""

    product: Key
    qty: Decimal
    parents: tuple[Key, ...]
    benefit: Decimal


@dataclass(frozen=True, slots=True)
class Application:
    """A promotion that fired; unique by promotion, tier and group.

    :ivar tier: the highest of ``fill``
    :ivar group: the product that did it by itself; None where products are mixed
    :ivar fill: ``(tier, times)``
    :ivar basis: what was measured, in the metric of the first condition
    :ivar benefit: rounded money, the sum of its terms and goods
    :ivar times: what counts against the limits
    """

    promotion: Key
    tier: Key
    group: Key | None
    fill: tuple[tuple[Key, int], ...]
    basis: Decimal
    benefit: Decimal
    times: int
    terms: tuple[Term, ...] = ()
    goods: tuple[Goods, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """Add ``missing`` (in ``metric``) to condition number ``condition`` to win ``gain`` more.

    :ivar gain: units of goods, percentage or net price, as ``effect`` says
    :ivar have: what is there of it, in ``metric``
    """

    promotion: Key
    tier: Key
    group: Key | None
    condition: int
    metric: str
    missing: Decimal
    effect: str
    gain: Decimal
    have: Decimal

    @property
    def is_near(self) -> bool:
        """Whether two thirds are there: whoever bought twelve is not told to buy twelve more."""
        return 2 * self.missing <= self.have


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a promotion did not fire, or not wholly (``applied``): a code and its figures."""

    promotion: Key
    code: str
    group: Key | None = None
    figures: Mapping[str, Decimal | int | str] = field(default_factory=dict)
    by: tuple[Key, ...] = ()
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What the promotions do to an order.

    :ivar discounts: by line the one percentage, unrounded, that its terms come to
    :ivar amounts: by line the money that is left, unrounded, before header discounts
    """

    applications: tuple[Application, ...]
    hints: tuple[Hint, ...]
    explanations: tuple[Explanation, ...]
    discounts: Mapping[Key, Decimal]
    amounts: Mapping[Key, Decimal]

    @property
    def benefit(self) -> Decimal:
        return sum((each.benefit for each in self.applications), ZERO)

    def free_units(self) -> dict[Key, Decimal]:
        """Units for nothing, by product."""
        free: dict[Key, Decimal] = {}
        for goods in (goods for each in self.applications for goods in each.goods):
            free[goods.product] = free.get(goods.product, ZERO) + goods.qty
        return free
