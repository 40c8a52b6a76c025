from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common import HelpdeskCase


@tagged("-at_install", "post_install")
class TestExplain(HelpdeskCase, TransactionCase):
    """What the agent's screen says of the clocks, with the figures of the worked scenarios."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("es_ES")
        self.agent.write({"lang": "es_ES", "tz": "Europe/Madrid"})
        self.ticket = self.make_ticket("2026-10-09 17:30")

    def explain(self, ticket, user=None, metric="resolution", cycle=1, **context):
        return (
            ticket.with_user(user or self.agent)
            .with_context(**context)
            .explain_clock(metric, cycle)
        )

    def cards(self, ticket, user=None):
        found = ticket.with_user(user or self.agent).get_clocks()["cards"]
        return {card["metric"]: card for card in found}

    def test_h1_three_hours_and_ten_minutes_of_four(self):
        # Given H1, when it is Tuesday, ten past eleven less half an hour,
        with self.at("2026-10-13 10:40"):
            card = self.cards(self.ticket)["resolution"]
        # then 3 h 10 min of 4 h are used, and it is due at 11:30 in Madrid
        self.assertEqual((card["accrued_s"], card["budget_s"]), (3 * 3600 + 600, 4 * 3600))
        self.assertEqual(card["deadline"], "2026-10-13 09:30:00")
        self.assertEqual((card["light"], card["running"]), ("soon", True))
        self.assertEqual(card["tz"], "Europe/Madrid")
        # and the screen goes on counting by the hours of today and tomorrow
        self.assertEqual(card["spans"][0], ["2026-10-13 08:40:00", "2026-10-13 12:00:00"])

    def test_h1_why_half_past_eleven(self):
        with self.at("2026-10-12 10:00"):
            why = self.explain(self.ticket)
        rows = [(row["why"], row["start"][5:16], row["duration"]) for row in why["rows"]]
        self.assertEqual(
            rows,
            [
                ("within", "10-09 17:30", "1 h 30 min"),
                ("outside", "10-10 00:00", ""),
                ("closed", "10-12 00:00", ""),
                ("within", "10-13 09:00", "2 h 30 min"),
            ],
        )
        self.assertEqual(why["total"], "4 h")
        self.assertIn("Fiesta Nacional", why["rows"][2]["text"])
        self.assertEqual(why["zone"], "")

    def test_who_lives_elsewhere_is_told_whose_hours_they_are(self):
        self.agent.tz = "Atlantic/Canary"
        with self.at("2026-10-12 10:00"):
            why = self.explain(self.ticket)
        self.assertIn("Europe/Madrid", why["zone"])
        self.assertEqual(why["rows"][0]["start"], "2026-10-09 17:30:00")

    def test_a_pause_and_a_transfer_are_told(self):
        self.policy.resolution_hours = 40
        with self.at("2026-10-13 10:00"):
            self.answer(self.ticket)
            self.ticket.action_wait_for_customer()
        with self.at("2026-10-13 12:00"):
            self.reply(self.ticket)
        with self.at("2026-10-13 13:00"):
            self.ticket.action_transfer(self.quality, "Packaging")
            why = self.explain(self.ticket, self.supervisor)
        self.assertIn("paused", [row["why"] for row in why["rows"]])
        [note] = [each for each in why["notes"] if self.quality.name in each]
        self.assertIn("does not move", note)

    def test_another_promise_is_told(self):
        self.policy.copy({"name": "Urgent", "priority": "3", "resolution_hours": 2})
        with self.at("2026-10-09 18:00"):
            self.ticket.priority = "3"
            why = self.explain(self.ticket, self.supervisor)
        self.assertTrue([each for each in why["notes"] if "2 h" in each], why["notes"])
        self.assertEqual(why["total"], "2 h")

    def test_late_time_is_told_apart(self):
        with self.at("2026-10-13 12:15"):
            why = self.explain(self.ticket)
            card = self.cards(self.ticket)["resolution"]
        self.assertEqual(why["rows"][-1]["why"], "late")
        self.assertEqual(why["rows"][-1]["duration"], "45 min")
        self.assertEqual((card["light"], card["overdue_s"]), ("late", 45 * 60))

    def test_without_a_promise_the_time_is_counted_all_the_same(self):
        self.policy.active = False
        ticket = self.make_ticket("2026-10-09 17:30")
        with self.at("2026-10-09 18:00"):
            card = self.cards(ticket)["resolution"]
            why = self.explain(ticket)
        self.assertEqual((card["light"], card["budget_s"], card["deadline"]), ("none", 0, False))
        self.assertEqual(why["total"], "30 min")

    def test_the_first_answer_says_how_long_it_took(self):
        self.assertFalse(self.ticket.get_clocks()["first_answer"])
        with self.at("2026-10-09 17:52"):
            self.answer(self.ticket)
            found = self.ticket.get_clocks()["first_answer"]
        self.assertEqual(found["text"], "First answer in 22 min")

    def test_it_is_for_those_who_see_the_request(self):
        stranger = self._make_user("iker", "crm_helpdesk.group_helpdesk_user")
        for call in (
            lambda: self.ticket.with_user(stranger).get_clocks(),
            lambda: self.explain(self.ticket, stranger),
        ):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaisesRegex(UserError, "no such deadline"):
            self.ticket.explain_clock("resolution", 9)
