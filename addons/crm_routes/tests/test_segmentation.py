from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RoutesCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestSegmentation(RoutesCase):
    """A, B and C follow from invoices: the hotel 500, the bar 300, the shop 150, the kiosk 50."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", cls.company.id)], limit=1
        ) or cls.env["account.journal"].create(
            {"name": "Sales", "type": "sale", "code": "TSAL", "company_id": cls.company.id}
        )
        cls.income = cls.env["account.account"].create(
            {"name": "Income", "code": "T7000", "account_type": "income"}
        )
        receivable = cls.env["account.account"].create(
            {
                "name": "Receivable",
                "code": "T4300",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )
        names = ("Hotel", "Bar", "Shop", "Kiosk", "Prospect")
        own = {"property_account_receivable_id": receivable.id}
        cls.hotel, cls.pub, cls.shop, cls.kiosk, cls.prospect = (
            cls._shop(name, **own) for name in names
        )
        # customers that a database with examples brings count too: of one company there are none
        cls.customers = cls.hotel | cls.pub | cls.shop | cls.kiosk | cls.prospect
        cls.customers.company_id = cls.company
        for partner, amount in (
            (cls.hotel, 500), (cls.pub, 300), (cls.shop, 150), (cls.kiosk, 50),
        ):  # fmt: skip
            cls._invoice(partner, amount)
        cls.rule = cls._rule()

    @classmethod
    def _rule(cls, limits=(80, 95), **values):
        lines = [
            {"segment_id": segment.id, "sequence": n, "limit": limit}
            for n, (segment, limit) in enumerate(
                zip((cls.a, cls.b, cls.c), (*limits, 0), strict=True)
            )
        ]
        return (
            cls.env["crm.segmentation"]
            .with_user(cls.pia)
            .create(
                {
                    "shared_customers": False,
                    "line_ids": [Command.create(line) for line in lines],
                    **values,
                }
            )
        )

    @classmethod
    def _invoice(cls, partner, amount, day="2026-10-15", kind="out_invoice", **line):
        values = {"name": "Goods", "price_unit": amount, "account_id": cls.income.id, **line}
        invoice = cls.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": partner.id,
                "invoice_date": day,
                "journal_id": cls.journal.id,
                "invoice_line_ids": [Command.create({"tax_ids": [], **values})],
            }
        )
        invoice.action_post()
        return invoice

    def _segments(self):
        return [
            partner.crm_segment_id.name or "-"
            for partner in (self.hotel, self.pub, self.shop, self.kiosk, self.prospect)
        ]

    def test_the_rule_in_one_sentence(self):
        words = "A up to 80 % of all; B up to 95 % of all; C all others."
        self.rule.window_months = 3
        self.assertEqual(self.rule.sentence, f"Invoiced sales of 3 months: {words}")
        self.rule.window_months = 1
        self.assertEqual(self.rule.sentence, f"Invoiced sales of one month: {words}")

    def test_segments_follow_from_invoices_and_prospects_have_none(self):
        self.rule.action_compute()
        self.assertEqual(self._segments(), ["A", "A", "B", "C", "-"])
        self.assertEqual(self.rule.computed_on, date(2026, 11, 27))

    def test_computing_again_changes_nothing(self):
        self.rule.action_compute()
        before = self.env["crm.segment.history"].search_count([])
        self.assertEqual(self.rule._compute_segments(), 0)
        self.assertEqual(self.env["crm.segment.history"].search_count([]), before)

    def test_each_change_is_kept_with_its_figures(self):
        self.rule.action_compute()
        (change,) = self.env["crm.segment.history"].search([("partner_id", "=", self.shop.id)])
        self.assertEqual(
            (change.former_id, change.segment_id, change.origin, change.value, change.ahead),
            (self.env["crm.segment"], self.b, "computed", 150, 80),
        )
        self.assertEqual(change.user_id, self.pia)

    def test_refunds_count_and_what_is_older_than_the_window_does_not(self):
        # given the hotel gave 480 back and the kiosk bought for 10,000, but 13 months ago
        self._invoice(self.hotel, 480, kind="out_refund")
        self._invoice(self.kiosk, 10000, day="2025-10-15")
        self.rule.action_compute()
        # 300 + 150 + 50 + 20: the pub is ahead of all, the shop begins at 58 %, the kiosk at 87 %
        self.assertEqual(self._segments(), ["C", "A", "A", "B", "-"])

    def test_a_contact_buys_for_its_company(self):
        clerk = self.env["res.partner"].create({"name": "Eva", "parent_id": self.kiosk.id})
        self._invoice(clerk, 5000)
        self.rule.action_compute()
        self.assertEqual(self.kiosk.crm_segment_id, self.a)
        self.assertFalse(clerk.crm_segment_id)

    def test_a_customer_near_the_limit_does_not_flip(self):
        # given limits by amount, 300 for A, and a band of 10 %
        lines = self.rule.line_ids.sorted("sequence")
        self.rule.write(
            {
                "limits_by": "value",
                "band": 10,
                "line_ids": [
                    Command.update(line.id, {"limit": limit})
                    for line, limit in zip(lines, (300, 100, 0), strict=True)
                ],
            }
        )
        self.rule.action_compute()
        self.assertEqual(self._segments(), ["A", "A", "B", "C", "-"])
        # when the pub gives 25 back, then it stays A: 275 is more than 300 less 10 %
        self._invoice(self.pub, 25, kind="out_refund")
        self.rule.action_compute()
        self.assertEqual(self.pub.crm_segment_id, self.a)
        # and when it gives back 10 more, it is B
        self._invoice(self.pub, 10, kind="out_refund")
        self.rule.action_compute()
        self.assertEqual(self.pub.crm_segment_id, self.b)

    def test_what_a_person_chose_stays_until_it_is_freed(self):
        self.rule.band = 0
        self.rule.action_compute()
        self.kiosk.with_user(self.max).crm_segment_id = self.a
        self.assertTrue(self.kiosk.segment_locked)
        self.rule.action_compute()
        self.assertEqual(self.kiosk.crm_segment_id, self.a)
        last = self.env["crm.segment.history"].search([("partner_id", "=", self.kiosk.id)])[0]
        self.assertEqual((last.origin, last.user_id), ("manual", self.max))
        # freed, it is computed again
        self.kiosk.action_free_segment()
        self.rule.action_compute()
        self.assertEqual(self.kiosk.crm_segment_id, self.c)

    def test_without_computing_nothing_is_locked(self):
        self.rule.active = False
        self.kiosk.crm_segment_id = self.a
        self.assertFalse(self.kiosk.segment_locked)

    def test_orders_are_counted_in_the_currency_of_the_company(self):
        dollar = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", "USD" if self.company.currency_id.name != "USD" else "EUR")])
        )
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": dollar.id,
                "rate": 4,
                "name": "2026-01-01",
                "company_id": self.company.id,
            }
        )
        product = self.env["product.product"].create({"name": "Oil", "taxes_id": []})
        pricelist = self.env["product.pricelist"].create({"name": "D", "currency_id": dollar.id})
        for partner, price, lists in ((self.shop, 100, False), (self.kiosk, 200, pricelist.id)):
            order = self.env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "pricelist_id": lists,
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "price_unit": price, "tax_ids": []}
                        )
                    ],
                }
            )
            order.action_confirm()
        self.rule.counted_by = "ordered"
        values = {each.partner_id: each.value for each in self.rule.sudo()._judge()}
        self.assertEqual(values[self.shop.id], 100)
        self.assertAlmostEqual(values[self.kiosk.id], 50)

    def test_margin_is_less_the_cost_of_what_was_sold(self):
        product = self.env["product.product"].create({"name": "Oil", "standard_price": 30})
        self._invoice(self.kiosk, 50, product_id=product.id, quantity=4)
        self._invoice(self.kiosk, 50, product_id=product.id, quantity=1, kind="out_refund")
        self.rule.counted_by = "margin"
        values = {each.partner_id: each.value for each in self.rule.sudo()._judge()}
        # 50 without a product, 4 x (50 - 30), and 1 x (50 - 30) back
        self.assertAlmostEqual(values[self.kiosk.id], 50 + 80 - 20)

    def test_the_preview_says_what_would_change_and_changes_nothing(self):
        action = self.rule.action_preview()
        wizard = self.env["crm.segmentation.wizard"].with_user(self.pia).browse(action["res_id"])
        self.assertEqual(wizard.summary, "4 customers: 0 rise, 0 fall, 4 come in, 0 stay.")
        self.assertEqual(wizard.line_ids.mapped("partner_id"),
                         self.hotel | self.pub | self.shop | self.kiosk)  # fmt: skip
        self.assertEqual(self._segments(), ["-"] * 5)
        wizard.action_apply()
        self.assertEqual(self._segments(), ["A", "A", "B", "C", "-"])

    def test_another_company_has_its_own_limits_and_customers(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.pia.company_ids |= other
        theirs = self._rule(company_id=other.id)
        self.assertEqual(theirs._compute_segments(), 0)
        # but two rules in one company there are not
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._rule()

    def test_customers_of_all_companies_need_segments_of_all(self):
        self.a.company_id = self.company
        self.env["crm.segmentation"].with_context(active_test=False).search(
            [("id", "!=", self.rule.id)]
        ).unlink()
        with self.assertRaises(ValidationError) as refusal:
            self.rule.shared_customers = True
        self.assertIn("need segments without a company", str(refusal.exception))

    def test_limits_that_say_nothing(self):
        for limits, sentence in (
            ((95, 80), "The best segment comes first"),
            ((80, 100), "between 0 and 100"),
        ):
            with self.subTest(limits), self.assertRaises(ValidationError) as refusal:
                self.rule.line_ids = [Command.clear()] + [
                    Command.create({"segment_id": each.id, "sequence": n, "limit": limit})
                    for n, (each, limit) in enumerate(
                        zip((self.a, self.b, self.c), (*limits, 0), strict=True)
                    )
                ]
            self.assertIn(sentence, str(refusal.exception))
        with self.assertRaises(ValidationError) as refusal:
            self.rule.line_ids = [Command.clear()]
        self.assertIn("at least two segments", str(refusal.exception))

    def test_once_a_month_by_the_job_and_a_killed_one_goes_on(self):
        cron = self.env.ref("crm_routes.ir_cron_compute_segments")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertEqual(self._segments()[:4], ["A", "A", "B", "C"])
            # in the same month it does nothing, in the next it looks again
            self._invoice(self.kiosk, 9000)
            cron.method_direct_trigger()
            self.assertEqual(self.kiosk.crm_segment_id, self.c)
            with freeze_time("2026-12-01 08:00:00"):
                cron.method_direct_trigger()
            self.assertEqual(self.kiosk.crm_segment_id, self.a)

    def test_who_wants_no_job_presses_the_button(self):
        self.rule.is_monthly = False
        self.assertNotIn(self.rule, self.env["crm.segmentation"]._get_due())

    def test_who_may_compute_and_who_sees_what_a_customer_bought(self):
        self.rule.action_compute()
        for user in (self.nora, self.lea):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.rule.with_user(user).action_compute()
        self.hotel.user_id = self.sara
        history = self.env["crm.segment.history"]
        seen = {
            user: history.with_user(user).search([("partner_id", "in", self.customers.ids)])
            for user in (self.nora, self.sara, self.lea, self.lou, self.max)
        }
        self.assertEqual(seen[self.sara].partner_id, self.hotel)
        self.assertEqual(seen[self.lou].partner_id, self.hotel)
        self.assertEqual(seen[self.nora].partner_id, self.pub | self.shop | self.kiosk)
        self.assertEqual(seen[self.lea], seen[self.nora].with_user(self.lea))
        self.assertEqual(len(seen[self.max]), 4)
        with self.assertRaises(AccessError):
            seen[self.max].with_user(self.max).write({"value": 1})

    def test_a_merge_is_no_decision_of_a_person(self):
        self.rule.action_compute()
        twin = self._shop("Prospect S.L.", company_id=self.company.id)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.kiosk | twin).ids, twin)
        self.assertEqual(twin.crm_segment_id, self.c)
        self.assertFalse(twin.segment_locked)

    def test_as_many_queries_for_many_as_for_few(self):
        self.rule.action_compute()
        self.env.flush_all()

        def count():
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.rule.sudo()._judge()
            return self.env.cr.sql_log_count - start

        few = count()
        receivable = self.hotel.property_account_receivable_id
        for number in range(20):
            shop = self._shop(
                f"Shop {number}",
                company_id=self.company.id,
                property_account_receivable_id=receivable.id,
            )
            self._invoice(shop, 10)
        self.env.flush_all()
        self.assertLessEqual(count(), few)
