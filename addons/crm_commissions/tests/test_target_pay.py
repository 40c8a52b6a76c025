from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import AccessError

from .common_target import TargetCase


class TestTargetPay(TargetCase):
    """Lea is paid by how far her team comes: then others say how far it is to come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.max = cls.make_user("max", "crm_commissions.group_commission_manager")
        cls.goal = {"metric_id": cls.metric("sales_invoiced").id, "weight": 100}
        cls.team = {"user_id": False, "team_id": cls.north.id}
        cls.north_june = cls.target(**cls.team, amount=75000)

    def _pay_lea(self, **values):
        plan = self.make_plan(
            name="Leaders", on_target_pay=2000, **{"goal_ids": [], "tier_mode": "goals", **values}
        )
        self.take_part(plan, self.lea, role="override", team_id=self.north.id)
        return plan

    def _by_goals(self, **values):
        return self._pay_lea(goal_ids=[Command.create({**self.goal, **values})])

    def _by_curve(self, **values):
        points = self.tiers((50, 25), (100, 100), (150, 200))
        return self._pay_lea(tier_mode="curve", tier_ids=points, **values)

    @contextmanager
    def _refused(self):
        """And nothing is left of it."""
        with self.assertRaises(AccessError) as caught:
            yield
        self.assertRegex(str(caught.exception), "You are paid by the target .*North")

    def test_a_leader_does_not_set_what_goals_pay_him_by(self):
        self._by_goals()
        own = self.north_june.with_user(self.lea)
        with self._refused():
            own.amount = 10000
        with self._refused():
            own.date_from = "2026-07-01"
        with self._refused():
            own.unlink()
        with self._refused():
            own.action_copy_to_next()
        with self._refused():
            own.create({"date_from": "2026-07-01", "amount": 1, **self.goal_of_north()})
        self.assertEqual(self.north_june.amount, 75000)
        own.weight = 2  # which is shown first pays nothing

    def goal_of_north(self):
        return {
            "metric_id": self.goal["metric_id"],
            "company_id": self.company.id,
            "team_id": self.north.id,
        }

    def test_nor_makes_one_of_another_that_he_may_set(self):
        self._by_goals()
        free = self.target(**self.team, amount=10, period_type="quarter", date_from="2026-04-01")
        free.with_user(self.lea).amount = 20
        with self._refused():
            free.with_user(self.lea).write({"period_type": "month", "date_from": "2026-07-01"})

    def test_nor_what_a_curve_pays_him_by(self):
        self._by_curve()
        with self._refused():
            self.north_june.with_user(self.lea).amount = 10000

    def test_nor_of_a_plan_that_is_a_draft_yet(self):
        self._pay_lea(goal_ids=[Command.create(self.goal)], active=False)
        with self._refused():
            self.north_june.with_user(self.lea).amount = 10000

    def test_what_does_not_pay_him_he_sets(self):
        categ = self.env["product.category"].create({"name": "Ciders"})
        self._by_goals(categ_id=categ.id)
        self._by_curve(target_amount=100000)  # one target for all, the plan's
        ended = self._by_goals().participant_ids
        ended.date_to = "2026-05-31"
        self.north_june.with_user(self.lea).amount = 80000
        self.target().with_user(self.lea).amount = 9000  # Nora's
        self.assertEqual(self.north_june.amount, 80000)

    def test_a_manager_sets_all(self):
        self._by_goals()
        self.north_june.with_user(self.max).amount = 80000
        self.assertEqual(self.north_june.amount, 80000)

    def test_what_it_was_before_stays_in_sight(self):
        target = self.north_june.with_user(self.lea).with_context(tracking_disable=False)
        self.cr.flush()
        target.amount = 80000
        self.cr.flush()
        self.env.invalidate_all()
        change = self.north_june.message_ids.sudo().tracking_value_ids
        self.assertEqual((change.old_value_float, change.new_value_float), (75000, 80000))
        self.assertEqual(change.mail_message_id.author_id, self.lea.partner_id)
