from odoo import api, models


class CrmImportZone(models.AbstractModel):
    """The zones there are."""

    _name = "crm.import.zone"
    _inherit = ["crm.import.group"]
    _description = "Import of Zones"
    _import_target = "crm.zone"
    _import_sequence = 11

    @api.model
    def _get_title(self):
        return self.env._("Zones")
