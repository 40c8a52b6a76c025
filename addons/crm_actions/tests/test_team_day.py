import json
from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import CUSTOMER
from .common_my_day import MyDayCase


@tagged("-at_install", "post_install")
class TestTeamDay(MyDayCase):
    """A row a rep, for who leads them."""

    def _team_day(self, user):
        return self.env["crm.action"].with_user(user).get_team_day()

    def test_planned_done_verified_overdue(self):
        # given Nora with a verified visit, one that is late, and one to come
        done = self._plan(start=datetime(2026, 10, 15, 6))
        done.check_in(self._fix(CUSTOMER, 10))
        done.close({"outcome_id": self.order.id})
        self._plan(start=datetime(2026, 10, 15, 7), stop=datetime(2026, 10, 15, 7, 30))
        coming = self._plan(start=datetime(2026, 10, 15, 11))
        self._plan(self.sara)
        day = self._team_day(self.lea)
        rows = {row["name"]: row for row in day["reps"]}
        self.assertEqual(list(rows), ["Lea", "Nils", "Nora"], "Sara is in another team")
        nora = rows["Nora"]
        self.assertEqual(
            [nora[key] for key in ("planned", "done", "verified", "overdue")], [2, 1, 1, 1]
        )
        self.assertEqual(nora["last_checkin"], "2026-10-15 08:00:00")
        self.assertEqual(nora["actions"][-1]["id"], coming.id)
        self.assertNotIn("latitude", json.dumps(day))

    def test_giving_a_visit_to_a_colleague_tells_him(self):
        self.nils.notification_type = "inbox"
        visit = self._plan()
        visit.with_user(self.lea).move_on_board({"user_id": self.nils.id})
        self.env.flush_all()
        self.assertEqual(visit.sudo().user_id, self.nils)
        notices = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.nils.partner_id.id)]
        )
        self.assertTrue(notices)

    def test_a_rep_sees_himself_alone(self):
        self._plan(self.nils)
        self.assertEqual([row["name"] for row in self._team_day(self.nora)["reps"]], ["Nora"])

    def test_as_many_queries_for_many_reps_as_for_few(self):
        def measure(count):
            for number in range(count):
                user = self._user(f"rep{self.next}", "sales_team.group_sale_salesman")
                self.next += 1
                self.north.member_ids += user
                self._plan(user, start=datetime(2026, 10, 15, 6) + timedelta(minutes=number))
            self._team_day(self.lea)  # new users empty the caches of the registry
            with self.count_queries() as counter:
                self._team_day(self.lea)
            return counter.count

        self.next = 0
        self.assert_same_queries(measure, few=4, many=12, slack=1)
