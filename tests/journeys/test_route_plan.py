"""A planner has two weeks of routes worked out, looks at them, publishes; a rep sees Monday's."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import support
from tests.journeys import visit_steps
from tests.journeys.browser import DESK, PHONE

REPS = ("nuria", "marta", "carlos", "emma")
ZONES = ("Oriente de Asturias", "Centro de Asturias", "Cantabria", "Bizkaia")
_PLANNED_WITHIN_MS = 300_000
# Planners give way to all others, and the first compiles a kernel: a slow machine takes minutes.
_WORK = """
from odoo.tools import config

config["limit_time_real_cron"] = 900
env["crm.route.plan.job"]._cron_work()
env.cr.commit()
"""


@pytest.fixture
def ramon(person, demo_server):
    """Who plans, at his desk."""
    return person(demo_server, "ramon", device=DESK)


def test_two_weeks_of_four_reps(ramon, person, demo_server, demo_database):
    # given a planner who opens a new plan: the next two weeks, all four reps
    ramon.open("/odoo/route-plans")
    ramon.press("Nuevo")
    ramon.page.wait_for_selector(".o_form_view")
    expect(ramon.field("rep_ids").locator(".o_tag")).to_have_count(len(REPS))

    # when he chooses the zones and the segments A and B, and has it planned
    for zone in ZONES:
        ramon.choose("zone_ids", zone)
    for segment in ("A", "B"):
        ramon.choose("segment_ids", segment)
    ramon.page.locator("a.nav-link[name=options]").click()
    ramon.write("seconds", "8")
    ramon.shot("route-plan-question")
    _button(ramon, "action_plan").click()
    expect(_state(ramon)).to_have_attribute("data-value", "planning")

    # then he watches the planners
    planners = _planners_at_work(demo_database)
    # the whole of it in front, each search below
    ramon.page.locator("a.nav-link[name=jobs]").click()
    progress = ramon.page.locator(".o_form_sheet .alert .o_progressbar_value")
    expect(progress).not_to_have_text("0%", timeout=_PLANNED_WITHIN_MS)
    ramon.shot("route-plan-progress")
    expect(_state(ramon)).to_have_attribute("data-value", "proposed", timeout=_PLANNED_WITHIN_MS)
    planners.join()
    told = ramon.page.locator(".o_notification")
    expect(told).to_have_count(1)
    told.locator(".o_notification_close").click()

    # and sees the figures against the agenda and a list by hand, the load of each rep
    plan = _read(ramon)
    expect(ramon.field("figures_html").locator("tbody tr").first).to_contain_text(
        str(plan["visit_count"])
    )
    ramon.page.locator("a.nav-link[name=load]").click()
    expect(ramon.field("load_html").locator("tbody tr")).to_have_count(len(REPS))
    for ours in ("figures_html", "load_html"):
        ramon.check_accessibility(f".o_field_widget[name={ours}]")
    ramon.shot("route-plan-proposed")
    assert _asks_no_more(ramon)

    # and who is left out and why
    assert plan["left_out_count"] == ramon.call(
        "crm.route.left.out", "search_count", [("plan_id", "=", plan["id"])]
    )
    _button(ramon, "action_view_left_out").click()
    ramon.page.wait_for_selector(".o_list_view")
    expect(ramon.page.locator(".o_data_row").first).to_be_visible()
    ramon.shot("route-plan-left-out")
    ramon.open(f"/odoo/route-plans/{plan['id']}")

    # when he publishes it
    _button(ramon, "action_publish").click()
    ramon.page.locator(".modal-footer .btn-primary").click()
    expect(_state(ramon)).to_have_attribute("data-value", "publishing")
    planners = _planners_at_work(demo_database)
    expect(_state(ramon)).to_have_attribute("data-value", "published", timeout=_PLANNED_WITHIN_MS)
    planners.join()

    # then each stop is a visit in an agenda, once
    stops = ramon.call(
        "crm.route.stop",
        "search_read",
        [("plan_id", "=", plan["id"]), ("is_appointment", "=", False)],
        ["action_id", "user_id", "partner_id", "start", "date"],
    )
    visits = [stop["action_id"][0] for stop in stops if stop["action_id"]]
    assert len(visits) == len(set(visits)) == len(stops) == plan["visit_count"]

    # and Nuria sees those of Monday in My day, in their order
    today = visit_steps.today()
    monday = today + timedelta(days=7 - today.weekday())
    nuria = person(demo_server, "nuria", device=PHONE)
    mine = nuria.call(
        "crm.route.stop",
        "search_read",
        [("plan_id", "=", plan["id"]), ("date", "=", str(monday))],
        ["display_name", "start", "action_id"],
    )
    assert mine
    nuria.open("/odoo/my-day")
    nuria.page.wait_for_selector(".o_crm_my_day_page")
    for day in range((monday - today).days):
        nuria.page.locator(".o_crm_next").click()
        shown = today + timedelta(days=day + 1)
        title = nuria.page.locator(".o_crm_day_title .o_crm_row_title")
        expect(title).to_contain_text(f" {shown.day} ")
    for stop in mine:
        row = nuria.page.locator(f".o_crm_timeline li[data-id='{stop['action_id'][0]}']")
        expect(row).to_contain_text(stop["display_name"])
        expect(row).to_contain_text(f"{visit_steps.wall(stop['start']):%H:%M}")
    nuria.shot("route-plan-my-day-phone")


def test_on_a_phone_the_plan_fits(ramon, person, demo_server):
    # given the plan that the examples have published
    [plan] = ramon.call("crm.route.plan", "search", [("state", "=", "published")], limit=1)
    phone = person(demo_server, "ramon", device=PHONE)
    for path in (f"/odoo/route-plans/{plan}", "/odoo/route-plans", "/odoo/routes"):
        phone.open(path)
        wide = phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} is {wide} px too wide"


def _button(who, method):
    return who.page.locator(f"button[name={method}]").filter(visible=True).first


def _state(who):
    """The status that the form shows."""
    return who.page.locator(".o_statusbar_status .o_arrow_button_current").first


def _read(who):
    plan = int(who.page.url.rstrip("/").rpartition("/")[2].partition("?")[0])
    [found] = who.call("crm.route.plan", "read", [plan], ["visit_count", "left_out_count"])
    return found


def _planners_at_work(database: str) -> threading.Thread:
    """The scheduler's planners, in a process of their own."""
    arguments = (database, _WORK, "Planning routes")
    thread = threading.Thread(target=support.run_in_shell, args=arguments)
    thread.start()
    return thread


def _asks_no_more(who) -> bool:
    """What is ready is not read over and over again: somebody may be writing on it."""
    asked = []
    who.page.on("request", lambda request: asked.append(request.url))
    who.page.wait_for_timeout(5_000)
    return not [url for url in asked if "crm.route.plan/web_read" in url]
