from datetime import datetime, timedelta

from odoo.tests import RecordCapturer, tagged

from .common import ActionCase
from .common_queries import QueryBudgetMixin

AGENDA_FIELDS = {
    "display_name": {},
    "start": {},
    "stop": {},
    "allday": {},
    "type_color": {},
    "user_id": {"fields": {"display_name": {}}},
    "partner_id": {"fields": {"display_name": {}}},
    "partner_address": {},
    "summary": {},
    "opportunity_id": {"fields": {"display_name": {}}},
    "state": {},
    "outcome_id": {"fields": {"display_name": {}}},
}


@tagged("-at_install", "post_install")
class TestQueryCounts(ActionCase):
    """Opening the agenda costs the same for 10 and for 100 actions."""

    def _queries_of_reading(self, count, span):
        start = datetime(2026, 10, 12, 6)
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}", "city": "Llanes"} for n in range(count)]
        )
        actions = self.env["crm.action"].create(
            [
                {
                    "type_id": self.visit_type.id,
                    "partner_id": partner.id,
                    "user_id": self.nora.id,
                    "start": start + span * n / count,
                }
                for n, partner in enumerate(partners)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        reader = self.env["crm.action"].with_user(self.nora)
        domain = [("id", "in", actions.ids), ("start", "<", start + span)]
        before = self.env.cr.sql_log_count
        read = reader.web_search_read(domain, AGENDA_FIELDS)
        self.assertEqual(len(read["records"]), count)
        return self.env.cr.sql_log_count - before

    def test_agenda_of_a_day_and_of_a_week(self):
        self._queries_of_reading(3, timedelta(hours=10))  # warms the caches of the registry
        for span in (timedelta(hours=10), timedelta(days=6)):
            few = self._queries_of_reading(10, span)
            many = self._queries_of_reading(100, span)
            self.assertEqual(few, many)

    def test_planning_in_bulk_does_not_grow_by_action(self):
        def queries_of_creating(count):
            vals = [
                {
                    "type_id": self.email_type.id,
                    "partner_id": self.customer.id,
                    "start": datetime(2026, 10, 15, 9) + timedelta(minutes=n),
                }
                for n in range(count)
            ]
            before = self.env.cr.sql_log_count
            self.env["crm.action"].with_user(self.nora).create(vals)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries_of_creating(2)
        self.assertLessEqual(queries_of_creating(50) - queries_of_creating(10), 2)


@tagged("-at_install", "post_install")
class TestMirrorInBulk(QueryBudgetMixin, ActionCase):
    """What is done to many mirrored actions at once costs little more than to a few."""

    def _visits(self, count):
        partners = self.env["res.partner"].create([{"name": f"Bar {n}"} for n in range(count)])
        start = datetime(2026, 10, 15, 6)
        return self.env["crm.action"].create(
            [
                {
                    "type_id": self.visit_type.id,
                    "partner_id": partner.id,
                    "user_id": self.nora.id,
                    "start": start + timedelta(minutes=n),
                }
                for n, partner in enumerate(partners)
            ]
        )

    def _cost(self, count, change):
        visits = self._visits(count).with_user(self.lea)
        with self.count_queries() as counter:
            change(visits)
        return counter.count

    def test_moving_fifty_to_one_hour(self):
        def cost(count):
            start = datetime(2026, 10, 20, 9)
            return self._cost(count, lambda visits: visits.write({"start": start}))

        self.assert_same_queries(cost, few=5, many=50)
        self.assertLessEqual(cost(50), 45)

    def test_giving_fifty_to_a_colleague(self):
        def cost(count):
            return self._cost(count, lambda visits: visits.write({"user_id": self.nils.id}))

        cost(10)
        # core looks after each attendee that goes
        self.assertLessEqual(cost(50) - cost(10), 2 * 40)

    def test_calling_fifty_off(self):
        self.assert_same_queries(
            lambda count: self._cost(count, lambda visits: visits.cancel("Strike")),
            few=5, many=50, slack=2,
        )  # fmt: skip

    def test_fifty_given_at_once_make_one_notice(self):
        # given a rep who reads his notices in Odoo
        self.nils.notification_type = "inbox"
        visits = self._visits(50)
        with RecordCapturer(self.env["mail.message"]) as messages:
            visits.with_user(self.lea).write({"user_id": self.nils.id})
            self.env.flush_all()
        notices = messages.records.filtered(lambda one: one.message_type == "user_notification")
        self.assertEqual(notices.mapped("subject"), ["50 actions were assigned to you"])
        self.assertEqual(notices.notified_partner_ids, self.nils.partner_id)
        # and each event is his alone
        self.assertEqual(visits.calendar_event_ids.partner_ids, self.nils.partner_id)
        self.assertEqual(set(visits.calendar_event_ids.attendee_ids.mapped("state")), {"accepted"})
        self.assertEqual(len(visits.calendar_event_ids.attendee_ids), 50)
