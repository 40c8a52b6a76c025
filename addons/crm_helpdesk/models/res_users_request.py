from odoo import models
from odoo.fields import Domain

from .crm_helpdesk_stage import ACTIVE
from .crm_helpdesk_ticket_flow import SUPERVISOR


class ResUsers(models.Model):
    """Who leaves gives open requests, the place in departments and what is supervised to others."""

    # one file for each purpose
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    def _crm_handover_items(self, date=None):
        items = super()._crm_handover_items(date)
        if self.env.user.has_group(SUPERVISOR):
            items += self._crm_get_helpdesk_items()
        return items

    def _crm_get_helpdesk_items(self):
        """Departments first: who gets the requests has to work there."""
        return [
            {
                "key": "helpdesk_members",
                "label": self.env._("Places in helpdesk departments"),
                "model": "crm.helpdesk.member",
                "domain": Domain("user_id", "=", self.id),
                "method": "_crm_hand_over",
            },
            {
                "key": "helpdesk_tickets",
                "label": self.env._("Open requests"),
                "model": "crm.helpdesk.ticket",
                "domain": Domain("user_id", "=", self.id) & Domain("state", "in", ACTIVE),
                "method": "_crm_hand_over",
            },
            {
                "key": "helpdesk_teams",
                "label": self.env._("Helpdesk departments supervised"),
                "model": "crm.helpdesk.team",
                "domain": Domain("leader_id", "=", self.id),
                "field": "leader_id",
            },
            {
                "key": "helpdesk_activities",
                "label": self.env._("Activities on requests"),
                "model": "mail.activity",
                "domain": Domain("user_id", "=", self.id)
                & Domain("res_model", "=", "crm.helpdesk.ticket"),
                "field": "user_id",
            },
        ]
