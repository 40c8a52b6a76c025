from odoo import api, models


class BaseGeocoder(models.AbstractModel):
    _inherit = "base.geocoder"

    @api.model
    def geo_find(self, addr, **kw):
        """Count the attempts that ``res.partner.geo_localize`` needed for a customer."""
        attempts = self.env.context.get("crm_geo_attempts")
        if isinstance(attempts, list):
            attempts.append(addr)
        return super().geo_find(addr, **kw)
