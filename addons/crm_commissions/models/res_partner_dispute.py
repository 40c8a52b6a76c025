from odoo import api, models


class ResPartner(models.Model):
    """Disputes of payees that turn out to be one, and of those who ask to be forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_after_merge(self):
        super()._crm_after_merge()
        disputes = self.env["crm.commission.dispute"].sudo()  # sudo: a merge concerns all
        disputes._find_statements(self)

    @api.model
    def _crm_get_erasure_labels(self):
        return {**super()._crm_get_erasure_labels(), "disputes": self.env._("disputes")}

    def _crm_erase(self):
        """What people have written in disputes goes; what was decided stays."""
        counts = super()._crm_erase()
        # sudo: erasing concerns all rows of a person
        disputes = self.env["crm.commission.dispute"].sudo()
        told = disputes.search([("payee_id", "in", self._crm_get_people().ids)])
        counts.update(disputes=told._forget(), **self._crm_erase_talk(told))
        return counts
