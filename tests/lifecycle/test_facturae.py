"""Chains of discounts in a Spanish electronic invoice: Facturae adds up to the invoice.

The Spanish localisation is in no template, so it is installed on top of one.
"""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest
from lxml import etree

from tests import support
from tools import database

CENT, FINEST = Decimal("0.01"), Decimal("1e-8")

# Makes an order of each case, invoices it, gives it back, and keeps the electronic documents.
SCRIPT = """
import json
from pathlib import Path
from odoo import Command

company = env["res.company"].create({{
    "name": "Distribuciones Pilar", "vat": "ESB33123456", "country_id": env.ref("base.es").id,
    "street": "Calle Mayor 1", "city": "Ribadesella", "zip": "33560",
    "state_id": env.ref("base.state_es_o").id,
}})
env.user.company_ids = [Command.link(company.id)]
env.user.company_id = company
env = env(context={{**env.context, "allowed_company_ids": company.ids}})
env["account.chart.template"].try_loading("es_pymes", company, install_demo=False)
env["stock.warehouse"].create({{"name": "Main", "code": "PIL", "company_id": company.id}})
customer = env["res.partner"].create({{
    "name": "Ayuntamiento de Ribadesella", "is_company": True, "vat": "P3305600C",
    "country_id": env.ref("base.es").id, "state_id": env.ref("base.state_es_o").id,
    "street": "Plaza de la Reina 1", "city": "Ribadesella", "zip": "33560",
}})
pricelist = env["product.pricelist"].create({{"name": "List"}})
taxes = {{}}
for rate in (21, 10, 4):
    tax = env["account.tax"].with_context(active_test=False).search([
        ("company_id", "=", company.id), ("type_tax_use", "=", "sale"), ("amount", "=", rate),
        ("tax_scope", "=", "consu"), ("l10n_es_type", "=", "sujeto"),
    ], limit=1)
    tax.active = True
    taxes[rate, False] = tax
    # not a copy: that would be one more tax which the fiscal position puts on each line
    taxes[rate, True] = env["account.tax"].create({{
        "name": f"{{rate}} % incl.", "amount": rate, "price_include_override": "tax_included",
        "company_id": company.id, "tax_group_id": tax.tax_group_id.id, "l10n_es_type": "sujeto",
        "l10n_es_edi_facturae_tax_type": "01",
    }})

def facts(move):
    # the document as it is before the seal of a certificate, which changes no figure
    values, _seal = move._l10n_es_edi_facturae_export_facturae()
    xml = env["ir.qweb"]._render("l10n_es_edi_facturae.account_invoice_facturae_export", values)
    return {{
        "untaxed": move.amount_untaxed, "tax": move.amount_tax, "total": move.amount_total,
        "discounts": move.invoice_line_ids.mapped("discount"),
        "xml": str(xml),
    }}

found = {{}}
for name, case in json.loads({cases!r}).items():
    lines = []
    for price, quantity, chain, rate, included in case["lines"]:
        product = env["product.product"].create({{
            "name": "Product", "list_price": price, "invoice_policy": "order",
            "taxes_id": [Command.set(taxes[rate, included].ids)],
        }})
        lines.append(Command.create({{
            "product_id": product.id, "product_uom_qty": quantity, "line_discounts": chain,
        }}))
    order = env["sale.order"].create({{
        "partner_id": customer.id, "pricelist_id": pricelist.id, "order_line": lines,
        "header_discount_ids": [
            Command.create({{"kind": "commercial", "percent": percent, "sequence": place}})
            for place, percent in enumerate(case.get("header", []))
        ],
    }})
    order.action_confirm()
    invoice = order._create_invoices()
    invoice.action_post()
    refund = invoice._reverse_moves()
    refund.action_post()
    found[name] = {{"invoice": facts(invoice), "refund": facts(refund)}}
Path({path!r}).write_text(json.dumps(found))
"""

# Price, quantity, chain, VAT, VAT in the price; discounts of the whole order.
CASES = {
    "D1": {"lines": [[420, 1, "45+10+5", 21, False]]},
    "D2": {
        "lines": [[12.5, 10, "10+5", 21, False], [33.33, 3, "", 21, False], [6, 1, "", 21, False]],
        "header": [5, 2],
    },
    "D3": {"lines": [[33.33, 1, "", 21, False]] * 3, "header": [5]},
    "D7": {"lines": [[99999.99, 1, "12.5+7.25+3.33", 21, False]]},
    "in the price": {"lines": [[119.95, 7, "45+10+5", 21, True]], "header": [3]},
    "a gift": {"lines": [[10, 24, "", 10, False], [10, 3, "100", 10, False]], "header": [5]},
    "three rates": {
        "lines": [
            [19.99, 13, "45+10+5", 21, False],
            [7.35, 12, "12.5+7.25+3.33", 10, False],
            [1.03, 37, "33.333", 4, False],
        ],
        "header": [7.5, 2.25],
    },
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """What Odoo says of each invoice and refund, and its electronic document."""
    path = tmp_path_factory.mktemp("facturae") / "documents.json"
    script = SCRIPT.format(cases=json.dumps(CASES), path=str(path))
    with support.database_copy("plain", "facturae") as name:
        database.install(support.environment(), name, ["l10n_es_edi_facturae"], demo=False)
        support.run_in_shell(name, script, "Electronic invoices of Spain")
    return json.loads(path.read_text())


def each_document(test):
    """Run a test for the invoice and the refund of each case."""
    kinds = pytest.mark.parametrize("kind", ["invoice", "refund"])
    return pytest.mark.parametrize("case", CASES)(kinds(test))


class Facturae:
    """Figures of a document; a refund has them all below zero."""

    def __init__(self, document, kind):
        self._tree = etree.fromstring(document["xml"].encode())
        self._sign = -1 if kind == "refund" else 1

    def lines(self):
        return self._tree.iterfind(".//InvoiceLine")

    def amount(self, path, node=None):
        found = (self._tree if node is None else node).findtext(path)
        return self._sign * Decimal(found)

    def amounts(self, path, node=None):
        found = (self._tree if node is None else node).findall(path)
        return [self._sign * Decimal(each.text) for each in found]


def cents(amount):
    return Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)


def test_the_chain_of_the_first_example(documents):
    # 1 x 420.00 "45+10+5": 52.975 % are 222.495, and 197.505 are left, with 21 % 238.99
    invoice = Facturae(documents["D1"]["invoice"], "invoice")
    [line] = invoice.lines()
    assert invoice.amount("TotalCost", line) == 420
    assert invoice.amounts("DiscountsAndRebates/Discount/DiscountAmount", line) == [
        Decimal("222.495")
    ]
    assert invoice.amount("GrossAmount", line) == Decimal("197.505")
    assert invoice.amount(".//TotalGrossAmountBeforeTaxes") == Decimal("197.51")
    assert invoice.amount(".//InvoiceTotal") == Decimal("238.99")


@each_document
def test_each_line_adds_up(documents, case, kind):
    document = documents[case][kind]
    facturae = Facturae(document, kind)
    lines = list(facturae.lines())
    assert len(lines) == len(CASES[case]["lines"])
    for line, percent in zip(lines, document["discounts"], strict=True):
        cost, gross = (facturae.amount(name, line) for name in ("TotalCost", "GrossAmount"))
        taken = sum(facturae.amounts("DiscountsAndRebates/Discount/DiscountAmount", line))
        assert cost - taken == gross
        # the amount is that of the whole chain, and not of its two decimals
        assert abs(taken - cost * Decimal(str(percent)) / 100) <= CENT / 1000
        price = facturae.amount("UnitPriceWithoutTax", line)
        quantity = Decimal(line.findtext("Quantity"))
        assert abs(price * quantity - cost) <= FINEST * quantity


@each_document
def test_the_lines_come_to_the_invoice(documents, case, kind):
    document = documents[case][kind]
    facturae = Facturae(document, kind)
    untaxed, tax, total = (cents(document[name]) for name in ("untaxed", "tax", "total"))
    assert cents(sum(facturae.amounts(".//InvoiceLine/GrossAmount"))) == untaxed
    assert facturae.amount(".//TotalGrossAmount") == untaxed
    assert facturae.amount(".//TotalGrossAmountBeforeTaxes") == untaxed
    assert facturae.amount(".//TotalTaxOutputs") == tax
    assert facturae.amount(".//InvoiceTotal") == total == untaxed + tax


@each_document
def test_the_taxes_come_to_the_invoice(documents, case, kind):
    document = documents[case][kind]
    facturae = Facturae(document, kind)
    given = facturae.amounts(".//Invoice/TaxesOutputs/Tax/TaxAmount/TotalAmount")
    assert sum(given) == cents(document["tax"])
    # Core rounds the base of each line by itself: of D3 three times 31.66, 94.98 of 94.99.
    bases = facturae.amounts(".//Invoice/TaxesOutputs/Tax/TaxableBase/TotalAmount")
    assert abs(sum(bases) - cents(document["untaxed"])) <= CENT / 2 * len(bases)
