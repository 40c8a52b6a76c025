from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_compare

from .crm_content_mixin import without_defaults
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
        return float_compare(self._get_given_discount(), most, precision_digits=SHOWN_DIGITS) > 0

    def _get_given_discount(self):
        """What of the discount people's limits are for."""
        self.ensure_one()
        return self.discount

    def _approve_discount(self):
        """sudo: nobody writes what was approved but the approval, which was checked."""
        for line in self.filtered(lambda each: each._takes_discount_chain()).sudo():
            line.approved_discount = line._get_given_discount()

    @api.model_create_multi
    def create(self, vals_list):
        return super(SaleOrderLine, without_defaults(self, ["approved_discount"])).create(vals_list)

    def write(self, vals):
        """What was approved for one product is not approved for another."""
        if "product_id" in vals:
            others = self.filtered(lambda line: line.product_id.id != vals["product_id"])
            # sudo: as above
            others.filtered("approved_discount").sudo().approved_discount = 0.0
        return super().write(vals)

    @api.model
    def _check_approval_not_written(self, vals):
        if vals.get("approved_discount") and not self.env.su:
            raise AccessError(
                self.env._("Discounts are approved with the buttons of the order, not written.")
            )
