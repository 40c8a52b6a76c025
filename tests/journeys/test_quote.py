"""A quotation up to its signature: the rep on a phone, leader and manager, the customer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE
from tests.journeys.order_steps import sign_on_the_portal


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
    nuria.sees("supera tu límite")
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
    expect(ramon.page.get_by_role("button", name="Aprobar descuentos")).to_have_count(0)
    nuria.page.reload()
    expect(nuria.field("partner_id")).to_be_visible()
    expect(nuria.page.get_by_text("supera tu límite")).to_have_count(0)


def test_the_customer_signs_on_the_portal(nuria, demo_server, browser):
    # given a quotation that waits for the customer
    order_id = make_quote(nuria, "10+5")
    nuria.call("sale.order", "action_quotation_sent", [order_id])
    link = nuria.call("sale.order", "get_portal_url", [order_id])

    # when the customer opens the link on a phone, without any account, then nothing can be signed
    # before the condition is accepted and something is drawn
    sign_on_the_portal(browser, demo_server + link)

    # and it is signed: the rep sees who did, on an order that is confirmed
    [order] = nuria.call("sale.order", "read", [order_id], ["state", "signed_by"])
    assert order["state"] == "sale"
    nuria.open(f"/odoo/pilares-orders/{order_id}")
    nuria.shot("quote-signed-phone")
