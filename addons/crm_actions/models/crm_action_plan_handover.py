from odoo import models


class CrmActionPlan(models.Model):
    """A plan whose rep, or the owner of whose customers, leaves."""

    # one file for each purpose
    _inherit = "crm.action.plan"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over_plans(self, former, user, date):
        """Plans change at once, and with them their visits to come that nobody has touched."""
        for name in ("user_id", "owner_id"):
            self.filtered_domain([(name, "=", former.id)]).write({name: user.id})
