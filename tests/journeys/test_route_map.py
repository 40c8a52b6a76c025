"""Routes, coverage and zones on a map, by mouse and by finger; no other machine is asked."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.journeys import visit_steps
from tests.journeys.browser import DESK, PHONE
from tests.journeys.gestures import at_rest, drag, drag_by_finger

ZONE = "Bizkaia"


@pytest.fixture
def arrive(person, demo_server):
    """A person with a device, whose every request is watched."""
    asked = []

    def come(login, device=DESK):
        who = person(demo_server, login, device=device)
        who.page.on("request", lambda request: asked.append(request.url))
        return who

    yield come
    strangers = [url for url in asked if not url.startswith((demo_server, "data:", "blob:"))]
    assert not strangers, "a map asks another machine"


def _first_route(who, login):
    """The next published route of a rep that has some stops."""
    domain = [
        ("user_id.login", "=", login),
        ("state", "=", "published"),
        ("date", ">", str(visit_steps.today())),
        ("visit_count", ">", 2),
    ]
    fields = ["date", "visit_count", "user_id"]
    [route] = who.call("crm.route", "search_read", domain, fields, limit=1, order="date")
    return route


def _rows(who):
    return who.page.locator(".o_crm_mapstop")


def _names(who):
    return who.page.locator(".o_crm_mapstop_name").all_text_contents()


def _fits(who):
    """Nothing sticks out at the side."""
    width = who.page.evaluate("document.documentElement.scrollWidth")
    assert width <= who.page.viewport_size["width"]


def test_the_planner_looks_at_a_plan_and_moves_a_stop(arrive):
    # given the plan that is in force, when the planner opens its map
    ramon = arrive("ramon")
    [plan] = ramon.call("crm.route.plan", "search", [("state", "=", "published")], limit=1)
    ramon.open(f"/odoo/route-plans/{plan}")
    ramon.page.locator("button[name=action_view_map]").click()
    reps = ramon.page.locator(".o_crm_plan_reps li")
    expect(reps.first).to_be_visible()
    expect(ramon.page.locator(".o_crm_map_note")).to_be_visible()
    ramon.check_accessibility(".o_crm_plan_map")
    ramon.shot("plan-map")
    # then a rep can be hidden, and the days follow one another
    lines = ramon.page.locator(".o_crm_map_ground path[class*=o_crm_rep_line]")
    at_rest(ramon.page.locator(".o_crm_map_ground"))
    shown = lines.count()
    assert shown
    reps.first.locator(".o_crm_plan_rep").click()
    expect(lines).to_have_count(shown - 1)
    day = ramon.page.locator(".o_crm_plan_day").input_value()
    ramon.page.locator(".o_crm_next").click()
    expect(ramon.page.locator(".o_crm_plan_day")).not_to_have_value(day)

    # when a rep's route is opened and its last stop dragged up by one place
    route = _first_route(ramon, "nuria")
    ramon.open(f"/odoo/routes/{route['id']}")
    ramon.page.locator("button[name=action_view_map]").click()
    expect(_rows(ramon).nth(1)).to_be_visible()
    ramon.check_accessibility(".o_crm_route")
    ramon.shot("route-map")
    before = _names(ramon)
    drag(_rows(ramon).last.locator(".o_crm_mapstop_grip"), _rows(ramon).nth(len(before) - 2))
    ramon.page.wait_for_selector(".o_crm_route_save")
    # then the hours of the new order are there at once, and those before beside them
    after = _names(ramon)
    assert after == [*before[:-2], before[-1], before[-2]]
    expect(ramon.page.locator(".o_crm_mapstop_former").first).to_be_visible()
    ramon.check_accessibility(".o_crm_route")
    ramon.shot("route-map-order")
    ramon.page.locator(".o_crm_route_discard").click()
    expect(ramon.page.locator(".o_crm_mapstop_former")).to_have_count(0)
    assert _names(ramon) == before


def test_a_rep_puts_the_day_into_another_order_with_a_finger(arrive):
    # given Nuria's next day on the road, on her phone
    nuria = arrive("nuria", PHONE)
    route = _first_route(nuria, "nuria")
    nuria.open("/odoo/route-map")
    for _day in range(10):
        shown = nuria.page.locator(".o_crm_route_page").get_attribute("data-date")
        if shown == route["date"]:
            break
        nuria.page.locator(".o_crm_next").click()
        nuria.page.wait_for_selector(f".o_crm_route_page:not([data-date='{shown}'])")
    expect(_rows(nuria).nth(1)).to_be_visible()
    _fits(nuria)
    nuria.check_touch(".o_crm_route_page")
    nuria.shot("route-map-phone")
    # a finger on a handle moves a stop, and she leaves it at that
    names = _names(nuria)
    grips = nuria.page.locator(".o_crm_mapstop_grip")
    drag_by_finger(grips.nth(0), grips.nth(1))
    nuria.page.wait_for_selector(".o_crm_route_discard")
    assert _names(nuria) != names
    nuria.page.locator(".o_crm_route_discard").tap()
    expect(nuria.page.locator(".o_crm_route_discard")).to_have_count(0)
    assert _names(nuria) == names
    # when she taps the last point, its row opens, and she moves it up and saves
    before = _names(nuria)
    last = _rows(nuria).last
    key = last.get_attribute("data-id")
    nuria.page.locator(f".o_crm_map_ground [data-key='{key}']").tap()
    expect(last.locator(".o_crm_mapstop_more")).to_be_visible()
    nuria.check_accessibility(".o_crm_route")
    nuria.check_touch(".o_crm_route_page")
    nuria.shot("route-map-stop-phone")
    last.locator(".o_crm_mapstop_earlier").tap()
    nuria.page.wait_for_selector(".o_crm_route_save")
    nuria.shot("route-map-order-phone")
    nuria.page.locator(".o_crm_route_save").tap()
    expect(nuria.page.locator(".o_crm_route_save, .o_dialog").first).to_be_hidden()
    # then the agenda has the visits in that order, at the hours that the map shows
    assert _names(nuria) == [*before[:-2], before[-1], before[-2]]
    ids = [int(row.get_attribute("data-id")) for row in _rows(nuria).all()]
    hours = [text.strip() for text in nuria.page.locator(".o_crm_mapstop_hour").all_text_contents()]
    visits = nuria.call("crm.action", "search_read", [("id", "in", ids)], ["start"])
    starts = {visit["id"]: visit_steps.wall(visit["start"]).strftime("%H:%M") for visit in visits}
    assert [starts[each] for each in ids] == hours


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_who_waits_longest_is_seen_on_the_map_of_coverage(arrive, device):
    who = arrive("ramon" if device == DESK else "nuria", device)
    who.open("/odoo/coverage-map")
    expect(who.page.locator(".o_crm_map_ground .o_crm_map_marker").first).to_be_visible()
    _fits(who)
    who.check_accessibility(".o_crm_coverage")
    if device.touch:
        who.check_touch(".o_crm_route_page")
    who.shot("coverage-map" if device == DESK else "coverage-map-phone")
    # a single point leads to its customer
    point = who.page.locator(".o_crm_map_ground .o_crm_map_marker:not(.o_crm_map_heap)").first
    point.focus()
    who.page.keyboard.press("Enter")
    who.page.wait_for_selector(".o_crm_360, .o_form_view")


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_zone_is_drawn_corner_by_corner(arrive, device):
    # given a zone without an outline
    ramon = arrive("ramon", device)
    [zone] = ramon.call("crm.zone", "search", [("name", "=", ZONE)])
    ramon.call("crm.zone", "write", [zone], {"outline": False})
    ramon.open(f"/odoo/sales-zones/{zone}")
    ground = ramon.page.locator(".o_crm_outline .o_crm_map_ground")
    ground.scroll_into_view_if_needed()
    # when the planner sets four corners and closes them
    ramon.page.locator(".o_crm_outline_draw").click()
    box = ground.bounding_box()
    for across, down in ((0.2, 0.15), (0.75, 0.15), (0.75, 0.88), (0.2, 0.88)):
        at = {"x": box["width"] * across, "y": box["height"] * down}
        ground.tap(position=at) if device.touch else ground.click(position=at)
    expect(ramon.page.locator(".o_crm_outline_corner")).to_have_count(4)
    ramon.page.locator(".o_crm_outline_close").click()
    expect(ramon.page.locator(".o_crm_outline_middle")).to_have_count(4)
    _fits(ramon)
    ramon.check_accessibility(".o_crm_outline")
    if device.touch:
        ramon.check_touch(".o_crm_outline")
    ramon.shot("zone-outline" if device == DESK else "zone-outline-phone")
    ramon.save()
    # then the zone has an outline of four corners, which a corner that is dragged changes
    [saved] = ramon.call("crm.zone", "read", [zone], ["outline"])
    ring = json.loads(saved["outline"])["coordinates"][0]
    assert len(ring) == 5
    if not device.touch:
        corner = ramon.page.locator(".o_crm_outline_corner").first
        corner.drag_to(ground, target_position={"x": box["width"] * 0.1, "y": box["height"] * 0.1})
        ramon.save()
        [moved] = ramon.call("crm.zone", "read", [zone], ["outline"])
        assert json.loads(moved["outline"])["coordinates"][0][0] != ring[0]
