from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Two customers that become one may have a visit of a route each on one day."""

    _inherit = "res.partner"

    def _crm_before_merge(self, destination):
        """Of the visits of a day one stays the route's; the others stay in the agenda, as kept."""
        result = super()._crm_before_merge(destination)
        visits = self.env["crm.action"].search(
            Domain("partner_id", "in", (self | destination).ids)
            & Domain("route_plan_id", "!=", False)
            & Domain("state", "in", ("planned", "in_progress")),
            order="start, id",
        )
        same = visits.grouped(lambda visit: (visit.company_id, visit.route_date))
        doubled = visits.browse(visit.id for group in same.values() for visit in group[1:])
        doubled.write({"route_touched": True})
        return result
