from odoo import api, models

_EXPORTED = ("opened_at", "document", "reason", "note", "amount_claimed", "outcome", "resolution")


class ResPartner(models.Model):
    """Disputes of payees that turn out to be one, and of those who ask to be forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_after_merge(self):
        result = super()._crm_after_merge()
        disputes = self.env["crm.commission.dispute"].sudo()  # sudo: a merge concerns all
        disputes._find_statements(self)
        return result

    @api.model
    def _crm_get_erasure_labels(self):
        return {**super()._crm_get_erasure_labels(), "disputes": self.env._("disputes")}

    def _crm_erase(self):
        """What people have written in disputes goes; what was decided stays."""
        counts = super()._crm_erase()
        told = self._crm_get_people()._crm_get_their_disputes()
        counts.update(disputes=told._forget(), **self._crm_erase_talk(told))
        return counts

    def _crm_export(self):
        exported = super()._crm_export()
        disputes = self._crm_get_people()._crm_get_their_disputes()
        return {**exported, "disputes": self._crm_to_plain(disputes, _EXPORTED)}

    def _crm_get_their_disputes(self):
        # sudo: what a person may ask of us concerns all rows
        disputes = self.env["crm.commission.dispute"].sudo()
        return disputes.search([("payee_id", "in", self.ids)])
