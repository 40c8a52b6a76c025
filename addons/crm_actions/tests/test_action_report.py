from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common_reports import NOW, ReportCase

MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestActionReport(ReportCase):
    """Key figures of 3.8b, each with its own denominator."""

    def _share(self, name, **options):
        return self._figure("crm.action.report", f"{name}:avg", **options)

    def test_plan_adherence_counts_what_was_due(self):
        # given one done on its day, one a day late, one cancelled, one forgotten: four were due
        monday = datetime(2026, 10, 12, 8)
        self._done(monday)
        self._done(monday, done_at=datetime(2026, 10, 13, 8))
        self._story(monday, state="cancelled", cancel_reason="Closed for works")
        self._story(monday)
        # and what is not due: tomorrow's, and a call that was only written down
        self._story(NOW + timedelta(days=1))
        self._done(monday, type_id=self.call_type.id, origin="logged")
        self._done(monday, type_id=self.call_type.id, origin="email")
        # then one in four kept its day
        self.assertEqual(self._figure("crm.action.report", "due_count:sum"), 4)
        self.assertEqual(self._share("on_plan"), 0.25)

    def test_an_action_of_today_is_due_once_its_end_is_past(self):
        ends_now = self._story(NOW - 30 * MINUTE)
        ends_later = self._story(NOW - 29 * MINUTE)
        report = self.env["crm.action.report"]
        self.assertEqual(report.browse(ends_now.id).due_count, 1)
        self.assertEqual(report.browse(ends_later.id).due_count, 0)

    def test_days_are_those_of_the_company(self):
        # given a visit planned for 00:30 of the 14th in Madrid, 22:30 of the 13th in UTC
        start = datetime(2026, 10, 13, 22, 30)
        on_the_day = self._done(start, done_at=datetime(2026, 10, 14, 9))
        self._done(start, done_at=datetime(2026, 10, 13, 20))
        # then the 14th is its day, and the evening of the 13th is not
        row = self.env["crm.action.report"].browse(on_the_day.id)
        self.assertEqual(str(row.planned_day), "2026-10-14")
        self.assertEqual(self._share("on_plan"), 0.5)
        # and a company in Bogotá counts otherwise: there it is the 13th
        self.env.company.resource_calendar_id.tz = "America/Bogota"
        there = self._done(start, done_at=datetime(2026, 10, 14, 4, 30))
        row = self.env["crm.action.report"].browse(there.id)
        self.assertEqual((str(row.planned_day), str(row.done_day)), ("2026-10-13", "2026-10-13"))

    def test_an_all_day_action_has_dates_and_no_hours(self):
        # in Auckland 18:00 UTC is the next day already: a date must not move
        self.env.company.resource_calendar_id.tz = "Pacific/Auckland"
        start, stop = datetime(2026, 10, 14, 8), datetime(2026, 10, 14, 18)
        action = self._story(start, stop=stop, allday=True)
        row = self.env["crm.action.report"].browse(action.id)
        self.assertEqual(str(row.planned_day), "2026-10-14")
        self.assertEqual(row.due_count, 1)

    def test_done_within_several_all_day_dates_is_on_plan(self):
        self._done(
            datetime(2026, 10, 12, 8),
            stop=datetime(2026, 10, 14, 18),
            allday=True,
            done_at=datetime(2026, 10, 14, 9),
        )
        self.assertEqual(self._share("on_plan"), 1)

    def test_verdicts_are_shares_of_the_visits_to_verify(self):
        # given ten done visits: five verified, two far, one each of the others
        start = datetime(2026, 10, 12, 8)
        for verdict in ["verified"] * 5 + ["far"] * 2 + ["unknown", "unlocated"]:
            self._done(start, checkin_verdict=verdict)
        self._done(start, checkin_at=False, checkout_at=False, checkin_verdict=False)
        # and what does not count: a call, a planned visit, a visit of a type without position
        self._done(start, type_id=self.call_type.id, checkin_verdict=False)
        self._story(start)
        blind = self.visit_type.copy({"geo_policy": "none"})
        blind.outcome_ids = self.interested
        self._done(start, type_id=blind.id, checkin_verdict=False)
        # then the five shares add up to the whole
        self.assertEqual(self._figure("crm.action.report", "visit_count:sum"), 10)
        shares = {name: float(self._share(name)) for name in
                  ("verified", "far", "unknown", "unlocated", "unchecked")}  # fmt: skip
        self.assertEqual(
            shares,
            {"verified": 0.5, "far": 0.2, "unknown": 0.1, "unlocated": 0.1, "unchecked": 0.1},
        )

    def test_who_moves_a_visit_does_not_keep_its_day(self):
        """Given a visit promised for Monday, moved to Wednesday and made then, then it was late."""
        monday = datetime(2026, 10, 12, 8)
        moved = self._plan(start=monday)
        moved.with_user(self.nora).start = monday + timedelta(days=2)
        kept = self._plan(start=monday + timedelta(days=2, hours=2))
        kept.with_user(self.nora).start += timedelta(
            hours=3
        )  # another hour of the day is no matter
        for visit in (moved, kept):
            visit.sudo().write(
                {"state": "done", "outcome_id": self.order.id, "done_at": visit.start}
            )
        self.assertEqual(self._figure("crm.action.report", "due_count:sum"), 2)
        self.assertEqual(self._share("on_plan"), 0.5)
        row = self.env["crm.action.report"].browse(moved.id)
        self.assertEqual((str(row.planned_day), str(row.current_day)), ("2026-10-12", "2026-10-14"))

    def test_who_puts_a_visit_off_for_ever_has_missed_it(self):
        visit = self._plan(start=datetime(2026, 10, 12, 8))
        visit.with_user(self.nora).start = NOW + timedelta(days=30)
        self.assertEqual(self._figure("crm.action.report", "due_count:sum"), 1)
        self.assertEqual(self._share("on_plan"), 0)

    def test_several_promised_days_that_were_moved(self):
        """Given a fair of three days, moved by a day, then its last day is one too many."""
        fair = self._plan(
            start=datetime(2026, 10, 12, 8), stop=datetime(2026, 10, 14, 18), allday=True
        )
        fair.with_user(self.nora).write(
            {"start": datetime(2026, 10, 13, 8), "stop": datetime(2026, 10, 15, 18)}
        )
        for day, share in ((14, 1), (15, 0)):
            fair.sudo().write(
                {
                    "state": "done",
                    "outcome_id": self.order.id,
                    "done_at": datetime(2026, 10, day, 9),
                }
            )
            self.assertEqual(self._share("on_plan"), share)

    def test_nobody_writes_what_was_promised(self):
        visit = self._plan(start=datetime(2026, 10, 12, 8))
        self.assertEqual(str(visit.promised_on), "2026-10-12")
        with self.assertRaises(UserError):
            visit.with_user(self.nora).write({"promised_on": "2026-10-20"})
        with self.assertRaises(UserError):
            self._plan(promised_on="2026-10-20")
        later = datetime(2026, 10, 19, 8)
        copy = visit.copy({"start": later, "stop": later + 30 * MINUTE})
        self.assertEqual(str(copy.promised_on), "2026-10-19")

    def test_mails_that_log_themselves_are_no_attempts(self):
        """Given a call in vain, a call that reached, and three mails, then one in two reached."""
        start = datetime(2026, 10, 12, 8)
        for outcome in (self.no_answer, self.interested):
            self._done(start, type_id=self.call_type.id, outcome_id=outcome.id)
        for number in range(3):
            self.customer._crm_log_touch(
                "email",
                start,
                direction="out",
                contacted=False,
                user=self.nora,
                key=f"mail:{number}",
            )
        # and one that a rep reports as an attempt
        self.assertEqual(self._figure("crm.action.report", "attempt_count:sum"), 2)
        self.assertEqual(self._share("reached"), 0.5)
        self._done(start, type_id=self.email_type.id, outcome_id=self.email_type.outcome_ids[:1].id)
        self.assertEqual(self._figure("crm.action.report", "attempt_count:sum"), 3)
        self.assertEqual(self._figure("crm.action.report", "done_count:sum"), 6)

    def test_contact_rate(self):
        # given three done, in two of which the customer was there, and one that is planned
        for outcome in (self.interested, self.order, self.absent):
            self._done(datetime(2026, 10, 12, 8), outcome_id=outcome.id)
        self._story(datetime(2026, 10, 12, 8))
        self.assertAlmostEqual(float(self._share("reached")), 2 / 3)

    def test_a_report_after_a_day_is_late(self):
        end = datetime(2026, 10, 12, 8)
        for delay in (timedelta(0), timedelta(hours=24), timedelta(hours=24, seconds=1)):
            self._done(end, done_at=end, reported_at=end + delay)
        # what no person reported has no delay
        self._done(end, done_at=end, reported_at=end + timedelta(days=9), origin="import")
        self.assertAlmostEqual(float(self._share("late")), 1 / 3)
        late = self.env["crm.action.report"].search([("is_late", "=", True)])
        self.assertEqual(late.reported_at, end + timedelta(hours=24, seconds=1))

    def test_more_than_five_reports_within_three_minutes_are_a_batch(self):
        # given six reports of one rep within exactly three minutes
        at = datetime(2026, 10, 12, 18)
        for seconds in (0, 40, 80, 120, 160, 180):
            self._done(at, reported_at=at + timedelta(seconds=seconds))
        # and two more, one of them a second later than a window with five others allows
        before = self._done(at, reported_at=at - timedelta(seconds=90))
        after = self._done(at, reported_at=at + timedelta(seconds=261))
        # and five of a colleague
        for seconds in range(5):
            self._done(at, user=self.nils, reported_at=at + timedelta(seconds=seconds))
        # then the six are marked, and nothing else
        marked = self.env["crm.action.report"].search([("is_batch", "=", True)])
        self.assertEqual(len(marked), 6)
        self.assertEqual(marked.user_id, self.nora)
        self.assertFalse({before.id, after.id}.intersection(marked.ids))
        self.assertAlmostEqual(float(self._share("batch")), 6 / 13)

    def test_a_batch_goes_on_as_long_as_any_six_are_near(self):
        # given seven reports, 30 seconds apart: the first six and the last six are batches
        at = datetime(2026, 10, 12, 18)
        for number in range(7):
            self._done(at, reported_at=at + timedelta(seconds=30 * number))
        self.assertEqual(self._share("batch"), 1)

    def test_durations_and_delays_are_medians_in_every_total(self):
        # given visits of 10, 20 and 90 minutes of nora, and one of 40 of nils
        end = datetime(2026, 10, 12, 9)
        for minutes, user in ((10, self.nora), (20, self.nora), (90, self.nora), (40, self.nils)):
            self._done(
                end, user=user, done_at=end, reported_at=end + timedelta(minutes=2 * minutes),
                duration_s=minutes * 60,
            )  # fmt: skip
        self._done(end, type_id=self.call_type.id, checkout_at=False, checkin_at=False,
                   reported_at=False)  # fmt: skip
        # when a pivot asks for its cells and its total
        measures = ["duration_minutes:avg", "minutes_to_report:avg"]
        report = self.env["crm.action.report"].with_user(self.max)
        rows, total = report.formatted_read_grouping_sets([], [["user_id"], []], measures)
        found = {row["user_id"][1]: [row[name] for name in measures] for row in rows}
        # then each is the median of its own visits, not a mean of means
        self.assertEqual(found, {"Nils": [40, 80], "Nora": [20, 40]})
        self.assertEqual([total[0][name] for name in measures], [30, 60])

    def test_nothing_to_divide_by_is_no_figure(self):
        self._story(NOW + timedelta(days=1))
        for name in ("on_plan", "verified", "reached", "late", "batch", "duration_minutes"):
            self.assertIs(self._share(name), False, name)

    def test_shares_are_what_a_hand_counts(self):
        # given a mixed bag of five dozen actions
        start = datetime(2026, 10, 1, 8)
        verdicts = ("verified", "far", "unknown", False)
        for number in range(60):
            day = start + timedelta(days=number % 14, minutes=number)
            if number % 4 == 3:
                self._story(day, user=self.nils)
            else:
                late = timedelta(hours=number)
                self._done(
                    day, user=self.nils if number % 3 else self.nora,
                    done_at=day + timedelta(days=number % 3), reported_at=day + 2 * late,
                    checkin_verdict=verdicts[number % 4],
                    outcome_id=(self.absent if number % 5 else self.order).id,
                )  # fmt: skip
        actions = self.env["crm.action"].search([])
        done = actions.filtered(lambda action: action.state == "done")
        due = actions.filtered(lambda action: action.state == "done" or action.stop <= NOW)
        # when it is counted by hand, in Madrid (two hours from UTC)
        madrid = timedelta(hours=2)
        kept = done.filtered(
            lambda action: (action.start + madrid).date() == (action.done_at + madrid).date()
        )
        verified = done.filtered(lambda action: action.checkin_verdict == "verified")
        slow = done.filtered(
            lambda action: action.reported_at - action.checkout_at > timedelta(hours=24)
        )
        # then the report says the same
        self.assertAlmostEqual(float(self._share("on_plan")), len(kept) / len(due))
        self.assertAlmostEqual(float(self._share("verified")), len(verified) / len(done))
        self.assertAlmostEqual(
            float(self._share("reached")), len(done.filtered("contacted")) / len(done)
        )
        self.assertAlmostEqual(float(self._share("late")), len(slow) / len(done))

    def test_each_sees_the_figures_of_his_own_people(self):
        start = datetime(2026, 10, 12, 8)
        for user in (self.nora, self.nils, self.sara):
            self._done(start, user=user)
        for user, count in ((self.nora, 1), (self.lea, 2), (self.lou, 1), (self.max, 3)):
            with self.subTest(user=user.name):
                self.assertEqual(self._figure("crm.action.report", "done_count:sum", user), count)

    def test_another_companys_actions_do_not_count(self):
        other = self.env["res.company"].create({"name": "Pilares Sur"})
        self.env.user.company_ids += other
        self.nora.company_ids += other
        self._done(datetime(2026, 10, 12, 8), company_id=other.id)
        # the manager is not in that company, and the rep may look at her first one alone
        self.assertFalse(self._figure("crm.action.report", "done_count:sum"))
        report = self.env["crm.action.report"].with_user(self.nora)
        first, both = self.env.company.ids, (self.env.company + other).ids
        self.assertEqual(report.with_context(allowed_company_ids=first).search_count([]), 0)
        self.assertEqual(report.with_context(allowed_company_ids=both).search_count([]), 1)

    def test_a_row_opens_its_action(self):
        action = self._done(datetime(2026, 10, 12, 8))
        opened = self.env["crm.action.report"].browse(action.id).action_open_action()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("crm.action", action.id))

    def test_a_call_logged_afterwards_says_so(self):
        wizard = self.env["crm.action.close.wizard"].with_user(self.nora).create(
            {
                "type_id": self.call_type.id,
                "partner_id": self.customer.id,
                "outcome_id": self.interested.id,
                "follow_up": "none",
            }
        )  # fmt: skip
        wizard.action_apply()
        call = self.env["crm.action"].search([("type_id", "=", self.call_type.id)])
        self.assertEqual(call.origin, "logged")
        self.assertFalse(call.calendar_event_ids)
        self.assertEqual(self._figure("crm.action.report", "due_count:sum", self.nora), 0)
