from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Telephones of a person who leaves."""

    # one file for each purpose
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    def _crm_handover_items(self, date=None):
        items = super()._crm_handover_items(date)
        # whose telephone rings is said by whoever may say it on the phone system
        if self.env["crm.pbx.extension"].has_access("write"):
            items.append(
                {
                    "key": "extensions",
                    "label": self.env._("Extensions of the telephone"),
                    "model": "crm.pbx.extension",
                    "domain": Domain("user_id", "=", self.id),
                    "field": "user_id",
                }
            )
        return items
