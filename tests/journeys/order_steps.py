"""What is there before an order begins, and what warehouse and accounts do with it afterwards."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.journeys.browser import PATIENCE_MS, PHONE, Person, wait_for_scripts
from tests.journeys.gestures import at_rest

CUSTOMER = "Hostal Peña Blanca"

# A mill at 120.00, for this customer at 100.00, of which 3 are in one warehouse and 7 in the
# other; tins at 10.00, of which 24 bring 3 more, and which order discounts leave alone.
GIVEN = """
import base64

from odoo import Command
from odoo.addons.crm_orders_promos.tests.common_signing import certificate_and_key

env.company.portal_confirmation_pay = False
group = env["account.tax.group"].create({"name": "IVA 21 %"})
vat = env["account.tax"].create({
    "name": "IVA 21 %", "amount": 21, "type_tax_use": "sale", "tax_group_id": group.id})
nuria = env["res.users"].search([("login", "=", "nuria")])
customer = env["res.partner"].create({
    "name": "Hostal Peña Blanca", "is_company": True, "lang": "es_ES", "email": "pena@example.com",
    "user_id": nuria.id})
goods = {"is_storable": True, "type": "consu", "invoice_policy": "delivery",
         "taxes_id": [Command.set(vat.ids)]}
mill = env["product.product"].create({"name": "Molino de café", "list_price": 120, **goods})
tins = env["product.product"].create({
    "name": "Mejillones en lata", "list_price": 10, "crm_no_header_discount": True, **goods})
once = {"type": "service", "invoice_policy": "order", "taxes_id": [Command.set(vat.ids)]}
env["product.product"].create([
    {"name": "Leche entera", "list_price": 12.5, **once},
    {"name": "Café en grano", "list_price": 33.33, **once},
    {"name": "Portes", "list_price": 6, "crm_no_header_discount": True, **once}])
main = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
coast = env["stock.warehouse"].create({"name": "Llanes", "code": "LLA"})
for warehouse, product, quantity in ((main, mill, 3), (coast, mill, 7), (main, tins, 40)):
    env["stock.quant"].create({
        "product_id": product.id, "location_id": warehouse.lot_stock_id.id,
        "inventory_quantity": quantity}).action_apply_inventory()
env["crm.special.price"].create({
    "partner_id": customer.id, "product_id": mill.id, "value": 100}).action_approve()
promotion = env["crm.promotion"].create({
    "name": "24+3", "condition_ids": [Command.create({"product_ids": [Command.set(tins.ids)]})],
    "tier_ids": [Command.create({"threshold": 24, "effect": "free_goods", "qty": 3})]})
promotion.action_approve()
promotion.action_start()
certificate, secret = certificate_and_key()
key = env["certificate.key"].create({"name": "Key", "content": base64.b64encode(secret)})
env.company.signing_certificate_id = env["certificate.certificate"].create({
    "name": "Seal", "content": base64.b64encode(certificate), "private_key_id": key.id})
env.cr.commit()
"""

# The first van takes 3 mills and 12 tins with the one that comes with them; the rest follows.
SHIP = """
order = env["sale.order"].search([("partner_id.name", "=", "Hostal Peña Blanca")], limit=1)
pickings = order.picking_ids.sorted("id")
assert pickings.picking_type_id.warehouse_id.mapped("name") == ["YourCompany", "Llanes"], pickings

def ship(picking, quantities):
    for move in picking.move_ids:
        move.quantity = quantities.get((move.product_id.name, move.sale_line_id.discount == 100), 0)
        move.picked = True
    picking.with_context(skip_backorder=True).button_validate()

main, coast = pickings
ship(main, {("Molino de café", False): 3, ("Mejillones en lata", False): 12,
            ("Mejillones en lata", True): 1})
first = order._create_invoices()
first.action_post()
for picking in order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel")):
    ship(picking, {(move.product_id.name, move.sale_line_id.discount == 100): move.product_uom_qty
                   for move in picking.move_ids})
second = order._create_invoices()
second.action_post()
env.cr.commit()
"""

INVOICE = """
order = env["sale.order"].browse({order_id})
order.action_confirm()
order._create_invoices().action_post()
env.cr.commit()
"""


def add_from_catalogue(rep: Person, name: str, price: str, quantity: int) -> None:
    """Find a product in the catalogue of an order, read its price, and order it."""
    page = rep.page
    search = page.locator(".o_searchview_input")
    if not search.is_visible():
        page.locator(".o_control_panel .o-dropdown, .o_control_panel button").filter(
            has=page.locator(".oi-search, .fa-search")
        ).first.click()
    for facet in page.locator(".o_searchview .o_facet_remove").all():
        facet.click()
    search.fill(name)
    page.get_by_role("menuitem", name=f"Buscar Producto para: {name}").click()
    card = page.locator(".o_kanban_record").filter(has_text=name)
    expect(card).to_contain_text(price)
    with page.expect_response("**/product/catalog/update_order_line_info"):
        card.get_by_role("button", name="Añadir").click()
    with page.expect_response("**/product/catalog/update_order_line_info"):
        card.locator("input").fill(str(quantity))
        card.locator("input").press("Tab")


def wait_for_total(rep: Person, total: str) -> None:
    """The total of the order that is open, as its footer writes it."""
    expect(rep.page.locator(".o_field_widget[name=tax_totals]").last).to_contain_text(total)


def sign_on_the_portal(browser: Browser, address: str) -> str:
    """Open a quotation's link as a customer without an account, accept, draw, and sign.

    :return: what the page says of the quotation before it is signed
    """
    context = browser.new_context(
        viewport={"width": PHONE.width, "height": PHONE.height}, has_touch=True, locale="es-ES"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    wait_for_scripts(page)
    shown = page.locator("#quote_content").inner_text()
    page.get_by_text("Aceptar y firmar").first.click()
    sign = page.locator(".o_crm_sign_quote")
    button = sign.get_by_role("button", name="Firmar y aceptar")
    expect(button).to_be_disabled()
    sign.get_by_label("Entrega en 24–48 h").check()
    sign.get_by_label("NIF de quien firma").fill("12345678Z")
    expect(sign).to_contain_text("Escribe el nombre de quien firma.")
    sign.locator(".o_web_sign_name_input").fill("Elvira Cueto")
    expect(sign).to_contain_text("Firma en el recuadro.")
    box = at_rest(sign.locator("canvas"))
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 30 + 15 * step, box["y"] + (30 if step % 2 else 80))
    page.mouse.up()
    expect(button).to_be_enabled()
    button.click()
    page.wait_for_url("**message=sign_ok**")
    context.close()
    return shown
