from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_statement import StatementCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-10 10:00:00")
class TestStatementRights(StatementCase):
    """Nora is in Lea's team and Sara in Lou's: what a colleague is paid is not for her to see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan_of(cls.nora, cls.sara, cls.lea, rate=100)
        for seat in cls.plan.participant_ids:
            cls._book(seat, 100, "2026-09-10")
        cls.own = cls._statement("2026-09-01")
        cls.other = cls._statement("2026-09-01", cls.sara.partner_id)
        cls.leaders = cls._statement("2026-09-01", cls.lea.partner_id)

    def _seen(self, user):
        return self.Statement.with_user(user).search([("company_id", "=", self.company.id)])

    def test_who_sees_what(self):
        every = self.own | self.other | self.leaders
        for user, seen in (
            (self.nora, self.own),
            (self.sara, self.other),
            (self.nils, self.Statement),
            (self.lea, self.own | self.leaders),
            (self.lou, self.other),
            (self.max, every),
            (self.ana, every),
            (self.otto, every),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(self._seen(user), seen)

    def test_sums_do_not_tell_what_colleagues_are_paid(self):
        Statement = self.Statement.with_user(self.nora)
        [(total,)] = Statement._read_group([], aggregates=["amount_payable:sum"])
        self.assertEqual(total, 100)

    def test_nobody_writes_creates_or_deletes(self):
        for user in (self.nora, self.lea, self.max, self.ana, self.otto):
            own = self.own.with_user(user)
            with self.subTest(user=user.name):
                with self._refused("Statements follow the ledger"):
                    own.write({"state": "approved"})
                with self.assertRaises(AccessError):
                    own.unlink()
                with self._refused("Statements come from the ledger"):
                    self.Statement.with_user(user).create({"payee_id": user.partner_id.id})
                for right in ("write", "create", "unlink"):
                    self.assertFalse(own.has_access(right))

    def test_a_user_without_sales_sees_nothing(self):
        clerk = self._user("clerk", "base.group_user")
        with self.assertRaises(AccessError):
            self._seen(clerk)

    def test_an_agent_with_two_users_is_seen_by_none_but_whoever_is_the_agent(self):
        """Given an agency that two users sell for, then neither sees what both are paid."""
        agency = self.env["res.partner"].create({"name": "Agency"})
        plan = self._plan_of(name="Agencies", rate=100)
        for user in (self.nora, self.nils):
            other = self._plan_of(name=f"Agency of {user.name}", rate=100)
            seat = self._take_part(other, user)
            seat.payee_id = agency
            self._book(seat, 50, "2026-09-12")
        self.assertTrue(plan)
        both = self._statement("2026-09-01", agency)
        self.assertEqual(both.amount_payable, 100)
        self.assertFalse(both.user_id)
        self.assertNotIn(both, self._seen(self.nora))

    # -- payees that turn out to be one ----------------------------------------------------------

    def _merge(self, gone, destination):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((gone | destination).ids, destination)

    def _agents(self):
        agents = self.env["res.partner"].create([{"name": "Marta"}, {"name": "Marta Q."}])
        seats = [
            self.env["crm.commission.participant"].create(
                {"plan_id": self.plan.id, "payee_id": agent.id, "date_from": day}
            )
            for agent, day in zip(agents, ("2026-09-01", "2026-09-02"), strict=True)
        ]
        return agents, seats

    def test_merged_payees_have_one_statement(self):
        [one, two], seats = self._agents()
        self._book(seats[0], 100, "2026-09-10")
        self._book(seats[1], 20, "2026-09-11")
        self._merge(two, one)
        statement = self._statement("2026-09-01", one)
        self.assertEqual((len(statement), statement.amount_payable), (1, 120))
        self.assertEqual(statement.entry_count, 2)

    def test_approved_statements_of_two_are_not_merged(self):
        [one, two], seats = self._agents()
        self._book(seats[0], 100, "2026-09-10")
        self._book(seats[1], 20, "2026-09-11")
        self._calculate("2026-09-01")
        self._approve(self._statement("2026-09-01", one) | self._statement("2026-09-01", two))
        with self._refused("are both approved: these contacts stay two"):
            self._merge(two, one)

    def test_what_waits_goes_into_the_next_one_if_the_other_is_approved(self):
        [one, two], seats = self._agents()
        self._book(seats[0], 100, "2026-09-10")
        self._book(seats[1], 20, "2026-09-11")
        self._calculate("2026-09-01")
        self._approve(self._statement("2026-09-01", one))
        self._merge(two, one)
        self.assertEqual(self._statement("2026-09-01", one).amount_payable, 100)
        self.assertEqual(self._statement("2026-10-01", one).amount_payable, 20)
