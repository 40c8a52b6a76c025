from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CommissionCase


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestPeriod(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})

    def _ensure(self, first, last, company=None):
        company = company or self.other
        return self.env["crm.commission.period"]._ensure_periods(company, first, last)

    def _all(self):
        return self.env["crm.commission.period"].search(
            [("company_id", "=", self.other.id)], order="date_from"
        )

    def test_months_without_gaps_in_any_order(self):
        """Given November first and then September, then October is there too, each once."""
        november = self._ensure(date(2026, 11, 20), date(2026, 11, 20))
        september = self._ensure(date(2026, 9, 30), date(2026, 9, 30))
        self.assertEqual(self._all().mapped("name"), ["2026-09", "2026-10", "2026-11"])
        self.assertEqual((september.name, november.name), ("2026-09", "2026-11"))
        self.assertEqual(november.date_to, date(2026, 11, 30))
        self.assertEqual(self._all().mapped("state"), ["open"] * 3)

    def test_again_makes_none(self):
        first = self._ensure(date(2026, 9, 1), date(2026, 12, 31))
        self.assertEqual(self._ensure(date(2026, 9, 1), date(2026, 12, 31)), first)
        self.assertEqual(len(self._all()), 4)

    def test_february_of_a_leap_year_has_29_days(self):
        [february] = self._ensure(date(2028, 2, 10), date(2028, 2, 10))
        self.assertEqual(february.date_to, date(2028, 2, 29))

    def test_companies_have_their_own(self):
        self._ensure(date(2026, 9, 1), date(2026, 9, 1))
        here = self._ensure(date(2026, 9, 1), date(2026, 9, 1), self.company)
        self.assertEqual(here.company_id, self.company)

    def test_nothing_is_made_before_a_closed_first_period(self):
        """Given September is the first period and closed, then August gets none: it is booked
        later."""
        self._close(self._ensure(date(2026, 9, 1), date(2026, 9, 1)))
        self.assertFalse(self._ensure(date(2026, 8, 1), date(2026, 8, 31)))
        self.assertEqual(self._all().mapped("name"), ["2026-09"])

    def test_a_period_is_a_whole_month(self):
        values = {"name": "X", "date_from": "2026-09-02", "date_to": "2026-09-30"}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["crm.commission.period"].create(values)

    def test_it_goes_step_by_step(self):
        [period] = self._ensure(date(2026, 9, 1), date(2026, 9, 1))
        for step, words in (
            (period.action_review, "at “Open”: it has to be at “Calculated” first"),
            (period.action_approve, "has to be at “Reviewed”"),
            (period.action_close, "has to be at “Signed Off”"),
        ):
            with self._refused(words):
                step()
        self._close(period)
        self.assertEqual((period.state, period.closed_by), ("closed", self.env.user))
        self.assertTrue(period.closed_at)

    def test_nobody_writes_a_state_or_deletes_a_month(self):
        [period] = self._ensure(date(2026, 9, 1), date(2026, 9, 1))
        with self._refused("by their buttons"):
            period.state = "closed"
        with self._refused("none is deleted"):
            period.unlink()
        made = self.env["crm.commission.period"].create(
            {
                "name": "2026-08",
                "company_id": self.other.id,
                "date_from": "2026-08-01",
                "date_to": "2026-08-31",
                "state": "closed",
            }
        )
        self.assertEqual(made.state, "open")

    def test_the_earlier_one_is_closed_first(self):
        september, october = self._ensure(date(2026, 9, 1), date(2026, 10, 31))
        october.action_calculate()
        october.action_review()
        october.action_approve()
        with self._refused("2026-09 is not closed yet"):
            october.action_close()
        self._close(september)
        october.action_close()
        self.assertEqual(
            self.env["crm.commission.period"]._get_first_open_day(self.other), date(2026, 11, 1)
        )

    def test_what_changes_sends_calculated_back_but_not_approved(self):
        september, october = self._ensure(date(2026, 9, 1), date(2026, 10, 31))
        (september | october).action_calculate()
        september.action_review()
        september.action_approve()
        (september | october)._back_to_open()
        self.assertEqual((september.state, october.state), ("approved", "open"))

    def test_the_last_closed_one_is_reopened_with_a_reason(self):
        september, october = self._periods("2026-09-01", "2026-10-31")
        self._close(september | october)
        with self._refused("Only the last closed period"):
            september.with_user(self.max)._reopen("A late invoice")
        with self._refused("Say why"):
            october.with_user(self.max)._reopen("  ")
        wizard = self.env["crm.commission.reopen.wizard"].with_user(self.max)
        with Form(wizard.with_context(default_period_id=october.id)) as form:
            form.reason = "A late invoice"
        form.record.action_reopen()
        self.assertEqual(
            (october.state, october.closed_at, october.closed_by.id), ("open", False, False)
        )
        self.assertIn("A late invoice", " ".join(october.message_ids.mapped("body")))

    def test_who_may_take_which_step(self):
        [period] = self._periods("2026-09-01", "2026-09-30")
        for user in (self.nora, self.lea, self.otto):
            with self.assertRaises(AccessError):
                period.with_user(user).action_calculate()
        period.with_user(self.ana).action_calculate()
        period.with_user(self.ana).action_review()
        with self.assertRaises(AccessError):
            period.with_user(self.ana).action_approve()
        period.with_user(self.max).action_approve()
        period.with_user(self.ana).action_close()
        with self.assertRaises(AccessError):
            period.with_user(self.ana)._reopen("Please")
        self.assertEqual(period.state, "closed")
