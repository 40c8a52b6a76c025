from odoo import api, models

from ..engine.import_cells import Column
from ..engine.import_rows import find_repeated
from .crm_import_template import KEY


class CrmImportGroup(models.AbstractModel):
    """What segments and zones have in common: a code by which they are told, and a name."""

    _name = "crm.import.group"
    _inherit = ["crm.import.template"]
    _description = "Import of Groups of Customers"

    @api.model
    def _get_columns(self):
        return [
            self._get_key_column(),
            Column(
                "code",
                (self.env._("Code"),),
                required=True,
                help=self.env._("Short and unique; a code that is there already is changed."),
                example="N",
            ),
            Column("name", (self.env._("Name"),), required=True, example=self.env._("North")),
        ]

    @api.model
    def _get_target(self):
        # the code of an archived one is taken, too
        return super()._get_target().with_context(active_test=False)

    @api.model
    def _match_by_nature(self, work):
        codes = [row.values["code"] for row in work.good()]
        company = [("company_id", "in", [False, self.env.company.id])]
        groups = self._get_target().search_fetch([*company, ("code", "in", codes)], ["code"])
        ids = {}
        for group in groups.sorted(lambda each: bool(each.company_id)):
            ids[group.code] = group.id
        return {
            row.line: ids[row.values["code"]] for row in work.good() if row.values["code"] in ids
        }

    @api.model
    def _check_rows(self, work):
        work.refuse_all(find_repeated(work.good(), lambda row: row.values["code"], "code"))

    @api.model
    def _prepare_values(self, row, work):
        values = {name: value for name, value in row.values.items() if name != KEY}
        # who lists an archived one wants it back
        return {**values, "active": True}
