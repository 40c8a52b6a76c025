from odoo import models

from ..reading import read_sale


class CrmCommissionFact(models.Model):
    """A fact as rules read it."""

    # one file for each purpose
    _inherit = "crm.commission.fact"  # pylint: disable=consider-merging-classes-inherited

    def _to_sale(self):
        """
        :return: what rules ask about: the credit's snapshot, and margin and days of the fact
        """
        self.ensure_one()
        credit = self.credit_id
        return read_sale(
            credit.product_id.id,
            credit.snapshot or {},
            str(self.margin_percent),
            self.customer_days,
            self.delay_days,
        )
