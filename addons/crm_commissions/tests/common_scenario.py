from contextlib import contextmanager
from datetime import date

from odoo.exceptions import UserError

from .common_commissions import LedgerCase


class ScenarioCase(LedgerCase):
    """A2: 62,500.00 of March in tiers of 2 %, 3 % and 5 % are 1,875.00 for Nora.

    ``max`` manages commissions, ``ana`` keeps the accounts, ``otto`` audits.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.max = cls.make_user("max", "crm_commissions.group_commission_manager")
        cls.ana = cls.make_user(
            "ana", "crm_commissions.group_commission_accountant,account.group_account_invoice"
        )
        cls.otto = cls.make_user("otto", "crm_commissions.group_commission_auditor")
        cls.plan = cls.make_plan(
            cls.nora, tier_mode="marginal", tier_ids=cls.tiers((0, 2), (25000, 3), (50000, 5))
        )
        cls.invoices = cls.invoice(40000, day="2026-03-10")
        cls.invoices += cls.invoice(22500, day="2026-03-20")
        cls.engine._run(cls.company)

    @classmethod
    def period(cls, day):
        day = date.fromisoformat(day)
        return cls.env["crm.commission.period"]._ensure_periods(cls.company, day, day)

    @classmethod
    def statement(cls, day, user=None):
        user = user or cls.nora
        return cls.env["crm.commission.statement"].search(
            [
                ("payee_id", "=", user.partner_id.id),
                ("period_id", "=", cls.period(day).id),
            ]
        )

    @classmethod
    def approve(cls, statements):
        for statement in statements.sorted("date_from"):
            statement.with_user(cls.ana).action_send()
            statement.with_user(cls.max).action_approve()

    @classmethod
    def close(cls, periods):
        for period in periods.sorted("date_from"):
            period.with_user(cls.ana).action_calculate()
            cls.approve(cls.env["crm.commission.statement"].search([("period_id", "=", period.id)]))
            period.with_user(cls.ana).action_review()
            period.with_user(cls.max).action_approve()
            period.with_user(cls.ana).action_close()

    @classmethod
    def close_until_before(cls, period):
        cls.close(
            cls.env["crm.commission.period"].search(
                [
                    ("company_id", "=", cls.company.id),
                    ("date_from", "<", period.date_from),
                    ("state", "!=", "closed"),
                ]
            )
        )

    @classmethod
    def close_march(cls):
        march = cls.period("2026-03-01")
        cls.close_until_before(march)
        cls.close(march)

    @contextmanager
    def refused(self, words):
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), words)
