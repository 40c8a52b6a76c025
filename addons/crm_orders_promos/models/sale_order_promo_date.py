from odoo import fields, models

from ..engine.promotion_life import reference_date


class SaleOrder(models.Model):
    """Promotions are those of the day on which the quotation was put before the customer.

    Core looks for the promotions of today when an order is confirmed, and takes away from it what
    the customer has just signed.
    """

    _inherit = "sale.order"

    def _get_confirmed_tx_create_date(self):
        return self._get_pinned_promo_date() or super()._get_confirmed_tx_create_date()

    def _get_pinned_promo_date(self):
        """The day of the current revision, in the company's zone, while the quotation holds.

        None: it was not sent, has expired, or says something else by now.
        """
        self.ensure_one()
        revision = self.sudo()._get_current_revision()
        if self.state != "sent" or not revision or not self.validity_date:
            return None
        zoned = self.with_context(tz=self._get_program_timezone())
        sent = fields.Datetime.context_timestamp(zoned, revision.promo_date).date()
        today = fields.Date.context_today(zoned)
        pinned = reference_date(sent, self.validity_date, today)
        if pinned == today or self._get_content_hash() != revision.content_sha256:
            return None
        return pinned
