import hashlib
from datetime import timedelta

from odoo import api, fields, models

from ..engine.worktime import NoWorkingTimeError

QUESTIONS = [
    ("csat", "Satisfaction (CSAT)"),
    ("ces", "Ease (CES)"),
    ("nps", "Recommendation (NPS)"),
    ("questionnaire", "Questionnaire"),
]
REASONS = [
    ("reopened", "Opened again before it was asked"),
    ("not_resolved", "Cancelled, or not resolved"),
    ("auto_closed", "Closed because of silence"),
    ("merged", "Merged into another request"),
    ("internal", "Written by one of us"),
    ("no_address", "No address"),
    ("quota", "Asked recently"),
    ("closed", "The campaign was closed before"),
    ("folded", "Two entries of one contact"),
]
FINISHED = ("resolved", "closed")


class CrmHelpdeskSurveyRequest(models.Model):
    """One customer is asked once: about a request, or in a campaign.

    Nobody writes it: it is queued when a request is resolved or a campaign is sent, sent by a job
    (``crm_helpdesk_survey_request_send.py``) and answered on a public page (``…_rate.py``). The
    token of the page stands in the mail alone; here is its hash. Of an anonymous one nothing says
    when it was answered; all that were are marked together, once the campaign is closed.
    """

    _name = "crm.helpdesk.survey.request"
    _description = "Question to a Customer"
    _order = "send_at desc, id desc"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Request",
        readonly=True,
        check_company=True,
        ondelete="cascade",
    )
    campaign_id = fields.Many2one(
        "crm.helpdesk.survey.campaign",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(QUESTIONS, string="Question", required=True, readonly=True)
    anonymous = fields.Boolean(readonly=True)
    state = fields.Selection(
        [
            ("queued", "To be sent"),
            ("sent", "Sent"),
            ("answered", "Answered"),
            ("expired", "Not answered"),
            ("cancelled", "Not asked"),
            ("bounced", "Not delivered"),
        ],
        required=True,
        readonly=True,
        default="queued",
    )
    reason = fields.Selection(REASONS, string="Why not", readonly=True)
    send_at = fields.Datetime(string="To be sent on", required=True, readonly=True)
    sent_at = fields.Datetime(string="Sent on", readonly=True)
    expires_at = fields.Datetime(string="Open until", readonly=True)
    answered_at = fields.Datetime(string="Answered on", readonly=True)
    user_input_id = fields.Many2one(
        "survey.user_input",
        string="Questionnaire",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    token_hash = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    is_spent = fields.Boolean(
        readonly=True, groups=fields.NO_ACCESS, help="The link has been used."
    )
    message_uid = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)

    _ticket_once = models.Constraint("UNIQUE(ticket_id)", "A request is asked about once.")
    _campaign_once = models.UniqueIndex(
        "(campaign_id, partner_id) WHERE campaign_id IS NOT NULL",
        "A campaign asks each contact once.",
    )
    _token_once = models.UniqueIndex("(token_hash) WHERE token_hash IS NOT NULL")
    _message = models.Index("(message_uid) WHERE message_uid IS NOT NULL")
    _about_one = models.Constraint(
        "CHECK((ticket_id IS NULL) <> (campaign_id IS NULL))",
        "A question is about one request, or of one campaign.",
    )
    _due = models.Index("(send_at, id) WHERE state = 'queued'")
    _open = models.Index("(expires_at) WHERE state = 'sent'")
    _recent = models.Index("(partner_id, sent_at) WHERE sent_at IS NOT NULL")

    @api.depends("ticket_id", "campaign_id")
    def _compute_display_name(self):
        for request in self:
            about = request.ticket_id or request.campaign_id
            request.display_name = about.display_name or ""

    @api.model
    def _hash(self, token):
        """What is kept of a token: who reads the database cannot answer for anybody."""
        return hashlib.sha256(str(token).encode()).hexdigest()

    @api.model
    def _queue(self, tickets):
        """Ask about requests that were resolved; each at most once in its life.

        One that was opened again before it was sent is asked about after the next solution.
        Whether it is still to be asked is judged when it is sent.
        """
        kinds = self.env["crm.helpdesk.survey.rule"]._get_kinds(tickets)
        asked = tickets.filtered(lambda ticket: kinds[ticket] != "none")
        known = {
            request.ticket_id: request for request in self.search([("ticket_id", "in", asked.ids)])
        }
        whens = self._get_sending_times(asked)
        fresh = []
        for ticket in asked:
            values = {"kind": kinds[ticket], "partner_id": ticket.partner_id.id}
            values["send_at"] = whens[ticket]
            request = known.get(ticket)
            if not request:
                fresh.append(values | {"ticket_id": ticket.id, "company_id": ticket.company_id.id})
            elif request.state == "cancelled" and request.reason == "reopened":
                request.write({**values, "state": "queued", "reason": False})
        self.create(fresh)
        self._wake(set(whens.values()))

    @api.model
    def _wake(self, instants):
        if instants:
            cron = self.env.ref("crm_helpdesk.ir_cron_helpdesk_survey")
            cron._trigger(at=sorted(instants))

    @api.model
    def _get_sending_times(self, tickets):
        """Some working hours of the department after the solution.

        :return: ``{ticket: naive UTC instant}``
        """
        timetables = self.env["crm.helpdesk.timetable"]._get_current(
            {(team.calendar_id, team.company_id) for team in tickets.team_id}
        )
        whens = {}
        for ticket in tickets:
            team = ticket.team_id.sudo()
            seconds = round(team.company_id.helpdesk_survey_delay * 3600)
            start = ticket.resolved_at or fields.Datetime.now()
            timetable = timetables[team.calendar_id, team.company_id]._get_timetable()
            try:
                whens[ticket] = timetable.after(start, seconds)
            except NoWorkingTimeError:  # a department that never works asks all the same
                whens[ticket] = start + timedelta(seconds=seconds)
        return whens

    @api.model
    def _note_reopening(self, tickets):
        """What is not sent yet is not asked; what was answered stays, and says so."""
        requests = self.search([("ticket_id", "in", tickets.ids)])
        queued = requests.filtered(lambda request: request.state == "queued")
        queued._cancel("reopened")
        answers = self.env["crm.helpdesk.survey.answer"]
        answers.search([("ticket_id", "in", tickets.ids)]).write({"reopened_after": True})

    def _cancel(self, reason):
        self.write({"state": "cancelled", "reason": reason})

    @api.model
    def _note_bounce(self, message_uids):
        """These mails came back.

        :param message_uids: Message-Ids of what we sent
        """
        uids = [uid for uid in message_uids or [] if uid]
        back = self.search([("message_uid", "in", uids), ("state", "=", "sent")]) if uids else self
        back.filtered(lambda request: not request.is_spent).write({"state": "bounced"})

    def _forget(self):
        """Of whom asks to be forgotten nothing is asked any more, and the link is dead."""
        self._cancel("no_address")
        self.write({"token_hash": False})

    @api.model
    def _fold(self, partners, destination):
        """Contacts that turn out to be one: of a campaign that asked several, one row keeps it.

        The others keep what became of them, without a contact.
        sudo: a merge concerns all rows.
        """
        both = partners | destination
        rows = self.sudo().search(
            [("partner_id", "in", both.ids), ("campaign_id", "!=", False)], order="id"
        )
        for asked in rows.grouped("campaign_id").values():
            # what was answered says more than what was not, and the one that stays goes first
            ranked = asked.sorted(
                lambda row: (row.state != "answered", row.partner_id != destination, row.id)
            )
            for row in ranked[1:]:
                if row.state in ("queued", "sent") and not row.is_spent:
                    row._cancel("folded")
                row.partner_id = False
