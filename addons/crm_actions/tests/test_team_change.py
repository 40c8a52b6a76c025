from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common_plans import PlanCase
from .common_queries import QueryBudgetMixin

OCT_1, OCT_14 = date(2026, 10, 1), date(2026, 10, 14)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestTeamChange(QueryBudgetMixin, PlanCase):
    """Nora goes from North, which Lea leads, to South, which Lou leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls._plan(start=datetime(2026, 10, 14, 9))
        cls.done.close({"outcome_id": cls.order.id, "done_at": datetime(2026, 10, 14, 10)})
        cls.called_off = cls._plan()
        cls.called_off.cancel("Holiday")
        cls.overdue = cls._plan(start=datetime(2026, 10, 13, 9))
        cls.to_come = cls._plan(start=datetime(2026, 11, 2, 9))
        cls.running = cls._visit_plan()
        cls.ended = cls._visit_plan(date_to="2026-10-10")
        assignments = cls.env["crm.portfolio.assignment"]
        cls.past = assignments.create(
            {"partner_id": cls.customer.id, "user_id": cls.nora.id, "date_from": OCT_1,
             "date_to": OCT_14}
        )  # fmt: skip
        bar = cls.env["res.partner"].create({"name": "Bar", "is_company": True})
        cls.open = assignments.create(
            {"partner_id": bar.id, "user_id": cls.nora.id, "date_from": OCT_1}
        )
        cls.of_bar = cls._visit_plan(cls.max, partner_id=bar.id, user_id=False)
        cls.env.flush_all()

    def _follows(self, team):
        """What is open is of that team, and what was stays North's."""
        for record in (self.overdue, self.to_come, self.running, self.open, self.of_bar):
            self.assertEqual(record.team_id, team, record)
        self.assertEqual(self._visits(self.running).team_id, team)
        for record in (self.done, self.called_off, self.ended, self.past):
            self.assertEqual(record.team_id, self.north, record)

    def test_what_is_open_follows_into_the_new_team(self):
        self._follows(self.north)
        self.assertTrue(self._visits(self.of_bar))
        # when the manager puts Nora into South; core archives her membership of North
        self.south.with_user(self.max).member_ids += self.nora
        self.assertEqual(self.nora.sale_team_id, self.south)
        self._follows(self.south)
        # then her new leader plans her work, and the former one no longer does
        self.assertTrue(self.to_come.with_user(self.lou).has_access("write"))
        self.assertFalse(self.to_come.with_user(self.lea).has_access("read"))
        self.assertTrue(self.done.with_user(self.lea).has_access("read"))
        # and the plan of a customer of hers goes on
        self.of_bar.generate()
        self.assertEqual(self._visits(self.of_bar).user_id, self.nora)

    def test_in_two_steps_too(self):
        # without a team her work stays where it was, so that somebody sees it
        self.north.with_user(self.max).member_ids -= self.nora
        self._follows(self.north)
        self.south.with_user(self.max).member_ids += self.nora
        self._follows(self.south)

    def test_by_a_membership_that_is_written_or_deleted(self):
        membership = self.nora.crm_team_member_ids
        membership.with_user(self.max).crm_team_id = self.south
        self._follows(self.south)
        membership.unlink()
        self._follows(self.south)
        self.env["crm.team.member"].create({"user_id": self.nora.id, "crm_team_id": self.north.id})
        self._follows(self.north)

    def test_a_person_who_leaves_leaves_the_work_in_the_team(self):
        self.nora.with_user(self.env.ref("base.user_admin")).action_archive()
        self._follows(self.north)

    def test_who_is_in_several_teams_keeps_what_is_of_each(self):
        # given several teams a person, and a visit that a manager gave to the second one
        self.env["ir.config_parameter"].sudo().set_param("sales_team.membership_multi", True)
        self.south.member_ids += self.nora
        self.assertEqual(self.nora.crm_team_ids, self.north | self.south)
        self._follows(self.north)
        self.to_come.with_user(self.max).team_id = self.south
        # when she joins a third one, nothing moves
        west = self.env["crm.team"].create({"name": "West"})
        west.member_ids += self.nora
        self.assertEqual((self.to_come.team_id, self.overdue.team_id), (self.south, self.north))
        # when she leaves the first one, its work goes to what is her first team now
        self.north.member_ids -= self.nora
        self.assertEqual(self.nora.sale_team_id, self.south)
        self._follows(self.south)

    def test_a_team_of_another_company_takes_no_work_of_this_one(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.nora.company_ids += other
        self.south.company_id = False
        porto = self.env["crm.team"].create({"name": "Porto", "company_id": other.id})
        porto.member_ids += self.nora
        self.assertFalse(self.to_come.team_id)
        self.assertFalse(self.running.team_id)
        self.south.member_ids += self.nora
        self.assertEqual((self.to_come.team_id, self.running.team_id), (self.south, self.south))

    def test_a_day_of_many_costs_no_query_each(self):
        def cost(count):
            self.north.member_ids += self.nora
            self._plan_many(count)
            self.env.flush_all()
            with self.count_queries() as counter:
                self.south.member_ids += self.nora
                self.env.flush_all()
            return counter.count

        self.assert_same_queries(cost, few=10, many=100, slack=10)

    def _plan_many(self, count):
        vals = {"type_id": self.call_type.id, "partner_id": self.customer.id}
        self.env["crm.action"].with_user(self.nora).create(
            [{**vals, "start": datetime(2026, 11, 3, 9)} for number in range(count)]
        )
