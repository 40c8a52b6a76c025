from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .test_portfolio import NOV_1, PortfolioCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestHandoverOfCompanies(PortfolioCase):
    """Nora works for two companies, and has a visit that she began and never closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portugal = cls.env["res.company"].create({"name": "Portugal"})
        for user in cls.nora | cls.nils | cls.max:
            user.company_ids += cls.portugal
        cls.there = cls._plan(company_id=cls.portugal.id, start=datetime(2026, 11, 3, 9))
        cls.here = cls._plan(start=datetime(2026, 11, 2, 9))
        cls.begun = cls._plan(start=datetime(2026, 10, 15, 9), summary="New card")
        cls.begun.check_in({})
        cls.wizards = (
            cls.env["crm.handover.wizard"]
            .with_user(cls.max)
            .with_context(allowed_company_ids=cls.env.company.ids)
        )

    def _lines(self, wizard):
        return {line.key: line.count for line in wizard.line_ids}

    def test_the_work_in_every_company_of_who_hands_over(self):
        # given a manager who has one of his two companies in front of him
        with Form(self.wizards) as form:
            form.user_id = self.nora
            form.to_user_id = self.nils
        wizard = form.record
        self.assertEqual(self._lines(wizard)["actions"], 2)
        self.assertFalse(wizard.left_text)
        wizard.action_apply()
        self.assertEqual((self.here | self.there).user_id, self.nils)
        self.assertEqual(self.there.company_id, self.portugal)

    def test_what_is_in_a_company_of_others_is_said_to_stay(self):
        self.max.company_ids -= self.portugal
        wizard = self.wizards.create({"user_id": self.nora.id, "to_user_id": self.nils.id})
        self.assertEqual(self._lines(wizard)["actions"], 1)
        self.assertIn("Portugal", wizard.left_text)
        wizard.action_apply()
        self.assertEqual((self.here.user_id, self.there.user_id), (self.nils, self.nora))

    def test_a_visit_that_was_begun_is_called_off_and_planned_anew(self):
        self.nora.with_user(self.max).crm_hand_over({"begun": self.nils.id})
        self.assertEqual((self.begun.state, self.begun.user_id), ("cancelled", self.nora))
        self.assertEqual(self.begun.checkout_at, datetime(2026, 10, 15, 10))
        self.assertIn("Nils", self.begun.cancel_reason)
        anew = self.begun.next_id
        self.assertRecordValues(
            anew,
            [
                {
                    "user_id": self.nils.id,
                    "partner_id": self.customer.id,
                    "summary": "New card",
                    "state": "planned",
                    "start": datetime(2026, 10, 15, 10, 15),
                    "previous_id": self.begun.id,
                }
            ],
        )
        # doing it again does no more
        counts = self.nora.with_user(self.max).crm_hand_over({"begun": self.nils.id})
        self.assertFalse(any(counts.values()))

    def test_who_goes_later_closes_it_herself(self):
        items = self.nora.with_user(self.max)._crm_handover_items(NOV_1)
        [begun] = [item for item in items if item["key"] == "begun"]
        self.assertEqual(self.nora.with_user(self.max)._crm_count_handover(begun), 0)
