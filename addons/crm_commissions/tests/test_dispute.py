from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import MANAGER
from .common_dispute import DisputeCase


@tagged("-at_install", "post_install")
class TestDispute(DisputeCase):
    # -- opened ----------------------------------------------------------------------------------

    def test_the_leader_has_five_working_days(self):
        """Given a dispute of Wednesday 14 October, then Lea has to answer by Wednesday the 21st."""
        dispute = self._dispute()
        self.assertEqual(dispute.sla_date, date(2026, 10, 21))
        self.assertEqual((dispute.user_id, dispute.payee_user_id), (self.lea, self.nora))
        activity = dispute.activity_ids
        self.assertEqual((activity.user_id, activity.date_deadline), (self.lea, dispute.sla_date))
        self.assertIn("Nora", activity.summary)
        self.assertEqual((dispute.state, dispute.sla_state), ("new", "ok"))
        self.assertEqual(self.statement.state, "disputed")
        self.assertTrue(self.statement._has_open_disputes())

    def test_a_public_holiday_is_no_working_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Fair",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-10-15 00:00:00",
                "date_to": "2026-10-15 23:59:59",
            }
        )
        self.assertEqual(self._dispute().sla_date, date(2026, 10, 22))

    def test_the_day_is_the_companys(self):
        """Given midnight in Madrid, it is the 15th there and the 14th in UTC."""
        self.company.resource_calendar_id.tz = "Europe/Madrid"
        with freeze_time("2026-10-14 22:30:00"):
            self.assertEqual(self._dispute().sla_date, date(2026, 10, 22))

    def test_time_runs_out(self):
        dispute = self._dispute()
        for now, said in (("2026-10-20", "soon"), ("2026-10-21", "soon"), ("2026-10-22", "late")):
            with freeze_time(f"{now} 10:00:00"):
                dispute.invalidate_recordset(["sla_state"])
                self.assertEqual(dispute.sla_state, said)

    def test_a_leader_s_own_goes_to_a_manager(self):
        seat = self._take_part(self.plan, self.lea)
        entry = self._book(seat, 100, "2026-09-10")
        own = self._statement("2026-09-01", self.lea.partner_id)
        own.with_user(self.ana).action_send()
        self.lea.sale_team_id = self.north
        dispute = self._dispute(self.lea, own, key=f"entry-{entry.id}")
        self.assertTrue(dispute.user_id.has_group(MANAGER))
        self.assertNotEqual(dispute.user_id, self.lea)

    def test_a_manager_opens_one_for_the_payee(self):
        dispute = self._dispute(self.max)
        self.assertEqual((dispute.opened_by_id, dispute.payee_user_id), (self.max, self.nora))
        self.assertIn(self.nora.partner_id, dispute.message_partner_ids)

    def test_an_entry_is_disputed_once(self):
        self._dispute()
        with self._refused("is being disputed already"):
            self._dispute()
        self._dispute(key=f"entry-{self.tier.id}")
        self.assertEqual(self.statement.open_dispute_count, 2)

    def test_what_is_not_sent_or_is_approved_is_not_disputed(self):
        draft = self._book(self.seat, 5, "2026-10-01").statement_id
        with self._refused("is at “Draft”"):
            self._missing(statement=draft)
        self.statement.with_user(self.max).action_approve()
        with self._refused("is at “Approved”"):
            self._dispute()

    def test_what_is_agreed_to_may_still_be_disputed(self):
        self.statement.with_user(self.nora).action_acknowledge()
        self._dispute()
        self.assertEqual(self.statement.state, "disputed")
        with self._refused("is at “Disputed”: it has to be at “Sent” first"):
            self.statement.with_user(self.max).action_approve()

    def test_bad_input_is_refused_in_words(self):
        for values, words in (
            ({"reason": "because"}, "Choose a reason"),
            ({"reason": None}, "Choose a reason"),
            ({"note": "  "}, "Say in a few words"),
            ({"note": ["x"]}, "Say in a few words"),
            ({"key": "entry-0"}, "load it again"),
            ({"key": "fact-1-entry-x"}, "load it again"),
            ({"key": 7}, "load it again"),
            ({"key": None, "document": " "}, "Say which invoice or order"),
            ({"key": None, "move_id": "1; DROP"}, "not of one of your customers"),
            ({"key": None, "move_id": 2**40}, "not of one of your customers"),
            ({"amount": "much"}, "has to be an amount"),
            ({"amount": "nan"}, "has to be an amount"),
            ({"amount": 1e300}, "has to be an amount"),
        ):
            with self.subTest(values), self._refused(words):
                self._dispute(**values)
        with self._refused("Choose a reason"):
            self.statement.with_user(self.nora).open_dispute("x")
        self.assertEqual(self.statement.state, "sent")

    # -- decided ---------------------------------------------------------------------------------

    def test_from_sent_over_disputed_to_approved(self):
        """Given 28.93 taken back wrongly, then they are booked again and 625.00 is paid."""
        dispute = self._dispute()
        self.assertEqual(self.statement.amount_payable, 596.07)
        dispute.with_user(self.lea).action_review()
        self.assertEqual((dispute.state, dispute.user_id), ("in_review", self.lea))

        dispute.with_user(self.lea).accept(0, "Seen on the bank statement.")

        entry = dispute.resolved_entry_id
        self.assertEqual((entry.kind, entry.amount), ("dispute", 28.93))
        self.assertEqual(entry.statement_id, self.statement)
        self.assertEqual((entry.participant_id, entry.plan_id), (self.seat, self.plan))
        self.assertEqual((dispute.state, dispute.resolved_by_id), ("accepted", self.lea))
        self.assertFalse(dispute.activity_ids)
        self.assertEqual((self.statement.state, self.statement.amount_payable), ("sent", 625.00))
        self.assertFalse(self.statement._get_wrong())

        self.statement.with_user(self.nora).action_acknowledge()
        self.assertEqual(dispute.state, "closed")
        self.statement.with_user(self.max).action_approve()
        self.assertEqual((self.statement.state, dispute.outcome), ("approved", "accepted"))

    def test_what_is_right_less_what_is_booked(self):
        """Given 625.00 booked and 650.00 right, then 25.00 are booked, and told in a sentence."""
        dispute = self._dispute(key=f"entry-{self.tier.id}", amount=650)
        self.assertEqual(dispute.amount_claimed, 650)
        self.assertEqual(dispute.amount_booked, 625)
        dispute.with_user(self.max).accept(650)
        self.assertEqual(dispute.resolved_entry_id.amount, 25)
        self.assertEqual(self.statement.amount_payable, 621.07)
        self.assertRegex(
            dispute.resolved_entry_id.explanation, "650.00.* instead of .*625.00.*, .*25.00"
        )

    def test_disputed_once_more_the_first_answer_counts(self):
        self._dispute(key=f"entry-{self.tier.id}").with_user(self.max).accept(650)
        again = self._dispute(key=f"entry-{self.tier.id}")
        self.assertEqual(again.amount_booked, 650)
        again.with_user(self.max).accept(660)
        self.assertEqual(again.resolved_entry_id.amount, 10)

    def test_a_missing_document_comes_to_what_is_right(self):
        dispute = self._missing()
        dispute.with_user(self.max).accept(70)
        self.assertEqual(dispute.resolved_entry_id.amount, 70)
        self.assertEqual(self.statement.amount_payable, 666.07)
        self.assertIn("F/2026/03118", dispute.resolved_entry_id.explanation)

    def test_what_was_mended_at_its_source_books_nothing_more(self):
        """Given nothing to book, then an answer in words is needed, and is enough."""
        dispute = self._dispute(key=f"entry-{self.tier.id}").with_user(self.max)
        with self._refused("Say why"):
            dispute.accept(625)
        dispute.accept(625, "The order was shared anew, see your statement of October.")
        self.assertFalse(dispute.resolved_entry_id)
        self.assertEqual(self.statement.amount_payable, 596.07)

    def test_rejected_with_a_reason(self):
        dispute = self._dispute().with_user(self.lea)
        with self._refused("Say why"):
            dispute.reject(" ")
        dispute.reject("The transfer was of another invoice.")
        self.assertEqual((dispute.state, self.statement.state), ("rejected", "sent"))
        self.assertEqual(self.statement.amount_payable, 596.07)
        message = dispute.message_ids[0]
        self.assertIn("another invoice", message.body)
        self.assertIn(self.nora.partner_id, message.partner_ids)

    def test_the_statement_waits_for_the_last_decision(self):
        one, two = self._dispute(), self._missing()
        one.with_user(self.lea).accept(0)
        self.assertEqual(self.statement.state, "disputed")
        two.with_user(self.lea).reject("It is not paid yet.")
        self.assertEqual((self.statement.state, self.statement.amount_payable), ("sent", 625))

    def test_withdrawn_by_who_opened_it(self):
        dispute = self._dispute()
        dispute.with_user(self.nora).action_withdraw()
        self.assertEqual((dispute.state, dispute.outcome), ("closed", "withdrawn"))
        self.assertFalse(dispute.activity_ids)
        self.assertEqual(self.statement.state, "sent")

    def test_decided_once(self):
        dispute = self._dispute().with_user(self.lea)
        dispute.reject("No.")
        with self._refused("is at “Rejected” already"):
            dispute.accept(5)
        with self._refused("is at “Rejected” already"):
            dispute.reject("No.")
        with self._refused("is at “Rejected” already"):
            dispute.with_user(self.nora).action_withdraw()
        with self._refused("is at “Rejected” already"):
            dispute.action_review()

    def test_the_month_opened_again_meanwhile_is_sent_anew_later(self):
        """Given an invoice that opened September again, then the statement is a draft."""
        dispute = self._dispute()
        self.statement.period_id._by_flow()._back_to_open()
        dispute.with_user(self.lea).reject("No.")
        self.assertEqual(self.statement.state, "draft")

    def test_a_run_takes_nothing_of_it_back(self):
        self._dispute().with_user(self.lea).accept(0)
        engine = self.env["crm.commission.engine"]
        engine._run(self.company, plans=self.plan)
        self.assertEqual(self.statement.amount_payable, 625)

    def test_the_wizard_asks_for_what_is_right(self):
        dispute = self._dispute(key=f"entry-{self.tier.id}", amount=650)
        wizard = (
            self.env["crm.commission.dispute.wizard"]
            .with_user(self.lea)
            .create({"dispute_id": dispute.id, "accepts": True})
        )
        self.assertEqual((wizard.amount, wizard.difference), (650, 25))
        wizard.action_decide()
        self.assertEqual(dispute.amount_due, 650)

    # -- the rest --------------------------------------------------------------------------------

    def test_the_rest_is_approved_and_what_is_disputed_goes_on(self):
        """625.00 of September are paid, and the 28.93 taken back wait in October."""
        dispute = self._dispute()
        self.statement.with_user(self.max).action_approve_rest()
        october = self._statement("2026-10-01")
        self.assertEqual((self.statement.state, self.statement.amount_payable), ("approved", 625))
        self.assertEqual(self.returned.statement_id, october)
        self.assertEqual((october.amount_gross, october.amount_late), (-28.93, -28.93))
        self.assertEqual((dispute.statement_id, dispute.state), (october, "new"))
        both = self.statement | october
        self.assertAlmostEqual(sum(both.mapped("amount_gross")), 596.07)
        self.assertFalse(both._get_wrong())

        dispute.with_user(self.lea).accept(0)
        self.assertEqual(dispute.resolved_entry_id.period_id.name, "2026-10")
        self.assertEqual((october.state, october.amount_gross), ("draft", 0))
        self.assertEqual(self.statement.amount_payable, 625)

    def test_what_waits_is_disputed_as_soon_as_it_is_sent(self):
        self._missing()
        self.statement.with_user(self.max).action_approve_rest()
        october = self._statement("2026-10-01")
        self._calculate("2026-10-01")
        october.with_user(self.ana).action_send()
        self.assertEqual(october.state, "disputed")

    def test_split_by_an_accountant_before_it_is_approved(self):
        self._dispute()
        moved = self.statement.with_user(self.ana)._split_disputed()
        self.assertEqual(moved, self.returned)
        self.assertEqual((self.statement.state, self.statement.amount_payable), ("sent", 625))
        self.assertFalse(self.statement.with_user(self.ana)._split_disputed())

    def test_cents_are_kept_when_entries_move(self):
        """Given thirds of a cent in both months, then both together come to the same as before."""
        third = self._book(self.seat, 23.3331, "2026-09-29", window_key="third")
        self._book(self.seat, 23.3331, "2026-10-02")
        self.statement.with_user(self.ana).action_send()
        october = self._statement("2026-10-01")
        both = self.statement | october
        before = sum(both.mapped("amount_gross"))
        self._dispute(key=f"entry-{third.id}")
        self.statement.with_user(self.ana)._split_disputed()
        self.assertAlmostEqual(sum(both.mapped("amount_gross")), before)
        self.assertFalse(both._get_wrong())


@tagged("-at_install", "post_install")
class TestMissingInvoice(DisputeCase):
    """Which invoices a payee may point at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shop = cls.env["res.partner"].create({"name": "Shop of Nora", "user_id": cls.nora.id})
        other = cls.env["res.partner"].create({"name": "Shop of Sara", "user_id": cls.sara.id})
        cls.own = cls._invoice(shop, cls.max)
        cls.sold = cls._invoice(other, cls.nora)
        cls.foreign = cls._invoice(other, cls.sara)

    @classmethod
    def _invoice(cls, partner, user):
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_user_id": user.id,
                "invoice_date": "2026-09-15",
                "invoice_line_ids": [
                    Command.create({"name": "Cider", "price_unit": 1000, "tax_ids": []})
                ],
            }
        )
        move.action_post()
        return move

    def _find(self, term):
        found = self.statement.with_user(self.nora).find_disputable(term)
        return {row["id"] for row in found}

    def test_those_of_own_customers_and_own_sales_are_found_by_number(self):
        self.assertEqual(self._find(self.own.name), {self.own.id})
        self.assertEqual(self._find(self.sold.name), {self.sold.id})
        self.assertFalse(self._find(self.foreign.name))
        for term in ("", "I", None, 5, ["INV"]):
            self.assertFalse(self._find(term))

    def test_an_invoice_of_others_is_refused(self):
        dispute = self._missing(document=None, move_id=self.own.id)
        self.assertEqual((dispute.move_id, dispute.subject), (self.own, self.own.name))
        with self._refused("not of one of your customers"):
            self._missing(document=None, move_id=self.foreign.id)

    def test_others_find_nothing_on_it(self):
        with self._refused("Ask|access|allowed"):
            self.statement.with_user(self.nils).find_disputable("INV")
