from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.crm_actions.tests.common import ActionCase

MANAGER = "crm_commissions.group_commission_manager"
ACCOUNTANT = "crm_commissions.group_commission_accountant"
AUDITOR = "crm_commissions.group_commission_auditor"


class CommissionCase(ActionCase):
    """The small sales force, and those who pay it.

    ``max`` manages, ``ana`` keeps the accounts, ``otto`` audits. The day is in October 2026 where
    a test freezes it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a database may have been made without English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.company = cls.env.company
        cls.ana = cls._user("ana", ACCOUNTANT)
        cls.otto = cls._user("otto", AUDITOR)

    @contextmanager
    def _refused(self, words):
        """What is done inside is refused with these words, and leaves nothing behind."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), words)

    @classmethod
    def _plan_of(cls, *users, active=True, **values):
        """A plan of 5 % of what is invoiced from September 2026 on, with its participants."""
        plan = cls.env["crm.commission.plan"].create(
            {"name": "Reps", "date_from": "2026-09-01", "rate": 5, **values}
        )
        for user in users:
            cls._take_part(plan, user)
        if active:
            plan.action_activate()
        return plan

    @classmethod
    def _take_part(cls, plan, user, **values):
        return cls.env["crm.commission.participant"].create(
            {"plan_id": plan.id, "user_id": user.id, "date_from": "2026-09-01", **values}
        )

    @staticmethod
    def _tiers(*steps):
        return [Command.create({"bound_from": bound, "rate": rate}) for bound, rate in steps]

    @classmethod
    def _periods(cls, date_from, date_to):
        to_date = cls.env["crm.commission.period"]._fields["date_from"].to_date
        return cls.env["crm.commission.period"]._ensure_periods(
            cls.company, to_date(date_from), to_date(date_to)
        )

    @classmethod
    def _close(cls, periods):
        for period in periods.sorted("date_from"):
            period.action_calculate()
            period.action_review()
            period.action_approve()
            period.action_close()
