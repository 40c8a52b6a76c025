from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MANAGER
from .common_statement import StatementCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-10 10:00:00")
class TestStatement(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan_of(cls.nora, rate=100)
        cls.seat = cls.plan.participant_ids

    # -- figures ---------------------------------------------------------------------------------

    def test_the_first_entry_brings_the_statement(self):
        """Given two entries of September, then their sum is to be paid, and nothing is sent yet."""
        entries = self._book(self.seat, 100.25, "2026-09-10") | self._book(
            self.seat, -30.10, "2026-09-20"
        )
        statement = self._statement("2026-09-01")
        self.assertEqual(statement.entry_ids, entries)
        self.assertEqual(statement.state, "draft")
        self.assertEqual(statement.user_id, self.nora)
        self.assertEqual(statement.amount_gross, 70.15)
        self.assertEqual(statement.amount_payable, 70.15)
        self.assertEqual(statement.entry_count, 2)

    def test_rounding_is_carried(self):
        """A5: 23.3331 three times is 23.33, 23.34 and 23.33: 70.00, and not 69.99."""
        for day in ("2026-09-10", "2026-10-10", "2026-11-10"):
            self._book(self.seat, 23.3331, day)
        months = [self._statement(day) for day in ("2026-09-01", "2026-10-01", "2026-11-01")]
        self.assertEqual([each.amount_payable for each in months], [23.33, 23.34, 23.33])
        self.assertEqual([each.rounding_in for each in months], [0, 0.0031, -0.0038])
        self.assertEqual(months[2].previous_id, months[1])

    def test_below_zero_is_carried(self):
        """Given 12.40 below zero, September pays nothing and October 12.40 less."""
        self._book(self.seat, -12.40, "2026-09-10")
        self._book(self.seat, 1945.00, "2026-10-10")
        september, october = self._statement("2026-09-01"), self._statement("2026-10-01")
        self.assertEqual((september.amount_payable, september.carry_out), (0, -12.40))
        self.assertEqual((october.carry_in, october.amount_payable), (-12.40, 1932.60))

    def test_below_zero_is_paid_back_where_the_plan_says_so(self):
        plan = self._plan_of(self.nils, name="Paid back", rate=100, negative_policy="refund")
        self._book(plan.participant_ids, -12.40, "2026-09-10")
        statement = self._statement("2026-09-01", self.nils.partner_id)
        self.assertEqual((statement.amount_payable, statement.carry_out), (-12.40, 0))

    def test_earned_late_and_draw_are_told_apart(self):
        """1,945.00 of October, 28.93 less of September and an advance of 83.93 are 2,000.00."""
        self._book(self.seat, 1945.00, "2026-10-10")
        self._book(self.seat, -28.93, "2026-10-12", origin="2026-09-12")
        self._book(self.seat, 83.93, "2026-10-31", kind="draw")
        statement = self._statement("2026-10-01")
        self.assertEqual(statement.amount_earned, 1945.00)
        self.assertEqual(statement.amount_late, -28.93)
        self.assertEqual(statement.draw_amount, 83.93)
        self.assertEqual(statement.amount_payable, 2000.00)

    def test_again_writes_nothing(self):
        self._book(self.seat, 100, "2026-09-10")
        statement = self._statement("2026-09-01")
        with patch.object(type(statement), "write", autospec=True) as write:
            self.Statement._refresh(self.company)
        write.assert_not_called()

    def test_queries_do_not_grow_with_statements(self):
        """Given thirty payees more, a refresh reads as often as before."""
        self._book(self.seat, 100, "2026-09-10")
        self._add_payees(2)
        few = self._count_queries()
        self._add_payees(30)
        with self.assertQueryCount(few):
            self._count_queries()

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.Statement._refresh(self.company)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _add_payees(self, count):
        """Entries of so many new agents, written in a fixed number of queries."""
        partners = self.env["res.partner"].create([{"name": f"Agent {n}"} for n in range(count)])
        seats = self.env["crm.commission.participant"].create(
            [
                {"plan_id": self.plan.id, "payee_id": partner.id, "date_from": "2026-09-01"}
                for partner in partners
            ]
        )
        [period] = self._periods("2026-09-10", "2026-09-10")
        self.env["crm.commission.entry"]._by_flow().create(
            [
                {
                    "currency_id": self.plan.currency_id.id,
                    "participant_id": seat.id,
                    "payee_id": seat.payee_id.id,
                    "plan_id": self.plan.id,
                    "kind": "manual",
                    "event_date": "2026-09-10",
                    "period_id": period.id,
                    "origin_period_id": period.id,
                    "base": 10,
                    "rate": 100,
                    "amount": 10,
                    "number": 1,
                    "run_at": "2026-10-15 10:00:00",
                }
                for seat in seats
            ]
        )

    def test_agents_are_due_a_month_after_the_quarter(self):
        agent = self.env["res.partner"].create({"name": "Marta Quirós, agent"})
        seat = self.env["crm.commission.participant"].create(
            {
                "plan_id": self.plan.id,
                "payee_id": agent.id,
                "payee_type": "external",
                "date_from": "2026-09-01",
            }
        )
        self._book(seat, 100, "2026-09-10")
        self._book(self.seat, 100, "2026-09-10")
        self.assertEqual(str(self._statement("2026-09-01", agent).due_date), "2026-10-31")
        self.assertEqual(str(self._statement("2026-09-01").due_date), "2026-12-31")

    def test_companies_have_their_own(self):
        """A19: the same agent has two statements, and one who works in A sees A's."""
        other = self.env["res.company"].create({"name": "Other"})
        plan = self.env["crm.commission.plan"].create(
            {
                "name": "Other's reps",
                "company_id": other.id,
                "currency_id": other.currency_id.id,
                "rate": 5,
                "date_from": "2026-09-01",
            }
        )
        seat = self._take_part(plan, self.nora)
        plan.action_activate()
        self._book(self.seat, 100, "2026-09-10")
        entry = self._book_in(other, seat)
        self.assertEqual(entry.statement_id.company_id, other)
        self.assertEqual(self._statement("2026-09-01").amount_payable, 100)
        found = self.Statement.with_user(self.nora).search([])
        self.assertEqual(found.company_id, self.company)

    def _book_in(self, company, seat):
        here = self.env["crm.commission.period"]
        day = here._fields["date_from"].to_date("2026-09-10")
        period = here._ensure_periods(company, day, day)
        with patch.object(type(self), "_periods", lambda *days: period):
            return self._book(seat, 40, "2026-09-10")

    # -- steps -----------------------------------------------------------------------------------

    def test_sent_acknowledged_approved(self):
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01")
        statement.with_user(self.ana).action_send()
        self.assertEqual(statement.state, "sent")
        self.assertIn(self.nora.partner_id, statement.message_ids.partner_ids)
        statement.with_user(self.nora).action_acknowledge()
        self.assertEqual(statement.acknowledged_by_id, self.nora)
        statement.with_user(self.max).action_approve()
        self.assertEqual((statement.state, statement.approved_by_id), ("approved", self.max))

    def test_each_step_has_its_people(self):
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01")
        for user in (self.nora, self.lea, self.otto):
            with self.assertRaises(AccessError):
                statement.with_user(user).action_send()
        statement.with_user(self.ana).action_send()
        for user in (self.nils, self.lea, self.otto):
            with self.assertRaises(AccessError):
                statement.with_user(user).action_acknowledge()
        for user in (self.nora, self.lea, self.ana, self.otto):
            with self.assertRaises(AccessError):
                statement.with_user(user).action_approve()
        self.assertEqual(statement.state, "sent")

    def test_nobody_approves_the_own(self):
        """Given a manager who sells too, then another one approves his statement."""
        boss = self._user("boss", MANAGER)
        self._book(self._take_part(self.plan, self.max), 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01", self.max.partner_id)
        statement.with_user(self.ana).action_send()
        with self._refused("is your own: somebody else has to approve it"):
            statement.with_user(self.max).action_approve()
        self.assertFalse(statement.with_user(self.max).can_approve)
        self.assertIn("Somebody else", statement.with_user(self.max).blocked_reason)
        statement.with_user(boss).action_approve()
        self.assertEqual(statement.approved_by_id, boss)

    def test_nobody_approves_what_pays_the_company_of_the_own_contact(self):
        agency = self.env["res.partner"].create({"name": "Agency", "is_company": True})
        self.max.partner_id.parent_id = agency
        seat = self.env["crm.commission.participant"].create(
            {"plan_id": self.plan.id, "payee_id": agency.id, "date_from": "2026-09-01"}
        )
        self._book(seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01", agency)
        statement.with_user(self.ana).action_send()
        with self.assertRaises(AccessError):
            statement.with_user(self.max).action_approve()

    def test_an_open_month_is_not_sent(self):
        self._book(self.seat, 100, "2026-11-05")
        statement = self._statement("2026-11-01")
        with self._refused("November 2026 is still open and its figures may change"):
            statement.with_user(self.ana).action_send()
        self.assertIn("still open", statement.with_user(self.ana).blocked_reason)
        self.assertFalse(statement.with_user(self.nora).blocked_reason)

    def test_a_draft_is_not_approved(self):
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        with self._refused("is at “Draft”: it has to be at “Sent” first"):
            self._statement("2026-09-01").with_user(self.max).action_approve()

    def test_earlier_ones_come_first(self):
        self._book(self.seat, 100, "2026-09-10")
        self._book(self.seat, 100, "2026-10-10")
        self._calculate("2026-09-01", "2026-10-01")
        with self._refused("The statement of September 2026 comes first"):
            self._statement("2026-10-01").with_user(self.ana).action_send()

    def test_what_changes_after_it_was_sent_is_a_draft_again(self):
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01")
        statement.with_user(self.ana).action_send()
        before = statement.fingerprint
        self._book(self.seat, -30, "2026-09-20")
        self.assertEqual(statement.state, "draft")
        self.assertEqual(statement.amount_payable, 70)
        self.assertNotEqual(statement.fingerprint, before)
        self.assertRegex(statement.message_ids[0].body, "100.00.*70.00")
        self.assertEqual(statement.message_ids[0].notified_partner_ids, self.nora.partner_id)

    def test_who_is_paid_is_told_of_a_change_in_the_own_language(self):
        """Given a run in English, then a Spanish payee reads Spanish, and once is enough."""
        self.env["res.lang"]._activate_lang("es_ES")
        self.nora.lang = "es_ES"
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01")
        statement.with_user(self.ana).action_send()
        told = len(statement.message_ids)
        self._book(self.seat, 1000, "2026-09-20")
        self.assertRegex(statement.message_ids[0].body, r"septiembre.*1\.100,00")
        self._book(self.seat, -30, "2026-09-21")
        self.assertEqual(len(statement.message_ids), told + 1)

    def test_what_is_approved_stands(self):
        """Given September approved and still not closed, then what comes late is October's."""
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        september = self._statement("2026-09-01")
        self._approve(september)
        late = self._book(self.seat, -30, "2026-09-20")
        self.assertEqual(september.amount_payable, 100)
        october = self._statement("2026-10-01")
        self.assertEqual(late.statement_id, october)
        self.assertEqual((october.previous_id, october.amount_gross), (september, -30))

    def test_back_to_draft_and_on_again(self):
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01")
        self._approve(statement)
        statement.with_user(self.max).action_back_to_draft()
        self.assertEqual(statement.state, "draft")
        self.assertFalse(statement.approved_by_id)
        self._book(self.seat, 20, "2026-09-20")
        self.assertEqual(statement.amount_payable, 120)

    def test_what_is_settled_does_not_go_back(self):
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01")
        self._approve(statement)
        with (
            patch.object(type(statement), "_is_settled", lambda self: True),
            self._refused("is settled: cancel its settlement"),
        ):
            statement.with_user(self.max).action_back_to_draft()

    def test_what_the_next_one_has_taken_over_does_not_go_back(self):
        self._book(self.seat, 100, "2026-09-10")
        self._book(self.seat, 100, "2026-10-10")
        self._calculate("2026-09-01", "2026-10-01")
        both = self._statement("2026-09-01") | self._statement("2026-10-01")
        self._approve(both)
        with self._refused("has been approved already with what this one left"):
            self._statement("2026-09-01").with_user(self.max).action_back_to_draft()

    def test_figures_that_do_not_add_up_are_not_approved(self):
        self._book(self.seat, 100, "2026-09-10")
        self._calculate("2026-09-01")
        statement = self._statement("2026-09-01")
        statement.with_user(self.ana).action_send()
        statement._by_flow().amount_payable = 100.01
        with self._refused(r"does not add up: .*100.00 with what is carried is not the .*100.01"):
            statement.with_user(self.max).action_approve()

    def test_nobody_writes_a_statement(self):
        self._book(self.seat, 100, "2026-09-10")
        statement = self._statement("2026-09-01")
        with self._refused("Statements follow the ledger"):
            statement.amount_payable = 5000
        with self._refused("Statements follow the ledger"):
            statement.with_context(crm_commission_flow=True).state = "approved"
        with self._refused("Statements are kept"):
            statement.unlink()
        with self._refused("Statements come from the ledger"):
            statement.copy()
        with self._refused("Statements follow the ledger"):
            statement.with_user(self.max).write({"state": "approved"})
