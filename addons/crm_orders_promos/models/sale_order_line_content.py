from odoo import api, models

from ..engine import discounts

# When one of these changes, the order may no longer say what was signed.
CONTENT_FIELDS = {
    "product_id", "name", "product_uom_qty", "product_uom_id", "price_unit", "discount",
    "line_discounts", "tax_ids", "sequence", "display_type", "discount_locked",
}  # fmt: skip


class SaleOrderLine(models.Model):
    """What of a line is signed, and what happens when it changes afterwards."""

    _inherit = "sale.order.line"

    def _get_content(self):
        self.ensure_one()
        if self.display_type:
            return {"kind": self.display_type, "text": self.name or ""}
        return {
            "kind": "product",
            "code": self.product_id.default_code or "",
            "text": self.name or "",
            "quantity": discounts.write(self.product_uom_qty),
            "unit": self.product_uom_id.name or "",
            "price": discounts.write(self.price_unit),
            "discounts": self._get_discount_words(),
            "discount": discounts.write(self.discount),
            "taxes": self.tax_ids.mapped("name"),
            "subtotal": self.order_id._write_amount(self.price_subtotal),
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._check_signed_content()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if CONTENT_FIELDS & vals.keys():
            self.order_id._check_signed_content()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._check_signed_content()
        return result
