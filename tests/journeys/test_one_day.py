"""One customer in one day through all addons: the same figures on every screen.

It grows with each addon: visit, order, invoice, the page of the customer and the commission so far.
"""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests import support
from tests.journeys import visit_steps
from tests.journeys.browser import DESK, PHONE, Place
from tests.journeys.gestures import at_rest
from tests.journeys.order_steps import add_from_catalogue, wait_for_total

CUSTOMER = "Sidrería La Peñona"
AT_THE_DOOR = Place(43.4631, -5.0583)

# Vinegar at 12.50, for which the customer was promised 11.00, and 21 % on it.
GIVEN = """
from odoo import Command

group = env["account.tax.group"].create({"name": "IVA 21 %"})
vat = env["account.tax"].create({
    "name": "IVA 21 %", "amount": 21, "type_tax_use": "sale", "tax_group_id": group.id})
nuria = env["res.users"].search([("login", "=", "nuria")])
customer = env["res.partner"].create({
    "name": "Sidrería La Peñona", "is_company": True, "lang": "es_ES", "user_id": nuria.id,
    "email": "penona@example.com", "partner_latitude": 43.4631, "partner_longitude": -5.0583})
vinegar = env["product.product"].create({
    "name": "Vinagre de sidra", "list_price": 12.5, "type": "service",
    "invoice_policy": "order", "taxes_id": [Command.set(vat.ids)]})
env["crm.special.price"].create({
    "partner_id": customer.id, "product_id": vinegar.id, "value": 11}).action_approve()
env.cr.commit()
"""

# Jobs are switched off in journeys: what the job of commissions does is done here.
INVOICE = """
order = env["sale.order"].search([("partner_id.name", "=", "Sidrería La Peñona")])
order._create_invoices().action_post()
env["crm.commission.engine"]._run(order.company_id)
env.cr.commit()
"""
PAYMENT = """
invoice = env["account.move"].search([
    ("partner_id.name", "=", "Sidrería La Peñona"), ("move_type", "=", "out_invoice")])
env["account.payment.register"].with_context(
    active_model="account.move", active_ids=invoice.ids).create({})._create_payments()
env["crm.commission.engine"]._run(invoice.company_id)
env.cr.commit()
"""


@pytest.fixture
def nuria(person, demo_database, demo_server):
    """The rep at the door of a customer who never bought anything, with a visit to him today."""
    support.run_in_shell(demo_database, GIVEN, "A customer with a special price")
    rep = person(demo_server, "nuria", device=PHONE, place=AT_THE_DOOR)
    rep.call("res.users", "crm_accept_geo_notice", [])
    left_open = rep.call("crm.action", "get_open_visit")
    if left_open:
        rep.call("crm.action", "check_out", [left_open["id"]])
    return rep


def test_the_same_figures_on_every_screen(nuria, person, demo_database, demo_server):
    # given a visit, when the rep checks in and reports an order
    [partner_id] = nuria.call("res.partner", "search", [("name", "=", CUSTOMER)])
    visit_id = _plan(nuria, partner_id)
    _visit(nuria, visit_id)

    # and writes ten cases of vinegar on it, from the customer's page, at 11.00
    nuria.open(f"/odoo/customer-360/{partner_id}")
    nuria.press("Presupuesto")
    nuria.press("Catálogo")
    add_from_catalogue(nuria, "Vinagre de sidra", "11,00", 10)
    nuria.press("Volver al presupuesto")
    wait_for_total(nuria, "133,10")
    _confirm(nuria)
    nuria.sees("Pedido de venta")

    # and it is invoiced the same day
    before = _results(nuria)
    support.run_in_shell(demo_database, INVOICE, "Invoicing")

    # then order, invoice, paper, portal and the customer's page say 110.00 and 133.10
    [order] = nuria.call(
        "sale.order",
        "search_read",
        [("partner_id", "=", partner_id)],
        ["amount_untaxed", "amount_total"],
    )
    assert (order["amount_untaxed"], order["amount_total"]) == (110.0, 133.1)
    paper, page = _documents(nuria, demo_server, order["id"])
    for text in (paper, page):
        assert "110,00" in text, text
        assert "133,10" in text, text
    for login, device in (("nuria", PHONE), ("lucia", DESK)):
        _sees_it_on_the_customers_page(person(demo_server, login, device=device), partner_id)

    # and what the day counts is one visit to one customer, with its order
    [done] = nuria.call("crm.action", "read", [visit_id], ["state", "checkin_verdict"])
    assert (done["state"], done["checkin_verdict"]) == ("done", "verified")
    day = nuria.call("crm.action", "get_my_day", str(visit_steps.today()))
    owed = day["partners"][str(partner_id)]["summary"]["receivables"]
    assert owed["open"] == 133.1

    # and of what the customer pays nuria earns 5 % without tax: 5.50, which waits for the money
    waiting = _results(nuria)
    assert _gained(before, waiting) == (0.0, 5.5)
    # when he pays, then it is hers, and her page says of which invoice
    support.run_in_shell(demo_database, PAYMENT, "Paying")
    assert _gained(before, _results(nuria)) == (5.5, 0.0)
    _sees_what_an_invoice_pays(nuria, partner_id)


def _results(rep):
    return rep.call("crm.commission.results", "get_results")["commission"]


def _gained(before, after):
    """How much more is earned, and how much more waits for the customers' money."""
    return tuple(round(after[part] - before[part], 2) for part in ("earned", "pending"))


def _sees_what_an_invoice_pays(rep, partner_id):
    invoice = [("partner_id", "=", partner_id), ("move_type", "=", "out_invoice")]
    [move] = rep.call("account.move", "search_read", invoice, ["name"])
    rep.open("/odoo/my-results")
    expect(rep.page.locator(".o_commission_cards")).to_be_visible()
    rep.check_accessibility(".o_commission_results")
    rep.shot("my-results-phone")
    search = rep.page.locator(".o_commission_why_not")
    search.locator("button").first.click()
    search.locator("input[type=search]").fill(move["name"])
    search.locator("button[type=submit]").click()
    expect(search.locator("article")).to_contain_text("5,50")


def _plan(rep, partner_id):
    [kind] = rep.call("crm.action.type", "search", [("code", "=", "visit")])
    values = {"type_id": kind, "partner_id": partner_id, **visit_steps.half_hour_from_now()}
    [visit_id] = rep.call("crm.action", "create", [values])
    return visit_id


def _visit(rep, visit_id):
    rep.open("/odoo/my-day")
    rep.page.locator(f".o_crm_timeline li[data-id='{visit_id}']").first.click()
    rep.page.locator(".o_crm_action_sheet .o_crm_check_in").click()
    rep.sees("A 0 m · verificada")
    rep.page.locator(".o_crm_live_card .o_crm_check_out").click()
    sheet = rep.page.locator(".o_crm_report_sheet")
    sheet.get_by_text("Pedido", exact=True).click()
    rep.press("Guardar y cerrar")
    row = rep.page.locator(f".o_crm_timeline li[data-id='{visit_id}']")
    expect(row.locator(".o_crm_state")).to_have_text("Pedido")
    rep.sees("Sincronizado")


def _confirm(rep):
    """On a phone the button is in a sheet that slides in from below.

    A finger taps where the button has come to rest: scrolling to it would push the sheet away.
    """
    rep.page.locator(".o_statusbar_buttons .o-dropdown").last.click()
    confirm = rep.page.locator(".o-dropdown--menu button[name=action_confirm]")
    expect(confirm).to_be_in_viewport(ratio=1)
    box = at_rest(confirm)
    rep.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def _documents(rep, server, order_id):
    link = rep.call("sale.order", "get_portal_url", [order_id])
    content = rep.page.request.get(server + link).text()
    link = rep.call("sale.order", "get_portal_url", [order_id], report_type="pdf", download=True)
    pages = PdfReader(io.BytesIO(rep.page.request.get(server + link).body())).pages
    return "\n".join(page.extract_text() for page in pages), content


def _sees_it_on_the_customers_page(user, partner_id):
    user.open(f"/odoo/customer-360/{partner_id}")
    header = user.page.locator(".o_crm_360_header")
    expect(header.locator("h1")).to_contain_text(CUSTOMER)
    # sales are without tax, what is owed is with it
    expect(user.page.locator(".o_crm_360")).to_contain_text(re.compile(r"110(,00)?\s"))
    expect(user.page.locator(".o_crm_360")).to_contain_text(re.compile(r"133(,10)?\s"))
