from odoo import api, models

from odoo.addons.crm_actions.engine import geo

MOST = 3000


class CrmZone(models.Model):
    """What the map shows around the outline of a zone."""

    # one file for each purpose
    _inherit = "crm.zone"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def get_map_customers(self):
        """Located customers, at most 3,000: id, name, city, latitude, longitude, zone of each.

        Those of other zones too: whoever draws an outline wants to see whom it will take.
        """
        self.check_access("read")
        partners = self.env["res.partner"]
        located = partners._crm_get_customer_domain()
        names = ["name", "city", "partner_latitude", "partner_longitude", "crm_zone_id"]
        found = partners.search_fetch(located, names, order="id", limit=MOST)
        return [
            {
                "id": partner.id,
                "name": partner.name or "",
                "city": partner.city or "",
                "latitude": partner.partner_latitude,
                "longitude": partner.partner_longitude,
                "zone_id": partner.crm_zone_id.id,
            }
            for partner in found
            if geo.is_set(geo.Point(partner.partner_latitude, partner.partner_longitude))
        ]
