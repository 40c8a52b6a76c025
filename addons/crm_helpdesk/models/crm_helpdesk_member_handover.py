from odoo import models


class CrmHelpdeskMember(models.Model):
    """The places of a person who leaves."""

    # one file for each purpose
    _inherit = "crm.helpdesk.member"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over(self, former, user, date):
        """Another takes these places; who has one there already keeps the own.

        See ``res.users._crm_handover_items``.
        """
        there = self.search([("team_id", "in", self.team_id.ids), ("user_id", "=", user.id)])
        double = self.filtered(lambda member: member.team_id in there.team_id)
        double.unlink()
        (self - double).write({"user_id": user.id, "last_assigned_at": False})
