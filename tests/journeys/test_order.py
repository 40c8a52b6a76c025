"""An order from the catalogue to the ledger: rep, customer, two warehouses, two invoices."""

from __future__ import annotations

import base64
import io
import subprocess

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from tests import support
from tests.journeys.browser import DESK, PHONE
from tests.journeys.order_steps import (
    CUSTOMER,
    GIVEN,
    INVOICE,
    SHIP,
    add_from_catalogue,
    sign_on_the_portal,
)


@pytest.fixture(scope="module")
def stocked_server(demo_database, demo_server):
    support.run_in_shell(demo_database, GIVEN, "Goods, a special price and a promotion")
    return demo_server


@pytest.fixture
def nuria(person, stocked_server):
    return person(stocked_server, "nuria", device=PHONE)


def test_an_order_from_the_catalogue_to_the_ledger(
    nuria, demo_database, stocked_server, browser, tmp_path
):
    # given a customer whom the rep opens
    [partner_id] = nuria.call("res.partner", "search", [("name", "=", CUSTOMER)], limit=1)
    nuria.open(f"/odoo/customer-360/{partner_id}")
    nuria.press("Presupuesto")

    # when she puts ten mills and 24 tins on it, in the catalogue, at the customer's price
    nuria.press("Catálogo")
    add_from_catalogue(nuria, "Molino de café", "100,00", 10)
    nuria.shot("order-catalogue-phone")
    add_from_catalogue(nuria, "Mejillones en lata", "10,00", 24)
    nuria.press("Volver al presupuesto")

    # then three tins more are on it, and 1,240.00 without tax
    free = nuria.page.locator(".o_field_x2many .o_kanban_record").filter(has_text="100,00%")
    expect(free).to_contain_text("3,00")
    nuria.sees("1.240,00")

    # when she gives ten per cent on the whole order, and adds a photo
    nuria.page.get_by_text("Añadir un descuento del pedido").click()
    nuria.write("percent", "10")
    nuria.save()
    # then 10 x 100.00 - 10 % and 24 x 10.00, and 21 % on it
    nuria.sees("1.140,00")
    nuria.sees("1.379,40")
    # when she has it shared out between the warehouses: 3 mills are in one, 7 in the other
    _share_out(nuria)
    mills = nuria.page.locator(".o_field_x2many .o_kanban_record").filter(has_text="Molino")
    expect(mills).to_have_count(2)
    nuria.shot("order-two-warehouses-phone")
    nuria.sees("1.379,40")
    _add_photo(nuria, "La barra")
    nuria.save()
    nuria.shot("order-phone")
    # and sends it
    nuria.press("Enviar")
    nuria.sees("S00")
    nuria.shot("order-send")
    nuria.page.locator(".o_dialog").get_by_role("button", name="Enviar").click()
    expect(nuria.page.locator(".o_dialog")).to_have_count(0)
    [order] = nuria.call("sale.order", "search_read", [("partner_id", "=", partner_id)], ["state"])
    assert order["state"] == "sent"

    # then the customer reads the same on the portal, accepts the clause and signs
    link = nuria.call("sale.order", "get_portal_url", [order["id"]])
    shown = sign_on_the_portal(browser, stocked_server + link)
    for figure in ("1.140,00", "1.379,40", "-100,00"):
        assert figure in shown, (figure, shown)
    # and what is stored is the same, sealed by the company
    [signature] = nuria.call(
        "crm.order.signature",
        "search_read",
        [("order_id", "=", order["id"])],
        ["pdf_attachment_id"],
    )
    [copy] = nuria.call("ir.attachment", "read", signature["pdf_attachment_id"][:1], ["datas"])
    paper = base64.b64decode(copy["datas"])
    text = _read(paper)
    for figure in ("1.140,00", "1.379,40", "La barra", "Hostal Peña Blanca"):
        assert figure in text, (figure, text)
    assert "Signature is Valid" in _verify(paper, tmp_path)

    # when it is shipped from two warehouses, in two parts, and each part is invoiced
    support.run_in_shell(demo_database, SHIP, "Shipping and invoicing")
    # then 3 x 90.00 and 12 x 10.00 come first, the rest afterwards, and the ledger has it all
    invoices = nuria.call(
        "account.move",
        "search_read",
        [("partner_id", "=", partner_id)],
        ["amount_untaxed", "amount_total"],
        order="id",
    )
    assert [each["amount_untaxed"] for each in invoices] == [390.0, 750.0]
    assert sum(each["amount_total"] for each in invoices) == pytest.approx(1379.40)


def test_discounts_are_the_same_on_screen_paper_and_ledger(
    nuria, person, demo_database, stocked_server
):
    # given 10 x 12.50 "10+5", 3 x 33.33 and freight of 6.00, of all of which 5 % and 2 % are taken
    # off but of the freight (scenario D2)
    [partner_id] = nuria.call("res.partner", "search", [("name", "=", CUSTOMER)], limit=1)
    lines = []
    for name, quantity, chain in (("Leche entera", 10, "10+5"), ("Café", 3, ""), ("Portes", 1, "")):
        [product_id] = nuria.call("product.product", "search", [("name", "like", name)], limit=1)
        line = {"product_id": product_id, "product_uom_qty": quantity, "line_discounts": chain}
        lines.append((0, 0, line))
    discounts = [
        (0, 0, {"kind": "commercial", "percent": 5}),
        (0, 0, {"kind": "prompt_payment", "percent": 2}),
    ]
    order = {"partner_id": partner_id, "order_line": lines, "header_discount_ids": discounts}
    [order_id] = nuria.call("sale.order", "create", [order])
    # when it is opened, then gross 230.99 comes to 198.59, and with 21 % to 240.29
    nuria.open(f"/odoo/pilares-orders/{order_id}")
    figures = ("230,99", "-18,12", "-10,35", "-3,93", "198,59", "41,70", "240,29")
    for figure in figures:
        nuria.sees(figure)
    # and on paper, once somebody who may has approved 20.40 %
    nuria.call("sale.order", "action_ask_discount_approval", [order_id])
    ramon = person(stocked_server, "ramon", device=DESK)
    ramon.open(f"/odoo/pilares-orders/{order_id}")
    ramon.press("Aprobar descuentos")
    expect(ramon.page.get_by_role("button", name="Aprobar descuentos")).to_have_count(0)
    nuria.call("sale.order", "action_quotation_sent", [order_id])
    link = nuria.call("sale.order", "get_portal_url", [order_id], report_type="pdf", download=True)
    paper = nuria.page.request.get(stocked_server + link).body()
    text = _read(paper)
    assert not [figure for figure in figures if figure not in text], text
    # and in the ledger
    support.run_in_shell(demo_database, INVOICE.format(order_id=order_id), "Invoicing")
    [invoice] = nuria.call(
        "account.move",
        "search_read",
        [("line_ids.sale_line_ids.order_id", "=", order_id)],
        ["amount_untaxed", "amount_tax", "amount_total"],
    )
    figures = (invoice["amount_untaxed"], invoice["amount_tax"], invoice["amount_total"])
    assert figures == (198.59, 41.70, 240.29)


def _read(paper):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def _share_out(rep):
    page = rep.page
    # the quotation says that mills are short, and offers it there
    rep.sees("No todas las líneas encuentran en su almacén lo que necesitan.")
    rep.shot("order-short-phone")
    page.locator("button[name=action_suggest_warehouse]").click()
    page.locator(".o_dialog input[data-value=split]").check()
    # 24 tins leave 16 of 40 for the three that come with them
    expect(page.locator(".o_dialog")).to_contain_text("YourCompany 16")
    rep.shot("order-suggest-warehouses-phone")
    page.locator(".o_dialog footer .btn-primary").click()
    expect(page.locator(".o_dialog")).to_have_count(0)


def _add_photo(rep, caption):
    page = rep.page
    page.locator(".o_notebook .nav-link").filter(has_text="Fotos").click()
    page.get_by_text("Añadir Fotos").click()
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "peru").save(picture, "JPEG")
    photo = {"name": "bar.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    page.locator(".o_dialog input[type=file]").set_input_files(photo)
    rep.write("caption", caption)
    page.locator(".o_dialog .o_form_button_save").click()
    expect(page.locator(".o_dialog")).to_have_count(0)


def _verify(paper, folder):
    """What poppler says of the seal."""
    path = folder / "signed.pdf"
    path.write_bytes(paper)
    found = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False)
    return found.stdout
