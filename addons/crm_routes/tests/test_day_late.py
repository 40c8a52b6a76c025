from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.res_company import ResCompany
from .common_day import MONDAY, DayCase, on_the_road


@tagged("-at_install", "post_install")
class TestDayLate(DayCase):
    """A Monday that does not go as planned."""

    def _late(self, minutes=0, **options):
        return self._routes().preview_late(self.nora.id, str(MONDAY), minutes, **options)

    def _set_late(self, minutes=0, **options):
        return self._routes().set_late(self.nora.id, str(MONDAY), minutes, **options)

    # -- late ------------------------------------------------------------------------------------

    def test_half_an_hour_late_moves_no_more_than_has_to_move(self):
        # given 9:30, 10:30 and, with an hour and more to spare, 13:00
        visits = [self._visit(10, "9:30"), self._visit(20, "10:30"), self._visit(30, "13:00")]
        # when Nora says that she will be half an hour late
        shown = self._late(30)
        # then the first two move by thirty and by ten minutes, the third does not
        self.assertEqual([hour for _name, hour in self._told(shown)], ["10:00", "10:40", "13:00"])
        self.assertEqual(shown["offers"], [])
        self.assertEqual(self._agenda(*visits), ["9:30", "10:30", "13:00"])
        # and one tap writes it, with the calendar
        shown = self._set_late(30, version=shown["version"])
        self.assertEqual(self._agenda(*visits), ["10:00", "10:40", "13:00"])
        self._assert_agrees(shown)

    def test_late_from_where_she_is(self):
        # given it is ten, and the visit at kilometre 10 stood at half past nine
        visit = self._visit(10, "9:30")
        self._it_is("10:00")
        # when the phone says that she is at kilometre 40
        latitude, longitude = self._km(40)
        shown = self._late(position={"latitude": latitude, "longitude": longitude})
        # then she is there in half an hour
        self.assertEqual(self._told(shown), [("Shop 10", "10:30")])
        self._set_late(position={"latitude": latitude, "longitude": longitude})
        self.assertEqual(self._agenda(visit), ["10:30"])

    def test_where_she_is_is_not_kept(self):
        # given a visit, and a phone that says where it is
        self._visit(10, "9:30")
        latitude, longitude = self._km(40)
        with patch.object(
            ResCompany, "_get_distances", autospec=True, side_effect=on_the_road
        ) as asked:
            self._late(position={"latitude": latitude, "longitude": longitude})
        # then it is asked for as a place that somebody passes, the only one of them
        [_company, points], options = asked.call_args
        self.assertEqual([points[node] for node in options["passing"]], [(latitude, longitude)])
        # and whoever has to go where no road leads gets an estimate
        self.assertTrue(options["complete"])

    def test_what_to_give_up_worth_least_first_and_promised_last(self):
        # given three visits of an hour, worth 80 km and 40 km, and one promised noon
        dear, cheap = self._visit(10, "9:30", 60), self._visit(20, "10:45", 60)
        promised = self._visit(30, "12:00", 60)
        self._worth(dear, 80)
        self._worth(cheap, 40)
        self._worth(promised, 10)
        self._routes().set_locked(promised.id, True)
        # when she is an hour late
        shown = self._late(60)
        # then not everything fits: without the one worth least the promise is kept
        self.assertEqual(shown["stops"][2]["problem"], "broken")
        self.assertEqual(
            [(each["name"], each["helps"], each["promised"]) for each in shown["offers"]],
            [("Shop 20", True, False), ("Shop 10", False, False), ("Shop 30", False, True)],
        )
        self.assertEqual([each["worth_km"] for each in shown["offers"]], [40, 80, 10])
        # and writing it all the same breaks the promise, which is refused
        with self.assertRaisesRegex(UserError, "Shop 30"):
            self._set_late(60)

    def test_one_tap_postpones(self):
        # given the same, and nothing on Tuesday
        dear, cheap = self._visit(10, "9:30", 60), self._visit(20, "10:45", 60)
        promised = self._visit(30, "12:00", 60)
        self._worth(cheap, 40)
        self._worth(dear, 80)
        self._routes().set_locked(promised.id, True)
        offer = self._late(60)["offers"][0]
        # when the offer is taken
        self._routes().postpone_visit(offer["id"], offer["postpone_to"])
        # then the visit is on Tuesday, where it is first, and the rest of Monday is in time
        self.assertEqual(str(cheap.start), "2026-12-01 08:20:00")
        self.assertEqual(cheap.stop - cheap.start, dear.stop - dear.start)
        shown = self._late(60)
        self.assertEqual(shown["offers"], [])
        self.assertEqual(self._told(shown), [("Shop 10", "10:30"), ("Shop 30", "12:00")])
        self._assert_agrees(self._set_late(60))

    def test_one_tap_drops(self):
        visit = self._visit(10, "9:30")
        self._visit(20, "10:30")
        self._routes().drop_visit(visit.id)
        self.assertEqual(visit.state, "cancelled")
        self.assertIn("late", visit.cancel_reason)
        with self.assertRaises(UserError):
            self._routes().drop_visit(visit.id)
        with self.assertRaises(AccessError):
            self._routes(self.nils).drop_visit(self._visit(30, "12:00").id)

    def test_whoever_has_lost_the_race_is_told(self):
        visit = self._visit(10, "9:30")
        version = self._late(30)["version"]
        visit.with_user(self.lea).write({"start": self._utc("15:00")})
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            self._set_late(30, version=version)

    def test_only_today_one_is_late(self):
        self._visit(10, "9:30")
        self.clock.move_to("2026-11-29 08:00:00")
        with self.assertRaisesRegex(UserError, "today"):
            self._late(30)

    # -- a gap -----------------------------------------------------------------------------------

    def test_a_cancelled_visit_closes_the_gap(self):
        # given four visits, the third promised
        first, gone = self._visit(10, "9:30"), self._visit(20, "10:30")
        next_one, promised = self._visit(30, "11:30"), self._visit(40, "12:30")
        self._routes().set_locked(promised.id, True)
        # when the second customer calls off
        gone.with_user(self.nora).cancel("The customer cancelled")
        # then one visit can begin sooner: from 10:00 on it is twenty minutes away
        shown = self._routes().preview_gap(gone.id)
        self.assertEqual(shown["moves"], 1)
        self.assertEqual([hour for _name, hour in self._told(shown)], ["9:30", "10:20", "12:30"])
        self.assertEqual(self._agenda(next_one), ["11:30"])
        # and one tap writes it
        shown = self._routes().close_gap(gone.id, shown["version"])
        self.assertEqual(self._agenda(first, next_one, promised), ["9:30", "10:20", "12:30"])
        self._assert_agrees(shown)

    def test_where_nothing_was_cancelled_there_is_no_gap(self):
        with self.assertRaisesRegex(UserError, "gap"):
            self._routes().preview_gap(self._visit(10, "9:30").id)

    # -- a better order --------------------------------------------------------------------------

    def _better(self, **options):
        options = {"keep_own": False, **options}
        return self._routes().preview_better_order(self.nora.id, str(MONDAY), **options)

    def test_what_a_person_planned_keeps_its_hour_too(self):
        # given kilometre 10 and 30 of a plan, and 20, which Nora agreed upon for eleven
        visits = [self._visit(10, "9:30"), self._visit(30, "10:15")]
        plan = self.env["crm.route.plan"].create({"name": "Weeks"})
        for visit in visits:
            visit.sudo().write({"route_plan_id": plan.id, "route_date": MONDAY})
        own = self._visit(20, "11:00")
        visits.append(self._visit(40, "12:00"))
        visits[2].sudo().write({"route_plan_id": plan.id, "route_date": MONDAY})
        # when she asks for a shorter way
        shown = self._better(keep_own=True)
        # then it saves what it can without her hour
        self.assertEqual([each["own"] for each in shown["stops"]].count(True), 1)
        self.assertEqual(dict(self._told(shown))["Shop 20"], "11:00")
        ids = [each["id"] for each in shown["stops"]]
        written = self._routes().set_order(
            self.nora.id, str(MONDAY), ids, version=shown["version"], keep_own=True
        )
        self.assertEqual(self._told(written), self._told(shown))
        self.assertEqual(self._agenda(own), ["11:00"])
        self._assert_agrees(written)

    def test_a_better_order_shows_what_it_saves_before_it_is_written(self):
        # given to and fro: kilometre 10, 40, 20, 30, of which the third was promised noon
        visits = [self._visit(10, "9:30"), self._visit(40, "10:30")]
        promised = self._visit(20, "12:00")
        visits.append(self._visit(30, "13:00"))
        self._routes().set_locked(promised.id, True)
        # when Nora asks for a shorter way
        shown = self._better()
        # then it says 100 km less 80 km and as many minutes, with the promise to the minute
        self.assertEqual(
            (shown["is_possible"], shown["saved_km"], shown["saved_minutes"]), (True, 20, 20)
        )
        hours = dict(self._told(shown))
        self.assertEqual(hours["Shop 20"], "12:00")
        self.assertEqual(self._agenda(*visits), ["9:30", "10:30", "13:00"])
        # and one tap writes that order
        ids = [each["id"] for each in shown["stops"]]
        written = self._routes().set_order(self.nora.id, str(MONDAY), ids, version=shown["version"])
        self.assertEqual(self._told(written), self._told(shown))
        self.assertEqual(self._agenda(promised), ["12:00"])
        self._assert_agrees(written)
        # and then there is nothing better
        self.assertEqual(self._better()["saved_km"], 0)

    def test_where_no_order_is_in_time_it_says_so(self):
        promised = self._visit(60, "9:30")
        self._routes().set_locked(promised.id, True)
        self._it_is("9:30")
        shown = self._better()
        self.assertFalse(shown["is_possible"])
        self.assertEqual(shown["saved_km"], 0)
