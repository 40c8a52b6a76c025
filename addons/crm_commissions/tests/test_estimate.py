from odoo import Command
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .common_target import TargetCase

_TABLES = ("entry", "credit", "fact", "dirty", "statement", "period")


class EstimateCase(TargetCase):
    @classmethod
    def quote(cls, amount, *, rep=None, discount=0, product=None, **values):
        rep = rep or cls.nora
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "user_id": rep.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or cls.product).id,
                            "price_unit": amount,
                            "discount": discount,
                        }
                    )
                ],
                **values,
            }
        )

    def amounts_of(self, order, user=None):
        estimate = order.with_user(user or self.nora)._get_commission_estimate()
        return [row["amount"] for row in estimate["rows"]] if estimate else None


class TestEstimate(EstimateCase):
    """What a quotation would earn, by the engine, in memory."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curve = {
            "tier_mode": "curve",
            "target_amount": 100000,
            "on_target_pay": 2000,
            "tier_ids": cls.tiers((50, 25), (100, 100), (150, 200)),
        }

    def test_an_order_that_crosses_the_target_earns_at_both_slopes(self):
        """A10: 6,500.00 take Nora from 98,000.00 to 104,500.00: 1,940.00 → 2,180.00, +240.00."""
        self.make_plan(self.nora, **self.curve)
        self.invoice(98000, day="2026-06-10")
        self.run_commissions()
        [row] = self.quote(6500).with_user(self.nora)._get_commission_estimate()["rows"]
        self.assertEqual(row["amount"], 240)
        figures = row["sentence"].replace("\N{NO-BREAK SPACE}", "").replace("$", "")
        self.assertEqual(figures, "From 98,000.00 to 104,500.00: 1,940.00 → 2,180.00")

    def test_a_lower_discount_would_earn_more(self):
        """A15: 440.00 at 12 % off earn 13.20; 450.00 at 10 % would earn 22.50, so +9.30."""
        ladder = self.rules(
            {"by_discount": True, "discount_to": 10, "value": 5},
            {"by_discount": True, "discount_from": 10, "discount_to": 20, "value": 3},
            {"value": 0},
        )
        self.make_plan(self.nora, rule_ids=ladder)
        estimate = self.quote(500, discount=12).with_user(self.nora)._get_commission_estimate()
        self.assertEqual([row["amount"] for row in estimate["rows"]], [13.20])
        self.assertEqual(estimate["discounts"], [{"discount": 10, "amount": 9.30}])

    def test_the_margin_is_the_one_of_the_cost_now(self):
        """A14: 1,000.00 that cost 640.00 earn 12 % of 360.00."""
        product = self.make_product("Cheese", 1000, standard_price=640)
        self.make_plan(self.nora, metric="margin", rate=12)
        self.assertEqual(self.amounts_of(self.quote(1000, product=product)), [43.20])

    def test_a_plan_on_what_is_collected_counts_as_if_it_were_paid_in_time(self):
        rules = self.rules({"by_delay": True, "delay_from": -99, "delay_to": 30, "value": 7})
        self.make_plan(self.nora, trigger="collected", rule_ids=rules)
        self.assertEqual(self.amounts_of(self.quote(1000)), [70])

    def test_weighted_goals_count_as_if_it_were_invoiced_and_paid(self):
        goal = {"metric_id": self.metric("sales_invoiced").id, "weight": 100}
        self.make_plan(
            self.nora, tier_mode="goals", on_target_pay=2000, goal_ids=[Command.create(goal)]
        )
        self.target(amount=100000)
        self.invoice(50000, day="2026-06-10")
        self.assertEqual(self.amounts_of(self.quote(10000)), [200])

    def test_an_order_that_is_shared_says_what_each_earns(self):
        self.make_plan(self.nora, self.nils, rate=4)
        order = self.quote(1234.57)
        shares = self.env["crm.commission.split"]
        for rep, percent in ((self.nora, 60), (self.nils, 40)):
            shares.create({"order_id": order.id, "payee_id": rep.partner_id.id, "percent": percent})
        self.assertEqual(self.amounts_of(order, self.nora), [29.63])
        self.assertEqual(self.amounts_of(order, self.lea), [29.63, 19.75])

    def test_only_the_payee_and_who_leads_him_see_it(self):
        self.make_plan(self.nora, rate=5)
        order = self.quote(1000)
        order.team_id = self.north
        everybody = "sales_team.group_sale_salesman_all_leads"
        colleague = self.make_user("colleague", everybody)
        accountant = self.make_user("ana", f"crm_commissions.group_commission_auditor,{everybody}")
        manager = self.make_user("max", "sales_team.group_sale_manager")
        for user, seen in (
            (self.nora, [50]),
            (self.lea, [50]),
            (manager, [50]),
            (accountant, [50]),
            (colleague, None),
        ):
            with self.subTest(user.name):
                self.assertEqual(self.amounts_of(order, user), seen)
        with self.assertRaises(AccessError):
            order.with_user(self.sara).get_commission_estimate()

    def test_without_a_plan_and_cancelled_there_is_nothing_to_show(self):
        order = self.quote(1000)
        self.assertFalse(order.with_user(self.nora).get_commission_estimate())
        self.make_plan(self.nora, rate=5)
        self.assertTrue(order.with_user(self.nora).get_commission_estimate())
        order._action_cancel()
        self.assertFalse(order.with_user(self.nora).get_commission_estimate())

    def test_nothing_is_written(self):
        self.make_plan(self.nora, **self.curve)
        self.invoice(98000, day="2026-06-10")
        self.run_commissions()
        order = self.quote(6500)
        self.env.flush_all()
        before = self._count()
        order.with_user(self.nora)._get_commission_estimate()
        self.env.flush_all()
        self.assertEqual(self._count(), before)

    def _count(self):
        counts = [
            SQL("SELECT COUNT(*) FROM %s", SQL.identifier(f"crm_commission_{name}"))
            for name in _TABLES
        ]
        return [self.env.execute_query(query) for query in counts]

    def test_ten_lines_cost_as_many_queries_as_one(self):
        self.make_plan(self.nora, **self.curve)
        self.invoice(98000, day="2026-06-10")
        self.run_commissions()
        lines = [
            Command.create({"product_id": self.product.id, "price_unit": price})
            for price in range(100, 110)
        ]
        counts = []
        for order in (self.quote(1), self.quote(2), self.quote(3, order_line=lines)):
            order = order.with_user(self.nora)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order._get_commission_estimate()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[1], 40)
