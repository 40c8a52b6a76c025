from dataclasses import replace

from odoo import api, models

from ..engine.import_cells import INTEGER, Column


class CrmImportSegment(models.AbstractModel):
    """The segments there are, with their visit cycle."""

    _name = "crm.import.segment"
    _inherit = ["crm.import.group"]
    _description = "Import of Segments"
    _import_target = "crm.segment"
    _import_sequence = 10

    @api.model
    def _get_title(self):
        return self.env._("Segments")

    @api.model
    def _get_columns(self):
        key, code, name = super()._get_columns()
        return [
            key,
            replace(code, example="A"),
            replace(name, example=self.env._("Key accounts")),
            Column(
                "cycle_days",
                (self.env._("Visit cycle (days)"),),
                INTEGER,
                default=0,
                minimum=0,
                maximum=730,
                help=self.env._("Days within which a customer is to be visited; 0: no cycle."),
                example="14",
            ),
        ]
