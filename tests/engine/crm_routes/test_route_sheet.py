"""Route sheets: lunch in its place, hours, the sketch, and the workbook that people open."""

import io
from datetime import date, datetime, time
from itertools import combinations
from math import dist

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import route_workbook, sketch
from odoo.addons.crm_routes.engine.route_sheet import SheetDay, SheetStop, rows

DAY = date(2026, 11, 30)
TITLES = {key: key for key in route_workbook.TITLES}


def at(hour, minute=0):
    return datetime(2026, 11, 30, hour, minute)


def stop(number, start, customer="Bar", **values):
    return SheetStop(number, start, start.replace(minute=start.minute + 20), customer,
                     minutes=20, **values)  # fmt: skip


LUNCH, BACK = (at(14), at(15)), at(17)


def day(*stops, rep="Nora", lunch=LUNCH, back=BACK):
    return SheetDay(rep, DAY, at(8, 30), back, 123.44, 185, stops, lunch)


# -- the order of the sheet ------------------------------------------------------------------------


def test_lunch_stands_between_the_stops_around_it_and_the_way_back_at_the_end():
    nine, noon, four = stop(1, at(9)), stop(2, at(12)), stop(3, at(16))
    assert rows(day(nine, noon, four)) == [nine, noon, "lunch", four, "back"]


def test_who_is_back_before_lunch_has_none_on_the_sheet():
    assert rows(day(stop(1, at(9)), back=at(13))) == [stop(1, at(9)), "back"]


def test_without_stops_there_is_lunch_and_the_way_back_only():
    assert rows(day()) == ["lunch", "back"]
    assert rows(SheetDay("Nora", DAY, None, None, 0, 0, ())) == []


def test_what_was_added_since_stands_at_its_hour():
    added, planned = stop(0, at(10), "New"), stop(1, at(10), "Old")
    assert rows(day(added, planned, lunch=None)) == [planned, added, "back"]


def test_hours_of_a_day():
    # from 8:30 to 17:00 less an hour for lunch; one of the three visits was called off
    sheet = day(stop(1, at(9)), stop(2, at(10)), stop(3, at(11), is_off=True))
    assert (sheet.minutes_away, sheet.minutes_at_customers, len(sheet.visited)) == (450, 40, 2)


# -- the sketch ------------------------------------------------------------------------------------


def test_north_is_up_and_east_is_right():
    gijon, oviedo = (43.5322, -5.6611), (43.3619, -5.8494)
    (north_x, north_y), (south_x, south_y) = sketch.project([gijon, oviedo], 300, 100, 10)
    assert north_y > south_y
    assert north_x > south_x
    assert (north_y, south_y) == (pytest.approx(90), pytest.approx(10))


def test_one_place_stands_in_the_middle_and_none_is_no_place():
    assert sketch.project([(43.5, -5.6)] * 2, 300, 100) == [(150, 50)] * 2
    assert sketch.project([], 300, 100) == []


places = st.lists(
    st.tuples(st.floats(35, 44), st.floats(-9, 4)), min_size=1, max_size=40, unique=True
)


@given(places)
def test_all_places_are_in_the_box(found):
    for x, y in sketch.project(found, 480, 130, 11):
        assert 11 - 1e-6 <= x <= 469 + 1e-6
        assert 11 - 1e-6 <= y <= 119 + 1e-6


def test_labels_of_one_town_do_not_lie_on_each_other():
    # given twelve customers at one place
    shown = sketch.spread([(100.0, 60.0)] * 12, 13, 480, 130, 7)
    assert min(dist(*pair) for pair in combinations(shown, 2)) > 12
    assert all(7 <= x <= 473 and 7 <= y <= 123 for x, y in shown)
    assert shown == sketch.spread([(100.0, 60.0)] * 12, 13, 480, 130, 7)


def test_labels_that_are_far_apart_stay():
    points = [(20.0, 20.0), (200.0, 60.0)]
    assert sketch.spread(points, 13, 480, 130, 7) == points


# -- the workbook ----------------------------------------------------------------------------------


def read(*days):
    return openpyxl.load_workbook(io.BytesIO(route_workbook.write(days, TITLES)))


def test_dates_hours_and_numbers_are_real_ones():
    book = read(day(stop(1, at(9, 5), "Bar Ñandú", travel_km=12.34, slack_minutes=35)))
    days, nora = book.worksheets
    assert (days.title, nora.title) == ("days", "Nora")
    assert [cell.value for cell in days[2]][:6] == [
        "Nora", datetime(2026, 11, 30), time(8, 30), time(17), 1, 123.4,
    ]  # fmt: skip
    line = {head.value: cell for head, cell in zip(nora[1], nora[2], strict=True)}
    assert line["date"].value == datetime(2026, 11, 30)
    assert (line["start"].value, line["stop"].value) == (time(9, 5), time(9, 25))
    assert (line["number"].value, line["travel_km"].value, line["slack"].value) == (1, 12.3, 35)
    assert line["customer"].value == "Bar Ñandú"
    assert nora.freeze_panes == "A2"
    assert nora.auto_filter.ref == "A1:P2"
    assert nora.column_dimensions["E"].width > 30


def test_a_duration_can_be_added_up():
    [days, _nora] = read(day(stop(1, at(9)))).worksheets
    assert days["G2"].number_format == "[h]:mm"
    assert days["G2"].value.total_seconds() == 185 * 60


@pytest.mark.parametrize("name", ["=1+1", "+34 985", "-2+3", "@SUM(A1)", "=HYPERLINK(1)", "007"])
def test_what_looks_like_a_formula_is_text(name):
    sheet = read(day(stop(1, at(9), name, phone=name, address=(name,), remark=name)))["Nora"]
    for letter in "EFGP":
        cell = sheet[f"{letter}2"]
        assert (cell.value, cell.data_type) == (name, "s")


def test_links_and_control_characters_do_no_harm():
    sheet = read(day(stop(1, at(9), "a\x00b\x1f", objective="https://example.com")))["Nora"]
    assert sheet["E2"].value == "ab"
    assert sheet["H2"].hyperlink is None


@pytest.mark.parametrize("rep", ["N/A: *?[x]", "'quoted'", "", "History", "x" * 80])
def test_a_rep_of_any_name_has_a_sheet(rep):
    assert len(read(day(stop(1, at(9)), rep=rep)).worksheets) == 2


def test_reps_of_long_names_that_begin_alike_have_a_sheet_each():
    book = read(*(day(stop(1, at(9)), rep="María del Carmen Fernández-Álvarez " + end)
                  for end in "ABC"))  # fmt: skip
    assert len({sheet.title.lower() for sheet in book.worksheets}) == 4


def test_no_routes_are_an_empty_list_with_its_heads():
    [days] = read().worksheets
    assert days["A1"].value == "rep"


def test_the_same_routes_give_the_same_file():
    one = day(stop(1, at(9)))
    assert route_workbook.write([one], TITLES) == route_workbook.write([one], TITLES)
