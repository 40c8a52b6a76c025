from odoo import api, models

from ..engine import discounts

# When one of these changes, the order may no longer say what was signed.
CONTENT_FIELDS = {
    "product_id", "name", "product_uom_qty", "product_uom_id", "price_unit", "discount",
    "line_discounts", "tax_ids", "sequence", "display_type", "discount_locked",
    "order_id",
}  # fmt: skip


class SaleOrderLine(models.Model):
    """What of a line is signed, and what happens when it changes afterwards."""

    _inherit = "sale.order.line"

    def _get_contents(self, by_id=False):
        """The lines as they are signed: one that goes from several warehouses is still one.

        :param by_id: with records in place of their names
        """
        contents = {}
        parts = {}
        for line in self.sorted():
            content = line._get_content(by_id=by_id)
            whole = line.whole_line_id
            if whole in contents and _is_alike(contents[whole], content):
                parts.setdefault(whole, whole)
                parts[whole] |= line
            else:
                contents[line] = content
        for whole, lines in parts.items():
            contents[whole] = whole._get_content(lines, by_id)
        return list(contents.values())

    def _get_content(self, parts=None, by_id=False):
        """:param parts: this line and those that were split off it, to be read as one"""
        self.ensure_one()
        parts = parts or self
        if self.display_type:
            return {"kind": self.display_type, "text": self.name or ""}
        content = {
            "kind": "product",
            "code": self.product_id.default_code or "",
            "text": self.name or "",
            "quantity": discounts.write(sum(parts.mapped("product_uom_qty"))),
            "unit": self.product_uom_id.name or "",
            "price": discounts.write(self.price_unit),
            "discounts": self._get_discount_words(),
            "discount": discounts.write(self.discount),
            "taxes": self.tax_ids.mapped("name"),
            "subtotal": self.order_id._write_amount(sum(parts.mapped("price_subtotal"))),
        }
        if by_id:
            content["code"] = str(self.product_id.id)
            content["unit"] = str(self.product_uom_id.id)
            content["taxes"] = [str(tax.id) for tax in self.tax_ids]
        return content

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._check_signed_content()
        return lines

    def write(self, vals):
        orders = self.order_id if "order_id" in vals else self.browse().order_id
        result = super().write(vals)
        if CONTENT_FIELDS & vals.keys():
            (orders | self.order_id)._check_signed_content()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._check_signed_content()
        return result


def _is_alike(whole, part):
    """Whether a part differs from its whole in nothing but how much it is."""
    return all(whole[key] == part.get(key) for key in whole if key not in ("quantity", "subtotal"))
