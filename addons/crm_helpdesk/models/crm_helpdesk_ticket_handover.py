from odoo import models


class CrmHelpdeskTicket(models.Model):
    """The open requests of a person who leaves."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over(self, former, user, date):
        """Another gets these, where he or she works in the department; the rest is queued again.

        See ``res.users._crm_handover_items``.
        """
        # sudo: who works where does not depend on who hands over
        own = self.filtered(
            lambda ticket: (
                user in (ticket.team_id.sudo().member_ids.user_id | ticket.team_id.sudo().leader_id)
            )
        )
        if own:
            own.action_assign(user)
        if self - own:
            (self - own).action_assign(self.env["res.users"])
