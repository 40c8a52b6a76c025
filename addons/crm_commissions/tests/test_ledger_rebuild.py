import random

from odoo.tests import tagged
from odoo.tools import SQL

from .common_commissions import LedgerCase
from .common_rebuild import forget_everything, read_sums
from .test_ledger_tiers import STEPS


@tagged("post_install", "-at_install")
class TestLedgerRebuild(LedgerCase):
    """Whatever happens in whatever order, the ledger says what the documents say."""

    def test_any_order_of_postings_and_refunds_earns_1175(self):
        """40 postings of 62,500 less 15,000, in random orders, with runs in between."""
        self.make_plan(self.nora, tier_mode="marginal", tier_ids=self.tiers(*STEPS))
        sales = [self.invoice(2500, day=f"2026-03-{day:02}", post=False) for day in range(1, 26)]
        for sale in sales:
            sale.action_post()
        refunds = [self.refund(sale, 1000, day="2026-03-28", post=False) for sale in sales[:15]]
        for sale in sales:
            sale.button_draft()
        documents = sales + refunds
        self.assertEqual(len(documents), 40)
        for seed in range(2):  # 200 orders are tried on the engine, without documents
            with self.subTest(seed=seed):
                self.post_at_random(documents, random.Random(seed))
                self.assert_sum(1175)
                for document in documents:
                    document.button_draft()
                self.run_commissions()
                self.assert_sum(0)

    def post_at_random(self, documents, dice):
        waiting = list(documents)
        dice.shuffle(waiting)
        while waiting:
            document = waiting.pop()
            document.action_post()
            if dice.random() < 0.2:  # a mistake: back to draft, and again later
                document.button_draft()
                waiting.insert(0, document)
            if dice.random() < 0.3:
                self.run_commissions()
        self.run_commissions()

    def test_payments_refunds_and_returns_at_random_equal_a_ledger_made_anew(self):
        """Marks or no marks: after random events a sweep finds nothing that runs have missed."""
        tiered = {"tier_mode": "marginal", "tier_ids": self.tiers((0, 2), (2000, 5))}
        self.make_plan(self.nora, self.nils, name="Collected", trigger="collected", rate=7)
        self.make_plan(self.nora, self.nils, name="Cleared", trigger="collected", **tiered)
        self.make_plan(self.nora, self.nils, name="Sold", **(tiered | {"tier_window": "quarter"}))
        self.make_plan(self.nora, name="Lost", rate=3, unpaid_policy="after_days", unpaid_days=30)
        dice = random.Random(19)
        sales = [
            self.invoice(
                dice.randrange(100, 900),
                dice.randrange(100, 900),
                day=f"2026-0{dice.randrange(1, 6)}-10",
                rep=dice.choice([self.nora, self.nils]),
            )
            for _each in range(8)
        ]
        events = [self.do_pay, self.do_refund, self.do_return, self.do_draft, self.do_give]
        for _each in range(40):
            dice.choice(events)(dice.choice(sales), dice)
            if dice.random() < 0.4:
                self.engine._run(self.company)
        self.run_commissions()
        self.assertGreater(len(self.entries()), 20)

        self.assertEqual(self.engine._sweep(self.company), 0)
        probe = self.engine._probe(self.company, self.entries()[0].period_id)
        self.assertEqual((probe.deltas, probe.shuffled, probe.booked), ([], [[]] * 3, 0))
        booked = read_sums(self.env, self.company)
        forget_everything(self.env, self.company)
        self.assertEqual(read_sums(self.env, self.company), {})
        self.run_commissions()
        self.assertEqual(read_sums(self.env, self.company), booked)

    def do_pay(self, sale, dice):
        if sale.state == "posted" and sale.amount_residual > 1:
            self.pay(sale, round(sale.amount_residual * dice.choice([0.3, 1]), 2), "2026-05-20")

    def do_refund(self, sale, dice):
        refund = self.refund(sale, dice.randrange(10, 90), day="2026-06-01")
        if dice.random() < 0.5 and sale.state == "posted" and sale.amount_residual:
            self.match(sale, refund)

    def do_return(self, sale, dice):
        self.unmatch(sale)

    def do_draft(self, sale, dice):
        if sale.state == "posted":
            sale.button_draft()
        else:
            sale.action_post()

    def do_give(self, sale, dice):
        sale.invoice_user_id = dice.choice([self.nora, self.nils, self.sara])

    def test_a_refund_follows_its_sale_also_while_that_is_a_draft(self):
        self.make_plan(self.nora, self.nils, rate=10)
        sale = self.invoice(1000, day="2026-03-10")
        self.refund(sale, 400, day="2026-04-10")
        sale.button_draft()
        self.run_commissions()
        sale.invoice_user_id = self.nils
        self.run_commissions()

        self.assertEqual((self.total(self.nora), self.total(self.nils)), (0, -40))

    def test_a_ledger_that_was_changed_by_hand_is_found(self):
        self.make_plan(self.nora, rate=10)
        self.invoice(1000, day="2026-03-10")
        self.run_commissions()
        self.env.cr.execute(
            SQL(
                "ALTER TABLE crm_commission_entry DISABLE TRIGGER crm_commission_entry_guard_update"
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE crm_commission_entry SET amount = 101 WHERE id = ANY(%s)",
                self.entries().ids,
            )
        )

        [delta] = self.engine._probe(self.company, self.entries().period_id).deltas

        self.assertEqual(delta.amount, -1)

    def test_a_day_that_no_mark_tells_of_is_found_by_the_sweep(self):
        self.make_plan(self.nora, rate=10)
        sale = self.invoice(1000, day="2026-03-10")
        self.run_commissions()
        self.env.cr.execute(SQL("UPDATE account_move SET state = 'draft' WHERE id = %s", sale.id))
        self.assertEqual(self.engine._run(self.company), 0)

        self.assertEqual(self.engine._sweep(self.company), 1)
        self.assert_sum(0)


@tagged("post_install", "-at_install")
class TestLedgerQueries(LedgerCase):
    """How many queries a run takes does not depend on how much there is to book."""

    def count(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        booked = self.engine._run(self.company)
        return booked, self.env.cr.sql_log_count - before

    def test_a_run_of_10_lines_and_one_of_200_take_the_same_queries(self):
        self.make_plan(
            self.nora,
            self.nils,
            trigger="collected",
            rate=7,
            rule_ids=self.rules({"by_discount": True, "discount_from": 10, "value": 1}),
        )
        self.make_plan(
            self.nora, name="Tiers", tier_mode="marginal", tier_ids=self.tiers((0, 2), (900, 3))
        )
        counts = []
        for lines in (1, 10, 200):  # statements are made by the first
            sale = self.invoice(*[100] * lines, day="2026-03-10")
            self.pay(sale, sale.amount_total, "2026-04-10")
            booked, queries = self.count()
            self.assertGreaterEqual(booked, lines)
            counts.append(queries)

        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(max(counts), 60)
        self.assertEqual(self.count()[0], 0)
