"""The page with all about a customer: on the phone of its rep, at a desk, and of a prospect."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import visit_steps
from tests.journeys.browser import DESK, PHONE, Place

CUSTOMER = "Hotel Ría Mansa"
PROSPECT = "Posada El Orbayu"


def part(person, key):
    """A part of the page."""
    return person.page.locator(f"[data-part={key}]")


def unfold(person, key):
    """Open a part of the page by its head."""
    head = part(person, key).locator(".o_crm_360_fold button")
    if head.get_attribute("aria-expanded") == "false":
        head.click()
    expect(part(person, key).locator(".o_crm_360_part")).to_be_visible()


def open_page(person, path, model, name):
    """Open the page of the record of that name."""
    [record_id] = person.call(model, "search", [("name", "=", name)], limit=1)
    person.open(f"/odoo/{path}/{record_id}")
    expect(person.page.locator(".o_crm_360_header h1")).to_be_visible()
    # a link leads to one page: there is no list behind it to go back to
    expect(person.page.locator(".o_last_breadcrumb_item").first).to_contain_text("360")
    expect(person.page.locator(".o_back_button")).to_have_count(0)


@pytest.fixture
def phone(person, demo_server):
    """The rep, out in the country."""
    return person(demo_server, "nuria", device=PHONE, place=Place(43.42, -4.76))


def test_figures_first_on_a_phone_and_the_rest_when_it_is_opened(phone):
    # given the page, then the head shows, each part says how much it has, and the first is open
    open_page(phone, "customer-360", "res.partner", CUSTOMER)
    phone.sees("Ventas 12 meses")
    expect(phone.page.locator(".o_crm_360_part")).to_have_count(1)
    expect(part(phone, "opportunities").locator(".o_crm_360_row")).to_have_count(2)
    # how many quotes there are depends on the demo data of the other addons
    expect(part(phone, "sales").locator("small")).to_have_text(re.compile(r"^5 de \d+$"))
    expect(part(phone, "documents").locator("small")).to_have_text("0")
    phone.check_accessibility(".o_crm_360")
    phone.shot("customer-360-phone")

    # when a part is opened, then its rows come, also those of the former rep without a link
    unfold(phone, "sales")
    expect(part(phone, "sales").locator(".o_crm_360_row")).to_have_count(5)
    unfold(phone, "invoices")
    expect(part(phone, "invoices").locator(".o_crm_360_row")).to_have_count(5)
    phone.sees("Último pago")
    phone.check_accessibility(".o_crm_360")
    phone.shot("customer-360-phone-open")

    # when it is loaded again, then it is the same customer
    phone.page.reload()
    expect(phone.page.locator(".o_crm_360_header h1")).to_contain_text(CUSTOMER)


def test_all_in_sight_at_a_desk(person, demo_server):
    # given the contact, when the leader opens the page from it
    lucia = person(demo_server, "lucia", device=DESK)
    [partner_id] = lucia.call("res.partner", "search", [("name", "=", CUSTOMER)], limit=1)
    lucia.open(f"/odoo/res.partner/{partner_id}")
    lucia.page.locator("button[name=action_open_customer_360]").first.click()

    # then all parts show with their figures
    for key in ("opportunities", "invoices", "sales", "actions", "products"):
        expect(part(lucia, key).locator(".o_crm_360_part")).to_be_visible()
    expect(part(lucia, "products")).to_contain_text("Aceite de oliva 5 L")
    expect(lucia.page.locator(".o_crm_360_event").first).to_be_visible()
    lucia.check_accessibility(".o_crm_360")
    lucia.shot("customer-360-desk")

    # when she opens an order and comes back, then the page is there again
    part(lucia, "sales").locator(".o_crm_360_link").first.click()
    # the address follows the screen a moment later
    expect(lucia.page).to_have_url(re.compile("sale.order"))
    lucia.page.go_back()
    expect(lucia.page.locator(".o_crm_360_header h1")).to_contain_text(CUSTOMER)

    # and what was sold can be singled out
    lucia.press("Ventas")
    expect(lucia.page.locator(".o_crm_360_event").first).to_be_visible()


def test_a_prospect_is_visited_and_becomes_a_customer(phone):
    # given an opportunity without a contact, and a visit to it
    open_page(phone, "prospect-360", "crm.lead", "Desayunos de la posada")
    expect(phone.page.locator(".o_crm_360_header h1")).to_contain_text(PROSPECT)
    phone.check_accessibility(".o_crm_360")
    phone.shot("prospect-360-phone")
    phone.press("Visita")
    dialog = phone.page.locator(".modal")
    dialog.locator(".o_form_button_save").click()
    expect(dialog).to_be_hidden()
    unfold(phone, "actions")
    planned = part(phone, "actions").locator(".o_crm_360_row").filter(has_text="Planificada")
    planned.locator(".o_crm_360_link").first.click()

    # when the rep checks in and closes it
    visit_steps.check_in(phone)
    phone.press("Cerrar")
    visit_steps.close(phone, "Interesado", "Buena cocina.", "Llevar muestras")
    phone.press("Guardar y cerrar")
    expect(phone.page.locator(".modal")).to_have_count(0)

    # then one button makes the contact, with its history
    open_page(phone, "prospect-360", "crm.lead", "Desayunos de la posada")
    phone.press("Convertir en cliente")
    expect(phone.page.locator(".o_crm_360_tag").filter(has_text="Prospecto")).to_have_count(0)
    expect(phone.page.locator(".o_crm_360_header h1")).to_contain_text(PROSPECT)
    unfold(phone, "actions")
    expect(part(phone, "actions")).to_contain_text("Interesado")
