"""A rep's visit on a database that an administrator set up by clicking, as docs/admin.md says."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import visit_steps
from tests.journeys.admin_steps import make_the_rep
from tests.journeys.browser import DESK, PHONE, Place

REP, LOGIN = "Olga Ruiz", "olga"
TEAM = "Norte"
CUSTOMER = "Bar La Marea"
AT_THE_BAR = Place(43.4631, -5.0583)


@pytest.fixture
def admin(person, plain_server):
    """The administrator at the desk, in a database without demo data."""
    return person(plain_server, "admin", device=DESK)


def test_first_steps_by_clicking(admin, person, plain_server):
    make_the_rep(admin, REP, LOGIN)
    _make_the_team(admin)
    _make_the_customer(admin)

    olga = person(plain_server, LOGIN, device=PHONE, place=AT_THE_BAR)
    _plan_a_visit_with_three_fields(olga)
    visit_steps.open_from_agenda(olga, CUSTOMER)
    visit_steps.check_in(olga)
    olga.sees("A 0 m · verificada")
    olga.press("Cerrar")
    visit_steps.close(olga, "Pedido", "Dos cajas de sidra.", "Servir el pedido")
    olga.press("Guardar y cerrar")
    expect(olga.page.locator(".o_crm_outcome")).to_have_text("Pedido")

    [following] = olga.call(
        "crm.action", "search_read", [("state", "=", "planned")], ["start", "summary"]
    )
    assert following["summary"] == "Servir el pedido"
    olga.open("/odoo/agenda")
    visit_steps.swipe_to(olga, visit_steps.wall(following["start"]).date())
    expect(olga.page.locator(".fc-event").filter(has_text=CUSTOMER).first).to_be_visible()


def _make_the_team(admin):
    admin.open("/odoo/agenda")
    admin.go("Configuración", "Equipos de ventas")
    admin.new()
    admin.write("name", TEAM)
    admin.choose("next_step_policy", "Obligatorio")
    admin.page.get_by_text("Añadir Comerciales").click()
    row = admin.page.locator(".modal .o_data_row").filter(has_text=REP)
    row.locator(".o_list_record_selector input").check()
    admin.press("Seleccionar")
    admin.save()


def _make_the_customer(admin):
    admin.go("Clientes")
    admin.new()
    admin.write("name", CUSTOMER)
    admin.write("street", "Paseo de la Playa 3")
    admin.write("city", "Ribadesella")
    admin.page.get_by_role("tab", name="Asignación de socio").click()
    admin.write("partner_latitude", "43,4631")
    admin.write("partner_longitude", "-5,0583")
    admin.save()


def _plan_a_visit_with_three_fields(rep):
    rep.open("/odoo/agenda")
    rep.page.locator(".fc-timegrid-slot-lane[data-time='09:00:00']").first.click()
    rep.choose("partner_id", CUSTOMER)
    rep.press("Guardar")
    expect(rep.page.locator(".fc-event").filter(has_text=CUSTOMER).first).to_be_visible()
