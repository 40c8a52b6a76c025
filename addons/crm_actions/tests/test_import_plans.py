from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common_imports import ImportCase

PLAN = "crm.import.plan"
HEADER = "key,partner_id,segment_ids,user_id,rhythm,weekdays,interval,hour,date_from,date_to\n"
CHOICES = "It is none of the choices: "
RHYTHMS = f"{CHOICES}Weekly, Monthly, on a date, Monthly, on a weekday, Cycle."
DAYS = f"{CHOICES}Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday."


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 07:00:00")
class TestImportPlans(ImportCase):
    """The visit plans with which a company arrives."""

    def _plans(self):
        return self.env["crm.action.plan"].search([("create_uid", "=", self.max.id)], order="id")

    def test_a_good_file(self):
        run = self._import(
            PLAN,
            "External key;Customer;Rep;Rhythm;Weekdays;Every;Day of the month;Days after the last "
            "visit;Hour;Duration (minutes);From;Until;On a day off;Objective\n"
            "1;H-1;nora;Weekly;tue, Thursday;2;;;10:30;45;15/10/2026;;Leave it out;Breakfasts\n"
            "2;Bar Ñandú;sara;Cycle;;;;21;;;15/10/2026;31/12/2026;;\n"
            "3;H-1;nora;Monthly, on a date;;;31;;9;;15/10/2026;;;\n",
        )
        self.assertEqual((run.state, self._counts(run)), ("done", (3, 0, 0, 0)), self._errors(run))
        weekly, cycle, monthly = self._plans()
        self.assertEqual(
            (weekly.mode, weekly.repeat, weekly._get_weekdays(), weekly.interval, weekly.hour),
            ("fixed", "week", {1, 3}, 2, 10.5),
        )
        self.assertEqual(
            (weekly.minutes, weekly.holiday_policy, weekly.summary, weekly.user_id),
            (45, "skip", "Breakfasts", self.nora),
        )
        self.assertEqual(
            (cycle.mode, cycle.cycle_days, cycle.allday, cycle.date_to, cycle.team_id),
            ("cycle", 21, True, date(2026, 12, 31), self.south),
        )
        self.assertEqual((monthly.repeat, monthly.month_day), ("month_day", 31))

    def test_visits_are_made_in_the_background(self):
        self._import(PLAN, HEADER + "1,H-1,,nora,week,tue,1,10:00,2026-10-15,\n")
        plan = self._plans()
        self.assertFalse(plan.generated_on)
        with self.enter_registry_test_mode():
            self.env.ref("crm_actions.ir_cron_generate_plans").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(plan.action_count, 6)

    def test_the_same_file_twice_makes_nothing_and_a_correction_changes_the_plan(self):
        rows = (
            HEADER + "A 1,H-1,,nora,week,tue,1,10:00,2026-10-15,\n"
            "A%201,,GOLD,,cycle,,1,,2026-10-15,\n"  # a key that looks like the other one
        )
        self.assertEqual(self._counts(self._import(PLAN, rows)), (2, 0, 0, 0))
        before = self._plans()
        self.assertEqual(before[1].segment_ids, self.gold)
        self.assertEqual(self._counts(self._import(PLAN, rows)), (0, 0, 2, 0))
        run = self._import(PLAN, rows.replace(",tue,", ',"wed,fri",'))
        self.assertEqual(self._counts(run), (0, 1, 1, 0))
        self.assertEqual(self._plans(), before)
        self.assertEqual(before[0]._get_weekdays(), {2, 4})

    def test_every_error_is_told_by_line_and_column(self):
        run = self._import(
            PLAN,
            HEADER + "1,H-1,GOLD,nora,week,tue,1,,2026-10-15,\n"
            "2,,,nora,week,tue,1,,2026-10-15,\n"
            "3,H-1,,nora,week,,1,,2026-10-15,\n"
            "4,H-1,,nora,daily,someday,0,25:00,2026-10-15,\n"
            "5,H-1,,nora,cycle,,1,,2026-10-15,2026-10-01\n"
            ",H-1,,nora,cycle,,1,,2026-10-15,\n",
        )
        self.assertEqual(
            self._errors(run),
            [
                (
                    2,
                    "C · Segment",
                    "A plan is for one customer or for those of a rule: empty one of both.",
                ),
                (
                    3,
                    "B · Customer",
                    "Say for whom: a customer, segment, zone, tag or salesperson.",
                ),
                (4, "F · Weekdays", "This rhythm needs at least one weekday."),
                (
                    5,
                    "E · Rhythm",
                    RHYTHMS,
                ),
                (
                    5,
                    "F · Weekdays",
                    DAYS,
                ),
                (5, "G · Every", "It goes from 1 to 52."),
                (5, "H · Hour", "It is no hour: write it as 10:30."),
                (6, "J · Until", "It comes before the first day."),
                (7, "A · External key", "It cannot be empty."),
            ],
        )
        self.assertFalse(self._plans())
