"""A rep plans weeks of visits; a holiday moves one of them, and two nights change nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests import support
from tests.journeys import visit_steps
from tests.journeys.browser import DESK

CUSTOMER = "Hotel Ría Mansa"
TUESDAY = 1
OBJECTIVE = "Plan de los martes"


@pytest.fixture
def tuesdays():
    """The Tuesdays of the next six weeks, today's not among them."""
    today = visit_steps.today()
    first = today + timedelta(days=(TUESDAY - today.weekday()) % 7 or 7)
    return [first + timedelta(weeks=week) for week in range(5)]


@pytest.fixture
def nuria(person, demo_server):
    """The rep at her desk."""
    return person(demo_server, "nuria", device=DESK)


def test_weekly_plan_around_a_holiday(nuria, demo_database, tuesdays):
    # given a customer under no visit policy, and a public holiday on the second Tuesday
    _plan_by_hand(demo_database)
    holiday = tuesdays[1]
    _close_company(demo_database, holiday)

    # when the rep plans a visit every Tuesday at ten
    nuria.open("/odoo/pilares-visit-plans")
    nuria.press("Nuevo")
    nuria.page.wait_for_selector(".o_form_view")
    nuria.write("partner_id", CUSTOMER)
    nuria.page.locator(".o-autocomplete--dropdown-item").filter(has_text=CUSTOMER).first.click()
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
        _run_nightly(demo_database)
    assert _visits(nuria) == made


def _plan_by_hand(database: str) -> None:
    script = """
env["crm.visit.policy"].search([]).active = False
env.cr.commit()
"""
    support.run_in_shell(database, script, "Archiving the visit policies")


def _close_company(database: str, day: date) -> None:
    eve = day - timedelta(days=1)
    script = f"""
calendar = env["res.company"].search([], limit=1, order="id").resource_calendar_id
env["resource.calendar.leaves"].create({{
    "name": "Fiesta local", "calendar_id": calendar.id, "company_id": calendar.company_id.id,
    "date_from": "{eve} 22:30:00", "date_to": "{day} 22:30:00"}})
env.cr.commit()
"""
    support.run_in_shell(database, script, "Closing the company for a day")


def _visits(rep):
    return rep.call(
        "crm.action",
        "search_read",
        [("summary", "=", OBJECTIVE), ("state", "=", "planned")],
        ["start"],
        order="start",
    )


def _run_nightly(database: str) -> None:
    script = 'env.ref("crm_actions.ir_cron_generate_plans").method_direct_trigger()'
    support.run_in_shell(database, script, "A night of plans")
