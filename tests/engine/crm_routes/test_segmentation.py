"""A, B and C: by share of all sales or by amount, with a band against flipping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import segmentation
from odoo.addons.crm_routes.engine.segmentation import SHARE, VALUE, judge, problem

A, B, C = 0, 1, 2
SALES = {"hotel": 500.0, "bar": 300.0, "shop": 150.0, "kiosk": 50.0}


def places(values, limits, by=SHARE, **more):
    return {key: verdict.place for key, verdict in judge(values, limits, by, **more).items()}


def test_who_makes_the_first_eighty_percent_is_a():
    # hotel and bar make 800 of 1,000; the shop begins at 80 %, the kiosk at 95 %
    assert places(SALES, [80, 95]) == {"hotel": A, "bar": A, "shop": B, "kiosk": C}
    assert judge(SALES, [80, 95])["shop"].ahead == 80.0


def test_amounts_are_limits_too():
    assert places(SALES, [300, 100], VALUE) == {"hotel": A, "bar": A, "shop": B, "kiosk": C}


def test_who_buys_the_same_is_in_the_same_class():
    # the first of them alone would be A: all four are
    assert set(places(dict.fromkeys("abcd", 100.0), [30, 60]).values()) == {A}


@pytest.mark.parametrize("value", [0.0, -20.0])
def test_who_buys_nothing_or_returns_more_is_of_the_last_class(value):
    found = places({"hotel": 100.0, "bar": value}, [80, 95])
    assert found == {"hotel": A, "bar": C}


def test_without_any_sales_all_are_of_the_last_class():
    assert places({"hotel": 0.0, "bar": 0.0}, [80, 95]) == {"hotel": C, "bar": C}
    assert judge({}, [80, 95]) == {}


@pytest.mark.parametrize(
    ("was", "value", "place"),
    [
        # the limit is 1,000 and the band 10 %: in between a customer stays what it is
        (None, 1000.0, A),
        (None, 999.99, B),
        (B, 1099.99, B),
        (B, 1100.0, A),
        (A, 900.0, A),
        (A, 899.99, B),
        # from far below it rises at once, past two limits
        (C, 2000.0, A),
        (C, 109.0, C),
        (C, 110.0, B),
    ],
)
def test_a_limit_is_passed_by_the_band_or_not_at_all(was, value, place):
    current = {} if was is None else {"bar": was}
    found = places({"bar": value}, [1000, 100], VALUE, band=10, current=current)
    assert found == {"bar": place}


@pytest.mark.parametrize(("was", "place"), [(None, B), (A, A), (B, B), (C, B)])
def test_a_share_has_its_band_in_percent_points(was, place):
    # 82 % are ahead of the shop: outside of 80, inside of 80 + 5
    sales = {"hotel": 820.0, "shop": 130.0, "kiosk": 50.0}
    current = {} if was is None else {"shop": was}
    assert places(sales, [80, 95], band=5, current=current)["shop"] == place


def test_whoever_leads_the_list_is_a_however_wide_the_band():
    assert places({"bar": 10.0}, [5, 95], band=50, current={"bar": C}) == {"bar": A}


@pytest.mark.parametrize(
    ("limits", "by", "code"),
    [
        ([], SHARE, segmentation.NO_LIMITS),
        ([80, 95], SHARE, None),
        ([95, 80], SHARE, segmentation.NOT_IN_ORDER),
        ([80, 80], SHARE, segmentation.NOT_IN_ORDER),
        ([80, 100], SHARE, segmentation.OUT_OF_RANGE),
        ([0, 80], SHARE, segmentation.OUT_OF_RANGE),
        ([1000, 100], VALUE, None),
        ([100, 1000], VALUE, segmentation.NOT_IN_ORDER),
        ([100, 0], VALUE, segmentation.OUT_OF_RANGE),
    ],
)
def test_limits_that_say_something(limits, by, code):
    assert problem(limits, by) == code


amounts = st.dictionaries(
    st.integers(0, 50), st.floats(-1e6, 1e7, allow_nan=False).map(lambda value: round(value, 2))
)
rules = st.sampled_from(
    [([80.0, 95.0], SHARE), ([50.0], SHARE), ([1000.0, 100.0], VALUE), ([5e5], VALUE)]
)
bands = st.sampled_from([0.0, 2.5, 10.0, 50.0])


@given(amounts, rules, bands)
def test_whoever_buys_more_is_never_in_a_lower_class(values, rule, band):
    found = places(values, *rule, band=band)
    ranked = sorted(values, key=values.get, reverse=True)
    assert [found[key] for key in ranked] == sorted(found.values())


@given(amounts, rules, bands)
def test_judging_again_changes_nothing(values, rule, band):
    first = places(values, *rule, band=band)
    assert places(values, *rule, band=band, current=first) == first


@given(amounts, rules, st.sampled_from([5.0, 10.0]), st.data())
def test_a_band_moves_nobody_who_would_not_move_without_one(values, rule, band, data):
    current = {key: data.draw(st.integers(0, len(rule[0]))) for key in values}
    plain = places(values, *rule)
    for key, place in places(values, *rule, band=band, current=current).items():
        # it holds back, all the way or a part of it, and never pushes beyond
        low, high = sorted((current[key], plain[key]))
        assert low <= place <= high
