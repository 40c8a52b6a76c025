from collections import Counter

from odoo import api, models
from odoo.fields import Domain

from ..rows import RowQuery

CALL_FIELDS = (
    "started_at", "direction", "state", "number", "caller_name", "partner_id", "user_id", "talk_s",
    "notes",
)  # fmt: skip
CALL_TEXTS = ("number", "caller_name", "notes")


class ResPartner(models.Model):
    """Telephone calls of a contact: found by the number, told, handed out, forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    # whoever rings is looked for while the telephone rings
    _phone_sanitized_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """A contact made from the pop-up of a call is who called."""
        partners = super().create(vals_list)
        call_id = self.env.context.get("crm_call_id")
        if partners and isinstance(call_id, int):
            call = self.env["crm.call"].browse(call_id).exists()
            if call.has_access("write") and not call.partner_id:
                call.write({"partner_id": partners[0].id})
        return partners

    # -- merge ---------------------------------------------------------------------------------

    def _crm_before_merge(self, destination):
        result = super()._crm_before_merge(destination)
        # two contacts with one number become one: perhaps who it was is no longer a question
        calls = self.env["crm.call"].search([("candidate_partner_ids", "in", self.ids)])
        for call in calls:
            candidates = (call.candidate_partner_ids - self) | destination
            if len(candidates) == 1 and not call.partner_id:
                call.write({"partner_id": destination.id})
            else:
                call.write({"candidate_partner_ids": [(6, 0, candidates.ids)]})
        return result

    # -- privacy -------------------------------------------------------------------------------

    def _crm_get_their_calls(self):
        """Calls of these people, and those of their own number of which nobody said who it was."""
        _emails, phones = self._crm_get_own_addresses()
        theirs = Domain("partner_id", "in", self.ids)
        theirs |= Domain("partner_id", "=", False) & Domain("phone_sanitized", "in", list(phones))
        # sudo: see _crm_get_people
        return self.env["crm.call"].sudo().search(theirs)

    def _crm_erase(self):
        # before the numbers are gone by which they are found
        self._crm_check_privacy_officer()
        people = self._crm_get_people()
        calls = people._crm_get_their_calls()
        counts = super()._crm_erase()
        counts.update(people._crm_erase_calls(calls))
        return counts

    def _crm_erase_calls(self, calls):
        """When and how long somebody called stays; who, what was said and what was sent goes."""
        told = calls.filtered(lambda call: any(call[name] for name in CALL_TEXTS))
        told.write(dict.fromkeys(CALL_TEXTS, False))
        sent = calls.event_ids.filtered("raw")
        sent.write({"raw": False})
        # sudo: see _crm_get_people
        doubtful = self.env["crm.call"].sudo().search([("candidate_partner_ids", "in", self.ids)])
        doubtful.write({"candidate_partner_ids": [(3, person.id) for person in self]})
        return Counter(calls=len(told))

    @api.model
    def _crm_get_erasure_labels(self):
        return {**super()._crm_get_erasure_labels(), "calls": self.env._("telephone calls")}

    @api.model
    def _crm_get_places(self):
        return {
            **super()._crm_get_places(),
            "crm.call": CALL_TEXTS,
            "crm.call.event": ("raw",),
        }

    def _crm_export(self):
        sections = super()._crm_export()
        calls = self._crm_get_people()._crm_get_their_calls()
        return {**sections, "calls": self._crm_to_plain(calls, CALL_FIELDS)}

    # -- timeline ------------------------------------------------------------------------------

    def _crm360_timeline(self, before, limit):
        return [
            *super()._crm360_timeline(before, limit),
            *self._crm360_past_calls(before, limit),
        ]

    def _crm360_past_calls(self, before, limit):
        """Calls in which nobody talked; conversations are told by their action."""
        if not self.env["crm.call"].has_access("read"):
            return []
        query = RowQuery(
            self.env["crm.call"],
            self._crm360_scope("crm.call")
            & Domain("state", "in", ("missed", "failed"))
            & self._crm360_older("crm.call", "started_at", "call", before),
            order=self._crm360_newest("crm.call", "started_at"),
            limit=limit,
        )
        query.add(
            id="id", date="started_at", state="state", direction="direction",
            caller="partner_id.name", rep="user_id.partner_id.name",
        )  # fmt: skip
        return [self._crm360_tell_call(row) for row in query.fetch()]

    def _crm360_tell_call(self, row):
        tone = "danger" if row["state"] == "missed" else "neutral"
        return {
            **self._crm360_place(row, "call", "crm.call"),
            "kind": "visits",
            "icon": "call",
            "title": self._crm360_label("crm.call", "direction", row["direction"]),
            "text": " · ".join(filter(None, (row["caller"], row["rep"]))),
            "badge": {
                "label": self._crm360_label("crm.call", "state", row["state"]),
                "tone": tone,
            },
        }
