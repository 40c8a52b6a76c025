"""A rep plans weeks of visits; a holiday moves one of them, and two nights change nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import visit_steps
from tests.journeys.browser import DESK

CUSTOMER = "Hotel Ría Mansa"
TUESDAY = 1
OBJECTIVE = "Revisar el lineal"


@pytest.fixture
def tuesdays():
    """The Tuesdays of the next six weeks, today's not among them."""
    today = visit_steps.today()
    first = today + timedelta(days=(TUESDAY - today.weekday()) % 7 or 7)
    return [first + timedelta(weeks=week) for week in range(5)]


@pytest.fixture
def admin(person, demo_server):
    """Who looks after the calendar of the company and its jobs."""
    return person(demo_server, "admin", device=DESK)


@pytest.fixture
def nuria(person, demo_server):
    """The rep at her desk."""
    return person(demo_server, "nuria", device=DESK)


def test_weekly_plan_around_a_holiday(admin, nuria, tuesdays):
    # given a public holiday on the second Tuesday
    holiday = tuesdays[1]
    _close_company(admin, holiday)

    # when the rep plans a visit every Tuesday at ten
    nuria.open("/odoo/pilares-visit-plans")
    nuria.press("Nuevo")
    nuria.page.wait_for_selector(".o_form_view")
    nuria.choose("partner_id", CUSTOMER)
    nuria.page.locator("[name=weekdays] input[type=checkbox]").nth(TUESDAY).check()
    nuria.write("summary", OBJECTIVE)
    expect(nuria.field("schedule_text")).to_contain_text("10:00")
    nuria.save()
    nuria.press("Generar ahora")
    expect(nuria.field("action_count")).not_to_have_text("0")
    nuria.shot("visit-plan")

    # then there is a visit on each Tuesday, and on the Wednesday after the holiday
    made = _visits(nuria)
    days = {visit_steps.wall(visit["start"]).date() for visit in made}
    assert {*tuesdays, holiday + timedelta(days=1)} - {holiday} <= days
    assert holiday not in days
    assert {visit_steps.wall(visit["start"]).hour for visit in made} == {10}
    last = visit_steps.today() + timedelta(weeks=6)
    assert max(days) <= last
    assert len(made) == len(days)

    # and two nights later nothing has changed
    for _night in range(2):
        _run_nightly(admin)
    assert _visits(nuria) == made


def _close_company(admin, day: date) -> None:
    [company] = admin.call(
        "res.company", "search_read", [], ["resource_calendar_id"], limit=1, order="id"
    )
    admin.call(
        "resource.calendar.leaves",
        "create",
        {
            "name": "Fiesta local",
            "calendar_id": company["resource_calendar_id"][0],
            "date_from": f"{day - timedelta(days=1)} 23:00:00",
            "date_to": f"{day} 22:59:59",
        },
    )


def _visits(rep):
    return rep.call(
        "crm.action",
        "search_read",
        [("summary", "=", OBJECTIVE), ("state", "=", "planned")],
        ["start"],
        order="start",
    )


def _run_nightly(admin) -> None:
    [cron] = admin.call("ir.cron", "search", [("code", "=", "model._cron_generate()")])
    admin.call("ir.cron", "method_direct_trigger", [cron])
