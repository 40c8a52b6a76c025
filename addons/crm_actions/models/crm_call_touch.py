from odoo import models


class CrmCall(models.Model):
    """A conversation is a contact with the customer, and part of the history."""

    # one file for each purpose
    _inherit = "crm.call"  # pylint: disable=consider-merging-classes-inherited

    def _log_touches(self):
        """Make done actions of the calls in which somebody talked; twice makes one."""
        for call in self:
            if call.state == "ended" and call.partner_id:
                call._log_touch()

    def _log_touch(self):
        """The done action of this call, new or known; none if nobody here had it."""
        self.ensure_one()
        # sudo: the action of a call and its link with it are made by the system
        known = self.sudo().action_id
        if known:
            known.duration_s = max(known.duration_s, self.talk_s)
            return known
        action = self._get_touch_partner()._crm_log_touch(
            "call",
            self.answered_at or self.started_at,
            direction=self.direction,
            user=self.user_id,
            summary=self.notes and self.notes.partition("\n")[0][:200],
            key=f"call:{self.uuid}",
        )
        if action:
            action.duration_s = self.talk_s
            self.sudo().action_id = action
        return action

    def _get_touch_partner(self):
        """The contact, in the company and in the name of whoever talked."""
        partner = self.partner_id.with_company(self.company_id)
        if self.env.su and self.user_id:
            # sudo: a phone system has no rights of its own; the action is by whoever talked
            partner = partner.with_user(self.user_id).sudo()
        return partner
