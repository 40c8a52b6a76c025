from odoo import api, models
from odoo.fields import Domain

_EXPORTED = ("received_at", "channel", "sender", "subject", "verdict", "cause", "ticket_id")


class ResPartner(models.Model):
    """What came in of somebody who asks what we know, or to be forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _crm_get_erasure_labels(self):
        return {**super()._crm_get_erasure_labels(), "entries": self.env._("entries")}

    def _crm_erase(self):
        """Sender, subject and original go; that something came in, and what became of it, stays."""
        self._crm_check_privacy_officer()
        entries = self._crm_get_people()._crm_get_their_entries()  # before the address goes
        counts = super()._crm_erase()
        counts.update(entries=entries._forget())
        return counts

    def _crm_export(self):
        exported = super()._crm_export()
        entries = self._crm_get_people()._crm_get_their_entries()
        return {**exported, "entries": self._crm_to_plain(entries, _EXPORTED)}

    def _crm_get_their_entries(self):
        emails, _phones = self._crm_get_own_addresses()
        # sudo: what a person may ask of us concerns all rows
        entries = self.env["crm.helpdesk.intake"].sudo()
        own = Domain("sender", "in", list(emails)) | Domain("ticket_id.partner_id", "in", self.ids)
        return entries.search(own)
