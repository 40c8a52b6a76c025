from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import format_list


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def write(self, vals):
        closing = self.browse()
        if "active" in vals and not vals["active"]:
            closing = self.filtered("active")
        result = super().write(vals)
        closing._leave_quotations()
        return result

    def _leave_quotations(self):
        """Quotations of a warehouse that closes go from where they would by themselves.

        Else the customer who signs one would be told that there is no way to deliver it.
        sudo: who runs the stock sees no quotations.
        """
        if not self:
            return
        open_ones = [("state", "in", ("draft", "sent")), ("warehouse_id", "in", self.ids)]
        lines = self.env["sale.order.line"].sudo().search(open_ones)
        orders = self.env["sale.order"].sudo().search(open_ones)
        concerned = orders | lines.order_id
        left = {
            order: (order.warehouse_id | order.order_line.warehouse_id) & self
            for order in concerned
        }
        for records in (orders, lines):
            records.warehouse_manual = False
            self.env.add_to_compute(records._fields["warehouse_id"], records)
        bodies = {
            order.id: self.env._(
                "%(warehouse)s is closed: what was to go from there goes from %(other)s.",
                warehouse=format_list(self.env, places.mapped("name")),
                other=format_list(self.env, order._get_warehouses().mapped("name")),
            )
            for order, places in left.items()
        }
        concerned._message_log_batch(bodies)

    def _crm_can_be_chosen(self):
        """Whether these are open and the person at work may sell from them; programs from any."""
        allowed = self.env.su or self <= self.env.user._crm_may_choose(self)
        return allowed and all(self.mapped("active"))

    def _crm_check_choice(self):
        """Refuse a warehouse that the person at work may not sell from; programs may choose any."""
        user = self.env.user
        if self.env.su or self <= user._crm_may_choose(self):
            return
        allowed = user.sudo().crm_allowed_warehouse_ids
        raise ValidationError(
            self.env._(
                "You sell from %(allowed)s. %(warehouse)s cannot be chosen.",
                allowed=format_list(self.env, allowed.mapped("name")),
                warehouse=format_list(self.env, self.mapped("name")),
            )
        )
