from odoo import Command
from odoo.tests import tagged

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerRules(LedgerCase):
    """Rules ask about the real sale."""

    def test_a_ladder_of_discounts(self):
        self.make_plan(
            self.nora,
            rule_ids=self.rules(
                {"by_discount": True, "discount_to": 10, "value": 5},
                {"by_discount": True, "discount_to": 20, "value": 3},
                {"effect": "exclude"},
            ),
        )
        for discount, paid in ((10, 22.5), (12, 13.2), (25, 0)):
            with self.subTest(discount=discount):
                before = self.total()
                self.invoice({"price_unit": 500, "discount": discount}, day="2026-03-10")
                self.run_commissions()
                self.assertAlmostEqual(self.total() - before, paid)

    def test_categories_inside_tags_zones_and_customers(self):
        drinks = self.env["product.category"].create({"name": "Drinks"})
        ciders = self.env["product.category"].create({"name": "Ciders", "parent_id": drinks.id})
        tag = self.env["product.tag"].create({"name": "New"})
        kind = self.env["res.partner.category"].create({"name": "Hotels"})
        zone = self.env["crm.zone"].create({"name": "Coast", "code": "COAST"})
        self.customer.write({"category_id": [Command.link(kind.id)], "crm_zone_id": zone.id})
        cider = self.make_product("Cider", 100, categ_id=ciders.id)
        lamp = self.make_product("Lamp", 100, product_tag_ids=[Command.link(tag.id)])
        spare = self.make_product("Spare", 100)
        self.make_plan(
            self.nora,
            rule_ids=self.rules(
                {"category_ids": [Command.set(drinks.ids)], "value": 1},
                {"product_tag_ids": [Command.set(tag.ids)], "value": 2},
                {
                    "zone_ids": [Command.set(zone.ids)],
                    "partner_category_ids": [Command.set(kind.ids)],
                    "value": 3,
                },
            ),
        )
        for product in (cider, lamp, spare):
            self.invoice({"product_id": product.id, "price_unit": 100}, day="2026-03-10")
        self.run_commissions()

        self.assertEqual(self.amounts(), [1, 2, 3])
        self.assertEqual(self.entries().mapped("rule_id.name"), ["Rule 1", "Rule 2", "Rule 3"])

    def test_margin_and_delay_of_the_payment(self):
        product = self.make_product("Lamp", 100, standard_price=80)
        self.make_plan(
            self.nora,
            name="Margin",
            rule_ids=self.rules(
                {"by_margin": True, "margin_to": 20, "value": 1},
                {"by_margin": True, "margin_from": 20.01, "value": 2},
            ),
        )
        self.make_plan(
            self.nora,
            name="Delay",
            trigger="collected",
            rule_ids=self.rules(
                {"by_delay": True, "delay_to": 30, "delay_from": -999, "value": 10},
                {"value": 5},
            ),
        )
        sale = self.invoice(
            {"product_id": product.id, "price_unit": 100},
            {"product_id": product.id, "price_unit": 200},
            day="2026-03-01",
        )
        self.pay(sale, 181.5, "2026-03-31")  # 30 days
        self.pay(sale, 181.5, "2026-05-01")  # 61 days
        self.run_commissions()

        paid = {plan.name: sorted(self.amounts(plan_id=plan.id)) for plan in self.entries().plan_id}
        self.assertEqual(paid, {"Margin": [1, 4], "Delay": [2.5, 5, 5, 10]})

    def test_refunds_may_have_a_rule_of_their_own(self):
        self.make_plan(
            self.nora, rate=10, rule_ids=self.rules({"sign": "refund", "effect": "exclude"})
        )
        sale = self.invoice(1000, day="2026-03-10")
        self.refund(sale, 400, day="2026-03-20")
        self.run_commissions()

        self.assertEqual(self.amounts(), [100])

    def test_a_fixed_amount_for_each_unit(self):
        self.make_plan(self.nora, rule_ids=self.rules({"effect": "fixed", "value": 1.5}))
        self.invoice({"price_unit": 100, "quantity": 4}, day="2026-03-10")
        self.run_commissions()

        self.assertEqual(self.amounts(), [6])

    def test_new_customers_for_a_year(self):
        self.make_plan(
            self.nora, rate=1, rule_ids=self.rules({"new_customer_days": 30, "value": 8})
        )
        self.invoice(100, day="2026-03-01")
        self.invoice(100, day="2026-03-31")
        self.invoice(100, day="2026-04-01")
        self.run_commissions()

        self.assertEqual(
            sorted(self.dated()),
            [
                ("2026-03-01", "2026-03", 8),
                ("2026-03-31", "2026-03", 8),
                ("2026-04-01", "2026-04", 1),
            ],
        )

    def test_a_revision_pays_the_sales_from_its_day_on(self):
        plan = self.make_plan(self.nora, rate=10)
        old = self.invoice(1000, day="2026-03-31")
        revision = plan._revise("2026-04-01" and plan._fields["date_from"].to_date("2026-04-01"))
        revision.rate = 20
        revision.action_activate()
        self.invoice(1000, day="2026-04-01")
        self.refund(old, 100, day="2026-05-01")
        self.run_commissions()

        self.assertEqual(
            [(entry.plan_id.revision, entry.amount) for entry in self.entries()],
            [(1, 100), (1, -10), (2, 200)],
        )


@tagged("post_install", "-at_install")
class TestLedgerCurrencies(LedgerCase):
    """Sales in dollars, plans in dollars, and two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.company.currency_id
        cls.other = cls.env["res.currency"].search(
            [("id", "!=", cls.euro.id), ("active", "=", False)], limit=1
        )
        cls.other.active = True
        cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": cls.other.id,
                    "name": day,
                    "rate": rate,
                    "company_id": cls.company.id,
                }
                for day, rate in (("2026-01-01", 1.2), ("2026-04-01", 1.25))
            ]
        )

    def test_1200_of_other_money_are_1000_and_earn_50_or_60(self):
        own = self.make_plan(self.nora, rate=5)
        theirs = self.make_plan(self.nora, name="Theirs", rate=5, currency_id=self.other.id)
        self.invoice(1200, day="2026-03-10", currency_id=self.other.id)
        self.invoice(1000, day="2026-03-10")
        self.run_commissions()

        self.assertEqual(self.amounts(plan_id=own.id), [50, 50])
        self.assertEqual(self.amounts(plan_id=theirs.id), [60, 60])
        self.assertEqual(self.entries(plan_id=theirs.id).currency_id, self.other)

    def test_collecting_at_another_rate_changes_nothing(self):
        self.make_plan(self.nora, trigger="collected", rate=5)
        sale = self.invoice(1200, day="2026-03-10", currency_id=self.other.id)
        self.pay(sale, 1452, "2026-04-10", currency_id=self.other.id)
        self.assertEqual(sale.amount_residual, 0)
        self.assertNotEqual(sum(self.receivable(sale).matched_credit_ids.mapped("amount")), 0)
        self.run_commissions()

        self.assertEqual(self.dated(), [("2026-04-10", "2026-04", 50)])

    def test_two_companies_have_their_own_entries(self):
        self.make_plan(self.nora, rate=5)
        self.invoice(1000, day="2026-03-10")
        self.run_commissions()
        second = self.make_company("Distribuciones Sur")
        self.nora.company_ids = [(4, second.id)]
        plan = (
            self.env["crm.commission.plan"]
            .with_company(second)
            .create(
                {
                    "name": "South",
                    "company_id": second.id,
                    "currency_id": second.currency_id.id,
                    "date_from": "2026-01-01",
                    "rate": 10,
                }
            )
        )
        self.take_part(plan, self.nora)
        plan.action_activate()
        with_both = self.env(
            context={**self.env.context, "allowed_company_ids": [second.id, self.company.id]}
        )
        sale = with_both["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": second.id,
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-10",
                "invoice_user_id": self.nora.id,
                "invoice_line_ids": [(0, 0, {"name": "Cider", "price_unit": 1000, "tax_ids": []})],
            }
        )
        sale.action_post()

        self.assertEqual(self.engine._run(self.company), 0)
        self.assertEqual(self.engine._run(second), 1)

        mine = self.env["crm.commission.entry"].with_user(self.nora)
        for companies, amounts in (
            (self.company, [50]),
            (second, [100]),
            (self.company | second, [50, 100]),
        ):
            found = mine.with_context(allowed_company_ids=companies.ids).search([], order="amount")
            self.assertEqual(found.mapped("amount"), amounts)
        theirs = self.env["crm.commission.entry"].with_user(self.nils)
        self.assertFalse(theirs.with_context(allowed_company_ids=self.company.ids).search([]))
