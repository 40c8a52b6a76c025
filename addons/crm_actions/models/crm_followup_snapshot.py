from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_lead_followup import STATES


class CrmFollowupSnapshot(models.Model):
    """How the open opportunities of a rep stood at the beginning of a week."""

    _name = "crm.followup.snapshot"
    _description = "Weekly Follow-up"
    _order = "week desc, id desc"
    _log_access = False

    week = fields.Date(required=True, index=True, readonly=True, help="Its Monday.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", string="Rep", readonly=True, ondelete="set null")
    state = fields.Selection(STATES, string="Follow-up", required=True, readonly=True)
    opportunities = fields.Integer(readonly=True)
    with_next_step = fields.Integer(string="With next step", readonly=True)
    expected_revenue = fields.Monetary(currency_field="currency_id", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    _once_a_week = models.UniqueIndex(
        # what belongs to nobody is left out: a rep who is deleted leaves such rows behind
        "(week, company_id, team_id, user_id, state) "
        "WHERE team_id IS NOT NULL AND user_id IS NOT NULL",
        "This week's figures were already taken.",
    )

    @api.model
    def _take(self, company):
        """Keep this week's figures of a company, once, as they are when the week is first seen.

        :return: whether they were taken now
        """
        today = company._crm_today()
        week = today - timedelta(days=today.weekday())
        if self.search_count([("week", "=", week), ("company_id", "=", company.id)], limit=1):
            return False
        self.env["crm.lead"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_followup_snapshot
                       (week, company_id, team_id, user_id, state, opportunities, with_next_step,
                        expected_revenue)
                SELECT %(week)s, %(company)s, team_id, user_id, followup_state, count(*),
                       count(next_step_at), COALESCE(sum(expected_revenue), 0)
                  FROM crm_lead
                 WHERE type = 'opportunity' AND won_status = 'pending' AND active
                   AND COALESCE(company_id, %(first)s) = %(company)s
                   AND followup_state IS NOT NULL
              GROUP BY team_id, user_id, followup_state
                    ON CONFLICT DO NOTHING
                """,
                week=week,
                company=company.id,
                # what belongs to no company is judged by the first one's calendar
                first=self.env["crm.lead"]._get_first_company().id,
            )
        )
        return True
