from odoo import api, models

_TEXTS = ("name", "what", "who", "where", "when", "why_bad", "how", "how_many")


class ResPartner(models.Model):
    """What nonconformities say of a customer who asks to be forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _crm_get_erasure_labels(self):
        return {
            **super()._crm_get_erasure_labels(),
            "nonconformities": self.env._("nonconformities"),
        }

    @api.model
    def _crm_get_places(self):
        return {
            **super()._crm_get_places(),
            "crm.helpdesk.nonconformity": _TEXTS,
            "crm.helpdesk.nonconformity.why": ("name",),
            "crm.helpdesk.capa": ("name", "result"),
        }

    def _crm_erase(self):
        """Names and addresses go out of the words; what was found out and done stays."""
        self._crm_check_privacy_officer()
        people = self._crm_get_people()
        traces = people._crm_get_traces()
        counts = super()._crm_erase()
        # sudo: what a person may ask of us concerns all rows
        found = self.env["crm.helpdesk.nonconformity"].sudo()
        found = found.with_context(tracking_disable=True).search([("partner_id", "in", people.ids)])
        counts.update(nonconformities=self._crm_redact(found, _TEXTS, traces))
        # reminders keep what their record is called
        activities = found.activity_ids
        self.env.add_to_compute(activities._fields["res_name"], activities)
        return counts
