from odoo import fields, models
from odoo.fields import Domain


class CrmRoutePlanJob(models.Model):
    """Which stops are in force: of a customer and a day, and of a visit, one plan speaks.

    It stands behind ``crm_route_plan_job_publish.py`` in the order of the files, whose work it
    goes on with.
    """

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    def _carry_out(self, stops, changes):
        result = super()._carry_out(stops, changes)
        self._put_in_force(stops)
        return result

    def _put_in_force(self, own):
        """From now on these stops are what was planned, in the place of those of older plans.

        What is only gone around stays another's where that one's route stays: today, or a
        colleague's.
        """
        now = fields.Datetime.now()
        around = self.route_ids.stop_ids.filtered(
            lambda stop: stop.is_appointment and stop.start > now and stop._is_visit()
        )
        others = Domain("in_force", "=", True) & Domain("plan_id", "!=", self.plan_id.id)
        older = own.search(others & self._get_replaced_domain(own, now))
        older.write({"in_force": False})
        known = own.search(others & Domain("action_id", "in", around.action_id.ids)).action_id
        mine = own | around.filtered(lambda stop: stop.action_id not in known)
        mine.write({"in_force": True})
        (self.route_ids | older.route_id)._count_outcome()

    def _get_replaced_domain(self, own, now):
        """Stops to come of the customers of this job on the days of its plan."""
        plan, customers = self.plan_id, {*(self.sudo().scope or ()), *own.partner_id.ids}
        on_its_days = (
            Domain("partner_id", "in", list(customers))
            & Domain("date", ">=", plan.date_from)
            & Domain("date", "<=", plan.date_to)
        )
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("start", ">", now)
            & (Domain("action_id", "in", own.action_id.ids) | on_its_days)
        )
