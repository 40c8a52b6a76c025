from odoo import api, models

from ..engine.import_cells import REFERENCE, Column


class CrmImportCustomerGroup(models.AbstractModel):
    """In which segment and zone each customer is."""

    _name = "crm.import.customer.group"
    _inherit = ["crm.import.template"]
    _description = "Import of Segments and Zones of Customers"
    _import_target = "res.partner"
    _import_sequence = 20
    _import_creates = False

    @api.model
    def _get_title(self):
        return self.env._("Segment and zone of customers")

    @api.model
    def _get_columns(self):
        return [
            self._get_customer_column(required=True),
            Column(
                "crm_segment_id",
                (self.env._("Segment"),),
                REFERENCE,
                help=self.env._(
                    "Code of a segment. Empty: none. Without this column it stays as it is."
                ),
                example="A",
            ),
            Column(
                "crm_zone_id",
                (self.env._("Zone"),),
                REFERENCE,
                help=self.env._(
                    "Code of a zone. Empty: none. Without this column it stays as it is."
                ),
                example="N",
            ),
        ]

    @api.model
    def _get_lookups(self):
        return {
            "partner_id": self._look_up_customers,
            "crm_segment_id": lambda texts: self._look_up_codes("crm.segment", texts),
            "crm_zone_id": lambda texts: self._look_up_codes("crm.zone", texts),
        }

    @api.model
    def _match_by_nature(self, work):
        return {row.line: work.found[row.line, "partner_id"] for row in work.good()}

    @api.model
    def _check_rows(self, work):
        self._check_customers(work)
        return super()._check_rows(work)

    @api.model
    def _prepare_values(self, row, work):
        return {
            name: work.found.get((row.line, name), False)
            for name in ("crm_segment_id", "crm_zone_id")
            if name in row.values
        }
