from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Visit plans of a person who leaves."""

    # one file for each purpose
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    def _crm_handover_items(self, date=None):
        # before the actions: the visits that a plan has made follow the plan
        running = Domain("date_to", "=", False) | Domain(
            "date_to", ">=", date or self.company_id._crm_today()
        )
        return [
            {
                "key": "plans",
                "label": self.env._("Visit plans"),
                "model": "crm.action.plan",
                "domain": running
                & (Domain("user_id", "=", self.id) | Domain("owner_id", "=", self.id)),
                "method": "_crm_hand_over_plans",
            },
            *super()._crm_handover_items(date),
        ]
