from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MANAGER
from .common_dispute import DisputeCase


@tagged("-at_install", "post_install")
class TestDisputeRights(DisputeCase):
    """Nora is in Lea's team, Sara in Lou's; both have opened a dispute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        entry = cls._book(cls._take_part(cls.plan, cls.sara), 40, "2026-09-10")
        other = entry.statement_id
        other.with_user(cls.ana).action_send()
        cls.own = cls._dispute()
        cls.other = cls._dispute(cls.sara, other, key=f"entry-{entry.id}")

    def test_who_sees_what(self):
        Dispute = self.env["crm.commission.dispute"]
        both = self.own | self.other
        for user, seen in (
            (self.nora, self.own),
            (self.sara, self.other),
            (self.nils, Dispute),
            (self.lea, self.own),
            (self.lou, self.other),
            (self.max, both),
            (self.ana, both),
            (self.otto, both),
        ):
            with self.subTest(user=user.name):
                found = Dispute.with_user(user).search([("company_id", "=", self.company.id)])
                self.assertEqual(found, seen)

    def test_a_user_without_sales_sees_nothing(self):
        clerk = self._user("clerk", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["crm.commission.dispute"].with_user(clerk).search([])

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.max.company_ids |= other
        found = self.env["crm.commission.dispute"].with_user(self.max)
        found = found.with_context(allowed_company_ids=other.ids).search([])
        self.assertFalse(found & (self.own | self.other))

    def test_nobody_writes_creates_or_deletes(self):
        for user in (self.nora, self.lea, self.max, self.ana, self.otto):
            dispute = self.own.with_user(user)
            with self.subTest(user=user.name):
                with self._refused("Disputes go on by their buttons"):
                    dispute.write({"state": "accepted"})
                with self._refused("Disputes go on by their buttons"):
                    dispute.with_context(crm_commission_flow=True).write({"amount_due": 9})
                with self._refused("Disputes are opened on a statement"):
                    dispute.create({"payee_id": user.partner_id.id})
                with self.assertRaises(AccessError):
                    dispute.unlink()
                for right in ("write", "create", "unlink"):
                    self.assertFalse(dispute.has_access(right))
        with self._refused("Disputes are kept"):
            self.own.unlink()

    def test_who_opens(self):
        for user in (self.nils, self.lou, self.lea, self.ana, self.otto):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._missing(user)

    def test_who_decides(self):
        """Those who may not decide may not look into it either."""
        for user in (self.nils, self.sara, self.lou, self.ana, self.otto, self.nora):
            dispute = self.own.with_user(user)
            with self.subTest(user=user.name):
                for step in (
                    dispute.action_review,
                    lambda own=dispute: own.accept(0),
                    lambda own=dispute: own.reject("No."),
                ):
                    with self.assertRaises(AccessError):
                        step()
        self.assertEqual(self.own.state, "new")
        self.assertTrue(self.own.with_user(self.lea).can_decide)
        self.assertTrue(self.own.with_user(self.max).can_decide)
        self.assertFalse(self.own.with_user(self.nora).can_decide)

    def test_who_withdraws(self):
        for user in (self.nils, self.lea, self.max, self.ana, self.otto):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.own.with_user(user).action_withdraw()

    def test_a_leader_does_not_decide_the_own(self):
        """I8: Lea is in the team that she leads, and her own dispute is for Max."""
        self.lea.sale_team_id = self.north
        seat = self._take_part(self.plan, self.lea)
        entry = self._book(seat, 100, "2026-09-10")
        entry.statement_id.with_user(self.ana).action_send()
        dispute = self._dispute(self.lea, entry.statement_id, key=f"entry-{entry.id}")
        with self._refused("is your own: somebody else has to decide it"):
            dispute.with_user(self.lea).accept(500)
        self.assertFalse(dispute.with_user(self.lea).can_decide)
        dispute.with_user(self.max).accept(500)
        self.assertEqual(dispute.resolved_entry_id.amount, 400)

    def test_a_manager_does_not_decide_what_he_is_paid_or_has_opened(self):
        boss = self._user("boss", MANAGER)
        seat = self._take_part(self.plan, self.max)
        entry = self._book(seat, 100, "2026-09-10")
        entry.statement_id.with_user(self.ana).action_send()
        paid = self._dispute(self.max, entry.statement_id, key=f"entry-{entry.id}")
        opened = self._missing(self.max)
        for dispute in (paid, opened):
            with self._refused("is your own: somebody else has to decide it"):
                dispute.with_user(self.max).accept(500)
            self.assertNotEqual(dispute.user_id, self.max)
        opened.with_user(boss).reject("It is not invoiced.")
        self.assertEqual(opened.resolved_by_id, boss)

    def test_a_dialog_shows_nothing_of_a_dispute_that_may_not_be_read(self):
        """Lou leads another team: neither a dialog of hers nor what it would be filled with."""
        Wizard = self.env["crm.commission.dispute.wizard"].with_user(self.lou)
        with self.assertRaises(AccessError):
            Wizard.create({"dispute_id": self.own.id, "accepts": True})
        names = ("subject", "note", "amount_claimed", "amount_booked", "amount", "difference")
        for name in names:
            with self.subTest(name), self.assertRaises(AccessError):
                Wizard.onchange({"dispute_id": self.own.id}, ["dispute_id"], {name: {}})
        wizard = Wizard.with_user(self.lea).create({"dispute_id": self.own.id, "accepts": True})
        self.assertEqual(wizard.note, self.own.note)
        with self.assertRaises(AccessError):
            wizard.with_user(self.lou).read(["note"])

    def test_the_rest_is_approved_by_others(self):
        for user in (self.nora, self.lea, self.ana, self.otto):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.statement.with_user(user).action_approve_rest()
        for user in (self.nora, self.lea, self.otto):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.statement.with_user(user)._split_disputed()

    def test_the_control_finds_who_decided_the_own(self):
        """I8: what was written by SQL is seen."""
        self.own.with_user(self.lea).reject("No.")
        self.assertFalse(self._check().problem)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_commission_dispute SET resolved_by_id = %s WHERE id = %s",
            (self.nora.id, self.own.id),
        )
        self.env.invalidate_all()
        verdict = self._check()
        self.assertIn("its dispute was decided by Nora", verdict.problem)
        self.assertEqual(verdict.statement_ids, (self.statement.id,))

    def _check(self):
        period = self.statement.period_id
        control = self.env["crm.commission.control"].create({"period_id": period.id})
        return control._check_four_eyes()

    def test_what_a_payee_unfolds_says_what_is_disputed(self):
        drill = self.statement.with_user(self.nora).get_drill()
        [dispute] = drill["disputes"]
        self.assertTrue(drill["can_dispute"])
        self.assertEqual(dispute["keys"], [f"entry-{self.returned.id}"])
        self.assertEqual((dispute["clock"], dispute["decider"]), ("ok", "Lea"))
        self.assertFalse(self.statement.with_user(self.lea).get_drill()["can_dispute"])

    # -- people ----------------------------------------------------------------------------------

    def test_merged_payees_keep_their_disputes(self):
        one, two = self.env["res.partner"].create([{"name": "Marta"}, {"name": "Marta Q."}])
        values = {"plan_id": self.plan.id, "date_from": "2026-09-01"}
        seats = self.env["crm.commission.participant"].create(
            [
                {**values, "payee_id": one.id},
                {**values, "payee_id": two.id, "date_from": "2026-09-02"},
            ]
        )
        self._book(seats[0], 100, "2026-09-10")
        entry = self._book(seats[1], 20, "2026-09-11")
        entry.statement_id.with_user(self.ana).action_send()
        dispute = self._dispute(self.max, entry.statement_id, key=f"entry-{entry.id}")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((one | two).ids, one)
        self.env.invalidate_all()
        self.assertEqual(dispute.payee_id, one)
        self.assertEqual(dispute.statement_id, self._statement("2026-09-01", one))
        self.assertEqual(dispute.statement_id.amount_payable, 120)

    def test_what_people_wrote_is_forgotten(self):
        agent = self.env["res.partner"].create({"name": "Marta"})
        seat = self.env["crm.commission.participant"].create(
            {"plan_id": self.plan.id, "payee_id": agent.id, "date_from": "2026-09-01"}
        )
        entry = self._book(seat, 20, "2026-09-11")
        entry.statement_id.with_user(self.ana).action_send()
        dispute = self._dispute(self.max, entry.statement_id, key=f"entry-{entry.id}")
        [row] = agent._crm_export()["disputes"]
        self.assertEqual(row["note"], "The customer paid by transfer on 2 October.")
        agent._crm_erase()
        self.assertFalse(dispute.note)
        self.assertFalse(dispute.message_ids)
        self.assertEqual(dispute.reason, "taken_back")
