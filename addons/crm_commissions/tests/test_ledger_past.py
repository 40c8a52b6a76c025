from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_commissions import LedgerCase


@tagged("post_install", "-at_install")
class TestLedgerPast(LedgerCase):
    """What was sold stays whose it was, whatever becomes of customers and people afterwards."""

    def settle(self):
        """Book what has changed, and all that a night looks at."""
        self.run_commissions()
        self.engine._sweep(self.company)
        self.env.invalidate_all()

    def test_the_first_owner_of_a_customer_takes_no_sale_of_others(self):
        self.make_plan(self.nora, self.nils, rate=10)
        self.invoice(1000, day="2026-03-10", rep=self.nils)
        self.run_commissions()

        self.customer.user_id = self.nora
        self.assertFalse(self.customer._crm_owner_at("2026-03-10"))
        self.settle()

        self.assertEqual((self.amounts(self.nils), self.amounts(self.nora)), ([100], []))

    def test_between_two_owners_a_sale_is_of_who_made_it(self):
        self.make_plan(self.nora, self.nils, self.sara, rate=10)
        self.env["crm.portfolio.assignment"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "user_id": self.nora.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-01-31",
                },
                {
                    "partner_id": self.customer.id,
                    "user_id": self.sara.id,
                    "date_from": "2026-06-01",
                },
            ]
        )
        self.assertEqual(self.customer.user_id, self.sara)
        self.invoice(1000, day="2026-03-10", rep=self.nils)
        self.run_commissions()

        self.assertEqual((self.amounts(self.nils), self.amounts(self.sara)), ([100], []))


@tagged("post_install", "-at_install")
class TestLedgerPastTeam(LedgerCase):
    """The leader of the day of the sale is paid for it, not the one of today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan(rate=1)
        cls.take_part(cls.plan, cls.lea, role="override", team_id=cls.north.id)
        cls.take_part(cls.plan, cls.sara, role="override", team_id=cls.south.id)

    def sell_in_three_ways(self, day):
        """100.00 as the salesperson, of an own customer and by a split, and one with dated owners.

        :return: the documents
        """
        owned, dated = self.env["res.partner"].create(
            [{"name": "Owned", "user_id": self.nora.id}, {"name": "Dated"}]
        )
        self.env["crm.portfolio.assignment"].create(
            {"partner_id": dated.id, "user_id": self.nora.id, "date_from": "2026-01-01"}
        )
        no_team = {"team_id": False}
        sales = self.invoice(100, day=day)
        sales += self.invoice(100, day=day, partner_id=owned.id, **no_team)
        sales += self.invoice(100, day=day, partner_id=dated.id, **no_team)
        split = self.invoice(100, day=day, rep=self.nils, post=False, **no_team)
        self.make_plan(self.nora, name="Others", rate=0.1)
        self.env["crm.commission.split"].create(
            {"move_id": split.id, "payee_id": self.nora.partner_id.id, "percent": 100}
        )
        split.action_post()
        return sales + split

    def paid(self):
        return [round(self.total(user), 2) for user in (self.lea, self.sara)]

    def settle(self):
        self.env.flush_all()
        self.engine._run(self.company)
        self.engine._sweep(self.company)

    def test_a_move_to_another_team_leaves_what_was_sold_before(self):
        self.sell_in_three_ways("2026-03-10")
        self.settle()
        self.assertEqual(self.paid(), [4, 0])

        self.south.member_ids += self.nora
        self.assertEqual(self.nora.sale_team_id, self.south)
        self.settle()
        self.assertEqual(self.paid(), [4, 0])

        self.invoice(100, day="2026-06-15")
        self.settle()
        self.assertEqual(self.paid(), [4, 1])

    def test_a_run_after_the_move_pays_the_same(self):
        self.sell_in_three_ways("2026-03-10")
        self.south.member_ids += self.nora
        self.settle()

        self.assertEqual(self.paid(), [4, 0])

    def test_who_is_archived_still_sold_in_the_team(self):
        self.sell_in_three_ways("2026-03-10")
        self.settle()

        self.nora.action_archive()
        self.assertFalse(self.nora.sale_team_id)
        self.settle()

        self.assertEqual(self.paid(), [4, 0])

    def test_teams_follow_each_other_and_a_mistake_of_the_same_day_leaves_nothing(self):
        Past = self.env["crm.commission.past.team"]
        third = self.make_team("West", self.sara, self.env["res.users"])
        with freeze_time("2026-04-01 12:00:00"):
            self.south.member_ids += self.nora
        with freeze_time("2026-05-01 12:00:00"):
            self.north.member_ids += self.nora  # a mistake
            third.member_ids += self.nora
        rows = Past.search([("user_id", "=", self.nora.id)], order="date_to")
        self.assertEqual(
            [(row.team_id, str(row.date_from or ""), str(row.date_to)) for row in rows],
            [(self.north, "", "2026-03-31"), (self.south, "2026-04-01", "2026-04-30")],
        )
        self.assertFalse(Past.search([("user_id", "=", self.nils.id)]))

    def test_a_team_that_was_never_right_is_corrected_by_the_manager(self):
        sale = self.sell_in_three_ways("2026-03-10")[1]
        self.south.member_ids += self.nora
        self.settle()
        self.assertTrue(
            self.entries(self.lea).credit_id.filtered(lambda each: each.move_id == sale)
        )

        row = self.env["crm.commission.past.team"].search([("user_id", "=", self.nora.id)])
        max_ = self.make_user("max", "crm_commissions.group_commission_manager")
        row.with_user(max_).team_id = self.south
        self.engine._run(self.company)

        # what the invoice itself says stays as it is
        self.assertEqual(self.paid(), [1, 3])

    def test_managers_correct_it_and_only_who_checks_the_accounts_reads_it(self):
        row = self.env["crm.commission.past.team"].create(
            {"user_id": self.nora.id, "team_id": self.south.id, "date_to": "2026-02-28"}
        )
        commission = "crm_commissions.group_commission_"
        for user, verbs in (
            (self.make_user("max", f"{commission}manager"), "read write create unlink"),
            (self.make_user("ana", f"{commission}accountant"), "read"),
            (self.make_user("otto", f"{commission}auditor"), "read"),
            (self.nora, ""),
            (self.lea, ""),
        ):
            with self.subTest(user.name):
                known = row.with_user(user)
                allowed = [
                    verb for verb in ("read", "write", "create", "unlink") if known.has_access(verb)
                ]
                self.assertEqual(allowed, verbs.split())
        row.team_id = self.env["crm.team"].create(
            {"name": "Far", "user_id": False, "company_id": self.make_company("Elsewhere").id}
        )
        eva = self.make_user("eva", f"{commission}auditor")
        self.assertFalse(row.with_user(eva).has_access("read"), "of another company")

    def test_nobody_is_in_two_teams_on_a_day(self):
        row = {"user_id": self.nora.id, "team_id": self.south.id, "date_to": "2026-02-28"}
        Past = self.env["crm.commission.past.team"]
        Past.create(row)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            Past.create({**row, "date_to": "2026-03-31"})


@tagged("post_install", "-at_install")
class TestLedgerPastRefund(LedgerCase):
    """A refund takes off what its sale has earned, whatever has changed since."""

    def reverse(self, sale, day="2026-06-10"):
        refund = sale._reverse_moves([{"invoice_date": day}])
        refund.action_post()
        return refund

    def settle(self):
        self.run_commissions()
        self.engine._sweep(self.company)

    def test_category_tags_and_zone_are_those_of_the_sale(self):
        ciders, others = self.env["product.category"].create(
            [{"name": "Ciders"}, {"name": "Others"}]
        )
        tag = self.env["res.partner.category"].create({"name": "Key"})
        self.product.categ_id = ciders
        self.customer.category_id = tag
        self.make_plan(
            self.nora,
            rate=1,
            rule_ids=self.rules(
                {
                    "category_ids": [Command.set(ciders.ids)],
                    "partner_category_ids": [Command.set(tag.ids)],
                    "value": 10,
                }
            ),
        )
        sales = [self.invoice(1000, day="2026-03-10") for _each in range(2)]
        self.run_commissions()
        self.product.categ_id = others
        self.customer.category_id = False

        self.reverse(sales[0])
        self.refund(sales[1], 400, day="2026-06-10")
        self.settle()

        self.assertEqual(self.amounts(), [100, 100, -100, -40])

    def test_without_a_product_it_is_as_the_largest_line_of_the_sale(self):
        ciders = self.env["product.category"].create({"name": "Ciders"})
        self.product.categ_id = ciders
        self.make_plan(
            self.nora,
            rate=1,
            rule_ids=self.rules({"category_ids": [Command.set(ciders.ids)], "value": 10}),
        )
        small = {"product_id": self.make_product("Plates", 10).id, "price_unit": 50}
        sale = self.invoice(small, 1000, day="2026-03-10")
        money_back = {"product_id": False, "name": "Broken", "price_unit": 100}
        self.refund(sale, money_back, day="2026-06-10")
        self.settle()

        self.assertEqual(sorted(self.amounts()), [-10, 0.5, 100])

    def test_the_cost_is_the_one_of_the_sale_and_a_refund_of_money_has_none(self):
        product = self.make_product("Lamp", 1000, standard_price=640)
        self.make_plan(self.nora, rate=12, metric="margin")
        sale = self.invoice({"product_id": product.id, "price_unit": 1000}, day="2026-03-10")
        other = self.invoice({"product_id": product.id, "price_unit": 1000}, day="2026-03-10")
        self.run_commissions()
        product.standard_price = 700

        self.reverse(sale)
        self.refund(other, {"product_id": False, "name": "Late", "price_unit": 100}, "2026-06-10")
        self.settle()

        self.assertEqual(self.amounts(), [43.2, 43.2, -43.2, -12])

    def test_a_refund_by_hand_is_of_the_discount_of_its_sale(self):
        self.make_plan(
            self.nora,
            rate=1,
            rule_ids=self.rules({"by_discount": True, "discount_from": 10, "value": 5}),
        )
        line = {"product_id": self.product.id, "price_unit": 1000, "discount": 20}
        sale = self.invoice(line, day="2026-03-10")
        self.refund(sale, 400, day="2026-06-10")
        self.settle()

        self.assertEqual(self.amounts(), [40, -20])

    def test_the_refund_may_be_seen_before_its_sale_is_posted_again(self):
        """Any order gives the same: the sale that comes back brings what it was like."""
        ciders, others = self.env["product.category"].create(
            [{"name": "Ciders"}, {"name": "Others"}]
        )
        self.product.categ_id = ciders
        self.make_plan(
            self.nora,
            rate=1,
            rule_ids=self.rules({"category_ids": [Command.set(ciders.ids)], "value": 10}),
        )
        sale = self.invoice(1000, day="2026-03-10", post=False)
        refund = self.refund(sale, 1000, day="2026-06-10")
        self.run_commissions()
        self.assert_sum(-100)
        self.product.categ_id = others

        sale.action_post()
        self.settle()

        self.assertEqual(refund.reversed_entry_id, sale)
        self.assert_sum(0)
