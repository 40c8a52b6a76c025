from odoo import models


class CrmRoutePlan(models.Model):
    """What became of a plan is told once more when it closes, and stays."""

    # one file for each purpose
    _inherit = "crm.route.plan"  # pylint: disable=consider-merging-classes-inherited

    def _enter(self, state):
        if state == "closed":
            self.route_ids._refresh_outcome()
        return super()._enter(state)

    def action_view_outcome(self):
        return self._open("crm_route_report_action")
