from odoo import api, models

from odoo.addons.crm_actions.engine.import_cells import Column

from ..engine import areas


class CrmImportZone(models.AbstractModel):
    """Zones come with their postal codes and towns."""

    _inherit = "crm.import.zone"

    @api.model
    def _get_columns(self):
        return [
            *super()._get_columns(),
            Column(
                "zip_ranges",
                (self.env._("Postal codes"),),
                help=self.env._(
                    "With commas: 33000-33199, 24001. A short code is all codes that begin with it."
                ),
                example="33000-33199",
            ),
            Column(
                "towns",
                (self.env._("Towns"),),
                help=self.env._("One a line, or with commas."),
                example="Llanes, Ribadesella",
            ),
        ]

    @api.model
    def _check_rows(self, work):
        result = super()._check_rows(work)
        for row in work.good():
            try:
                areas.parse_zips(row.values.get("zip_ranges") or "")
            except areas.ZipError as error:
                work.refuse(row, "zip_ranges", "bad_zips", range=error.args[0])
        return result

    def _word_bad_zips(self, _value, args):
        return self.env["crm.zone"]._word_bad_range(args["range"])
