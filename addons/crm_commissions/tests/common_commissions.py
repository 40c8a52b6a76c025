from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL

from ..by_flow import BY_FLOW


@tagged("post_install", "-at_install")
class LedgerCase(TransactionCase):
    """A distributor with 21 % VAT, a bank and people who sell; it is June 2026.

    ``nora`` and ``nils`` sell in the team that ``lea`` leads, ``sara`` in another. Nobody owns the
    customer, so a sale is of the salesperson of its invoice.
    """

    TODAY = "2026-06-15"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(f"{cls.TODAY} 12:00:00"))
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company = cls.make_company("Distribuciones Pilar")
        cls.env = cls.env(
            context={
                **cls.env.context,
                "lang": "en_US",
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
            }
        )
        cls.engine = cls.env["crm.commission.engine"]
        cls.vat = cls.company.account_sale_tax_id
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.lea = cls.make_user("lea", "crm_actions.group_team_leader")
        cls.nora, cls.nils, cls.sara = (
            cls.make_user(login, "sales_team.group_sale_salesman")
            for login in ("nora", "nils", "sara")
        )
        cls.north = cls.make_team("North", cls.lea, cls.nora | cls.nils | cls.lea)
        cls.south = cls.make_team("South", cls.sara, cls.sara)
        cls.customer = cls.env["res.partner"].create({"name": "Hotel Ría", "is_company": True})
        cls.product = cls.make_product("Cider", 1000)

    # -- who and what ----------------------------------------------------------------------------

    @classmethod
    def make_company(cls, name):
        country = cls.env.ref("base.es")
        company = cls.env["res.company"].create({"name": name, "country_id": country.id})
        cls.env.user.company_ids = [Command.link(company.id)]
        cls.env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        company.account_sale_tax_id = cls.env["account.tax"].create(
            {
                "name": "IVA 21 %",
                "amount": 21,
                "type_tax_use": "sale",
                "company_id": company.id,
                "country_id": company.account_fiscal_country_id.id,
            }
        )
        return company

    @classmethod
    def make_user(cls, login, groups):
        return new_test_user(
            cls.env,
            login=f"{login}.commissions",
            name=login.capitalize(),
            groups=f"base.group_user,{groups}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def make_team(cls, name, leader, members):
        team = cls.env["crm.team"].create(
            {"name": name, "user_id": leader.id, "company_id": cls.company.id}
        )
        team.member_ids = members
        return team

    @classmethod
    def make_product(cls, name, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "type": "consu",
                "invoice_policy": "order",
                "taxes_id": [Command.set(cls.vat.ids)],
                **values,
            }
        )

    @classmethod
    def make_plan(cls, *users, active=True, **values):
        """A plan of 2026 with its participants; each is a user, or values with more."""
        plan = cls.env["crm.commission.plan"].create(
            {
                "name": "Reps",
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "date_from": "2026-01-01",
                **values,
            }
        )
        for user in users:
            cls.take_part(plan, user)
        if active:
            plan.action_activate()
        return plan

    @classmethod
    def take_part(cls, plan, user, **values):
        return cls.env["crm.commission.participant"].create(
            {"plan_id": plan.id, "user_id": user.id, "date_from": "2026-01-01", **values}
        )

    @staticmethod
    def tiers(*steps):
        return [Command.create({"bound_from": bound, "rate": rate}) for bound, rate in steps]

    @staticmethod
    def rules(*rules):
        return [
            Command.create({"name": f"Rule {number}", "sequence": number, **values})
            for number, values in enumerate(rules, 1)
        ]

    # -- what happens ----------------------------------------------------------------------------

    @classmethod
    def invoice(cls, *amounts, day, rep=None, post=True, **values):
        """A posted invoice of a line for each amount, without VAT, or values of a line."""
        rep = cls.nora if rep is None else rep
        lines = [
            {"product_id": cls.product.id, "tax_ids": [Command.set(cls.vat.ids)]}
            | (each if isinstance(each, dict) else {"price_unit": each})
            for each in amounts
        ]
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_user_id": rep.id,
                "invoice_line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def refund(cls, invoice, amount, day, **values):
        """A posted refund of that much without VAT, linked to the invoice, by hand."""
        return cls.invoice(
            amount,
            day=day,
            rep=cls.env["res.users"],
            move_type="out_refund",
            reversed_entry_id=invoice.id if invoice else False,
            **values,
        )

    @classmethod
    def pay(cls, invoice, amount, day, **values):
        """The customer pays that much, or is paid it back; the payment is matched."""
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"amount": amount, "payment_date": day, "journal_id": cls.bank.id, **values})
        )
        return wizard._create_payments()

    def take_back(self, amount, day="2026-05-05", **values):
        """The bank takes back what the customer had paid for ``self.sale``: an entry beside it."""
        entry = self.env["account.move"].create(
            {
                "journal_id": self.bank.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.receivable(self.sale).account_id.id,
                            "partner_id": self.customer.id,
                            "debit": amount,
                            **values,
                        }
                    ),
                    Command.create(
                        {"account_id": self.bank.default_account_id.id, "credit": amount}
                    ),
                ],
            }
        )
        entry.action_post()
        return entry

    @staticmethod
    def receivable(move):
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    @classmethod
    def match(cls, one, other):
        (cls.receivable(one) | cls.receivable(other)).reconcile()

    @classmethod
    def unmatch(cls, invoice):
        cls.receivable(invoice).remove_move_reconcile()

    @classmethod
    def close_until(cls, day):
        """All months until the one of that day are closed, without asking anybody."""
        periods = cls.env["crm.commission.period"]._ensure_periods(
            cls.company, date(2026, 1, 1), date.fromisoformat(day)
        )
        cls.env.flush_all()
        periods.with_context(crm_commission_flow=BY_FLOW).write(
            {"state": "closed", "closed_at": "2026-06-15 12:00:00"}
        )
        cls.env.flush_all()

    # -- what is asked ---------------------------------------------------------------------------

    def run_commissions(self):
        """Book; a second run books nothing, which every test asks."""
        booked = self.engine._run(self.company)
        self.assertEqual(self.engine._run(self.company), 0, "a second run has booked something")
        return booked

    def entries(self, who=None, **values):
        """Entries of a user, all if None, in the order in which they were booked."""
        domain = [("company_id", "=", self.company.id)]
        if who:
            domain.append(("participant_id.user_id", "=", who.id))
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["crm.commission.entry"].search(domain, order="id")

    def amounts(self, who=None, **values):
        return [round(entry.amount, 6) for entry in self.entries(who, **values)]

    def dated(self, who=None):
        """Day, month of booking and amount rounded to cents of each entry."""
        return [
            (str(entry.event_date), entry.period_id.name, round(entry.amount, 2))
            for entry in self.entries(who)
        ]

    def total(self, who=None):
        """The exact sum."""
        entries = self.entries(who)
        [(total,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(amount), 0) FROM crm_commission_entry WHERE id = ANY(%s)",
                entries.ids,
            )
        )
        return float(total)

    def assert_sum(self, expected, who=None):
        self.assertAlmostEqual(self.total(who), expected, places=5)
