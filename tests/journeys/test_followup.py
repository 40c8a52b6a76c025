"""An opportunity at risk: the rep reads why, does what helps, and the leader's board moves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import visit_steps
from tests.journeys.browser import DESK, PHONE

OPPORTUNITY = "Suministro de comedor"
NEXT_STEP = "Llevar la oferta de menús"


@pytest.fixture
def leader(person, demo_server):
    """The leader of the team with the board open."""
    lucia = person(demo_server, "lucia", device=DESK)
    lucia.open("/odoo/follow-up")
    expect(lucia.page.locator(".o_crm_rep_row").nth(1)).to_be_visible()
    expect(lucia.page.locator(".o_kanban_record:not(.o_kanban_ghost)").first).to_be_visible()
    return lucia


@pytest.fixture
def carlos(person, demo_server):
    """The rep, who let a visit pass ten days ago."""
    rep = person(demo_server, "carlos", device=PHONE)
    [lead] = rep.call(
        "crm.lead", "search_read", [("name", "=", OPPORTUNITY)], ["partner_id", "company_id"]
    )
    [visit_type] = rep.call("crm.action.type", "search", [("code", "=", "visit")], limit=1)
    missed = visit_steps.today() - timedelta(days=10)
    rep.call(
        "crm.action",
        "create",
        {
            "type_id": visit_type,
            "opportunity_id": lead["id"],
            "partner_id": lead["partner_id"][0],
            "start": f"{missed} 08:00:00",
        },
    )
    return rep


def card(person, column):
    """The opportunity's card in a column of the board."""
    group = person.page.locator(".o_kanban_group").filter(has_text=column)
    return group.locator(".o_kanban_record").filter(has_text=OPPORTUNITY)


def test_red_for_a_reason_green_after_the_visit(carlos, leader):
    # given the opportunity at risk, on both screens, with the reason in words
    expect(card(leader, "En riesgo")).to_be_visible()
    expect(card(leader, "En riesgo")).to_contain_text("días laborables")
    leader.check_accessibility(".o_crm_followup_panel")
    leader.check_accessibility(".o_crm_followup_why")
    leader.shot("followup-board")
    carlos.open("/odoo/follow-up")
    expect(card(carlos, "En riesgo")).to_contain_text("sin contacto")
    carlos.shot("followup-phone")

    # when the rep reports the visit, with a next step
    card(carlos, "En riesgo").get_by_role("button", name="Informar").click()
    visit_steps.close(carlos, "Interesado", "Quieren menús cerrados.", NEXT_STEP)
    carlos.press("Guardar y cerrar")

    # then it is green for him, and the leader's board has moved by itself
    expect(card(carlos, "Al día")).to_be_attached()
    expect(card(leader, "Al día")).to_be_visible()
    expect(card(leader, "En riesgo")).to_have_count(0)
    expect(card(leader, "Al día")).to_contain_text("Próximo paso el")
    [lead] = leader.call(
        "crm.lead",
        "search_read",
        [("name", "=", OPPORTUNITY)],
        ["followup_score", "followup_state"],
    )
    assert (lead["followup_score"], lead["followup_state"]) == (100, "green")


def test_a_rep_is_singled_out(leader):
    # given the board of the team, when the leader presses a rep
    others = leader.page.locator(".o_kanban_record").filter(has_text=OPPORTUNITY)
    expect(others).to_have_count(1)
    nuria = leader.page.locator(".o_crm_rep_row").filter(has_text="Nuria Collado")
    nuria.click()

    # then only her opportunities show, and the panel goes on showing everybody
    expect(nuria).to_have_attribute("aria-pressed", "true")
    expect(others).to_have_count(0)
    expect(leader.page.locator(".o_crm_rep_row").filter(has_text="Carlos Terán")).to_be_visible()

    # and pressing her again brings all back
    nuria.click()
    expect(nuria).to_have_attribute("aria-pressed", "false")
    expect(others).to_have_count(1)

    # and so do three presses in a row, of which none waits for the answer to the one before
    nuria.click()
    expect(others).to_have_count(0)
    nuria.click(click_count=3)
    expect(leader.page.locator(".o_facet_value")).to_have_count(0)
    expect(others).to_have_count(1)
