from odoo import models


class SaleOrderLine(models.Model):
    """What of a line goes to its invoices, and when nothing is left."""

    _inherit = "sale.order.line"

    def _prepare_invoice_line(self, **optional_values):
        values = super()._prepare_invoice_line(**optional_values)
        if self.line_discounts and "discount" in values:
            values["line_discounts"] = self.line_discounts
        return values

    def _compute_untaxed_amount_to_invoice(self):
        # Core takes the rounded amounts of the invoices from an unrounded one: of a line that was
        # invoiced as a whole up to a cent an invoice would be left.
        result = super()._compute_untaxed_amount_to_invoice()
        for line in self.filtered("untaxed_amount_to_invoice"):
            residue = abs(line.untaxed_amount_to_invoice)
            most = line.currency_id.rounding * len(line.invoice_lines)
            if line.currency_id.compare_amounts(residue, most) <= 0 and line._is_invoiced_whole():
                line.untaxed_amount_to_invoice = 0.0
        return result

    def _is_invoiced_whole(self):
        """Whether posted invoices hold the quantity that the product's policy asks for."""
        self.ensure_one()
        by_delivery = self.product_id.invoice_policy == "delivery"
        wanted = self.qty_delivered if by_delivery else self.product_uom_qty
        return self.product_uom_id.compare(self.qty_invoiced_posted, wanted) == 0
