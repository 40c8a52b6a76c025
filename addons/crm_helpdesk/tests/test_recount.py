from odoo.tests import TransactionCase, tagged

from .common import HelpdeskCase, shown


@tagged("-at_install", "post_install")
class TestRecount(HelpdeskCase, TransactionCase):
    """A holiday that is declared: as many statements for many requests as for few."""

    def recount(self, count):
        """Declare a holiday while so many requests run; what it takes."""
        tickets = [self.make_ticket("2026-10-06 17:00") for _each in range(count)]
        self.env.flush_all()
        with self.at("2026-10-06 18:00"):
            self._add_holiday("2026-10-07", f"Fiesta de {count}", calendar_id=self.hours.id)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            for (former, current), ids in tickets[0]._get_outdated().items():
                tickets[0].browse(ids)._log_calendar(former, current)
            used = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        return tickets, used

    def test_all_move_by_the_same_statements(self):
        few, statements = self.recount(2)
        # two hours of Tuesday, none of Wednesday, two of Thursday
        self.assertEqual(shown(self.clock(few[0]).deadline), "2026-10-08 11:00")
        self.assertEqual(few[0].event_ids[-1].kind, "calendar")
        self.env["resource.calendar.leaves"].search([("name", "=", "Fiesta de 2")]).unlink()
        many, more = self.recount(12)
        self.assertEqual({shown(self.clock(each).deadline) for each in many}, {"2026-10-08 11:00"})
        self.assertLessEqual(more, statements + 4)

    def test_the_log_reads_the_same_by_plain_rows(self):
        ticket = self.make_ticket("2026-10-06 17:00")
        with self.at("2026-10-06 18:00"):
            ticket.action_transfer(self.quality, "Packaging")
        events = ticket.sudo().event_ids
        self.assertEqual(events._read_logs(ticket.ids)[ticket.id], events._to_engine())
