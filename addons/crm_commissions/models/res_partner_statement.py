from odoo import models


class ResPartner(models.Model):
    """The statements of payees that turn out to be one."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_before_merge(self, destination):
        """Statements that are not approved yet are made anew for the payee that stays."""
        self.env["crm.commission.statement"]._fold(self, destination)
        return super()._crm_before_merge(destination)

    def _crm_after_merge(self):
        result = super()._crm_after_merge()
        Entry = self.env["crm.commission.entry"]
        loose = Entry._read_group(
            [("payee_id", "in", self.ids), ("statement_id", "=", False)], ["company_id"]
        )
        for (company,) in loose:
            self.env["crm.commission.statement"]._refresh(company)
        return result
