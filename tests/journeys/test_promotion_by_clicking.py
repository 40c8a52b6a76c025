"""A promotion that a manager writes by clicking, and what a rep reads of it on an order."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.admin_steps import make_the_rep
from tests.journeys.browser import DESK, PHONE

REP, LOGIN = "Olga Ruiz", "olga"
CUSTOMER = "Bar La Marea"
CIDER, WATER = "Sidra natural", "Agua mineral"
PROMOTION = "Sidra 12+1"


@pytest.fixture
def admin(person, plain_server):
    """The administrator at the desk, in a database without demo data."""
    return person(plain_server, "admin", device=DESK)


def test_a_rule_is_written_takes_effect_and_says_why(admin, person, plain_server):
    # given two products, a customer and a rep, all made in the browser
    make_the_rep(admin, REP, LOGIN)
    for name in (CIDER, WATER):
        _make_the_product(admin, name)
    _make_the_customer(admin)
    # when the manager writes that twelve bring one more
    _make_the_promotion(admin)

    # then a rep who has ten on an order reads what two more would bring
    olga = person(plain_server, LOGIN, device=DESK)
    _begin_an_order(olga, CIDER, "10")
    hint = olga.page.locator(".o_field_widget[name=promotion_hint]")
    expect(hint).to_contain_text("Añade 2")
    # and takes it: twelve are 120.00, and the thirteenth costs nothing
    olga.page.locator("button[name=action_take_promotion_hint]").click()
    rows = olga.page.locator(".o_field_widget[name=order_line] .o_data_row")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("1,00")
    expect(olga.page.locator(".o_field_widget[name=tax_totals]").last).to_contain_text("120,00")
    # and which promotion it was
    olga.page.locator(".o_notebook .nav-link").filter(has_text="Promociones").click()
    applied = olga.page.locator(".o_field_widget[name=promotion_application_ids]")
    expect(applied).to_contain_text(PROMOTION)
    expect(applied).to_contain_text("10,00")
    olga.shot("promotion-on-order")

    # when another order has too little, then the manager reads why nothing came
    _begin_an_order(olga, WATER, "3")
    title = olga.page.locator(".o_last_breadcrumb_item").first
    expect(title).to_contain_text("S0")
    number = title.inner_text().split()[0]
    admin.open("/odoo/pilares-promotions")
    admin.page.locator(".o_data_row").filter(has_text=PROMOTION).locator("td[name=name]").click()
    admin.press("Probar con un pedido")
    admin.choose("order_id", number)
    result = admin.page.locator(".modal .o_field_widget[name=result]")
    expect(result).to_contain_text(PROMOTION)
    admin.shot("promotion-why-not")
    admin.page.locator(".modal-footer").get_by_role("button", name="Cerrar").click()

    # and a phone shows the same hint
    phone = person(plain_server, LOGIN, device=PHONE)
    [order] = phone.call("sale.order", "search", [("order_line.product_id.name", "=", CIDER)])
    line = phone.call("sale.order", "read", [order], ["order_line"])[0]["order_line"][0]
    phone.call("sale.order.line", "write", [line], {"product_uom_qty": 10})
    phone.call("sale.order", "action_refresh_promotions", [order])
    phone.open(f"/odoo/pilares-orders/{order}")
    expect(phone.page.locator(".o_field_widget[name=promotion_hint]")).to_contain_text("Añade 2")


def _make_the_product(admin, name):
    admin.open("/odoo/action-sale.product_template_action/new")
    admin.write("name", name)
    admin.write("list_price", "10")
    admin.save()


def _make_the_customer(admin):
    admin.open("/odoo/agenda")
    admin.go("Clientes")
    admin.new()
    admin.write("name", CUSTOMER)
    admin.save()


def _make_the_promotion(admin):
    admin.open("/odoo/pilares-promotions")
    admin.press("Nuevo")
    admin.write("name", PROMOTION)
    page = admin.page
    conditions = page.locator(".o_field_widget[name=condition_ids]")
    conditions.get_by_text("Añadir una línea").click()
    admin.choose("product_ids", CIDER)
    tiers = page.locator(".o_field_widget[name=tier_ids]")
    tiers.get_by_text("Añadir una línea").click()
    tiers.locator(".o_selected_row [name=threshold] input").fill("12")
    admin.save()
    expect(admin.field("sentence")).to_contain_text("12")
    admin.press("Aprobar")
    admin.press("Poner en marcha")
    expect(page.locator(".o_statusbar_status .o_arrow_button_current")).to_contain_text("En marcha")


def _begin_an_order(rep, product, quantity):
    rep.open("/odoo/pilares-orders/new")
    rep.choose("partner_id", CUSTOMER)
    rep.page.get_by_text("Añadir un producto").click()
    rep.choose("product_template_id", product)
    line = rep.page.locator(".o_selected_row")
    # its variant comes a moment later, and a form that is saved before is to be saved once more
    expect(line.locator("[name=price_unit] input")).to_have_value("10,00")
    line.locator(".o_field_widget[name=product_uom_qty] input").fill(quantity)
    rep.save()
