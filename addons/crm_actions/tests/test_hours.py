from datetime import datetime, time

from odoo.tests import TransactionCase, tagged

from ..hours import word_hour, word_length, word_minutes, word_window

NARROW = "\N{NARROW NO-BREAK SPACE}"


@tagged("-at_install", "post_install")
class TestHours(TransactionCase):
    """An hour in a sentence is written as the hour on the screen beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        languages = cls.env["res.lang"]
        cls.spanish = languages._activate_lang("es_ES")
        cls.american = languages._activate_lang("en_US")
        cls.spanish.time_format = "%H:%M:%S"
        cls.american.time_format = "%I:%M:%S %p"

    def _env(self, lang):
        return self.env(context={"lang": lang})

    def test_the_hour_of_the_language(self):
        self.assertEqual(word_hour(self._env("es_ES"), time(9, 5)), "09:05")
        self.assertEqual(word_hour(self._env("en_US"), time(9, 5)), f"09:05{NARROW}AM")

    def test_who_changes_the_format_of_a_language_sees_it(self):
        self.american.time_format = "%H:%M:%S"
        self.assertEqual(word_hour(self._env("en_US"), time(21, 5)), "21:05")

    def test_an_instant_is_told_on_the_clock_of_the_zone(self):
        # given half past eight in UTC, in winter
        instant = datetime(2026, 11, 27, 8, 30)
        self.assertEqual(word_hour(self._env("es_ES"), instant, tz="Europe/Madrid"), "09:30")

    def test_minutes_of_a_day(self):
        env = self._env("es_ES")
        told = [word_minutes(env, minutes) for minutes in (0, 545, 24 * 60)]
        self.assertEqual(told, ["00:00", "09:05", "00:00"])

    def test_a_window_and_a_length(self):
        self.assertEqual(word_window("09:00", "14:00"), "09:00–14:00")
        morning, noon = f"09:00{NARROW}AM", f"12:00{NARROW}PM"
        self.assertEqual(word_window(morning, noon), f"{morning} – {noon}")
        # a length is no hour: three hours and five minutes, sixty hours and two
        self.assertEqual([word_length(185), word_length(3602)], ["3:05", "60:02"])
