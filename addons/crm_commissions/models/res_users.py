from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Who leaves gives the targets to come to others; those that run stay as they are."""

    _inherit = "res.users"

    def _crm_handover_items(self, date=None):
        first = date or self.company_id._crm_today()
        return super()._crm_handover_items(date) + [
            {
                "key": "targets",
                "label": self.env._("Targets to come"),
                "model": "crm.sales.target",
                "domain": Domain("user_id", "=", self.id) & Domain("date_from", ">=", first),
                "method": "_crm_hand_over",
            }
        ]
