from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import float_compare


class CrmSpecialPrice(models.Model):
    """How much may be ordered at a price in all, and how much has been.

    What was taken is counted again from the confirmed orders, under a lock, each time that one of
    them is confirmed, cancelled or changed: it cannot drift, and two orders cannot take the same.
    """

    # one file for each purpose
    _inherit = "crm.special.price"  # pylint: disable=consider-merging-classes-inherited

    max_qty = fields.Float(
        "Quota",
        digits="Product Unit",
        tracking=True,
        help="So much may be ordered at this price in all, in the product's own unit of measure; "
        "what is ordered beyond it has the ordinary price. 0: as much as is wanted.",
    )
    used_qty = fields.Float(
        "Ordered", digits="Product Unit", readonly=True, copy=False, help="Of the quota."
    )
    left_qty = fields.Float("Left", compute="_compute_left_qty", digits="Product Unit")

    @api.depends("max_qty", "used_qty")
    def _compute_left_qty(self):
        for price in self:
            price.left_qty = max(price.max_qty - price.used_qty, 0.0) if price.max_qty else 0.0

    def _has_quota_left(self):
        self.ensure_one()
        return not self.max_qty or self.max_qty > self.used_qty

    def _lock_quota(self):
        """Hold these quotas until the end of the transaction, and read what is taken by now.

        :raise UserError: another order is taking from one of them at this moment
        """
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Another order is taking from the quota of a special price at this moment. Try "
                    "again."
                )
            ) from error
        self.invalidate_recordset(["used_qty", "max_qty"])

    def _settle_quota(self):
        """Count what is taken. Whoever has read it before begins again, since it is written.

        sudo: orders of all reps count.
        """
        limited = self.sudo().filtered("max_qty")
        if not limited:
            return
        limited._lock_quota()
        used = limited._count_used()
        for price in limited:
            now = used.get(price.id, 0.0)
            if float_compare(price.used_qty, now, precision_digits=6):
                more = now > max(price.used_qty, price.max_qty)
                price.used_qty = now
                if more:
                    price._message_log(body=price._get_over_message())
        limited.flush_recordset(["used_qty"])

    def _count_used(self):
        """What confirmed orders have taken, in product units: map of an id to a quantity."""
        groups = self.env["sale.order.line"]._read_group(
            [("special_price_id", "in", self.ids), ("state", "=", "sale")],
            ["special_price_id", "product_id", "product_uom_id"],
            ["product_uom_qty:sum"],
        )
        used = {}
        for price, product, uom, quantity in groups:
            units = uom._compute_quantity(quantity, product.uom_id, round=False)
            used[price.id] = used.get(price.id, 0.0) + units
        return used

    def _check_quota(self):
        """A confirmed order takes no more than there is.

        :raise UserError: more was taken than the quota gives
        """
        for price in self.sudo().filtered("max_qty"):
            if float_compare(price.used_qty, price.max_qty, precision_digits=6) > 0:
                raise UserError(
                    self.env._(
                        "%(price)s: %(over)s more than the quota gives. Order the rest on a line "
                        "of its own.",
                        price=price.display_name,
                        over=f"{price.used_qty - price.max_qty:g}",
                    )
                )

    def _get_over_message(self):
        return self.env._(
            "Signed orders were promised %(over)s more than the quota gives.",
            over=f"{self.used_qty - self.max_qty:g}",
        )
