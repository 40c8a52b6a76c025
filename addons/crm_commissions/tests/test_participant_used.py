from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .common_commissions import LedgerCase
from .common_statement import StatementCase

_WORDS = "Commissions of Nora are booked in Reps already"


class TestParticipantUsed(LedgerCase):
    """Whom something was credited or booked for does not become somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.max = cls.make_user("max", "crm_commissions.group_commission_manager")
        cls.plan = cls.make_plan(cls.nora, rate=5)
        cls.other = cls.make_plan(name="Other", rate=3)
        cls.invoice(1000, day="2026-03-10")
        cls.engine._run(cls.company)
        cls.seat = cls.plan.participant_ids.with_user(cls.max)

    def test_who_is_paid_for_what_stays(self):
        firm = self.env["res.partner"].create({"name": "Nora S.L."})
        for values in (
            {"user_id": self.nils.id},
            {"user_id": False},
            {"payee_id": firm.id},
            {"plan_id": self.other.id},
            {"role": "overlay"},
            {"role": "override", "team_id": self.north.id},
            {"team_id": self.north.id},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, _WORDS):
                self.seat.write(values)
        with self.assertRaisesRegex(UserError, _WORDS):
            self.plan.with_user(self.max).participant_ids = [
                Command.update(self.seat.id, {"user_id": self.nils.id})
            ]
        self.run_commissions()
        self.assertEqual(self.amounts(self.nora), [50])

    def test_it_ends_and_somebody_else_begins(self):
        self.seat.write({"date_to": "2026-05-31", "share": 90, "user_id": self.nora.id})
        self.take_part(self.plan, self.nils, date_from="2026-06-01")
        self.assertEqual(self.seat.user_id, self.nora)

    def test_an_import_that_makes_him_another_says_so_and_one_that_says_the_same_goes_through(self):
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "seat",
                "model": "crm.commission.participant",
                "res_id": self.seat.id,
            }
        )
        for user, words in ((self.nils, _WORDS), (self.nora, None)):
            found = self.seat.load(
                ["id", "user_id/.id", "date_to"], [["__import__.seat", str(user.id), "2026-06-30"]]
            )
            said = [each["message"] for each in found["messages"]]
            with self.subTest(user.name):
                self.assertEqual(len(said), 1 if words else 0)
                self.assertRegex(" ".join(said), words or "^$")
        self.assertEqual((self.seat.user_id, str(self.seat.date_to)), (self.nora, "2026-06-30"))

    def test_the_form_shows_it(self):
        with Form(self.seat) as form:
            self.assertTrue(form.is_used)
            with self.assertRaises(AssertionError):
                form.user_id = self.nils
            form.date_to = "2026-05-31"

    def test_who_was_not_paid_yet_may_be_corrected(self):
        seat = self.take_part(self.other, self.sara)
        self.assertFalse(seat.is_used)
        seat.user_id = self.nils
        self.assertEqual(seat.payee_id, self.nils.partner_id)

    def test_thirty_are_asked_by_as_many_queries_as_one(self):
        users = [
            self.make_user(f"u{number}", "sales_team.group_sale_salesman") for number in range(30)
        ]
        seats = self.other.participant_ids.union(
            *(self.take_part(self.other, one) for one in users)
        )
        counts = []
        for some in (seats[:1], seats[1:2], seats):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._check_unused({"role": "overlay"})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


class TestParticipantBookedByHand(StatementCase):
    """An entry is enough, of a dispute, a goal or by hand: there need be no credit."""

    def test_it_stays_too(self):
        seat = self._plan_of(self.nora).participant_ids
        self._book(seat, 100, "2026-09-10")
        with self._refused(_WORDS):
            seat.user_id = self.nils
