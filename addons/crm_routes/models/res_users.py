from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """The territory of a person who leaves."""

    _inherit = "res.users"

    def _crm_handover_items(self, date=None):
        return super()._crm_handover_items(date) + [
            {
                "key": "territory",
                "label": self.env._("Territory"),
                "model": "crm.route.rep",
                "domain": Domain("user_id", "=", self.id) & Domain("zone_ids", "!=", False),
                "method": "_crm_hand_over_territory",
            }
        ]
