from odoo import api, fields, models
from odoo.exceptions import UserError

AGENT = "crm_helpdesk.group_helpdesk_agent"


class CrmCall(models.Model):
    """A call about a request, and what becomes of one that nobody has answered."""

    _inherit = "crm.call"

    helpdesk_ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", string="Request", readonly=True, copy=False,
        index="btree_not_null", check_company=True, ondelete="set null",
    )  # fmt: skip

    @api.model
    def _check_by_hand(self, vals):
        values = super()._check_by_hand(vals)
        values.pop("helpdesk_ticket_id", None)
        return values

    def write(self, vals):
        if "helpdesk_ticket_id" in vals and not self.env.su:
            raise UserError(
                self.env._("Write the request down under Customer Calls: it then has the call.")
            )
        return super().write(vals)

    # -- the pop-up ------------------------------------------------------------------------------

    def _get_popup_actions(self):
        actions = super()._get_popup_actions()
        if self.direction != "in" or not self.env.user.has_group(AGENT):
            return actions
        return [
            *actions,
            {
                "key": "helpdesk_request",
                "label": self.env._("New request"),
                "icon": "fa-life-ring",
                "sequence": 15,
                "method": "_popup_new_request",
            },
        ]

    def _popup_new_request(self):
        """The screen for customers who call, with what is known of this one."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_phone_action"
        )
        return {**action, "context": {"dialog_size": "extra-large", "default_call_id": self.id}}

    # -- nobody has answered ---------------------------------------------------------------------

    def _follow_events(self):
        result = super()._follow_events()
        if self._asks_call_back():
            self._request_call_back()
        return result

    def _asks_call_back(self):
        return bool(
            self.state == "missed"
            and self.direction == "in"
            and self.phone_sanitized
            and self.pbx_account_id.helpdesk_team_id
            and not self.helpdesk_ticket_id
        )

    def _request_call_back(self):
        """One request for all calls that are missed of a number, however often it rings.

        Runs with all rights, like everything that a phone system tells.
        """
        team = self.pbx_account_id._reserve_call_backs()
        tickets = self.env["crm.helpdesk.ticket"]
        ticket = tickets._find_call_back(self.phone_sanitized, team, self.started_at)
        if not ticket:
            ticket = tickets._create_call_back(self, team)
        ticket._by_flow().write(
            {"missed_count": ticket.missed_count + 1, "last_missed_at": self.started_at}
        )
        self.helpdesk_ticket_id = ticket
