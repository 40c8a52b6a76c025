"""A leader looks how the day goes and gives a visit to somebody else, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import visit_steps
from tests.journeys.browser import DESK, PHONE

OBJECTIVE = "Visita de la jornada del equipo"


@pytest.fixture
def visit(person, demo_server):
    """A visit of Nuria this evening."""
    nuria = person(demo_server, "nuria", device=DESK)
    [partner] = nuria.call("res.partner", "search", [("name", "=", "Hotel Ría Mansa")], limit=1)
    [visit_type] = nuria.call("crm.action.type", "search", [("code", "=", "visit")], limit=1)
    values = {
        "type_id": visit_type,
        "partner_id": partner,
        "summary": OBJECTIVE,
        "start": f"{visit_steps.today()} 17:00:00",
    }
    return nuria.call("crm.action", "create", [values])[0]


def _row(leader, name):
    return leader.page.locator(".o_crm_team_row").filter(
        has=leader.page.locator(".o_crm_team_name", has_text=name)
    )


def test_a_visit_changes_hands_twice(person, demo_server, visit):
    # given the leader's screen with a row for each rep of the team
    lucia = person(demo_server, "lucia", device=DESK)
    lucia.open("/odoo/team-day")
    card = lucia.page.locator(f".o_crm_card[data-id='{visit}']")
    expect(_row(lucia, "Nuria Collado").locator(card)).to_be_visible()
    lucia.check_accessibility(".o_crm_team_rows")
    lucia.shot("team-day")

    # when she drags the visit to Carlos
    card.drag_to(_row(lucia, "Carlos Terán").locator(".o_crm_team_head"))
    expect(_row(lucia, "Carlos Terán").locator(card)).to_be_visible()
    [found] = lucia.call("crm.action", "read", [visit], ["user_id", "start"])
    assert found["user_id"][1] == "Carlos Terán"
    assert found["start"].endswith("17:00:00")

    # and gives it back by the keyboard
    card.locator(".o_crm_card_move").focus()
    lucia.page.keyboard.press("Enter")
    lucia.page.locator("#o_crm_move_rep").select_option(label="Nuria Collado")
    lucia.page.locator(".o_crm_move_confirm").click()
    expect(_row(lucia, "Nuria Collado").locator(card)).to_be_visible()


def test_on_a_phone(person, demo_server, visit):
    lucia = person(demo_server, "lucia", device=PHONE)
    lucia.open("/odoo/team-day")
    expect(lucia.page.locator(f".o_crm_card[data-id='{visit}']")).to_be_visible()
    lucia.check_accessibility(".o_crm_team_rows")
    lucia.shot("team-day-phone")
    width = lucia.page.evaluate("document.querySelector('.o_crm_team_content').scrollWidth")
    assert width <= 390
