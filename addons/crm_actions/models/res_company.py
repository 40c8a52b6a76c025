from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import days

JUDGED_BY = ("crm_followup_start", "crm_followup_grace_days", "resource_calendar_id")
NEXT_STEP_POLICIES = [("off", "Not asked"), ("warn", "Recommended"), ("require", "Required")]


class ResCompany(models.Model):
    _inherit = "res.company"

    crm_geo_radius_m = fields.Integer(
        string="Visit radius (m)",
        default=300,
        help="A check-in within this distance of the customer, accuracy taken off, counts as "
        "verified.",
    )
    crm_geo_retention_days = fields.Integer(
        string="Keep positions (days)",
        default=90,
        help="Coordinates of check-ins are deleted after these days; distance and verdict stay.",
    )

    crm_followup_start = fields.Date(
        string="Follow-up since",
        default=fields.Date.today,
        help="Opportunities from before that day are not shown as at risk during the grace period.",
    )
    crm_followup_grace_days = fields.Integer(
        string="Grace period (days)",
        default=14,
        help="Days from the start of the follow-up in which older opportunities are not shown as "
        "at risk, so that the team can plan their next steps first.",
    )
    crm_plan_horizon_weeks = fields.Integer(
        string="Plan visits ahead (weeks)",
        default=6,
        help="Visit plans make the visits of these weeks, every night.",
    )
    crm_next_step_policy = fields.Selection(
        NEXT_STEP_POLICIES,
        string="Next step in new teams",
        required=True,
        default="warn",
        help="What a new sales team begins with; each team may then have its own.",
    )

    _crm_geo_radius_positive = models.Constraint(
        "CHECK (crm_geo_radius_m BETWEEN 10 AND 50000)",
        "The visit radius goes from 10 m to 50,000 m.",
    )
    _crm_geo_retention_positive = models.Constraint(
        "CHECK (crm_geo_retention_days BETWEEN 1 AND 3650)",
        "Positions are kept from 1 to 3,650 days.",
    )

    _crm_followup_grace_range = models.Constraint(
        "CHECK (crm_followup_grace_days BETWEEN 0 AND 365)",
        "The grace period goes from 0 to 365 days.",
    )

    def _crm_get_grace(self, created):
        """Last day on which an opportunity created on that day is not shown as at risk, or None."""
        if not self.crm_followup_start or created >= self.crm_followup_start:
            return None
        return self.crm_followup_start + timedelta(days=self.crm_followup_grace_days)

    _crm_plan_horizon_range = models.Constraint(
        "CHECK (crm_plan_horizon_weeks BETWEEN 1 AND 52)",
        "Visits are planned from 1 to 52 weeks ahead.",
    )

    def _crm_tz(self):
        """Name of the time zone in which this company counts its days."""
        self.ensure_one()
        # sudo: the clock of a company is no secret, and its calendar is read on every screen
        company = self.sudo()
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    def _crm_today(self):
        """Today's date where this company works."""
        return days.to_wall(fields.Datetime.now(), self._crm_tz()).date()

    def _crm_days_off(self, first, last):
        """Dates on which this company does not work: weekends and public holidays.

        :param first: first date that matters; the answer may hold the days around
        :param last: last date that matters, included
        :return: frozenset of dates
        """
        self.ensure_one()
        unusual = self.resource_calendar_id._get_unusual_days(
            datetime.combine(first - timedelta(days=1), time.min),
            datetime.combine(last + timedelta(days=1), time.max),
            self,
        )
        return frozenset(
            fields.Date.to_date(day) for day, nobody_works in unusual.items() if nobody_works
        )

    def write(self, vals):
        """A shorter retention holds for what is already kept, and new rules judge anew."""
        judged_by = {company: [company[name] for name in JUDGED_BY] for company in self}
        result = super().write(vals)
        if "crm_geo_retention_days" in vals:
            self._update_purge_dates()
        # the page of settings writes all of its fields, also those that nobody changed
        changed = self.filtered(
            lambda company: judged_by[company] != [company[name] for name in JUDGED_BY]
        )
        changed._crm_expire_followup()
        return result

    def _crm_expire_followup(self, domain=Domain.TRUE):
        """Have the open opportunities of these companies judged anew, if they are in the domain."""
        if self:
            leads = self.env["crm.lead"]
            leads._expire_followup(leads._get_judged_domain(self) & domain)

    def _update_purge_dates(self):
        positions = self.env["crm.action.geo"]
        positions.flush_model(["company_id", "taken_at", "purge_on"])
        for company in self:
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_action_geo SET purge_on = taken_at::date + %s "
                    "WHERE company_id = %s",
                    company.crm_geo_retention_days,
                    company.id,
                )
            )
        positions.invalidate_model(["purge_on"])
