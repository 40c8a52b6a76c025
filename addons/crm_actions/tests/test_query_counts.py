from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import ActionCase

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
