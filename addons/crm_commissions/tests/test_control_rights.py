from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_scenario import ScenarioCase


@tagged("post_install", "-at_install")
class TestControlRights(ScenarioCase):
    """Otto audits one company, and another one has commissions too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.there = cls.make_company("Elsewhere")
        days = cls.period("2026-03-01")
        cls.period_there = cls.env["crm.commission.period"]._ensure_periods(
            cls.there, days.date_from, days.date_from
        )
        cls.Control = cls.env["crm.commission.control"].with_user(cls.otto)

    def _values(self, company, period):
        return {"company_id": company.id, "period_id": period.id}

    def test_another_company_is_not_controlled(self):
        with self.assertRaises(AccessError):
            self.Control.create(self._values(self.there, self.period_there))
        with self.assertRaises(UserError):
            self.Control.create(self._values(self.company, self.period_there))
        control = self.Control.create(self._values(self.company, self.period("2026-03-01")))
        with self.assertRaises(UserError):
            control.period_id = self.period_there
        control.write(self._values(self.there, self.period_there))
        with self.assertRaises(AccessError):
            control.action_check()
        with self.assertRaises(AccessError):
            control.read(["posted"])

    def test_both_of_those_that_are_chosen(self):
        self.otto.company_ids = [Command.link(self.there.id)]
        both = self.Control.with_context(allowed_company_ids=(self.company | self.there).ids)
        both.create(self._values(self.there, self.period_there)).action_check()
        one = self.Control.with_context(allowed_company_ids=self.company.ids)
        with self.assertRaises(AccessError):
            one.create(self._values(self.there, self.period_there))

    def test_who_has_no_control_starts_no_check(self):
        control = self.Control.create(self._values(self.company, self.period("2026-03-01")))
        for user in (self.nora, self.lea, self.max):  # max controls, but not by another's wizard
            with self.subTest(user.name), self.assertRaises(AccessError):
                control.with_user(user).action_check()
        self.assertFalse(control.checked_at)
        control.action_check()
        self.assertTrue(control.checked_at)
