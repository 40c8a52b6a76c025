"""Opening a screen costs the same for ten records as for a hundred."""

from datetime import datetime, timedelta

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.crm_actions.tests.common_queries import QueryBudgetMixin

DAY, WEEK = timedelta(hours=10), timedelta(days=6)
MONDAY = datetime(2026, 10, 12, 6)


@tagged("-at_install", "post_install")
class TestQueryBudgets(QueryBudgetMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(
            cls.env, login="budget", groups="sales_team.group_sale_salesman", tz="Europe/Madrid"
        )
        cls.agenda = cls.env.ref("crm_actions.crm_action_action_agenda")

    def _plan(self, number, span):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}", "city": "Llanes"} for n in range(number)]
        )
        visit = self.env.ref("crm_actions.crm_action_type_visit")
        return self.env["crm.action"].create(
            [
                {
                    "type_id": visit.id,
                    "partner_id": partner.id,
                    "user_id": self.rep.id,
                    "start": MONDAY + span * n / number,
                }
                for n, partner in enumerate(partners)
            ]
        )

    def _assert_budget(self, view_type, span):
        def measure(number):
            actions = self._plan(number, span)
            with self.count_queries() as queries:
                shown = self.open_view(
                    self.rep, self.agenda, view_type, [("id", "in", actions.ids)]
                )
            self.assertEqual(shown, min(number, 80) if view_type == "kanban" else number)
            return queries.count

        self.assert_same_queries(measure)

    def test_agenda_of_a_day(self):
        self._assert_budget("calendar", DAY)

    def test_agenda_of_a_week(self):
        self._assert_budget("calendar", WEEK)

    def test_agenda_as_a_list(self):
        self._assert_budget("list", WEEK)

    def test_agenda_as_a_board_by_status(self):
        self._assert_budget("kanban", WEEK)
