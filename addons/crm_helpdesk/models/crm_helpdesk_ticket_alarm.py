from odoo import api, fields, models
from odoo.tools import format_datetime

from .crm_helpdesk_ticket_flow import SUPERVISOR

ALERT = "mail.mail_activity_data_warning"


class CrmHelpdeskTicket(models.Model):
    """Telling people of requests that need them: an activity each, once for each reason."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    escalation_ids = fields.One2many(
        "crm.helpdesk.escalation", "ticket_id", string="Escalations", copy=False
    )

    @api.model
    def _raise_alarms(self, kind, reasons):
        """Tell who is in charge of requests; what was told already is not told again.

        sudo: the job tells whomever it concerns.

        :param kind: of ``crm.helpdesk.escalation``
        :param reasons: pairs of request and key, such as clock and cycle
        """
        tickets = self.browse().union(*(ticket for ticket, _key in reasons))
        known = {
            (row.ticket_id.id, row.key)
            for row in self.env["crm.helpdesk.escalation"]
            .sudo()
            .search([("ticket_id", "in", tickets.ids), ("kind", "=", kind)])
        }
        fresh = [(ticket, key) for ticket, key in reasons if (ticket.id, key) not in known]
        tickets = self.browse().union(*(ticket for ticket, _key in fresh))
        told = tickets._choose_told(kind)
        now = fields.Datetime.now()
        self._by_flow().env["crm.helpdesk.escalation"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "kind": kind,
                    "key": key,
                    "at": now,
                    "user_id": told[ticket].id,
                }
                for ticket, key in fresh
            ]
        )
        # two clocks of one request are two reasons and one alert
        self._plan_alerts(kind, {ticket: user for ticket, user in told.items() if user})

    def _choose_told(self, kind):
        """Whom it concerns: the agent while there is time, then the supervisor.

        :return: ``{ticket: user}``, an empty user where there is nobody
        """
        found = {}
        supervisors = {company: self._get_supervisors(company) for company in self.company_id}
        for ticket in self:
            # sudo: who supervises, whoever runs the job
            leader = ticket.team_id.sudo().leader_id.filtered("active")
            above = leader or supervisors[ticket.company_id][:1]
            agent = ticket.user_id.sudo().filtered("active")
            found[ticket] = (agent or above) if kind == "warn" else (above or agent)
        return found

    def _get_supervisors(self, company):
        # sudo: as above
        users = self.env.ref(SUPERVISOR).sudo().all_user_ids
        return users.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        ).sorted("id")

    def _plan_alerts(self, kind, told):
        """An activity for each; who is told of hundreds gets no mail for each of them."""
        # sudo: see _raise_alarms
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        activities.create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": ticket.id,
                    "activity_type_id": self.env.ref(ALERT).id,
                    "user_id": user.id,
                    "date_deadline": fields.Date.context_today(ticket.with_context(tz=user.tz)),
                    "summary": ticket.with_context(lang=user.lang)._word_alarm(kind, user),
                    "automated": True,
                }
                for ticket, user in told.items()
            ]
        )

    def _word_alarm(self, kind, user):
        if kind == "queue":
            return self.env._("Nobody can take it: give it to somebody")
        due = format_datetime(self.env, self.deadline, tz=user.tz or "UTC", dt_format="short")
        if kind == "breach":
            return self.env._("Late: it was due on %(deadline)s", deadline=due)
        return self.env._("Due soon: on %(deadline)s", deadline=due)

    def _end_alerts(self):
        """What is done or has an agent again needs no alert any more."""
        # sudo: whoever has taken the step
        self.sudo().activity_unlink([ALERT])

    def _after_resolve(self):
        result = super()._after_resolve()
        self._end_alerts()
        return result

    def action_cancel(self, stage=None):
        result = super().action_cancel(stage)
        self._end_alerts()
        return result
