from odoo import models


class CrmRoute(models.Model):
    """The button that opens a route on the map."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    def action_view_map(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "crm_routes.route_map",
            "name": self.display_name,
            "params": {"route_id": self.id},
        }
