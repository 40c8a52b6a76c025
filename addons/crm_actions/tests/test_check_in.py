from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NEAR, NEXT_STREET, ActionCase


@tagged("-at_install", "post_install")
class TestCheckIn(ActionCase):
    """Scenarios A1 to A6: the rep is never refused for lack of signal or place."""

    def test_a1_near_the_customer_is_verified(self):
        # given a customer at 41.3870 / 2.1700 and a phone 100.4 m away that is sure to 25 m
        visit = self._plan()
        # when the rep checks in
        answer = visit.check_in(self._fix(NEAR, 25))
        # then the visit is verified and the distance kept
        self.assertEqual(answer["verdict"], "verified")
        self.assertAlmostEqual(visit.checkin_distance_m, 100.4, places=1)
        self.assertEqual(visit.state, "in_progress")

    def test_a2_accuracy_decides_at_389_metres(self):
        # 389.2 - 60 = 329.2 m > 300: far
        visit = self._plan()
        self.assertEqual(visit.check_in(self._fix(NEXT_STREET, 60))["verdict"], "far")
        self.assertAlmostEqual(visit.checkin_distance_m, 389.2, places=1)
        visit.close({"outcome_id": self.order.id})
        # 389.2 - 120 = 269.2 m <= 300: verified
        other = self._plan()
        self.assertEqual(other.check_in(self._fix(NEXT_STREET, 120))["verdict"], "verified")

    def test_a3_far_away_is_recorded_all_the_same(self):
        visit = self._plan()
        # 1,882 m north of the customer
        answer = visit.check_in(self._fix((41.3870 + 1882 / 111194.93, 2.17), 30))
        self.assertEqual(answer["verdict"], "far")
        self.assertAlmostEqual(visit.checkin_distance_m, 1882, delta=1)
        self.assertTrue(visit.checkin_at)

    def test_a4_without_permission_the_visit_is_stored(self):
        visit = self._plan()
        answer = visit.check_in({})
        self.assertEqual(answer["verdict"], "unknown")
        self.assertIs(answer["distance_m"], False)
        self.assertTrue(visit.checkin_at)
        self.assertFalse(visit.sudo().geo_ids, "nothing personal is kept without a fix")

    def test_a5_a_customer_at_the_city_centre_is_not_located(self):
        self.customer.geo_precision = "city"
        visit = self._plan()
        self.assertEqual(visit.check_in(self._fix(NEAR, 25))["verdict"], "unlocated")
        self.assertTrue(visit.can_set_location)
        # when the rep takes the offer
        visit.action_set_customer_location()
        # then the customer is here, and the next visit counts
        self.assertEqual(self.customer.geo_precision, "gps")
        self.assertAlmostEqual(self.customer.partner_latitude, NEAR[0])
        visit.close({"outcome_id": self.order.id})
        again = self._plan()
        self.assertEqual(again.check_in(self._fix(NEAR, 25))["verdict"], "verified")

    def test_a6_a_second_open_visit_is_refused_with_the_first_ones_name(self):
        first, second = self._plan(), self._plan(start=datetime(2026, 10, 15, 10))
        with freeze_time("2026-10-15 08:05:00"):
            first.check_in({})
            with self.assertRaises(UserError) as refusal:
                second.check_in({})
        # Madrid is two hours ahead of UTC in October
        self.assertIn("Hotel Ría Mansa", str(refusal.exception))
        self.assertIn("10:05", str(refusal.exception))
        self.assertEqual(second.state, "planned")
        # and the screen can offer to check out of the first
        self.assertEqual(second.get_open_visit()["id"], first.id)
        first.check_out({})
        self.assertFalse(second.get_open_visit())
        self.assertEqual(second.check_in({})["verdict"], "unknown")

    def test_a_position_of_zero_degrees_is_a_place(self):
        self.customer.write({"partner_latitude": 0.001, "partner_longitude": 0.0})
        visit = self._plan()
        answer = visit.check_in({"latitude": 0.0, "longitude": 0.0, "accuracy_m": 10})
        self.assertEqual(answer["verdict"], "verified")
        self.assertAlmostEqual(visit.checkin_distance_m, 111.2, places=1)

    def test_the_customers_own_radius_wins(self):
        self.customer.crm_geo_radius_m = 50
        self.assertEqual(self._plan().check_in(self._fix(NEAR, 25))["verdict"], "far")

    def test_a_coarse_fix_says_nothing(self):
        self.assertEqual(self._plan().check_in(self._fix(NEAR, 1001))["verdict"], "unknown")

    def test_nobody_drives_that_fast(self):
        with freeze_time("2026-10-15 09:00:00"):
            first = self._plan()
            first.check_in(self._fix((43.0, -5.0), 20))
            first.close({"outcome_id": self.order.id})
            self.assertFalse(first.checkin_implausible)
        # 111 km in half an hour is 222 km/h
        with freeze_time("2026-10-15 09:30:00"):
            second = self._plan()
            second.check_in(self._fix((44.0, -5.0), 20))
            self.assertTrue(second.checkin_implausible)

    def test_check_out_gives_the_duration(self):
        with freeze_time("2026-10-15 09:18:00"):
            visit = self._plan()
            visit.check_in(self._fix(NEAR, 25))
        with freeze_time("2026-10-15 10:03:00"):
            answer = visit.check_out(self._fix(NEAR, 25))
        self.assertEqual(answer["duration_s"], 45 * 60)
        self.assertEqual(visit.state, "in_progress", "the outcome is still to come")
        self.assertEqual(set(visit.sudo().geo_ids.mapped("kind")), {"in", "out"})

    def test_a15_positions_go_after_90_days_and_the_verdict_stays(self):
        with freeze_time("2026-10-15 09:00:00"):
            visit = self._plan()
            visit.check_in(self._fix(NEAR, 25))
        position = visit.sudo().geo_ids
        self.assertEqual(position.purge_on - position.taken_at.date(), timedelta(days=90))
        for day, left in (("2027-01-12", 1), ("2027-01-13", 0)):
            with freeze_time(day), self.enter_registry_test_mode():
                self.env.ref("crm_actions.ir_cron_purge_positions").method_direct_trigger()
            self.assertEqual(len(visit.sudo().geo_ids.exists()), left, day)
        self.assertEqual(visit.checkin_verdict, "verified")
        self.assertAlmostEqual(visit.checkin_distance_m, 100.4, places=1)
