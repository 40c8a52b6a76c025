import base64
import io

from odoo import api, models
from odoo.tools.pdf import PdfReader, PdfWriter

from odoo.addons.crm_actions.engine.pdf.parts import (
    Clause,
    Column,
    Muted,
    Picture,
    Signature,
    Strong,
    Total,
)
from odoo.addons.crm_actions.engine.pdf.text import clean

REPORT = "sale.action_report_saleorder"
_PHOTOS_A_LINE = 6
_PHOTO_HEIGHT = 26  # mm


class CrmPdfOrder(models.AbstractModel):
    """A quotation or order on paper: photos beside their lines, discounts one by one, clauses."""

    _name = "crm.pdf.order"
    _inherit = ["crm.pdf.document"]
    _description = "Quotation or Order (PDF)"
    _pdf_models = ("sale.order",)
    _pdf_code = "quote"

    @api.model
    def _get_title(self, record):
        if record.state == "sale":
            return self.env._("Order %s", record.name)
        return self.env._("Quotation %s", record.name)

    @api.model
    def _get_reader(self, record):
        return record.partner_id

    @api.model
    def _in_language(self, record):
        """On the clock of the company too: the file is the same for whoever opens it."""
        tz = self._get_company(record)._crm_tz()
        document, record = super()._in_language(record)
        return document.with_context(tz=tz), record.with_context(tz=tz)

    @api.model
    def _render(self, record):
        """The file as it is given away: the stored copy of a signed order, else a fresh one.

        sudo: other addons put documents of products around the pages, which a reader of the order
        may have without the right to read them elsewhere.
        """
        record.ensure_one()
        # core renders nothing while tests run, unless it is asked to
        reports = self.env["ir.actions.report"].sudo().with_context(force_report_rendering=True)
        content = reports._render_qweb_pdf(REPORT, record.ids)[0]
        return content if record._get_valid_signature() else self._with_title(content, record)

    @api.model
    def _with_title(self, content, record):
        """The file with its title again, which goes when others put pages or data into it."""
        reader = PdfReader(io.BytesIO(content))
        if "/Title" in (reader.metadata or {}):
            return content
        document, record = self._in_language(record)
        writer = PdfWriter()
        writer.clone_document_from_reader(reader)
        writer.add_metadata(
            {
                "/Title": document._get_title(record),
                "/Author": document._get_company(record).name or "",
            }
        )
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()

    @api.model
    def _render_pages(self, record):
        """Our own pages alone, without what other addons put around them."""
        return super()._render(record)  # pylint: disable=super-method-mismatch

    @api.model
    def _compose(self, kit, record):
        kit.title(self._get_title(record), record.client_order_ref or "")
        kit.recipient(self._get_address(record.partner_id), self.env._("Customer"))
        kit.information(self._get_facts(record))
        self._compose_sections(kit, record, "before")
        kit.table(self._get_columns(), [self._get_row(line) for line in self._get_lines(record)])
        kit.totals(self._get_totals(record))
        self._compose_photos(kit, record)
        self._compose_sections(kit, record, "after")
        if record.note:
            kit.heading(self.env._("Terms"))
            kit.rich(record.note)
        self._compose_clauses(kit, record)
        self._compose_signatures(kit, record)

    @api.model
    def _get_address(self, partner):
        lines = (partner._display_address() or "").splitlines()
        name = partner.commercial_partner_id.name or ""
        return [name, *(line for line in lines if line.strip() and line.strip() != name)]

    @api.model
    def _get_facts(self, record):
        customer = record.partner_id.commercial_partner_id
        return [
            (self.env._("Date"), self._format_day(record.date_order, "long")),
            (self.env._("Valid until"), self._format_day(record.validity_date, "long")),
            (self.env._("Tax ID"), customer.vat or ""),
            (self.env._("Salesperson"), record.user_id.name or ""),
            (self.env._("Payment terms"), record.payment_term_id.name or ""),
            (self.env._("Revision"), str(record._get_shown_revision_number())),
        ]

    @api.model
    def _compose_sections(self, kit, record, place):
        for section in record.crm_section_ids.filtered(lambda each: each.place == place).sorted():
            kit.heading(section.title)
            kit.rich(section.body_html)

    # -- lines --------------------------------------------------------------------------------

    @api.model
    def _get_columns(self):
        return [
            Column(self.env._("Description"), 5),
            Column(self.env._("Quantity"), 1.5, "right"),
            Column(self.env._("Price"), 1.4, "right"),
            Column(self.env._("Disc. %"), 1.4, "right"),
            Column(self.env._("Amount"), 1.7, "right"),
        ]

    @api.model
    def _get_lines(self, record):
        # as on the portal: not what a section hides, nor down payments that are not posted
        return record._get_order_lines_to_report().sorted()

    @api.model
    def _get_row(self, line):
        if line.display_type == "line_note":
            return [Muted(line.name or ""), "", "", "", ""]
        if line.display_type:
            return [Strong(line.name or ""), "", "", "", self._get_section_amount(line)]
        name, *more = (line.name or line.product_id.display_name or "").split("\n", 1)
        cell = [Strong(name)]
        if more and more[0].strip():
            cell.append(Muted(more[0]))
        shown = line.order_id._get_shown_photos().filtered(lambda each: each.line_id == line)
        cell += [self._get_picture(photo) for photo in shown[:_PHOTOS_A_LINE]]
        quantity = self._format_number(line.product_uom_qty, _decimals(line.product_uom_qty, 6))
        return [
            cell,
            f"{quantity} {line.product_uom_id.name or ''}",
            *self._get_prices(line),
        ]

    @api.model
    def _get_prices(self, line):
        """Price, discounts and amount; none where the section hides them."""
        money = line.currency_id
        if line.parent_id.collapse_prices or line.parent_id.parent_id.collapse_prices:
            return ["", "", ""]
        if line.product_type == "combo":
            return ["", "", self._format_money(line._get_combo_totals("price_subtotal"), money)]
        return [
            self._format_price(line.price_unit, money),
            line._get_discount_words().replace(".", self._get_decimal_point()),
            self._format_money(line.price_subtotal, money),
        ]

    @api.model
    def _get_section_amount(self, section):
        """What its lines come to, as on the portal."""
        if section.parent_id.collapse_prices or not section._get_section_lines():
            return ""
        total = section._get_section_totals("price_subtotal")
        return self._format_money(total, section.currency_id)

    @api.model
    def _format_price(self, price, currency):
        """A price of 0.125 is not 0.13: with as many decimals as it has, up to four."""
        digits = max(currency.decimal_places, _decimals(price, 4))
        if digits == currency.decimal_places:
            return self._format_money(price, currency)
        number = self._format_number(price, digits)
        parts = (
            [currency.symbol, number]
            if currency.position == "before"
            else [number, currency.symbol]
        )
        return " ".join(parts)

    @api.model
    def _get_decimal_point(self):
        return self.env["res.lang"]._lang_get(self.env.lang or "en_US").decimal_point or "."

    @api.model
    def _get_picture(self, photo, height=_PHOTO_HEIGHT):
        return Picture(base64.b64decode(photo.image_1024 or b""), photo.caption or "", height)

    # -- totals -------------------------------------------------------------------------------

    @api.model
    def _get_totals(self, record):
        """From the gross amount over each discount and tax to the total, adding up to the cent."""
        money = record.currency_id
        totals = [
            Total(step["label"], clean(step["amount"])) for step in record._get_shown_discounts()
        ]
        totals.append(
            Total(
                self.env._("Untaxed amount"),
                self._format_money(record.amount_untaxed, money),
                "subtotal",
            )
        )
        for subtotal in record.tax_totals["subtotals"]:
            totals += [
                Total(
                    group["group_name"],
                    self._format_money(group["tax_amount_currency"], money),
                    hint=self.env._(
                        "on %s", self._format_money(group["base_amount_currency"], money)
                    ),
                )
                for group in subtotal["tax_groups"]
            ]
        total = self._format_money(record.amount_total, money)
        return [*totals, Total(self.env._("Total"), total, "total")]

    # -- the rest -----------------------------------------------------------------------------

    @api.model
    def _compose_photos(self, kit, record):
        photos = record._get_shown_photos().filtered(lambda each: not each.line_id)
        if photos:
            shown = [self._get_picture(photo, 55) for photo in photos]
            kit.pictures(shown, heading=self.env._("Photos"))

    @api.model
    def _compose_clauses(self, kit, record):
        clauses = record.crm_clause_ids.sorted()
        if clauses:
            kit.heading(self.env._("Conditions"))
            kit.clauses([Clause(each.body_html, self._get_clause_title(each)) for each in clauses])

    @api.model
    def _get_clause_title(self, clause):
        version = self.env._("%(title)s (v%(version)s)", title=clause.title, version=clause.version)
        if clause.accepted:
            return self.env._("%s – accepted", version)
        return version

    @api.model
    def _compose_signatures(self, kit, record):
        if not record.signature:
            kit.signatures([Signature(self.env._("For the customer"))])
            return
        signed_on = (
            f"{self._format_day(record.signed_on, 'long')}, {self._format_hour(record.signed_on)}"
        )
        kit.signatures(
            [
                Signature(
                    self.env._("For the customer"),
                    name=record.signed_by or "",
                    date=signed_on,
                    image=base64.b64decode(record.signature),
                )
            ]
        )
        fingerprint = record._get_content_hash()
        kit.paragraph(self.env._("Fingerprint of the signed content: %s", fingerprint), "muted")


def _decimals(number, most):
    """How many decimals a number has, up to so many."""
    return len(f"{number:.{most}f}".rstrip("0").partition(".")[2])
