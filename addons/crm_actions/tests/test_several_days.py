from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common_followup import FollowupCase

MONDAY = datetime(2026, 10, 19, 8)  # 10:00 in Madrid
WEDNESDAY = "2026-10-21 09:00:00"
THURSDAY_EVENING = "2026-10-22 21:00:00"  # 23:00 in Madrid
FRIDAY = "2026-10-23 09:00:00"


@tagged("post_install", "-at_install")
class TestSeveralDays(FollowupCase):
    """A trade fair from Monday to Thursday is late on Friday, not on Tuesday."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-10-19 07:00:00"):
            lead, timed_lead = self._lead(), self._lead()
            self.fair = self._plan(
                opportunity_id=lead.id, start=MONDAY, stop="2026-10-22 16:00:00", allday=True
            )
            self.timed = self._plan(
                opportunity_id=timed_lead.id, start=MONDAY, stop=datetime(2026, 10, 22, 16)
            )
            self.env.flush_all()
        self.both = (self.fair | self.timed).with_user(self.nora)

    def _read_overdue(self):
        """Who says that it is overdue, of those who show it."""
        self.env.invalidate_all()
        actions = self.env["crm.action"].with_user(self.nora)
        mine = [("id", "in", self.both.ids)]
        day = actions.get_my_day()
        cards = actions.get_day_board()["actions"]
        part = self.customer.with_user(self.nora).crm360_load(["actions"])["sections"][0]
        return {
            "field": [action.overdue for action in self.both],
            "search": actions.search_count([*mine, ("overdue", "=", True)]),
            "my day": day["overdue_count"],
            "rows of my day": [row["late"] for row in day["actions"]],
            "board": [card["overdue"] for card in cards],
            "customer": [row["badge"]["label"] for row in part["data"]["rows"]].count("Overdue"),
            "report": self.env["crm.followup.report"].search_count(
                [("opportunity_id", "in", self.both.opportunity_id.ids), ("overdue_step", "=", 1)]
            ),
        }

    @freeze_time(WEDNESDAY)
    def test_nobody_says_overdue_before_the_end(self):
        self.assertEqual(
            self._read_overdue(),
            {
                "field": [False, False],
                "search": 0,
                "my day": 0,
                "rows of my day": [False, False],
                "board": [False, False],
                "customer": 0,
                "report": 0,
            },
        )

    @freeze_time(THURSDAY_EVENING)
    def test_a_whole_day_lasts_until_midnight(self):
        """On the last evening the one with an hour is over, the one of whole days is not."""
        self.assertEqual(
            self._read_overdue(),
            {
                "field": [False, True],
                "search": 1,
                "my day": 0,  # what is late today shows in the day itself
                "rows of my day": [False, True],
                "board": [False, True],
                "customer": 1,
                "report": 0,
            },
        )

    @freeze_time(FRIDAY)
    def test_all_say_overdue_after_the_end(self):
        self.assertEqual(
            self._read_overdue(),
            {
                "field": [True, True],
                "search": 2,
                "my day": 2,
                "rows of my day": [],
                "board": [],
                "customer": 2,
                "report": 2,
            },
        )

    def test_the_follow_up_waits_for_the_end(self):
        """Green while it lasts; on Friday one working day late, counted from Thursday."""
        for action in self.both:
            lead = action.opportunity_id
            for now, score, reasons in (
                (WEDNESDAY, 100, "In progress until Thu, Oct 22"),
                (THURSDAY_EVENING, 100, "In progress until Thu, Oct 22"),
                (FRIDAY, 75, "Next step overdue by one working day (Thu, Oct 22)"),
            ):
                with freeze_time(now):
                    self._run_nightly()
                    self.assertEqual((lead.followup_score, lead.followup_reasons), (score, reasons))

    @freeze_time(WEDNESDAY)
    def test_a_call_forgotten_during_the_fair_is_late(self):
        """Given a call of Tuesday that nobody made, the running fair does not hide it."""
        lead = self.fair.opportunity_id
        call = self._step(lead, date(2026, 10, 20), type_id=self.call_type.id)
        self.assertEqual(
            lead.followup_reasons, "Next step overdue by one working day (Tue, Oct 20)"
        )
        self.assertEqual(lead.action_followup_cure()["context"]["default_action_id"], call.id)

    @freeze_time(WEDNESDAY)
    def test_a_longer_fair_is_judged_at_once(self):
        lead = self.timed.opportunity_id
        self.timed.stop = datetime(2026, 10, 20, 16)
        self.assertEqual(lead.followup_score, 75)
        self.timed.stop = datetime(2026, 10, 23, 16)
        self.assertEqual(lead.followup_score, 100)
