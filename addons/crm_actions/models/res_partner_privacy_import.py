from collections import Counter

from odoo import api, models

from ..engine.import_cells import normal


class ResPartner(models.Model):
    """What stands about a person in the files that were imported."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_erase(self):
        # before the name is gone by which they are found
        self._crm_check_privacy_officer()
        names = self._crm_get_people()._crm_get_written_names()
        counts = super()._crm_erase()
        counts.update(self._crm_erase_imports(names))
        return counts

    @api.model
    def _crm_get_erasure_labels(self):
        return {**super()._crm_get_erasure_labels(), "imports": self.env._("imported files")}

    def _crm_get_written_names(self):
        """What names these people in a file, without accents and case; they are read with sudo."""
        written = {
            value
            for person in self
            for value in (person.name, person.email, person.phone, person.vat, person.ref)
            if value
        }
        identifiers = self.env["ir.model.data"].search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        )
        return {normal(value) for value in (*written, *identifiers.mapped("name"))}

    @api.model
    def _crm_erase_imports(self, names):
        """Files that name one of these people go as a whole, with what was quoted from them."""
        # sudo: see _crm_get_people
        runs = self.env["crm.import.run"].sudo().search([("file", "!=", False)])
        naming = runs.filtered(lambda run: run._names_one_of(names))
        naming._forget_file()
        return Counter({"imports": len(naming)})
