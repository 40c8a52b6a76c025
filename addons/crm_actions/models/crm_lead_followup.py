from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import days, health

STATES = [(health.RED, "At risk"), (health.AMBER, "Watch"), (health.GREEN, "On track")]


class CrmLead(models.Model):
    """Follow-up of an open opportunity: score, colour and reasons.

    Events recompute them at once, a job does so for the days that pass
    (``crm_lead_followup_refresh.py``). The arithmetic is in ``engine/health.py``.
    """

    # one file for each purpose
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    last_touch_at = fields.Datetime(store=True, index="btree_not_null")
    next_step_at = fields.Datetime(store=True, index="btree_not_null")
    followup_score = fields.Integer(
        string="Follow-up score",
        compute="_compute_followup",
        store=True,
        aggregator="avg",
        help="From 0 (forgotten) to 100. From 75 on it is on track, below 50 at risk.",
    )
    followup_state = fields.Selection(
        STATES,
        string="Follow-up",
        compute="_compute_followup",
        store=True,
        index="btree_not_null",
        group_expand=True,
    )
    followup_reason_data = fields.Json(
        compute="_compute_followup", store=True, export_string_translation=False
    )
    followup_on = fields.Date(
        string="Follow-up judged on",
        compute="_compute_followup",
        store=True,
        export_string_translation=False,
    )

    @api.depends(
        "crm_action_ids.state", "crm_action_ids.start", "crm_action_ids.allday",
        "crm_action_ids.contacted", "crm_action_ids.done_at",
        "activity_ids.date_deadline", "activity_ids.active", "last_inbound_at",
    )  # fmt: skip
    def _compute_touches(self):
        """An opportunity belongs to one company: all its actions count."""
        self._set_touches(Domain.TRUE)

    @api.depends(
        "type", "active", "won_status", "user_id", "date_open", "date_deadline", "snooze_until",
        "stage_id.followup_days", "stage_id.rotting_threshold_days", "date_last_stage_update",
        "company_id", "last_touch_at", "next_step_at", "crm_action_ids.outcome_id",
        "crm_action_ids.stop",
    )  # fmt: skip
    def _compute_followup(self):
        self.followup_score = 0
        self.followup_state = False
        self.followup_reason_data = False
        self.followup_on = False
        for lead, on, verdict in self._assess_followup():
            lead.followup_score = verdict.score
            lead.followup_state = verdict.state
            lead.followup_reason_data = serialise(verdict)
            lead.followup_on = on

        if any(self._ids):
            self._announce_followup()

    @api.model
    def _get_open_domain(self):
        """Opportunities that are neither won nor lost: the ones to follow up."""
        return Domain(
            [("type", "=", "opportunity"), ("won_status", "=", "pending"), ("active", "=", True)]
        )

    def _assess_followup(self):
        """Judge the open ones among these opportunities.

        :return: list of (opportunity, today of its company, ``health.Health``)
        """
        opened = self.filtered(
            lambda lead: lead.type == "opportunity" and lead.won_status == "pending" and lead.active
        )
        unanswered = opened._origin._find_unanswered()
        verdicts = []
        first = self._get_first_company()
        for company, leads in opened.grouped(lambda lead: lead.company_id or first).items():
            today = company._crm_today()
            tz = company._crm_tz()
            days_off = leads._get_followup_days_off(company, today)
            dues = leads._read_step_dues(today, tz)
            for lead in leads:
                case = lead._prepare_followup(company, tz, today, days_off, unanswered)
                case = replace(case, step_due=dues.get(lead._origin))
                verdicts.append((lead, today, health.assess(case)))
        return verdicts

    def _get_touch_company(self):
        return self.company_id or self._get_first_company()

    @api.model
    def _get_first_company(self):
        """The company by whose calendar opportunities of no company are judged.

        sudo: the same whoever looks, since a verdict is stored for all.
        """
        return self.env["res.company"].sudo().search([], order="id", limit=1)

    def _get_followup_days_off(self, company, today):
        """Days off since the oldest overdue step; none if nothing is overdue."""
        due = min((lead.next_step_at for lead in self if lead.next_step_at), default=None)
        if not due or due.date() > today:
            return frozenset()
        first = max(due.date(), today - timedelta(days=health.LONGEST_OVERDUE))
        return company._crm_days_off(first - timedelta(days=1), today)

    def _read_step_dues(self, today, tz):
        """Map those with a step of a past day to the day on which the first of all steps ends.

        What lasts several days, such as a trade fair, is overdue after its last one.
        """
        begun = self._origin.filtered(
            lambda lead: lead.next_step_at and days.to_wall(lead.next_step_at, tz).date() < today
        )
        opened = Domain("state", "in", ("planned", "in_progress"))
        timed = begun._read_action_groups(opened & Domain("allday", "=", False), "stop:min")
        dues = {lead: days.to_wall(stop, tz).date() for lead, stop in timed.items()}
        whole_days = begun._read_action_groups(opened & Domain("allday", "=", True), "stop:min")
        for dated in (whole_days, begun._read_activity_deadlines()):
            for lead, day in dated.items():
                due = fields.Date.to_date(day)
                dues[lead] = min(dues.get(lead) or due, due)
        return dues

    def _prepare_followup(self, company, tz, today, days_off, unanswered):
        """What the engine has to know, in days of the company."""

        def local(moment):
            return moment and days.to_wall(moment, tz).date()

        created = self.create_date or fields.Datetime.now()
        touched = self.last_touch_at or self.date_open or created
        return health.FollowUp(
            today=today,
            last_contact=local(touched),
            stage_since=local(self.date_last_stage_update or created),
            followup_days=self.stage_id.followup_days,
            stage_limit=self.stage_id.rotting_threshold_days,
            next_step=local(self.next_step_at) or None,
            deadline=self.date_deadline or None,
            snooze_until=self.snooze_until or None,
            unanswered=self._origin.id in unanswered,
            grace_until=company._crm_get_grace(local(created)),
            days_off=days_off,
        )

    def _find_unanswered(self):
        """Ids of the opportunities whose last attempts all reached nobody.

        What neither reached somebody nor tried in vain is no attempt: a mail that was sent.
        """
        if not self.ids:
            return set()
        self.env["crm.action"].flush_model(["opportunity_id", "state", "outcome_id", "done_at"])
        self.env["crm.action.outcome"].flush_model(["result", "contacted"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT opportunity_id
                  FROM (SELECT action.opportunity_id,
                               outcome.result = 'no_contact' AS in_vain,
                               row_number() OVER (PARTITION BY action.opportunity_id
                                                  ORDER BY action.done_at DESC, action.id DESC)
                                   AS position
                          FROM crm_action action
                          JOIN crm_action_outcome outcome ON outcome.id = action.outcome_id
                         WHERE action.opportunity_id = ANY(%(ids)s)
                           AND action.state = 'done'
                           AND (outcome.contacted OR outcome.result = 'no_contact')) attempt
                 WHERE position <= %(attempts)s
              GROUP BY opportunity_id
                HAVING count(*) = %(attempts)s AND bool_and(in_vain)
                """,
                ids=self.ids,
                attempts=health.ATTEMPTS,
            )
        )
        return {lead_id for (lead_id,) in rows}


def serialise(verdict):
    """Reasons as they are stored: code, penalty and figures, to be worded for each reader."""
    return [
        {"code": reason.code, "penalty": reason.penalty, **reason.figures}
        for reason in verdict.reasons
    ]
