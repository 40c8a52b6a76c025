"""Which warehouse sends what: the worked examples."""

from decimal import Decimal

import pytest

from odoo.addons.crm_orders_promos.engine import warehouses
from odoo.addons.crm_orders_promos.engine.postcodes import zip_in_range
from odoo.addons.crm_orders_promos.engine.warehouses import (
    Need,
    Part,
    at_home,
    deliveries,
    fits,
    free_for_each,
    free_in_plan,
    single,
    split,
)

D = Decimal
DOZEN = {"factor": D(12), "step": D(1)}


def need(key, product, quantity, home="WH1", **values):
    return Need(key, product, D(quantity), home, **values)


def stock(**products):
    """Free units, written as A={"WH1": 6, "WH2": 20}."""
    return {
        (warehouse, product): D(quantity)
        for product, places in products.items()
        for warehouse, quantity in places.items()
    }


def sent(parts):
    return [(part.key, part.warehouse, int(part.quantity), int(part.missing)) for part in parts]


@pytest.mark.parametrize(
    ("free", "factor", "step", "quantity"),
    [
        (30, 12, 1, "2"),
        (30, 1, "0.01", "30"),
        (11, 12, 1, "0"),
        (0, 1, 1, "0"),
        (-5, 1, 1, "0"),
        (30500, 1000, "0.01", "30.5"),
        (10, 3, "0.01", "3.33"),
    ],
)
def test_what_fits_in_a_unit(free, factor, step, quantity):
    # W5: a box of twelve finds two in thirty
    assert fits(D(free), D(factor), D(step)) == D(quantity)


def test_the_second_line_finds_what_the_first_leaves():
    # W3: two lines of 6 of the same product, 10 free; a third one after that finds none
    needs = [need(key, "A", 6) for key in (1, 2, 3)]
    assert free_for_each(needs, stock(A={"WH1": 10})) == {1: 10, 2: 4, 3: 0}


def test_another_warehouse_or_unit():
    # a line elsewhere takes nothing away; a dozen takes twelve of thirty
    needs = [need(1, "A", 6, "WH2"), need(2, "A", 1, **DOZEN), need(3, "A", 5)]
    assert free_for_each(needs, stock(A={"WH1": 30, "WH2": 6})) == {1: 6, 2: 2, 3: 18}


@pytest.mark.parametrize(
    ("plan", "parts", "count"),
    [
        (at_home, [(1, "WH1", 10, 4)], 1),
        (single, [(1, "WH2", 10, 0)], 1),
        (split, [(1, "WH1", 6, 0), (1, "WH2", 4, 0)], 2),
    ],
)
def test_ten_of_six_and_twenty(plan, parts, count):
    # W1: an order of 10; WH1 has 6 free, WH2 has 20
    free = stock(A={"WH1": 6, "WH2": 20})
    warehouses = [] if plan is at_home else [["WH1", "WH2"]]
    found = plan([need(1, "A", 10)], free, *warehouses)
    assert sent(found) == parts
    assert deliveries(found) == count


def test_a_unit_that_has_no_end_as_a_decimal():
    # kept in packs of six and sold by the piece: one pack is six pieces, not 5.999
    piece = {"factor": D(1) / D(6), "step": D(1)}
    assert fits(D(1), **piece) == 6
    free = stock(A={"WH1": 1, "WH2": 1})
    assert sent(at_home([need(1, "A", 6, **piece)], free)) == [(1, "WH1", 6, 0)]
    # two lines share two packs to the piece
    needs = [need(1, "A", 5, **piece), need(2, "A", 7, **piece)]
    assert sent(split(needs, free, ["WH1", "WH2"])) == [
        (1, "WH1", 5, 0),
        (2, "WH1", 1, 0),
        (2, "WH2", 6, 0),
    ]


def test_what_a_plan_leaves_to_the_second_line():
    # W3 in a plan: two lines of 6, 10 free in WH1 and 3 in WH2
    needs = [need(key, "A", 6) for key in (1, 2)]
    free = stock(A={"WH1": 10, "WH2": 3})
    places = ["WH1", "WH2"]
    by_rule = free_in_plan(needs, at_home(needs, free), free, places)
    assert by_rule == {1: {"WH1": 10, "WH2": 3}, 2: {"WH1": 4, "WH2": 3}}
    # what is waited for takes nothing: a third line finds what nobody got
    needs.append(need(3, "A", 1, "WH2"))
    parts = split(needs, free, places)
    assert sent(parts) == [(1, "WH1", 6, 0), (2, "WH1", 4, 0), (2, "WH2", 2, 0), (3, "WH2", 1, 0)]
    assert free_in_plan(needs, parts, free, places)[3] == {"WH1": 0, "WH2": 1}
    # in boxes: 3 units are no box
    boxes = [need(1, "A", 4), need(2, "A", 1, factor=D(6))]
    assert free_in_plan(boxes, at_home(boxes, free), free, places)[2] == {"WH1": 1, "WH2": 0}


def test_single_takes_the_first_that_has_everything():
    free = stock(A={"WH1": 9, "WH2": 10, "WH3": 50}, B={"WH1": 5, "WH2": 5, "WH3": 50})
    found = single([need(1, "A", 10), need(2, "B", 5)], free, ["WH1", "WH2", "WH3"])
    assert sent(found) == [(1, "WH2", 10, 0), (2, "WH2", 5, 0)]


def test_single_takes_the_largest_cover_when_nobody_has_everything():
    # WH2 completes one line, WH1 none; WH3 completes one too and has more of the other
    free = stock(A={"WH1": 9, "WH2": 10, "WH3": 10}, B={"WH1": 4, "WH2": 1, "WH3": 3})
    found = single([need(1, "A", 10), need(2, "B", 5)], free, ["WH1", "WH2", "WH3"])
    assert sent(found) == [(1, "WH3", 10, 0), (2, "WH3", 5, 2)]


def test_split_goes_to_the_fewest_further_warehouses():
    # WH2 has some of each, WH3 and WH4 one product each: one further delivery, not two
    free = stock(
        A={"WH1": 2, "WH2": 8, "WH3": 50},
        B={"WH1": 2, "WH2": 8, "WH4": 50},
    )
    needs = [need(1, "A", 10), need(2, "B", 10)]
    found = split(needs, free, ["WH1", "WH3", "WH4", "WH2"])
    assert sent(found) == [
        (1, "WH1", 2, 0),
        (1, "WH2", 8, 0),
        (2, "WH1", 2, 0),
        (2, "WH2", 8, 0),
    ]


def test_split_uses_a_warehouse_that_sends_anyhow():
    # line 2 goes from WH2 by a rule, so the rest of line 1 goes from there and not from WH3
    free = stock(A={"WH1": 6, "WH2": 4, "WH3": 20}, B={"WH2": 5})
    found = split([need(1, "A", 10), need(2, "B", 5, "WH2")], free, ["WH1", "WH3", "WH2"])
    assert sent(found) == [(1, "WH1", 6, 0), (1, "WH2", 4, 0), (2, "WH2", 5, 0)]


def test_split_leaves_the_home_of_an_empty_shelf():
    free = stock(A={"WH2": 20})
    assert sent(split([need(1, "A", 10)], free, ["WH1", "WH2"])) == [(1, "WH2", 10, 0)]


def test_what_nobody_has_is_waited_for_at_home():
    free = stock(A={"WH1": 6, "WH2": 1})
    found = split([need(1, "A", 10)], free, ["WH1", "WH2"])
    assert sent(found) == [(1, "WH1", 9, 3), (1, "WH2", 1, 0)]
    # and a warehouse that would add nothing is not asked
    found = split([need(1, "A", 10)], stock(A={"WH1": 6}), ["WH1", "WH2", "WH3"])
    assert sent(found) == [(1, "WH1", 10, 4)]


def test_boxes_are_not_broken():
    # three boxes of twelve: 30 loose units at WH1 make two, WH2 sends the third
    free = stock(A={"WH1": 30, "WH2": 13})
    found = split([need(1, "A", 3, **DOZEN)], free, ["WH1", "WH2"])
    assert sent(found) == [(1, "WH1", 2, 0), (1, "WH2", 1, 0)]


def test_a_whole_box_elsewhere_is_taken_though_loose_pieces_leave_none_at_first():
    # given five loose pieces and three boxes of twelve, and 12 and 29 pieces in two places: were
    # the pieces taken where the box is, neither place would have a whole box left
    loose = [need(key, "A", 1, divisible=False) for key in range(5)]
    boxes = need(5, "A", 3, **DOZEN)
    shelves = stock(A={"WH2": 12, "WH3": 29})
    # then all go, and nothing is left
    assert sent(split([*loose, boxes], shelves, ["WH1", "WH2", "WH3", "WH4"])) == [
        *((key, "WH3", 1, 0) for key in range(5)),
        (5, "WH2", 1, 0),
        (5, "WH3", 2, 0),
    ]


def test_a_line_that_stays_whole():
    # what was invoiced already is not split: WH2 has all of it
    whole = need(1, "A", 10, divisible=False)
    assert sent(split([whole], stock(A={"WH1": 6, "WH2": 20}), ["WH1", "WH2"])) == [
        (1, "WH2", 10, 0)
    ]
    # nobody has all of it: it waits at home, where there are six
    assert sent(split([whole], stock(A={"WH1": 6, "WH2": 9}), ["WH1", "WH2"])) == [
        (1, "WH1", 10, 4)
    ]


def test_free_goods_follow_what_earns_them():
    # given 10 of A, of which WH1 has 6 and WH2 has 20, and one A free for them
    needs = [need("free", "A", 1, divisible=False, follows=("paid",)), need("paid", "A", 10)]
    free = stock(A={"WH1": 6, "WH2": 20, "WH3": 100})
    # whole from WH1: the free one waits there too, after what is paid
    assert sent(at_home(needs, free)) == [("free", "WH1", 1, 1), ("paid", "WH1", 10, 4)]
    # all from one: from WH2
    assert sent(single(needs, free, ["WH1", "WH2"])) == [
        ("free", "WH2", 1, 0),
        ("paid", "WH2", 10, 0),
    ]
    # split: WH1 has no more, so it comes with the rest from WH2
    assert sent(split(needs, free, ["WH1", "WH2", "WH3"])) == [
        ("free", "WH2", 1, 0),
        ("paid", "WH1", 6, 0),
        ("paid", "WH2", 4, 0),
    ]
    # of another product that only WH3 has: the rest comes from there, and the gift with it
    gift = [need("paid", "A", 10), need("free", "B", 1, divisible=False, follows=("paid",))]
    free |= stock(B={"WH3": 5})
    assert sent(split(gift, free, ["WH1", "WH2", "WH3"])) == [
        ("paid", "WH1", 6, 0),
        ("paid", "WH3", 4, 0),
        ("free", "WH3", 1, 0),
    ]
    # and where WH3 has nothing that is paid, it waits with the first part
    free["WH3", "A"] = D(0)
    assert sent(split(gift, free, ["WH1", "WH2", "WH3"]))[-1] == ("free", "WH1", 1, 1)


def test_free_goods_alone_stay():
    # what earned them is picked already, in WH1
    needs = [need("free", "A", 1, divisible=False, follows=("paid",))]
    free = stock(A={"WH2": 20})
    assert sent(split(needs, free, ["WH1", "WH2"])) == [("free", "WH1", 1, 1)]


def test_nothing_to_send():
    assert single([], {}, ["WH1"]) == split([], {}, ["WH1"]) == at_home([], {}) == []
    assert single([need(1, "A", 1)], {}, []) == []
    assert split([need(1, "A", 1)], {}, []) == [Part(1, "WH1", D(1), D(1))]


@pytest.mark.parametrize(
    ("code", "first", "last", "inside"),
    [
        ("39005", "39000", "39999", True),
        ("40001", "39000", "39999", False),
        ("39005", "39", "39", True),
        ("01005", "01", "09", True),
        ("48 001", "48001", "48001", True),
        ("48001", "", "47", False),
        ("33500", "33", "", True),
        ("32999", "33", "", False),
        ("", "33", "", False),
        (None, "", "40", False),
        ("", None, None, True),
        ("sw1a 1aa", "SW1", "SW1", True),
    ],
)
def test_postcodes(code, first, last, inside):
    assert zip_in_range(code, first, last) is inside


def test_twenty_warehouses_are_tried_one_by_one():
    # each has one of twenty; together they complete the line, and no half of them does
    places = [f"W{number}" for number in range(20)]
    free = {(place, "A"): D(1) for place in places}
    found = split([need(1, "A", 20, "W0")], free, places)
    assert deliveries(found) == 20
    assert not any(part.missing for part in found)


def test_what_none_of_thirty_warehouses_has_is_not_looked_for_again(monkeypatch):
    # given a hundred lines of which nobody has anything
    places = [f"W{number}" for number in range(30)]
    needs = [need(number, f"P{number}", 5, "W0") for number in range(100)]
    plans = []
    cover = warehouses._cover
    monkeypatch.setattr(warehouses, "_cover", lambda *plan: plans.append(plan) or cover(*plan))
    # then each warehouse is tried once, and not again beside each of the others
    found = split(needs, {}, places)
    assert sum(part.missing for part in found) == 500
    assert len(plans) == 31
