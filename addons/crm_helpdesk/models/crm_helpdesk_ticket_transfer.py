from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import log
from ..engine.clock import DEPARTMENT
from ..engine.departments import needs_supervisor
from .crm_helpdesk_stage import ACTIVE
from .crm_helpdesk_ticket_flow import SUPERVISOR


class CrmHelpdeskTicket(models.Model):
    """From one department to another: the customer's deadline stays, the department's is new."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def action_transfer(self, team, reason):
        """Give these requests to another department.

        :param team: ``crm.helpdesk.team`` of the same company
        :raise UserError: no reason, another company, done already, or back for the third time
        """
        self._check_agent()
        self._require(ACTIVE, self.env._("it is done. Open it again first."))
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the other department has to know what it is for."))
        for ticket in self:
            ticket._check_transfer(team)
        promises = self._get_promises(dict.fromkeys(self, team))
        self._keep_transfers(team, reason)
        self._by_flow().write({"team_id": team.id, "user_id": False})
        for ticket in self:
            ticket._set_state(ticket.state)  # the other department has its own columns
        self._log_events(
            {
                ticket: (log.TRANSFER, team, {"promise": promises[ticket][DEPARTMENT]})
                for ticket in self
            }
        )
        self._after_transfer(team)

    def _check_transfer(self, team):
        if team == self.team_id:
            raise UserError(self.env._("%(request)s is there already.", request=self.number))
        if team.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(department)s works for another company. Write a new request there.",
                    department=team.display_name,
                )
            )
        events = self.sudo().event_ids._to_engine()  # sudo: the log counts visits, whoever asks
        if needs_supervisor(events, team.id) and not self._may_supervise():
            raise UserError(
                self.env._(
                    "%(request)s has been in %(department)s twice: a supervisor decides.",
                    request=self.number,
                    department=team.display_name,
                )
            )

    def _may_supervise(self):
        return self.env.su or self.env.user.has_group(SUPERVISOR)

    def _keep_transfers(self, team, reason):
        now = fields.Datetime.now()
        self._by_flow().env["crm.helpdesk.transfer"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "from_team_id": ticket.team_id.id,
                    "to_team_id": team.id,
                    "at": now,
                    "reason": reason,
                    "user_id": self.env.uid,
                }
                for ticket in self
            ]
        )
