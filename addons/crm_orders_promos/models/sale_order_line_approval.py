from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_compare

from .sale_order_line import SHOWN_DIGITS


class SaleOrderLine(models.Model):
    """Up to which discount a line was approved, where it is beyond a limit."""

    _inherit = "sale.order.line"

    approved_discount = fields.Float(
        "Approved up to (%)",
        digits=False,
        min_display_digits="Discount",
        readonly=True,
        copy=False,
    )

    def _is_over(self, limit):
        """Whether the discount is above ``limit`` (None: there is none) and what was approved."""
        self.ensure_one()
        if limit is None:
            return False
        most = max(limit, self.approved_discount)
        return float_compare(self.discount, most, precision_digits=SHOWN_DIGITS) > 0

    def _approve_discount(self):
        """sudo: nobody writes what was approved but the approval, which was checked."""
        for line in self.filtered(lambda each: each._takes_discount_chain()).sudo():
            line.approved_discount = line.discount

    @api.model
    def _check_approval_not_written(self, vals):
        if vals.get("approved_discount") and not self.env.su:
            raise AccessError(
                self.env._("Discounts are approved with the buttons of the order, not written.")
            )
