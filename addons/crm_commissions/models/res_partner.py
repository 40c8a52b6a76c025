from odoo import models


class ResPartner(models.Model):
    """Payees that turn out to be one."""

    _inherit = "res.partner"

    def _crm_before_merge(self, destination):
        """Two shares of one document become one."""
        self.env["crm.commission.split"]._fold(self | destination)
        return super()._crm_before_merge(destination)
