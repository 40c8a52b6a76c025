from odoo import api, models

_COUNTS = {
    "price_unit",
    "product_uom_qty",
    "discount",
    "tax_ids",
    "product_id",
    "product_uom_id",
    "qty_delivered",
    "purchase_price",
}


class SaleOrderLine(models.Model):
    """Lines of confirmed orders that come, go or change are looked at."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["crm.commission.dirty"]._mark_orders(lines.order_id._get_confirmed())
        return lines

    def write(self, vals):
        result = super().write(vals)
        if _COUNTS.intersection(vals):
            self.env["crm.commission.dirty"]._mark_orders(self.order_id._get_confirmed())
        return result

    def unlink(self):
        orders = self.order_id._get_confirmed()
        result = super().unlink()
        self.env["crm.commission.dirty"]._mark_orders(orders)
        return result
