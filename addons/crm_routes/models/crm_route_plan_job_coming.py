from datetime import datetime, time

from odoo import fields, models
from odoo.fields import Domain

from .crm_route_plan_job_input import KM, ONE_DAY


class CrmRoutePlanJob(models.Model):
    """Visits that are to come before a plan begins: the next ones are counted from them.

    Whoever plans on a Friday for the weeks to come has visits of that Friday in the agenda still.
    """

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    def _read_coming(self, rows):
        """The day of the last visit before the plan's first one, by customer id.

        What should have been by now and is not done is no visit to count on.
        """
        plan = self.plan_id
        partners = self.env["res.partner"].browse(rows)
        actions = self.env["crm.action"].search(
            self._get_coming_domain()
            & Domain("start", "<", datetime.combine(plan.date_from + ONE_DAY, time.min))
            & Domain("type_id.code", "=", "visit")
            & Domain("company_id", "=", self.company_id.id)
            & Domain("commercial_partner_id", "in", partners.commercial_partner_id.ids),
            order="start, id",
        )
        found = {}
        for action in actions:
            partner = action.partner_id
            key = partner.id if partner.id in rows else partner.commercial_partner_id.id
            day = self._get_wall(action)[0]
            if key in rows and day < plan.date_from:
                found[key] = day
        return found

    def _get_coming_domain(self):
        today = datetime.combine(self.company_id._crm_today(), time.min)
        timed = Domain("allday", "=", False) & Domain("stop", ">", fields.Datetime.now())
        all_day = Domain("allday", "=", True) & Domain("start", ">=", today)
        planned = Domain("state", "=", "planned") & (timed | all_day)
        return planned | Domain("state", "=", "in_progress")

    def _get_urgency(self, row, coming):
        """When the customer was or will be visited last before the plan, and the next one's worth.

        Who is visited before the plan begins is not overdue in it.
        """
        if row.partner_id.id not in coming:
            return row.last_visit_on or None, round(row.value_km * KM)
        last = max(coming[row.partner_id.id], row.last_visit_on or coming[row.partner_id.id])
        return last, row.policy_id.value_km * KM
