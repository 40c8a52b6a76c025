from odoo import fields, models
from odoo.tools import float_repr

from ..engine import revisions


class SaleOrder(models.Model):
    """The content of a quotation that is put before a customer, and its revisions."""

    _inherit = "sale.order"

    crm_revision_ids = fields.One2many("crm.order.revision", "order_id", string="Revisions")

    def _get_content(self):
        """What the customer is shown and signs, in the customer's language, without any float.

        Amounts are texts with the decimals of the currency; quantities, prices and discounts are
        texts without needless zeros.
        """
        self.ensure_one()
        order = self.with_context(lang=self._get_lang())
        return {
            "company": {"name": order.company_id.name, "vat": order.company_id.vat or ""},
            "customer": {
                "name": order.partner_id.commercial_partner_id.name,
                "vat": order.partner_id.commercial_partner_id.vat or "",
                "invoice": order.partner_invoice_id._display_address() or "",
                "delivery": order.partner_shipping_id._display_address() or "",
            },
            "order": order.name,
            "currency": order.currency_id.name,
            "valid_until": str(order.validity_date or ""),
            "payment_terms": order.payment_term_id.name or "",
            "note": str(order.note or ""),
            "lines": order.order_line._get_contents(),
            "discounts": [each._get_content() for each in order.header_discount_ids._in_order()],
            "sections": [
                {"title": each.title or "", "text": str(each.body_html or "")}
                for each in order.crm_section_ids.sorted()
            ],
            "clauses": [
                {
                    "code": each.clause_id.code,
                    "version": each.version,
                    "title": each.title or "",
                    "text": str(each.body_html or ""),
                    "must_accept": each.must_accept,
                }
                for each in order.crm_clause_ids.sorted()
            ],
            "photos": [
                {"file": each.sha256 or "", "caption": each.caption or ""}
                for each in order._get_shown_photos()
            ],
            "untaxed": order._write_amount(order.amount_untaxed),
            "tax": order._write_amount(order.amount_tax),
            "total": order._write_amount(order.amount_total),
        }

    def _get_terms(self):
        """The content with records in place of their names, which may be corrected later."""
        self.ensure_one()
        places = (self.partner_id, self.partner_invoice_id, self.partner_shipping_id)
        return self._get_content() | {
            "company": str(self.company_id.id),
            "customer": [str(partner.id) for partner in places],
            "payment_terms": str(self.payment_term_id.id),
            "lines": self.order_line._get_contents(by_id=True),
        }

    def _get_terms_hash(self):
        return revisions.digest(self._get_terms())

    def _write_amount(self, amount):
        self.ensure_one()
        return float_repr(amount, self.currency_id.decimal_places)

    def _get_shown_photos(self):
        """The photos that a customer sees."""
        return self.crm_photo_ids.filtered(lambda each: each.visibility == "customer").sorted()

    def _get_content_hash(self):
        return revisions.digest(self._get_content())

    def _get_current_revision(self):
        self.ensure_one()
        return self.crm_revision_ids.filtered(lambda each: each.state == "current")

    def _get_last_revision_number(self):
        self.ensure_one()
        return max(self.sudo().crm_revision_ids.mapped("number"), default=0)

    def _get_shown_revision_number(self):
        """The revision that the file is of, as whoever gets it reads it.

        The mail that sends a quotation is made before it is sent: what is new has the number that
        it gets by that. sudo: revisions are read by whoever reads the order.
        """
        self.ensure_one()
        current = self.sudo()._get_current_revision()
        if current.content_sha256 == self._get_content_hash():
            return current.number
        return self._get_last_revision_number() + 1

    def _ensure_revision(self):
        """The revision of what the quotation says now; a new one if it says something else.

        sudo: revisions are written by nobody but this method.
        """
        self.ensure_one()
        content = self._get_content()
        fingerprint = revisions.digest(content)
        current = self.sudo()._get_current_revision()
        if current.content_sha256 == fingerprint:
            return current
        current._supersede()
        return current.create(
            {
                "order_id": self.id,
                "number": self._get_last_revision_number() + 1,
                "content": content,
                "content_sha256": fingerprint,
                "amount_total": self.amount_total,
                "currency_id": self.currency_id.id,
                "promo_date": fields.Datetime.now(),
            }
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "sent":
            for order in self:
                order._ensure_revision()
        return result
