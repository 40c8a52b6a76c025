"""The planner sees who cannot be planned, mends one, and the rep reads it on the customer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE

CUSTOMER = "Albergue Marea Viva"
SENTENCE = "Cliente, zona Oriente de Asturias: 2 veces por semana, 20 min"


@pytest.fixture
def ramon(person, demo_server):
    """Who plans, at his desk."""
    return person(demo_server, "ramon", device=DESK)


def _row(who, text):
    return who.page.locator(".o_data_row").filter(has_text=text)


def test_a_customer_without_a_policy_gets_one(ramon, person, demo_server):
    # given a new customer whom no policy reaches, among those who cannot be planned
    ramon.open("/odoo/cannot-be-planned")
    expect(_row(ramon, CUSTOMER)).to_contain_text("Este cliente no tiene política de visitas.")
    ramon.shot("cannot-be-planned")

    # when the planner presses the button beside it and writes one
    _row(ramon, CUSTOMER).get_by_role("button", name="Resolver").click()
    ramon.page.wait_for_selector(".o_form_view")
    expect(ramon.field("partner_id").locator("input")).to_have_value(CUSTOMER)
    ramon.field("frequency").locator("select, input").first.click()
    ramon.page.get_by_text("Veces por semana").last.click()
    for label in ("Frecuencia", "Visitas"):
        expect(ramon.page.get_by_label(label, exact=True)).to_be_visible()
    ramon.write("number", "2")
    ramon.save()
    expect(ramon.field("sentence")).to_contain_text(f"{CUSTOMER}: 2 veces por semana, 20 min.")
    ramon.shot("visit-policy")

    # then, looked at again, it is the position that is missing
    ramon.open("/odoo/cannot-be-planned")
    ramon.press("Revisar ahora")
    expect(_row(ramon, CUSTOMER)).to_contain_text("No se conoce su posición.")
    rows = ramon.call(
        "crm.visit.demand", "search_read", [("partner_id", "=", CUSTOMER)], ["reason", "blocked"]
    )
    assert [(row["reason"], row["blocked"]) for row in rows] == [("no_geo", True)]

    # and its rep reads on the customer how often to go there
    nuria = person(demo_server, "nuria", device=PHONE)
    [partner] = nuria.call("res.partner", "search", [("name", "=", CUSTOMER)])
    nuria.open(f"/odoo/contacts/{partner}")
    expect(nuria.field("crm_visit_sentence")).to_contain_text(SENTENCE)
    expect(nuria.field("crm_visit_problem")).to_contain_text("No se conoce su posición.")


def test_a_thumb_finds_the_button_beside_who_cannot_be_planned(person, demo_server):
    phone = person(demo_server, "ramon", device=PHONE)
    phone.open("/odoo/cannot-be-planned")
    expect(phone.page.get_by_role("button", name="Resolver").first).to_be_visible()
    phone.check_touch(".o_kanban_record:not(.o_kanban_ghost)")
    phone.shot("cannot-be-planned-phone")


def test_segments_are_looked_at_before_they_are_set(ramon):
    ramon.open("/odoo/computing-of-segments")
    ramon.page.locator(".o_data_row").first.click()
    ramon.press("Vista previa")
    expect(ramon.field("summary")).to_contain_text("se quedan")
    ramon.shot("segments-preview")
    ramon.press("Cerrar")
    assert not ramon.call("crm.segment.history", "search_count", [("origin", "=", "computed")])
