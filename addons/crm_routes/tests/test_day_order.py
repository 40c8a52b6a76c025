from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_day import MONDAY, TUESDAY, DayCase


@tagged("-at_install", "post_install")
class TestDayOrder(DayCase):
    """Another order of a day: shown before it is written, and written with the calendar."""

    def _preview(self, *visits, user=None, **options):
        ids = [visit.id for visit in visits]
        return self._routes(user).preview_order(self.nora.id, str(MONDAY), ids, **options)

    def _set(self, *visits, user=None, **options):
        ids = [visit.id for visit in visits]
        return self._routes(user).set_order(self.nora.id, str(MONDAY), ids, **options)

    def test_it_is_shown_before_it_is_written(self):
        # given two visits
        near, far = self._visit(10, "9:30"), self._visit(20, "10:30")
        # when Nora draws the far one before the near one
        shown = self._preview(far, near)
        # then she sees new hours beside the old ones, and the agenda is as it was
        self.assertEqual(self._told(shown), [("Shop 20", "9:20"), ("Shop 10", "10:00")])
        self.assertEqual(
            [self._hour(each["former_begin"]) for each in shown["stops"]], ["10:30", "9:30"]
        )
        self.assertEqual(self._agenda(near, far), ["9:30", "10:30"])

    def test_it_is_written_with_the_calendar(self):
        near, far = self._visit(10, "9:30"), self._visit(20, "10:30")
        shown = self._set(far, near)
        self.assertEqual(self._agenda(near, far), ["10:00", "9:20"])
        self._assert_agrees(shown)

    def test_a_promise_is_kept_or_the_order_refused(self):
        # given the far one, promised half past ten
        near, far = self._visit(10, "9:30", 60), self._visit(20, "10:30")
        self._routes().set_locked(far.id, True)
        late = self._visit(30, "12:00", 60)
        # when an order would be there at noon: 9:30 to 10:30, 10:50 to 11:50, ten minutes more
        shown = self._preview(late, near, far)
        # then the stop says so, and writing is refused with the customer and both hours
        self.assertEqual(shown["stops"][2]["problem"], "broken")
        self.assertIn("10:30", shown["stops"][2]["warning"])
        with self.assertRaisesRegex(UserError, "Shop 20.*10:30.*12:00"):
            self._set(late, near, far)
        self.assertEqual(self._agenda(near, far, late), ["9:30", "10:30", "12:00"])
        # but whoever has called the customer may move it all the same
        shown = self._set(late, near, far, force=True)
        self.assertEqual(self._agenda(late, near, far), ["9:30", "10:50", "12:00"])
        self._assert_agrees(shown)

    def test_who_is_early_for_a_promise_waits(self):
        near, far = self._visit(10, "9:30"), self._visit(20, "10:30")
        self._routes().set_locked(far.id, True)
        shown = self._set(far, near)
        self.assertEqual(self._agenda(far, near), ["10:30", "11:10"])
        self.assertEqual(shown["stops"][0]["wait_minutes"], 70)

    def test_the_promise_of_a_visit_is_given_and_taken_back(self):
        visit = self._visit(10, "9:30")
        shown = self._routes().set_locked(visit.id, True)
        self.assertTrue(visit.route_promised)
        self.assertTrue(shown["stops"][0]["promised"])
        mine = self.env["crm.action"].with_user(self.nora).get_my_day(str(MONDAY))
        self.assertTrue(mine["actions"][0]["locked"])
        shown = self._routes().set_locked(visit.id, False)
        self.assertFalse(shown["stops"][0]["promised"])
        # a colleague's is nobody's to promise
        with self.assertRaises(AccessError):
            self._routes(self.nils).set_locked(visit.id, True)
        visit.cancel("Closed")
        with self.assertRaises(UserError):
            self._routes().set_locked(visit.id, True)

    def test_what_is_done_is_never_touched(self):
        # given the first visit done until ten, and it is ten
        done, near, far = (
            self._visit(10, "9:30"),
            self._visit(20, "10:30"),
            self._visit(30, "11:30"),
        )
        self._done(done, "10:00")
        # when the order is sent with it at the end
        shown = self._set(far, near, done)
        # then it stays first, and the others begin from there, from ten on
        self.assertEqual(
            self._told(shown), [("Shop 10", "9:30"), ("Shop 30", "10:20"), ("Shop 20", "11:00")]
        )
        self.assertEqual(done.start, self._utc("9:30"))

    def test_an_appointment_keeps_its_hour(self):
        meeting = self.env.ref("crm_actions.crm_action_type_meeting")
        fixed = self._visit(20, "9:30", type_id=meeting.id)
        near = self._visit(10, "10:30", 60)
        with self.assertRaises(UserError):
            self._set(near, fixed)
        self._set(near, fixed, force=True)
        self.assertEqual(self._agenda(fixed), ["9:30"])

    def test_a_stale_order_is_refused_with_words(self):
        near, far = self._visit(10, "9:30"), self._visit(20, "10:30")
        version = self._day()["version"]
        # when the office has added a visit meanwhile
        self._visit(30, "12:00")
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            self._set(far, near)
        # or moved one, which the list of visits does not show
        near, far = self._visit(10, "9:30", day=TUESDAY), self._visit(20, "10:30", day=TUESDAY)
        version = self._day(day=TUESDAY)["version"]
        near.with_user(self.lea).write({"start": self._utc("16:00", TUESDAY)})
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            self._routes().set_order(self.nora.id, str(TUESDAY), [far.id, near.id], version=version)

    def test_yesterday_stays_as_it_was(self):
        visit = self._visit(10, "9:30")
        self.clock.move_to("2026-12-01 08:00:00")
        self.assertFalse(self._day()["may_edit"])
        with self.assertRaisesRegex(UserError, "over"):
            self._set(visit)

    def test_whose_day_one_may_change(self):
        near, far = self._visit(10, "9:30"), self._visit(20, "10:30")
        self._set(far, near, user=self.lea)
        self._set(near, far, user=self.pia)
        for user in (self.nils, self.sara, self.lou):
            with self.assertRaises(AccessError):
                self._set(far, near, user=user)

    def test_a_plan_leaves_alone_what_was_put_in_order_by_hand(self):
        """What the rep chose is what the next plan finds, like any visit that a person moved."""
        near, far = self._visit(10, "9:30"), self._visit(20, "10:30")
        plan = self.env["crm.route.plan"].create({"name": "Weeks", "rep_ids": []})
        (near | far).sudo().write({"route_plan_id": plan.id, "route_date": MONDAY})
        (near | far).sudo().write({"route_touched": False})
        self._set(far, near)
        self.assertEqual((near | far).mapped("route_touched"), [True, True])

    def test_as_many_queries_to_write_twelve_as_four(self):
        def measure(count):
            self._clear()
            visits = [
                self._visit(number + 1, f"{9 + number // 2}:{number % 2 * 30:02d}", 10)
                for number in range(count)
            ]
            self._set(*visits)
            with self.count_queries() as counter:
                self._set(*visits[::-1])
            return counter.count / count

        self.assertLess(measure(12), measure(4))
