from datetime import datetime, timedelta

from .common import ActionCase


class PlanCase(ActionCase):
    """The small sales force, in Madrid; Monday 12 October 2026 is a holiday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a database may have been made without English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.env.company.resource_calendar_id.tz = "Europe/Madrid"
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Fiesta Nacional",
                "company_id": cls.env.company.id,
                "date_from": datetime(2026, 10, 11, 22),
                "date_to": datetime(2026, 10, 12, 21, 59),
            }
        )

    @classmethod
    def _visit_plan(cls, user=None, **values):
        """Every Tuesday at ten, Nora to the customer, from 1 October 2026 on."""
        user = user or cls.nora
        if values.get("mode") != "cycle" and not {"mon", "wed", "thu"} & set(values):
            values.setdefault("tue", True)
        return (
            cls.env["crm.action.plan"]
            .with_user(user)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "user_id": user.id,
                    "hour": 10,
                    "date_from": "2026-10-01",
                    **values,
                }
            )
        )

    @classmethod
    def _cycle(cls, user=None, **values):
        """Fourteen days after the last visit, at ten."""
        return cls._visit_plan(user, mode="cycle", cycle_days=14, **values)

    @classmethod
    def _done_visit(cls, day, user=None, **values):
        """A visit outside of any plan that was done on that day of October 2026, at noon."""
        visit = cls._plan(user, start=datetime(2026, 10, day, 9), **values)
        visit.close({"outcome_id": cls.order.id, "done_at": datetime(2026, 10, day, 10)})
        return visit

    def _visits(self, plan, *states):
        """The visits of a plan in order; the planned ones unless told otherwise."""
        domain = [("plan_id", "in", plan.ids), ("state", "in", states or ("planned",))]
        return self.env["crm.action"].sudo().search(domain, order="start, id")

    def _days(self, plan, *states):
        """Their dates in Madrid, as ``day/month``."""
        visits = self._visits(plan, *states)
        return [f"{moment:%-d/%-m}" for moment in visits.mapped("start")]

    def _night(self):
        """The nightly job, as the scheduler runs it."""
        # it looks once a day by the company's clock; here each call is another night
        self.env["crm.action.plan"].search([]).generated_on = False
        self._run_job()

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_actions.ir_cron_generate_plans").method_direct_trigger()

    @staticmethod
    def _minutes(count):
        return timedelta(minutes=count)
