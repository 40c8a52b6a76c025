from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ActionCase


@tagged("-at_install", "post_install")
class TestAction(ActionCase):
    def test_three_fields_are_enough(self):
        action = self.env["crm.action"].with_user(self.nora)
        with freeze_time("2026-10-15 08:52:10"):
            form = Form(action, view="crm_actions.crm_action_view_form_quick")
            self.assertEqual(form.start, datetime(2026, 10, 15, 9))
            form.type_id = self.call_type
            form.partner_id = self.customer
            action = form.save()
        self.assertRecordValues(
            action,
            [
                {
                    "start": datetime(2026, 10, 15, 9),
                    "stop": datetime(2026, 10, 15, 9, 15),
                    "user_id": self.nora.id,
                    "team_id": self.north.id,
                    "company_id": self.env.company.id,
                    "state": "planned",
                    "display_name": "Hotel Ría Mansa · Call",
                }
            ],
        )

    def test_the_full_form_plans_a_visit(self):
        with Form(self.env["crm.action"].with_user(self.nora)) as form:
            form.partner_id = self.customer
            form.start = datetime(2026, 10, 15, 9)
            form.summary = "Close the winter breakfasts"
        self.assertEqual(form.record.stop, datetime(2026, 10, 15, 9, 30))

    def test_the_customer_comes_with_the_opportunity(self):
        action = self._plan(partner_id=False, opportunity_id=self._opportunity().id)
        self.assertEqual(action.partner_id, self.customer)

    def test_moving_the_start_keeps_the_length(self):
        action = self._plan(stop=datetime(2026, 10, 15, 10, 15))
        other = self._plan()
        (action | other).write({"start": datetime(2026, 10, 16, 8)})
        self.assertEqual(action.stop, datetime(2026, 10, 16, 9, 15))
        self.assertEqual(other.stop, datetime(2026, 10, 16, 8, 30))

    def test_an_all_day_action_keeps_its_date(self):
        # the calendar sends a date, a form the midnight of the rep's zone
        for start in ("2026-10-25", datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 8)):
            action = self._plan(start=start, allday=True)
            self.assertEqual(action.start, datetime(2026, 10, 25, 8), start)
            self.assertEqual(action.stop, datetime(2026, 10, 25, 18), start)

    def test_an_all_day_action_without_a_day_is_today(self):
        with freeze_time("2026-10-15 08:52:10"):
            action = self._plan(start=False, allday=True)
        self.assertEqual(action.start, datetime(2026, 10, 15, 8))
        self.assertEqual(action.stop, datetime(2026, 10, 15, 18))

    def test_turning_a_timed_action_into_an_all_day_one(self):
        action = self._plan()
        action.allday = True
        self.assertEqual(action.start.date(), date(2026, 10, 15))
        self.assertEqual(action.calendar_event_id.allday, True)

    def test_overdue_depends_on_now(self):
        action = self._plan()
        allday = self._plan(allday=True)
        with freeze_time("2026-10-15 09:29:59"):
            self.assertFalse((action | allday).filtered("overdue"))
        self.env.invalidate_all()
        with freeze_time("2026-10-15 09:30:01"):
            self.assertTrue(action.overdue)
            self.assertFalse(allday.overdue, "the day is not over")
            found = self.env["crm.action"].search(
                [("overdue", "=", True), ("id", "in", (action | allday).ids)]
            )
            self.assertEqual(found, action)
        self.env.invalidate_all()
        # 00:30 of the 16th in Madrid is still the 15th in UTC
        with freeze_time("2026-10-15 22:30:00"):
            self.assertTrue(allday.with_user(self.nora).with_context(tz="Europe/Madrid").overdue)

    def test_filters_of_today_follow_the_clock_of_the_reader(self):
        late = self._plan(start=datetime(2026, 10, 15, 22, 30))
        domain = [("start", ">=", "=0H"), ("start", "<", "=0H +1d"), ("id", "=", late.id)]
        actions = self.env["crm.action"].with_user(self.nora).with_context(tz="Europe/Madrid")
        with freeze_time("2026-10-15 10:00:00"):
            self.assertFalse(actions.search(domain))
        with freeze_time("2026-10-16 10:00:00"):
            self.assertEqual(actions.search(domain), late)

    def test_the_same_device_uuid_makes_one_action(self):
        self._plan(client_uuid="6f1c")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._plan(client_uuid="6f1c")

    def test_search_by_customer_name(self):
        action = self._plan()
        found = self.env["crm.action"].with_user(self.nora).name_search("Ría Mansa")
        self.assertIn(action.id, [record[0] for record in found])

    def test_customer_buttons(self):
        self._plan()
        customer = self.customer.with_user(self.nora)
        listed = customer.action_view_crm_actions()
        self.assertEqual(self.env["crm.action"].search_count(listed["domain"]), 1)
        visit = customer.action_plan_visit()
        self.assertEqual(visit["context"]["default_partner_id"], customer.id)
        self.assertEqual(visit["context"]["default_type_id"], self.visit_type.id)
        call = customer.action_log_call()
        self.assertEqual(call["context"]["default_type_id"], self.call_type.id)

    def test_company_follows_the_customer(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.nora.company_ids += other
        self.customer.company_id = other
        action = self._plan(team_id=False)
        self.assertEqual(action.company_id, other)
        with self.assertRaises(UserError):
            self._plan(company_id=self.env.company.id, team_id=False).flush_recordset()

    def test_durations_of_a_type_make_sense(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.visit_type.default_minutes = 0
            self.env.flush_all()

    def test_the_default_length_follows_the_type(self):
        with Form(self.env["crm.action"].with_user(self.nora)) as form:
            form.partner_id = self.customer
            form.type_id = self.call_type
            self.assertEqual(form.stop - form.start, timedelta(minutes=15))

    def test_a_visit_becomes_a_visit_only_with_a_customer(self):
        task = self._plan(
            type_id=self.env.ref("crm_actions.crm_action_type_task").id, partner_id=False
        )
        with self.assertRaises(ValidationError):
            task.type_id = self.visit_type
