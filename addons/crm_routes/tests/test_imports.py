from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_actions.tests.common_imports import ImportCase

POLICY = "crm.import.visit.policy"
HOURS = "crm.import.opening.hours"


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestImports(ImportCase):
    """Policies and opening hours arrive in files; twice they are there once."""

    def _policies(self):
        return self.env["crm.visit.policy"].search([("name", "like", "Imported")], order="name")

    def test_policies_of_a_segment_and_of_a_customer(self):
        rows = (
            "External key,Name,Customer,Segment,Frequency,Number,Preferred weekdays,"
            "Forbidden weekdays,Worth (km)\n"
            'P1,Imported A,,GOLD,Times a week,2,"Tuesday, Wednesday",Friday,400\n'
            "P2,Imported bar,Bar Ñandú,,Every … weeks,2,,,\n"
        )
        self._import(POLICY, rows)
        gold, bar = self._policies()
        self.assertEqual(
            (gold.segment_ids, gold.frequency, gold.number, gold.tue, gold.fri, gold.value_km),
            (self.gold, "week", 2, "preferred", "forbidden", 400),
        )
        self.assertEqual((bar.partner_id, bar.frequency, bar.number), (self.bar, "weeks", 2))
        # the same file again changes nothing
        self._import(POLICY, rows)
        self.assertEqual(self._policies(), gold | bar)

    def test_policies_that_cannot_be(self):
        rows = (
            "External key,Name,Customer,Segment,Frequency,Number,Preferred weekdays,"
            "Forbidden weekdays\n"
            "P1,Imported,Bar Ñandú,GOLD,Times a week,2,,\n"
            "P2,Imported,,GOLD,Times a week,9,,\n"
            "P3,Imported,,GOLD,Times a week,1,Monday,Monday\n"
            "P4,Imported,,NONE,Times a week,1,,\n"
        )
        run = self._run(POLICY, rows)
        run.action_import()
        messages = {error.line: error.message for error in run.error_ids}
        self.assertIn("for one customer or for those of a rule", messages[2])
        self.assertIn("from 1 to 7", messages[3])
        self.assertIn("both preferred and forbidden", messages[4])
        self.assertIn("No segment has this code", messages[5])
        self.assertFalse(self._policies())

    def test_zones_with_their_postal_codes(self):
        rows = "Code,Name,Postal codes,Towns\nE,East,33500-33599,Llanes\nW,West,33-3,\n"
        run = self._run("crm.import.zone", rows)
        run.action_import_good()
        east = self.env["crm.zone"].search([("code", "=", "E")])
        self.assertEqual((east.zip_ranges, east.towns), ("33500-33599", "Llanes"))
        self.assertIn("“33-3” is no range of postal codes", run.error_ids.message)

    def test_a_thousand_policies_cost_as_many_queries_as_a_hundred(self):
        def count(number):
            vals_list = [
                {"name": str(n), "partner_id": self.bar.id, "frequency": "week"}
                for n in range(number)
            ]
            start = self.env.cr.sql_log_count
            self.env["crm.visit.policy"].with_user(self.max).create(vals_list)
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        count(10)
        # inserts go by the hundred
        self.assertLess(count(1000), count(100) + 20)

    def test_opening_hours_with_a_siesta(self):
        rows = (
            "Customer,Weekday,From,Until\n"
            "Bar Ñandú,Monday,9:00,14:00\n"
            "Bar Ñandú,Monday,17:00,20:30\n"
            "Bar Ñandú,Sat,10:00,14:00\n"
        )
        self.env["res.lang"]._activate_lang("es_ES")
        for _time in range(2):
            self._import(HOURS, rows)
            self.assertEqual(
                self.bar.with_context(lang="es_ES").opening_text,
                "lunes 09:00–14:00, 17:00–20:30; sábado 10:00–14:00",
            )

    def test_hours_that_cannot_be_are_told_line_by_line(self):
        self.env["crm.opening.hours"].create(
            {"partner_id": self.bar.id, "weekday": "0", "hour_from": 17, "hour_to": 20}
        )
        rows = (
            "Customer,Weekday,From,Until\n"
            "Bar Ñandú,Monday,9:00,14:00\n"
            "Bar Ñandú,Monday,9:00,13:00\n"
            "Bar Ñandú,Monday,13:00,16:00\n"
            "Bar Ñandú,Monday,19:00,21:00\n"
            "Bar Ñandú,Tuesday,14:00,9:00\n"
            "Nobody,Tuesday,9:00,14:00\n"
        )
        run = self._run(HOURS, rows)
        run.action_import()
        messages = {error.line: error.message for error in run.error_ids}
        self.assertEqual(sorted(messages), [3, 4, 5, 6, 7])
        self.assertIn("begins at the same hour", messages[3])
        self.assertIn("overlaps", messages[4])
        self.assertIn("overlaps", messages[5])
        self.assertIn("ends before it begins", messages[6])
        self.assertIn("No customer", messages[7])
