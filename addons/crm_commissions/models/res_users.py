from odoo import models
from odoo.fields import Domain

from .crm_commission_dispute import OPEN
from .crm_commission_statement_flow import MANAGER


class ResUsers(models.Model):
    """Who leaves gives the targets to come to others, what he takes part in and what he decides.

    Targets that run stay as they are, and so does all that was earned.
    """

    _inherit = "res.users"

    def _crm_handover_items(self, date=None):
        first = date or self.company_id._crm_today()
        items = super()._crm_handover_items(date) + [
            {
                "key": "targets",
                "label": self.env._("Targets to come"),
                "model": "crm.sales.target",
                "domain": Domain("user_id", "=", self.id) & Domain("date_from", ">=", first),
                "method": "_crm_hand_over",
            }
        ]
        if self.env.user.has_group(MANAGER):
            items += self._crm_get_commission_items(first)
        return items

    def _crm_get_commission_items(self, date):
        """What a commission manager hands over.

        After the teams: whoever leads the team of a payee may decide what the payee disputes.
        """
        return [
            {
                "key": "commissions",
                "label": self.env._("Commission plans in which this person takes part"),
                "model": "crm.commission.participant",
                "domain": self._crm_get_parts_domain(date),
                "method": "_crm_hand_over_parts",
            },
            {
                "key": "disputes",
                "label": self.env._("Commission disputes to decide"),
                "model": "crm.commission.dispute",
                "domain": Domain("user_id", "=", self.id) & Domain("state", "in", OPEN),
                "method": "_crm_hand_over_disputes",
            },
        ]

    def _crm_get_parts_domain(self, date):
        """Participations on a day or later in plans that are in force then."""
        later = Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        plans = self.env["crm.commission.plan"].search(later)
        return Domain("user_id", "=", self.id) & later & Domain("plan_id", "in", plans.root_id.ids)
