"""A rep's visit on the phone: agenda, check-in, outcome, next step, and that in the agenda."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import visit_steps
from tests.journeys.browser import DESK, PHONE, Place

# 68 m from where the demo data place the hotel.
AT_THE_HOTEL = Place(43.4631, -5.0583)
HOTEL = "Hotel Ría Mansa"
NOTE = "Prueban la mantequilla en porciones durante una semana."
NEXT_STEP = "Recoger el resultado de la prueba"


@pytest.fixture
def nuria(person, demo_server):
    """The rep at the hotel's door, with nothing left open."""
    rep = person(demo_server, "nuria", device=PHONE, place=AT_THE_HOTEL)
    left_open = rep.call("crm.action", "get_open_visit")
    if left_open:
        rep.call("crm.action", "check_out", [left_open["id"]])
    return rep


@pytest.fixture
def visit(nuria):
    """Her next visit to the hotel, moved to this morning: demo data grow old."""
    [found] = nuria.call(
        "crm.action",
        "search_read",
        [
            ("partner_id.name", "=", HOTEL),
            ("user_id.login", "=", "nuria"),
            ("type_id.code", "=", "visit"),
            ("opportunity_id", "!=", False),
            ("state", "=", "planned"),
        ],
        ["start"],
        limit=1,
        order="start desc",
    )
    nuria.call("crm.action", "write", [found["id"]], _this_morning())
    return found["id"]


def _this_morning():
    return {
        "start": f"{visit_steps.today()} 06:00:00",
        "stop": f"{visit_steps.today()} 06:30:00",
    }


def test_from_check_in_to_the_next_step_in_the_agenda(nuria, visit):
    # given the agenda of today, which shows the visit
    nuria.open("/odoo/agenda")
    nuria.sees(HOTEL)
    nuria.shot("visit-agenda")

    # when she checks in at the customer's door
    visit_steps.open_from_agenda(nuria, HOTEL)
    nuria.check_accessibility(".o_crm_action_bar")
    nuria.shot("visit-planned")
    visit_steps.check_in(nuria)

    # then the visit says at once that she is there
    nuria.sees("A 68 m · verificada")
    nuria.check_accessibility(".o_crm_action_bar")
    nuria.shot("visit-checked-in")

    # when she closes it with an outcome and a next step
    nuria.press("Cerrar")
    visit_steps.close(nuria, "Interesado", NOTE, NEXT_STEP)
    nuria.check_accessibility(".o_crm_close_sheet")
    nuria.shot("visit-close")
    nuria.press("Guardar y cerrar")

    # then the visit is done, with everything that she said
    expect(nuria.page.locator(".o_crm_outcome")).to_have_text("Interesado")
    nuria.check_accessibility(".o_crm_action_bar")
    nuria.shot("visit-done")
    done = _read(nuria, visit, "state", "checkin_verdict", "note", "next_id")
    assert done["state"] == "done"
    assert done["checkin_verdict"] == "verified"
    assert NOTE in done["note"]

    # and the next step is in the agenda, two days later or on the working day after
    following = _read(nuria, done["next_id"][0], "start", "summary", "state")
    day = visit_steps.wall(following["start"]).date()
    assert following["state"] == "planned"
    assert following["summary"] == NEXT_STEP
    assert timedelta(days=2) <= day - visit_steps.today() <= timedelta(days=6)
    nuria.open("/odoo/agenda")
    visit_steps.swipe_to(nuria, day)
    card = nuria.page.locator(".fc-event").filter(has_text=HOTEL)
    expect(card.first).to_be_visible()
    nuria.shot("visit-next-step")


def test_a_leader_sees_the_week_of_the_team_at_the_desk(person, demo_server):
    leader = person(demo_server, "lucia", device=DESK)
    leader.open("/odoo/agenda")
    leader.page.locator(".o_searchview_facet .o_facet_remove").first.click()
    reps = leader.page.locator(".o_calendar_sidebar .o_calendar_filter_item")
    for name in ("Nuria Collado", "Carlos", "Emma"):
        expect(reps.filter(has_text=name)).to_be_visible()
    leader.shot("agenda-desk")


def _read(rep, action_id, *fields):
    [values] = rep.call("crm.action", "read", [action_id], list(fields))
    return values
