from ast import literal_eval
from datetime import date, datetime

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from .common_followup import WEDNESDAY, FollowupCase


@tagged("post_install", "-at_install")
@freeze_time(WEDNESDAY)
class TestPause(FollowupCase):
    """An opportunity that the customer wants to rest until the 10th of November."""

    def setUp(self):
        super().setUp()
        self.lead = self._lead(silent=30, in_stage=60).with_user(self.nora)

    def _pause(self):
        self.lead.action_snooze("2026-11-10", "They open in November")

    def test_a_pause_excuses_silence_and_age_and_asks_for_what_comes_after(self):
        """Given 30 days of silence and 60 in a stage of 20, then a pause leaves the step alone."""
        self.assertEqual(self._verdict(self.lead), (10, "red"))
        self._pause()
        self.assertEqual(self._verdict(self.lead), (60, "amber"))
        self.assertEqual(
            self.lead.followup_reasons.split("\n")[:2],
            ["Nothing planned for after the pause", "Paused until Tue, Nov 10"],
        )
        self._step(self.lead, date(2026, 11, 11))
        self.assertEqual(self._verdict(self.lead), (100, "green"))

    def test_its_next_step_is_planned_for_after_the_pause(self):
        """The button of the board proposes Wednesday the 11th at nine, not today."""
        self._pause()
        self.assertEqual(self.lead.followup_cure, "plan")
        context = self.lead.action_followup_cure()["context"]
        self.assertEqual(context["default_start"], datetime(2026, 11, 11, 8))
        self.lead.action_snooze("2026-11-13", "They open on Monday")
        context = self.lead.action_followup_cure()["context"]
        self.assertEqual(context["default_start"], datetime(2026, 11, 16, 8), "no weekend")
        self.lead.action_unsnooze()
        self.assertNotIn("default_start", self.lead.action_followup_cure()["context"])

    def test_nobody_asks_for_a_next_step_on_the_spot(self):
        """Neither the filter, nor My day, nor the closing of an action counts it as missing."""
        view = self.env.ref("crm.view_crm_case_opportunities_filter")
        arch = etree.fromstring(self.lead.get_view(view.id, "search")["arch"])
        [domain] = arch.xpath("//filter[@name='no_next_step']/@domain")
        without_step = Domain("id", "=", self.lead.id) & Domain(literal_eval(domain))
        self.assertTrue(self.lead.search(without_step))
        self._pause()
        self.assertFalse(self.lead.search(without_step))
        self.assertFalse(self.env["crm.action"].with_user(self.nora).get_my_day()["without_next"])

    def test_a_pause_says_why(self):
        """By whatever way it is written, a pause has a reason."""
        for vals in (
            {"snooze_until": "2026-11-10"},
            {"snooze_until": "2026-11-10", "snooze_reason": "  "},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(ValidationError, "why"):
                self.lead.write(vals)
        with self.assertRaisesRegex(ValidationError, "why"):
            self._lead(snooze_until="2026-11-10")
        self._pause()
        with self.assertRaisesRegex(ValidationError, "why"):
            self.lead.snooze_reason = False

    def test_a_pause_is_to_come_and_ends_some_day(self):
        for until, sentence in (
            ("2026-10-14", "after today"),
            ("2020-01-01", "after today"),
            ("2206-11-10", "five years"),
        ):
            vals = {"snooze_until": until, "snooze_reason": "Contract"}
            with self.subTest(until=until):
                with self.assertRaisesRegex(ValidationError, sentence):
                    self.lead.write(vals)
                with self.assertRaisesRegex(ValidationError, sentence):
                    self.lead.action_snooze(until, "Contract")

    def test_what_was_paused_can_still_be_worked_on(self):
        """Given a pause that is over, then its reason may be corrected and it stays as it was."""
        self._pause()
        with freeze_time("2026-11-20 09:00:00"):
            self.lead.write({"name": "Summer breakfasts", "snooze_reason": "They opened late"})
        self.assertEqual(str(self.lead.snooze_until), "2026-11-10")

    def test_paused_from_the_form_and_woken_up_again(self):
        """A rep pauses it by a button, without an action that would have to be closed."""
        opened = self.lead.action_open_snooze()
        self.assertEqual((opened["res_id"], opened["target"]), (self.lead.id, "new"))
        with Form(self.lead, view=opened["views"][0][0]) as form:
            form.snooze_until = "2026-11-10"
            form.snooze_reason = "They open in November"
        self.assertEqual(str(self.lead.snooze_until), "2026-11-10")
        self.assertEqual(self.lead.followup_state, "amber")
        self.lead.action_unsnooze()
        self.assertFalse(self.lead.snooze_until or self.lead.snooze_reason)
        self.assertEqual(self.lead.followup_state, "red")
