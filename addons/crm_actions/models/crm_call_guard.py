from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .crm_call import OVER

TOLD = {
    "uuid", "state", "phone_sanitized", "candidate_partner_ids", "rung_user_ids", "team_id",
    "pbx_account_id", "extension_id", "linked_id", "event_ids", "event_count", "ringing_at",
    "answered_at", "ended_at", "ring_s", "hangup_cause", "action_id",
}  # fmt: skip
"""What follows from the events of a phone system, or from the rest."""
WRITTEN = {"direction", "number", "caller_name", "user_id", "company_id", "started_at", "talk_s"}
"""What a person writes of a call that no phone system told."""


class CrmCall(models.Model):
    """What may be written on a call, by whom."""

    # one file for each purpose
    _inherit = "crm.call"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """A call by hand is over when it is written down."""
        if self.env.su:
            return super().create(vals_list)
        vals_list = [self._check_by_hand(vals) for vals in vals_list]
        calls = super(CrmCall, self._without_told_defaults()).create(vals_list)
        calls._check_contact()
        calls._match_callers_by_hand()
        calls._log_touches()
        return calls.with_env(self.env)

    def write(self, vals):
        if not self.env.su:
            self._check_untouched(vals)
        result = super().write(vals)
        if vals.get("partner_id"):
            self._follow_contact()
        return result

    @api.model
    def _check_by_hand(self, vals):
        """Values of a new call without what only a phone system tells."""
        state = vals.get("state") or self.env.context.get("default_state") or "ended"
        if state not in OVER:
            raise UserError(
                self.env._(
                    "A call is written down when it is over: answered, missed or not reached."
                )
            )
        if given := {name for name in TOLD - {"state", "uuid"} if vals.get(name)}:
            self._refuse(given)
        kept = {name: value for name, value in vals.items() if name not in TOLD}
        return {**kept, "state": state}

    @api.model
    def _without_told_defaults(self):
        """This model in a context that says nothing of what only a phone system tells."""
        context = {
            name: value
            for name, value in self.env.context.items()
            if name.removeprefix("default_") not in TOLD
        }
        return self.with_context(context)  # pylint: disable=context-overridden

    def _check_untouched(self, vals):
        """What a phone system told stays; a call by hand keeps its status."""
        told = self.filtered("pbx_account_id")
        if touched := (TOLD | WRITTEN if told else TOLD).intersection(vals):
            self._refuse(touched)
        if "partner_id" in vals:
            for call in self:
                call._check_contact_open(vals["partner_id"])

    def _refuse(self, names):
        labels = sorted(self._fields[name]._description_string(self.env) for name in names)
        raise UserError(
            self.env._(
                "A call keeps what happened; write notes and say who it was. This cannot be "
                "changed: %(fields)s.",
                fields=", ".join(labels),
            )
        )

    def _check_contact_open(self, partner_id):
        """Once it is in the history of a customer, a call stays there."""
        if self.action_id and self.partner_id.id != partner_id:
            raise UserError(
                self.env._(
                    "This call is already in the history of %(contact)s and stays there.",
                    contact=self.partner_id.display_name,
                )
            )

    def _check_contact(self):
        """Nobody notes a call with a contact that he or she may not read."""
        # sudo: to know which ones they are; they are then asked for with the user's rights
        contacts = self.sudo().partner_id.sudo(False)
        if not contacts.has_access("read"):
            raise AccessError(self.env._("You may not see this contact. Choose another one."))

    def _follow_contact(self):
        """It is known now who it was."""
        if not self.env.su:
            self._check_contact()
        # sudo: who it might have been is no longer a question
        self.sudo().filtered("candidate_partner_ids").candidate_partner_ids = False
        self._log_touches()

    def _match_callers_by_hand(self):
        # sudo: candidates are written by the system; they are found by the rights of the user
        for call in self.filtered(lambda call: not call.partner_id and call.phone_sanitized):
            found = self._find_callers([call.phone_sanitized], call.company_id)
            partners = found[call.phone_sanitized]
            values = (
                {"partner_id": partners.id}
                if len(partners) == 1
                else {"candidate_partner_ids": [(6, 0, partners.ids)]}
            )
            call.sudo().write(values)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        """Only a call that was written down by mistake goes."""
        for call in self:
            if call.pbx_account_id or call.action_id:
                raise UserError(
                    self.env._(
                        "%(call)s was told by a phone system or is in the history of a customer, "
                        "so it stays.",
                        call=call.display_name,
                    )
                )
