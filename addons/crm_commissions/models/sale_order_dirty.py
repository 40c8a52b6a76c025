from odoo import models

_SAYS_WHOSE = {"state", "user_id", "team_id", "partner_id", "date_order", "currency_id"}


class SaleOrder(models.Model):
    """Orders that are confirmed, cancelled or given to somebody else are looked at."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if _SAYS_WHOSE.intersection(vals):
            confirmed = self if "state" in vals else self._get_confirmed()
            self.env["crm.commission.dirty"]._mark_orders(confirmed)
        return result

    def _get_confirmed(self):
        return self.filtered(lambda order: order.state == "sale")
