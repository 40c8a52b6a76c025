from odoo import api, models
from odoo.exceptions import AccessError


class SaleOrder(models.Model):
    """The day of an order's promotions is found by it: a past one would bring back others."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("promotion_day") for vals in vals_list):
            self._refuse_promotion_day()
        if "default_promotion_day" not in self.env.context:
            return super().create(vals_list)
        kept = {
            key: value for key, value in self.env.context.items() if key != "default_promotion_day"
        }
        plain = self.with_context(kept)  # pylint: disable=context-overridden
        return super(SaleOrder, plain).create(vals_list)

    def write(self, vals):
        if "promotion_day" in vals and not self.env.su:
            field = self._fields["promotion_day"]
            day = field.convert_to_cache(vals["promotion_day"], self)
            if any((order.promotion_day or None) != day for order in self):
                self._refuse_promotion_day()
        return super().write(vals)

    @api.model
    def _refuse_promotion_day(self):
        raise AccessError(
            self.env._("The day of the promotions is found by the order, not written into it.")
        )
