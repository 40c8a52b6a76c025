from odoo import models
from odoo.fields import Domain

from odoo.addons.crm_actions.models.res_partner_privacy_elsewhere import TRACKED_TEXTS


class ResPartner(models.Model):
    """The history of a document tells the shares of its sale with the names of the payees."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_erase(self):
        # before the names are gone, by which they are found
        people = self._crm_get_people()
        told, traces = people._crm_get_told_shares(), people._crm_get_traces()
        counts = super()._crm_erase()
        self._crm_redact(told, TRACKED_TEXTS, traces)
        return counts

    def _crm_get_told_shares(self):
        """Changes of shares that name these people: one that is gone stands nowhere else."""
        names = [name for name in self.mapped("name") if name]
        named = Domain.OR(Domain(text, "ilike", name) for name in names for text in TRACKED_TEXTS)
        # sudo: see _crm_get_people
        values = self.env["mail.tracking.value"].sudo()
        return values.search(Domain("field_id.relation", "=", "crm.commission.split") & named)
