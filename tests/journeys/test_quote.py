"""A quotation up to its signature: the rep on a phone, leader and manager, the customer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE


@pytest.fixture
def nuria(person, demo_server):
    return person(demo_server, "nuria", device=PHONE)


def make_quote(rep, chain):
    """A quotation of 6 x 36.50, as the rep's device writes it."""
    [partner_id] = rep.call("res.partner", "search", [("name", "=", "Hotel Ría Mansa")], limit=1)
    [product_id] = rep.call("product.product", "search", [("name", "like", "Aceite")], limit=1)
    line = {"product_id": product_id, "product_uom_qty": 6, "line_discounts": chain}
    quote = {
        "partner_id": partner_id,
        "require_signature": True,
        "require_payment": False,
        "order_line": [(0, 0, line)],
    }
    [order_id] = rep.call("sale.order", "create", [quote])
    return order_id


def test_too_much_discount_waits_for_the_leader(nuria, person, demo_server):
    # given 25 % and another 10 %: 32.5 %, where a rep gives up to 20 %
    order_id = make_quote(nuria, "25+10")
    nuria.open(f"/odoo/pilares-orders/{order_id}")
    nuria.sees("Un descuento supera tu límite")
    nuria.shot("quote-over-limit-phone")

    # when the rep asks, then the leader, who gives up to 30 %, cannot approve; the manager can
    nuria.call("sale.order", "action_ask_discount_approval", [order_id])
    lucia = person(demo_server, "lucia", device=DESK)
    lucia.open(f"/odoo/pilares-orders/{order_id}")
    lucia.sees("Los descuentos esperan aprobación")
    expect(lucia.page.get_by_role("button", name="Aprobar descuentos")).to_have_count(0)
    ramon = person(demo_server, "ramon", device=DESK)
    ramon.open("/odoo/pilares-discounts-to-approve")
    ramon.shot("discounts-to-approve")
    ramon.open(f"/odoo/pilares-orders/{order_id}")
    ramon.press("Aprobar descuentos")
    nuria.page.reload()
    expect(nuria.page.get_by_text("Un descuento supera tu límite")).to_have_count(0)


def test_the_customer_signs_on_the_portal(nuria, demo_server, browser):
    # given a quotation that waits for the customer
    order_id = make_quote(nuria, "10+5")
    nuria.call("sale.order", "action_quotation_sent", [order_id])
    link = nuria.call("sale.order", "get_portal_url", [order_id])

    # when the customer opens the link on a phone, without any account
    context = browser.new_context(
        viewport={"width": PHONE.width, "height": PHONE.height}, has_touch=True, locale="es-ES"
    )
    page = context.new_page()
    page.goto(demo_server + link)
    page.get_by_text("Aceptar y firmar").first.click()
    sign = page.locator(".o_crm_sign_quote")
    button = sign.get_by_role("button", name="Firmar y aceptar")

    # then nothing can be signed before the condition is accepted and something is drawn
    expect(button).to_be_disabled()
    sign.get_by_label("Entrega en 24–48 h").check()
    sign.get_by_label("NIF de quien firma").fill("12345678Z")
    box = sign.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 30 + 15 * step, box["y"] + (30 if step % 2 else 80))
    page.mouse.up()
    expect(button).to_be_enabled()
    button.click()

    # and it is signed: the rep sees who did, on an order that is confirmed
    page.wait_for_url("**message=sign_ok**")
    context.close()
    [order] = nuria.call("sale.order", "read", [order_id], ["state", "signed_by"])
    assert order["state"] == "sale"
    nuria.open(f"/odoo/pilares-orders/{order_id}")
    nuria.shot("quote-signed-phone")
