from datetime import date, datetime, timedelta

from odoo.tests import freeze_time, tagged

from .common_reports import NOW, ReportCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestFollowupReport(ReportCase):
    """Next-step coverage of open opportunities, touches of won ones."""

    def _row(self, opportunity):
        return self.env["crm.followup.report"].browse(opportunity.id)

    def _mine(self):
        """The test's opportunities, not the demo company's."""
        return [("team_id", "in", (self.north | self.south).ids)]

    def test_next_step_coverage_is_about_open_opportunities(self):
        # given five open opportunities: planned, overdue, an activity, only done, nothing
        planned, overdue, activity, done, nothing = (self._opportunity() for _one in range(5))
        self._story(NOW + timedelta(days=2), opportunity_id=planned.id)
        self._story(NOW - timedelta(days=2), opportunity_id=overdue.id)
        activity.activity_schedule("mail.mail_activity_data_todo", date(2026, 10, 20))
        self._done(NOW - timedelta(days=1), opportunity_id=done.id)
        # and a won, a lost, an archived one and a lead, which are not open
        self._opportunity().action_set_won()
        self._opportunity().action_set_lost()
        self._opportunity(active=False)
        self._opportunity(type="lead")
        # then three of five have a next step, one of the five an overdue one
        figure = "crm.followup.report"
        self.assertEqual(self._figure(figure, "open_count:sum", domain=self._mine()), 5)
        self.assertEqual(
            float(self._figure(figure, "with_next_step:avg", domain=self._mine())), 0.6
        )
        self.assertEqual(float(self._figure(figure, "overdue_step:avg", domain=self._mine())), 0.2)
        self.assertEqual(str(self._row(planned).next_step_day), "2026-10-17")
        self.assertEqual(str(self._row(activity).next_step_day), "2026-10-20")
        self.assertFalse(self._row(nothing).next_step_day)

    def test_a_step_of_today_is_not_overdue_yet(self):
        opportunity = self._opportunity()
        self._story(datetime(2026, 10, 15, 6), opportunity_id=opportunity.id)
        self.assertEqual(self._row(opportunity).overdue_step, 0)
        with freeze_time("2026-10-15 22:30:00"):  # half past midnight in Madrid
            self.env.invalidate_all()
            self.assertEqual(self._row(opportunity).overdue_step, 1)

    def test_touches_per_won_deal(self):
        # given deals won with three touches and with none, and a lost one with two
        won, quick, lost = (self._opportunity() for _one in range(3))
        for number in range(3):
            self._done(NOW - timedelta(days=number + 1), opportunity_id=won.id)
        self._done(NOW, opportunity_id=won.id, outcome_id=self.absent.id)
        for _number in range(2):
            self._done(NOW, opportunity_id=lost.id)
        (won | quick).action_set_won()
        lost.action_set_lost()
        # then a won deal took one and a half
        touches = self._figure("crm.followup.report", "touches_per_won:avg", domain=self._mine())
        self.assertEqual(float(touches), 1.5)
        self.assertEqual(self._row(lost).touch_count, 2)

    def test_a_paused_opportunity_says_so(self):
        paused, over = self._opportunity(), self._opportunity()
        with freeze_time("2026-10-10 09:00:00"):
            paused.action_snooze("2026-10-15", "Back on Friday")
            over.action_snooze("2026-10-14", "Back on Thursday")
        self.assertTrue(self._row(paused).is_paused)
        self.assertFalse(self._row(over).is_paused)

    def test_each_sees_the_opportunities_of_his_own_people(self):
        for user in (self.nora, self.nils, self.sara):
            self._opportunity(user)
        for user, count in ((self.nora, 1), (self.lea, 2), (self.lou, 1), (self.max, 3)):
            with self.subTest(user=user.name):
                found = self._figure("crm.followup.report", "open_count:sum", user, self._mine())
                self.assertEqual(found, count)

    def test_money_is_in_the_currency_of_its_company(self):
        euro, dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        abroad = self.env["res.company"].create({"name": "Pilares Miami", "currency_id": dollar.id})
        self.env.user.company_ids += abroad
        self.env.company.currency_id = euro
        here, there = self._opportunity(), self._opportunity(user=self.env.user)
        there.write({"company_id": abroad.id, "expected_revenue": 100})
        self.assertEqual(self._row(here).currency_id, euro)
        self.assertEqual(self._row(there).currency_id, dollar)
        self.assertEqual(self._row(there).expected_revenue, 100)

    def test_a_row_opens_its_opportunity(self):
        opportunity = self._opportunity()
        opened = self._row(opportunity).action_open_opportunity()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("crm.lead", opportunity.id))
