from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_settlement import SettlementCase

VERBS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestSettlementRights(SettlementCase):
    """Each role and what it may do with settlements: the accountant settles, others look or not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls.env["res.users"].create(
            {
                "name": "Portal",
                "login": "portal.commissions",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.roles = {
            "rep": cls.nora,
            "leader": cls.lea,
            "manager": cls.max,
            "accountant": cls.ana,
            "auditor": cls.otto,
            "portal": cls.portal,
        }
        cls.approve(cls.agent | cls.employee)
        cls.bill = cls.agent.with_user(cls.ana)._settle() or cls.agent.move_ids

    def _may(self, step):
        """The roles that take a step; of each the step is undone."""
        found = set()
        for role, user in self.roles.items():
            with suppress(AccessError), self.cr.savepoint() as savepoint:
                step(user)
                found.add(role)
                savepoint.rollback()
            self.env.invalidate_all()
        return found

    def test_rows_are_read_by_who_keeps_them_and_written_by_nobody(self):
        row = self.agent.settlement_ids
        keeps = {"manager", "accountant", "auditor"}
        for verb in VERBS:
            with self.subTest(verb=verb):
                may = {role for role, user in self.roles.items() if self._can(row, user, verb)}
                self.assertEqual(may, keeps if verb == "read" else set())

    def _can(self, row, user, verb):
        return row.with_user(user).has_access(verb)

    def test_an_accountant_matches_no_statement_of_another_company(self):
        there = self.make_company("Elsewhere")
        foreign = self.make_user(
            "eva", "crm_commissions.group_commission_accountant,account.group_account_invoice"
        )
        foreign.write({"company_id": there.id, "company_ids": [Command.set(there.ids)]})
        Wizard = (
            self.env["crm.commission.match.wizard"]
            .with_user(foreign)
            .with_context(allowed_company_ids=there.ids)
        )
        with self.assertRaises(AccessError):
            Wizard.create({"statement_id": self.agent.id})
        for name in ("payee_id", "amount_payable", "company_id", "allowed_move_ids"):
            with self.subTest(name), self.assertRaises(AccessError):
                Wizard.onchange({"statement_id": self.agent.id}, ["statement_id"], {name: {}})
        self.assertEqual(
            Wizard.with_user(self.ana)
            .with_context(allowed_company_ids=self.company.ids)
            .create({"statement_id": self.agent.id})
            .payee_id,
            self.agent.payee_id,
        )

    def test_accountants_alone_settle(self):
        self.assertEqual(
            self._may(lambda user: self.employee.with_user(user).action_settle()), {"accountant"}
        )

    def test_accountants_alone_settle_a_month(self):
        march = self.period("2026-03-01")
        self.assertEqual(
            self._may(lambda user: march.with_user(user).action_settle()), {"accountant"}
        )

    def test_accountants_alone_settle_a_selection(self):
        self.assertEqual(
            self._may(lambda user: self.employee.with_user(user).action_settle_all()),
            {"accountant"},
        )

    def test_accountants_alone_cancel_a_settlement(self):
        self.assertEqual(
            self._may(lambda user: self.agent.with_user(user).action_cancel_settlement()),
            {"accountant"},
        )

    def test_accountants_alone_match_bills(self):
        self.assertEqual(
            self._may(lambda user: self.agent.with_user(user).action_match()), {"accountant"}
        )

    def test_accountants_alone_hand_over_to_payroll(self):
        values = {"period_id": self.period("2026-03-01").id}
        self.assertEqual(
            self._may(
                lambda user: (
                    self.env["crm.commission.payroll.wizard"]
                    .with_user(user)
                    .create(values)
                    .statement_ids
                )
            ),
            {"accountant"},
        )
        self.assertEqual(
            self._may(lambda user: self.employee.with_user(user)._get_payroll_rows()),
            {"accountant"},
        )

    def test_the_file_for_payroll_is_for_whoever_made_it(self):
        values = {"period_id": self.period("2026-03-01").id}
        wizard = self.env["crm.commission.payroll.wizard"].with_user(self.ana).create(values)
        eva = self.make_user("eva", "crm_commissions.group_commission_accountant")
        self.assertTrue(wizard.has_access("read"))
        self.assertFalse(wizard.with_user(eva).has_access("read"))

    def test_buttons_are_shown_to_who_may_press_them(self):
        for role, user in self.roles.items():
            if role == "portal":
                continue
            with self.subTest(role=role):
                own = role == "accountant"
                for statement in (self.employee, self.agent):
                    seen = statement.with_user(user)
                    if not seen.has_access("read"):
                        continue
                    self.assertEqual(seen.can_settle, own and statement == self.employee)
                    self.assertEqual(seen.can_undo, own and statement == self.agent)

    def test_a_payee_reads_that_it_is_settled_and_not_how(self):
        own = self.agent.with_user(self.nora)
        self.assertEqual(own.state, "settled")
        with self.assertRaises(AccessError):
            own.settlement_ids.mapped("kind")

    def test_whoever_posts_bills_needs_no_right_to_commissions(self):
        clerk = self.make_user("clerk", "account.group_account_invoice")
        self.bill.with_user(clerk).action_post()
        self.assertEqual(self.agent.state, "settled")
        with self.assertRaises(AccessError):
            self.agent.with_user(clerk).read(["amount_payable"])

    def test_nobody_posts_the_own_bill(self):
        """Given an agent who may post bills, then somebody else posts hers."""
        self.nora.group_ids = [Command.link(self.env.ref("account.group_account_invoice").id)]
        with self.refused("it is your own, and somebody else has to post it"):
            self.bill.with_user(self.nora).action_post()


@tagged("post_install", "-at_install")
class TestSettlementCompanies(SettlementCase):
    """A19: the same agent in two companies of two currencies has two statements and two bills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.other = cls._make_other_company()
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": (cls.company | cls.other).ids}
        )
        both = cls.company | cls.other
        (cls.ana | cls.max).company_ids = both
        cls.theirs = cls._sell_in_other()

    @classmethod
    def _make_other_company(cls):
        name = "Pilar Norte"
        company = cls.env["res.company"].create(
            {"name": name, "currency_id": cls.euro.id, "country_id": cls.env.ref("base.es").id}
        )
        cls.env.user.company_ids = [Command.link(company.id)]
        own = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        own["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        company.currency_id = cls.euro
        keep, cls.env = cls.env, own
        cls.choose_accounts(company.with_env(own))
        cls.env = keep
        return company

    @classmethod
    def _sell_in_other(cls):
        """10,000.00 at 5 % in the other company, in euros, by the same agent."""
        own = cls.env(context={**cls.env.context, "allowed_company_ids": cls.other.ids})
        plan = own["crm.commission.plan"].create(
            {
                "name": "North",
                "company_id": cls.other.id,
                "currency_id": cls.euro.id,
                "date_from": "2026-01-01",
                "rate": 5,
            }
        )
        cls.nora.company_ids = cls.company | cls.other
        own["crm.commission.participant"].create(
            {
                "plan_id": plan.id,
                "user_id": cls.nora.id,
                "date_from": "2026-01-01",
                "payee_type": "external",
            }
        )
        plan.action_activate()
        own["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": "2026-03-10",
                "invoice_user_id": cls.nora.id,
                "invoice_line_ids": [
                    Command.create({"name": "Cider", "price_unit": 10000, "tax_ids": []})
                ],
            }
        ).action_post()
        own["crm.commission.engine"]._run(cls.other)
        return cls.env["crm.commission.statement"].search([("company_id", "=", cls.other.id)])

    def test_two_statements_become_two_bills(self):
        both = self.agent.with_env(self.env) | self.theirs
        both.period_id.action_calculate()
        for statement in both:
            statement.with_user(self.ana).action_send()
            statement.with_user(self.max).action_approve()
        ana = both.with_user(self.ana)
        ana.with_context(allowed_company_ids=(self.company | self.other).ids).action_settle()
        here, there = self.agent.move_ids, self.theirs.move_ids
        self.assertEqual((here.company_id, here.amount_untaxed), (self.company, 1875.00))
        self.assertEqual(
            (there.company_id, there.amount_untaxed, there.currency_id),
            (self.other, 500.00, self.euro),
        )
        self.assertEqual(there.journal_id, self.other.commission_bill_journal_id)
        self.assertEqual(there.invoice_line_ids.account_id.company_ids, self.other)
        (here | there).action_post()
        self.assertEqual(both.mapped("state"), ["settled", "settled"])

    def test_who_works_in_one_company_sees_its_own(self):
        """The auditor has the first company alone: the other's settlements are not there."""
        self.theirs.period_id.action_calculate()
        self.theirs.with_user(self.ana).action_send()
        self.theirs.with_user(self.max).action_approve()
        self.theirs._settle()
        self.agent._settle()
        mine, theirs = self.agent.settlement_ids, self.theirs.settlement_ids
        Settlement = self.env["crm.commission.settlement"].with_user(self.otto)
        Settlement = Settlement.with_context(allowed_company_ids=self.company.ids)
        found = Settlement.search([("id", "in", (mine | theirs).ids)])
        self.assertEqual(found, mine)
        self.assertFalse(Settlement.browse(theirs.id).has_access("read"))


@tagged("post_install", "-at_install")
class TestSettlementForeign(SettlementCase):
    """A plan in another currency is settled in it."""

    def test_a_plan_in_pounds_is_billed_in_pounds(self):
        pound = self.env.ref("base.GBP")
        pound.active = True
        self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "currency_id": pound.id,
                "company_id": self.company.id,
                "rate": 0.5,
            }
        )
        plan = self.make_plan(name="Pounds", rate=5, currency_id=pound.id)
        self.take_part(plan, self.sara, payee_type="external")
        self.invoice(1000, day="2026-03-10", rep=self.sara)
        self.run_commissions()
        statement = self.statement("2026-03-01", self.sara)
        self.assertEqual((statement.amount_payable, statement.currency_id), (25.00, pound))
        self.approve(statement)
        bill = self.settle(statement)
        self.assertEqual((bill.amount_untaxed, bill.currency_id), (25.00, pound))
        bill.with_user(self.ana).action_post()
        self.assertEqual(self.linked_sum(statement), 50.00)
        self.assertFalse(statement._get_wrong_in_accounts())
