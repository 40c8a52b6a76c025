from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.instants import to_wall
from ..engine.satisfaction import SCALES, calls_back
from .crm_helpdesk_survey_request import QUESTIONS

ONE_QUESTION = [pair for pair in QUESTIONS if pair[0] in SCALES]
_LOOKS_AHEAD = timedelta(days=30)
_GOOD = {"csat": 4, "ces": 5, "nps": 9}
_DETRACTS = 6


class CrmHelpdeskSurveyAnswer(models.Model):
    """What a customer has answered, with whom and what it was about at that time.

    An anonymous one points at its campaign alone; it has a day and no hour, and no person reads it:
    it is counted, in groups that are large enough.
    """

    _name = "crm.helpdesk.survey.answer"
    _description = "Answer of a Customer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "answer_day desc, id desc"
    _mail_post_access = "read"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(ONE_QUESTION, string="Question", required=True, readonly=True)
    score = fields.Integer(required=True, readonly=True, aggregator="avg")
    result = fields.Float(
        compute="_compute_result",
        store=True,
        aggregator="avg",
        help="Its average is the figure of each question: the percentage of satisfied customers, "
        "the net promoter score, or the mean of the ease.",
    )
    comment = fields.Text(readonly=True)
    anonymous = fields.Boolean(readonly=True)
    answer_day = fields.Date(string="Day", required=True, readonly=True)
    answered_at = fields.Datetime(string="Answered on", readonly=True)

    request_id = fields.Many2one(
        "crm.helpdesk.survey.request",
        string="Question sent",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    campaign_id = fields.Many2one(
        "crm.helpdesk.survey.campaign",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Request",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, index="btree_not_null", ondelete="set null"
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer",
        store=True,
        index="btree_not_null",
    )
    team_id = fields.Many2one(
        "crm.helpdesk.team",
        string="Department",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Agent", readonly=True, help="Who had the request when it was asked."
    )
    category_id = fields.Many2one("crm.helpdesk.category", readonly=True)
    segment_id = fields.Many2one("crm.segment", readonly=True, help="Of the customer, on that day.")
    reopened_after = fields.Boolean(
        string="Opened again afterwards",
        readonly=True,
        help="The customer has answered and the request was opened again later.",
    )

    _request_once = models.UniqueIndex(
        "(request_id) WHERE request_id IS NOT NULL", "This question has been answered."
    )
    _ticket_once = models.UniqueIndex(
        "(ticket_id) WHERE ticket_id IS NOT NULL", "This request has been scored."
    )
    _anonymous = models.Constraint(
        """CHECK(anonymous IS NOT TRUE OR (campaign_id IS NOT NULL AND answered_at IS NULL
                 AND num_nonnulls(request_id, ticket_id, partner_id, user_id, team_id) = 0))""",
        "An anonymous answer points at nobody.",
    )
    _scale = models.Constraint(
        """CHECK((kind = 'csat' AND score BETWEEN 1 AND 5)
              OR (kind = 'ces' AND score BETWEEN 1 AND 7)
              OR (kind = 'nps' AND score BETWEEN 0 AND 10))""",
        "The score is beyond the scale of its question.",
    )
    _by_day = models.Index("(company_id, kind, answer_day)")

    @api.depends("kind", "score")
    def _compute_result(self):
        for answer in self:
            answer.result = _result_of(answer.kind, answer.score)

    @api.depends("kind", "score")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for answer in self:
            highest = SCALES[answer.kind][1] if answer.kind else 0
            kind = kinds.get(answer.kind, "")
            answer.display_name = f"{answer.score} / {highest} · {kind}"

    def _get_tone(self):
        """success, danger or neutral: as the screens of a customer colour it."""
        return tone_of(self.kind, self.score)

    def _blur(self):
        """Of an anonymous answer the day is known, and that the system wrote it."""
        self.flush_recordset()
        day = fields.Datetime.to_datetime(self.answer_day)
        self.env.execute_query(
            SQL(
                """
                UPDATE crm_helpdesk_survey_answer SET create_date = %s, write_date = %s
                 WHERE id = %s RETURNING id
                """,
                day,
                day,
                self.id,
            )
        )
        self.invalidate_recordset()

    # -- closing the loop --------------------------------------------------------------------

    def _ask_to_call_back(self):
        """Somebody unhappy: the supervisor speaks with the customer within a working day.

        The task stands at the answer, which the scored agent does not see.
        """
        person = self._get_supervisor()
        if not person:
            return
        self.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self._get_next_working_day(),
            summary=self.with_context(lang=person.lang).env._(
                "Speak with %(customer)s: scored %(score)s",
                customer=self.partner_id.display_name
                or self.ticket_id.partner_name
                or self.ticket_id.number,
                score=self.score,
            ),
            user_id=person.id,
        )

    def _get_supervisor(self):
        """Who leads the department; another one where that is who was scored."""
        leader = self.team_id.leader_id
        if leader and leader != self.user_id:
            return leader
        supervisors = self.env.ref("crm_helpdesk.group_helpdesk_supervisor").all_user_ids
        here = supervisors.filtered(
            lambda user: (
                self.company_id in user.company_ids and user != self.user_id and not user.share
            )
        )
        # whoever has no other task before those who may do everything
        people = here.filtered(lambda user: not user._is_admin()) or here
        return people.sorted("id")[:1]

    def _get_next_working_day(self):
        """The first working day of the department, or of the company, after today; a date."""
        calendar = self.team_id.calendar_id or self.company_id.resource_calendar_id
        now = fields.Datetime.now()
        today = self.company_id._crm_today()
        pair = (calendar, self.company_id)
        timetable = self.env["crm.helpdesk.timetable"]._get_current({pair})[pair]._get_timetable()
        for start, _stop in timetable.intervals(now, now + _LOOKS_AHEAD):
            day = to_wall(start, calendar.tz or "UTC").date()
            if day > today:
                return day
        return today + timedelta(days=1)


def tone_of(kind, score):
    """The colour of a score: 'success', 'danger' or 'neutral'."""
    if score >= _GOOD[kind]:
        return "success"
    return "danger" if calls_back(score) or (kind == "nps" and score <= _DETRACTS) else "neutral"


def _result_of(kind, score):
    if kind == "csat":
        return 100.0 if score >= 4 else 0.0
    if kind == "nps":
        return 100.0 if score >= 9 else 0.0 if score >= 7 else -100.0
    return float(score or 0)
