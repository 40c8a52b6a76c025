"""Which warehouse sends what: the laws for thousands of random orders."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_orders_promos.engine.warehouses import Need, at_home, fits, single, split

D = Decimal
WAREHOUSES = ["WH1", "WH2", "WH3", "WH4"]
PRODUCTS = ["A", "B", "C"]
some_stock = st.dictionaries(
    st.tuples(st.sampled_from(WAREHOUSES), st.sampled_from(PRODUCTS)),
    st.integers(-5, 40).map(D),
)
some_needs = st.lists(
    st.tuples(
        st.sampled_from(PRODUCTS),
        st.integers(1, 12),
        st.sampled_from(WAREHOUSES),
        st.sampled_from([1, 12]),
        st.booleans(),
    ),
    max_size=6,
).map(
    lambda rows: [
        Need(key, product, D(quantity), home, D(factor), divisible=divisible)
        for key, (product, quantity, home, factor, divisible) in enumerate(rows)
    ]
)


def plans(needs, free):
    return [
        at_home(needs, free),
        single(needs, free, WAREHOUSES),
        split(needs, free, WAREHOUSES),
    ]


def lacking(parts):
    return {part.key for part in parts if part.missing}


@given(some_needs, some_stock)
def test_every_line_goes_once_and_whole(needs, free):
    for parts in plans(needs, free):
        for each in needs:
            mine = [part for part in parts if part.key == each.key]
            assert sum(part.quantity for part in mine) == each.quantity
            assert len({part.warehouse for part in mine}) == len(mine)
            assert all(0 <= part.missing <= part.quantity for part in mine)
            assert each.divisible or len(mine) == 1


@given(some_needs, some_stock)
def test_no_warehouse_sends_more_than_it_has(needs, free):
    for parts in plans(needs, free):
        for place in {(part.warehouse, needs[part.key].product) for part in parts}:
            taken = sum(
                (part.quantity - part.missing) * needs[part.key].factor
                for part in parts
                if (part.warehouse, needs[part.key].product) == place
            )
            assert taken <= max(free.get(place, D(0)), D(0))


@given(some_needs, some_stock)
def test_nothing_is_missing_that_one_warehouse_has(needs, free):
    complete = [
        warehouse for warehouse in WAREHOUSES if not lacking(single(needs, free, [warehouse]))
    ]
    if complete and needs:
        [found] = {part.warehouse for part in single(needs, free, WAREHOUSES)}
        assert found == complete[0]


@given(some_needs, some_stock)
def test_a_line_is_short_only_when_nobody_has_another_step(needs, free):
    parts = split(needs, free, WAREHOUSES)
    left = dict(free)
    for part in parts:
        place = (part.warehouse, needs[part.key].product)
        left[place] = (
            left.get(place, D(0)) - (part.quantity - part.missing) * needs[part.key].factor
        )
    for part in parts:
        each = needs[part.key]
        if part.missing and each.divisible:
            assert all(
                fits(left.get((warehouse, each.product), D(0)), each.factor, each.step) == 0
                for warehouse in WAREHOUSES
            )


@given(some_needs, some_stock)
def test_free_goods_never_go_from_where_nothing_paid_goes(needs, free):
    led = [
        Need(len(needs) + key, each.product, D(1), each.home, divisible=False, follows=(each.key,))
        for key, each in enumerate(needs)
    ]
    for parts in plans([*needs, *led], free):
        for key in range(len(needs)):
            [mine] = [part for part in parts if part.key == len(needs) + key]
            assert mine.warehouse in {part.warehouse for part in parts if part.key == key}


@given(some_needs)
def test_with_full_shelves_nothing_moves(needs):
    free = {(warehouse, product): D(10_000) for warehouse in WAREHOUSES for product in PRODUCTS}
    assert split(needs, free, WAREHOUSES) == at_home(needs, free)
