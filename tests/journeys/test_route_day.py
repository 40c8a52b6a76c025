"""A rep's Monday on the phone: late, a customer calls off, one more visit, a shorter way.

The clock of the rep is set so that it is eight in the morning whenever this runs; buttons are known
by what they are, not by what is written on them.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE, Place

HERE = Place(43.3619, -5.8494)
MORNING = 8
HOURS = ("10:00", "11:00", "12:00", "15:00")


@pytest.fixture(params=[PHONE, DESK], ids=lambda device: device.name)
def nuria(request, person, demo_server):
    """The rep at eight in the morning, with four visits around Oviedo and nothing else today."""
    rep = person(demo_server, "nuria", device=request.param, place=HERE)
    [rep.user] = rep.call("res.users", "search", [("login", "=", "nuria")])
    rep.zone = _set_clock(rep)
    _set_working_hours(person(demo_server, "admin"), rep)
    rep.today = datetime.now(rep.zone).date()
    planned = [("user_id", "=", rep.user), ("state", "=", "planned")]
    later = {"start": _utc(rep, "9:00", 40 * 24 * 60)}
    rep.call("crm.action", "write", rep.call("crm.action", "search", planned), later)
    left_open = rep.call("crm.action", "get_open_visit")
    if left_open:
        rep.call("crm.action", "cancel", [left_open["id"]], "Another day")
    shops = rep.call(
        "res.partner",
        "search_read",
        [("user_id", "=", rep.user), ("partner_latitude", "!=", 0), ("is_company", "=", True)],
        ["name", "partner_latitude", "partner_longitude"],
    )
    shops.sort(key=_distance)
    rep.shops, rep.others = shops[:4], shops[4:]
    always = [("partner_id", "in", [shop["id"] for shop in rep.shops])]
    rep.call("crm.opening.hours", "unlink", rep.call("crm.opening.hours", "search", always))
    [kind] = rep.call("crm.action.type", "search", [("code", "=", "visit")])
    # there and back again, so that a shorter way exists
    order = [rep.shops[number] for number in (0, 3, 1, 2)]
    rep.visits = rep.call(
        "crm.action",
        "create",
        [
            {
                "type_id": kind,
                "partner_id": shop["id"],
                "start": _utc(rep, hour),
                "stop": _utc(rep, hour, 20),
            }
            for shop, hour in zip(order, HOURS, strict=True)
        ],
    )
    return rep


def test_a_day_that_goes_otherwise(nuria):
    # given the day with its tools
    _open(nuria)
    expect(nuria.page.locator(".o_crm_route_button")).to_have_count(_count_tools(nuria))
    nuria.check_accessibility(".o_crm_my_day")
    _shot(nuria, "route-day")

    # when she runs half an hour late
    nuria.page.locator(".o_crm_late").click()
    nuria.page.locator(".o_crm_chip[data-minutes='30']").click()
    first = nuria.page.locator(f".o_crm_stop_list li[data-id='{nuria.visits[0]}']")
    expect(first.locator(".o_crm_stop_hours")).to_contain_text("10:30")
    nuria.check_accessibility(".o_crm_late_sheet")
    _shot(nuria, "route-late")
    nuria.page.locator(".o_crm_save_late").click()
    expect(nuria.page.locator(".o_crm_late_sheet")).to_be_hidden()
    _unfold(nuria)

    # then the first visit is at half past ten, in My day as in the calendar
    expect(_row(nuria, nuria.visits[0]).locator(".o_crm_hour")).to_have_text("10:30")
    _agrees(nuria)

    # when the second customer calls off
    _row(nuria, nuria.visits[1]).locator(".o_crm_timeline_row").click()
    nuria.page.locator(".o_crm_cancel").click()
    nuria.page.locator(".o_crm_cancel_sheet .o_crm_chip").first.click()
    nuria.page.locator(".o_crm_confirm_cancel").click()

    # then one tap closes the gap
    expect(nuria.page.locator(".o_crm_gap")).to_be_visible()
    nuria.check_accessibility(".o_crm_route_tools")
    _shot(nuria, "route-gap")
    before = _hours(nuria)[nuria.visits[2]]
    nuria.page.locator(".o_crm_close_gap").click()
    expect(nuria.page.locator(".o_crm_gap")).to_be_hidden()
    expect(_row(nuria, nuria.visits[2]).locator(".o_crm_hour")).not_to_have_text(before)
    assert _hours(nuria)[nuria.visits[2]] < before
    _agrees(nuria)

    # when a customer wants to be visited
    nuria.page.locator(".o_crm_insert").click()
    caller = _who_may_be_visited_today(nuria)
    shop = caller["name"]
    nuria.page.locator(".o_crm_customer_search").fill(shop)
    nuria.page.locator(".o_crm_customer").filter(has_text=shop).first.click()
    expect(nuria.page.locator(".o_crm_slot_offer")).to_have_count(3)
    nuria.check_accessibility(".o_crm_slot_sheet")
    _shot(nuria, "route-insert")
    # it is urgent: today, if she works today
    today = nuria.page.locator(f".o_crm_slot_offer[data-date='{nuria.today}']")
    (today if today.count() else nuria.page.locator(".o_crm_slot_offer")).first.click()
    expect(nuria.page.locator(".o_crm_slot_sheet")).to_be_hidden()

    # then it is in the agenda, at the hour that the customer was told
    [booked] = nuria.call(
        "crm.action",
        "search_read",
        [("id", ">", max(nuria.visits)), ("route_promised", "=", True)],
        ["partner_id", "start"],
    )
    assert booked["partner_id"][0] == caller["id"]
    _agrees(nuria)

    # when she looks for a shorter way, and lets go of the hours that she chose herself
    nuria.page.locator(".o_crm_shorter").click()
    nuria.page.locator(".o_crm_saved, .o_crm_best").wait_for()
    keep_own = nuria.page.locator(".o_crm_keep_own input")
    with nuria.page.expect_response("**/preview_better_order*"):
        keep_own.uncheck()
    expect(keep_own).to_be_enabled()
    nuria.page.locator(".o_crm_saved, .o_crm_best").wait_for()
    nuria.check_accessibility(".o_crm_order_sheet")
    _shot(nuria, "route-shorter")
    save = nuria.page.locator(".o_crm_save_order")
    if save.is_visible():
        save.click()
        expect(nuria.page.locator(".o_crm_order_sheet")).to_be_hidden()
    else:
        nuria.page.locator(".o_crm_sheet_close").click()

    # then the promised hour is what it was, and all agree
    [after] = nuria.call("crm.action", "read", [booked["id"]], ["start"])
    assert after["start"] == booked["start"]
    _agrees(nuria)

    # and so does the map of the day
    told = _hours(nuria)
    nuria.open("/odoo/route-map")
    for visit, hour in told.items():
        stop = nuria.page.locator(f".o_crm_mapstop[data-id='{visit}']")
        expect(stop.locator(".o_crm_mapstop_hour")).to_contain_text(hour)


def test_without_signal_there_is_a_sentence(nuria):
    _open(nuria)
    with nuria.without_signal():
        nuria.page.locator(".o_crm_late").click()
        nuria.page.locator(".o_crm_chip[data-minutes='30']").click()
        expect(nuria.page.locator(".o_crm_problem")).to_be_visible()
        nuria.check_accessibility(".o_crm_late_sheet")
        _shot(nuria, "route-offline")
        nuria.page.locator(".o_crm_sheet_close").click()
    assert _hours(nuria)[nuria.visits[0]] == "10:00"


def _open(rep):
    rep.open("/odoo/my-day")
    rep.page.wait_for_selector(".o_crm_route_tools")
    # the phone's copy of a moment ago knows nothing of these visits
    expect(_row(rep, rep.visits[0])).to_be_visible()


def _unfold(rep):
    """A long day is folded on a phone."""
    for fold in (".o_crm_fold_before", ".o_crm_fold_after"):
        if rep.page.locator(fold).is_visible():
            rep.page.locator(fold).click()


def _count_tools(rep):
    has_map = rep.page.evaluate(
        """() => odoo.loader.modules.get("@web/core/registry")
            .registry.category("actions").contains("crm_routes.route_map")"""
    )
    return 4 if has_map else 3


def _set_clock(rep):
    """Give her the zone in which it is between eight and nine now."""
    offset = MORNING - datetime.now(timezone.utc).hour
    offset += 24 if offset < -12 else 0
    rep.call("res.users", "write", [rep.user], {"tz": f"Etc/GMT{-offset:+d}"})
    return timezone(timedelta(hours=offset))


def _set_working_hours(admin, rep):
    """They are those of her morning too: else her day would be over at noon, or not yet begun."""
    calendars = admin.call("resource.calendar", "search", [])
    [user] = admin.call("res.users", "read", [rep.user], ["tz"])
    admin.call("resource.calendar", "write", calendars, {"tz": user["tz"]})


def _who_may_be_visited_today(rep):
    """One whom no policy forbids this weekday; at a weekend nobody, and then anyone."""
    for shop in rep.others:
        found = rep.call("crm.route", "get_slots", rep.user, shop["id"])
        if any(slot["date"] == str(rep.today) for slot in found["slots"]):
            return shop
    return rep.others[0]


def _distance(shop):
    north = shop["partner_latitude"] - HERE.latitude
    east = shop["partner_longitude"] - HERE.longitude
    return north**2 + east**2


def _row(rep, visit):
    return rep.page.locator(f".o_crm_timeline li[data-id='{visit}']")


def _utc(rep, hour, more=0):
    hours, minutes = map(int, hour.split(":"))
    wall = datetime.combine(rep.today, datetime.min.time(), rep.zone)
    moment = wall + timedelta(hours=hours, minutes=minutes + more)
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def _wall(rep, stored):
    instant = datetime.fromisoformat(stored).replace(tzinfo=timezone.utc)
    return instant.astimezone(rep.zone).strftime("%H:%M")


def _hours(rep):
    """Hours of what is to come today, as the map and all tools of the route have them."""
    day = rep.call("crm.route", "get_day", rep.user, str(rep.today))
    planned = [each for each in day["stops"] if each["state"] == "planned"]
    return {each["id"]: _wall(rep, each["begin"]) for each in planned}


def _agrees(rep):
    """My day, the calendar and the route say the same hours."""
    told = _hours(rep)
    events = rep.call(
        "calendar.event",
        "search_read",
        [("crm_action_id", "in", list(told))],
        ["crm_action_id", "start"],
    )
    assert {each["crm_action_id"][0]: _wall(rep, each["start"]) for each in events} == told
    _unfold(rep)
    for visit, hour in told.items():
        expect(_row(rep, visit).locator(".o_crm_hour")).to_have_text(hour)


def _shot(rep, name):
    rep.page.locator(".o_crm_my_day_scroll").evaluate("page => page.scrollTo(0, 0)")
    device = "phone" if rep.page.viewport_size["width"] < 500 else "desk"
    # at a desk only to be looked at
    if device == "phone" or "SCREENSHOTS" not in os.environ:
        rep.shot(f"{name}-{device}")
