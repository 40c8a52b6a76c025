from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_actions.tests.common_queries import QueryBudgetMixin

from ..osrm_client import RouteServerError
from .common_outcome import FRIDAY_EVENING, TWENTY_MINUTES, OutcomeCase, at
from .common_route_server import ADDRESS, NORTH, SOUTH, FakeRouteServer


@tagged("-at_install", "post_install")
@freeze_time(FRIDAY_EVENING)
class TestRouteOutcome(QueryBudgetMixin, OutcomeCase):
    """What became of published routes: figures that are kept on them."""

    def _work_at_night(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_routes.ir_cron_refresh_outcome").method_direct_trigger()
        self.env.invalidate_all()

    # -- figures ---------------------------------------------------------------------------------

    def test_a_week_of_four_visits(self):
        # given one kept, one a day late, one by a colleague, one not made
        self._week()
        # then each route says so as soon as the visit is closed: planned, done, verified, missed
        self.assertEqual(self._counts(self.kept), (1, 1, 1, 0))
        self.assertEqual(self._counts(self.late), (1, 1, 1, 0))
        self.assertEqual(self._counts(self.given), (1, 1, 1, 0))
        self.assertEqual(self._counts(self.never)[:3], (1, 0, 0))
        # and at night what nobody made is missed
        self._work_at_night()
        self.assertEqual(self._counts(self.plan.route_ids), (4, 3, 3, 1))
        late, given = self.late.stop_ids, self.given.stop_ids
        self.assertEqual((late.date, late.done_on), (date(2026, 11, 24), date(2026, 11, 25)))
        self.assertEqual((given.done_user_id, given.arrived_at), (self.nils, at(25, 11)))

    def test_until_its_end_a_visit_is_not_missed(self):
        route = self._route((self.bar, at(27, 17, 50)))
        self._work_at_night()
        self.assertEqual(self._counts(route), (1, 0, 0, 0))
        with freeze_time(FRIDAY_EVENING + timedelta(minutes=10)):
            self._work_at_night()
        self.assertEqual(self._counts(route), (1, 0, 0, 1))

    def test_a_check_in_elsewhere_is_done_and_not_verified(self):
        route = self._route((self.bar, at(23, 9)))
        self._make(route.stop_ids.action_id, at(23, 9), place=(43.0, -5.0))
        self.assertEqual(self._counts(route), (1, 1, 0, 0))

    def test_a_visit_that_a_colleague_wrote_down_stands_for_the_stop_of_that_day(self):
        # given Nils goes there without touching what was planned for Nora
        route = self._route((self.bar, at(23, 9)), (self.shops[0], at(23, 11)))
        mine = self._add(self.bar, at(23, 15), self.nils)
        [stop, other] = route.stop_ids
        self.assertEqual((stop.visit_id, stop.done_user_id), (mine, self.nils))
        # and a visit of the next day is not that of Monday
        self._add(self.shops[0], at(24, 9), self.nils)
        self.assertFalse(other.done_on)
        # nor does one count twice once Nora makes her own
        self._make(stop.action_id, at(23, 16))
        self.assertEqual(stop.visit_id, stop.action_id)
        self.assertEqual(self._counts(route)[:2], (2, 1))

    def test_a_missed_visit_that_is_planned_anew_is_made_once(self):
        # given a visit that Nora did not make on Monday, which a newer plan has put on Thursday
        monday = self._route((self.bar, at(23, 9)))
        visit = monday.stop_ids.action_id
        visit.sudo().write({"start": at(26, 9), "stop": at(26, 9) + TWENTY_MINUTES})
        thursday = self._route((self.bar, at(26, 9)), plan=self._published_plan(), action=visit)
        # when she makes it then
        self._make(visit, at(26, 9))
        # then Monday's stays missed, and one visit is done
        self.assertEqual(self._counts(monday), (1, 0, 0, 1))
        self.assertEqual(self._counts(thursday), (1, 1, 1, 0))
        self._work_at_night()
        self.assertEqual(self._counts(monday | thursday), (2, 1, 1, 1))

    def test_days_are_those_of_the_rep(self):
        # given Nora in Madrid makes a visit at half past midnight of the 24th, UTC still the 23rd
        route = self._route((self.bar, at(23, 9)))
        self._make(route.stop_ids.action_id, at(23, 23, 10))
        self.assertEqual(route.stop_ids.done_on, date(2026, 11, 24))

    # -- kilometres ------------------------------------------------------------------------------

    def test_the_way_between_verified_check_ins(self):
        # given three visits of a Monday, the second with the phone far away
        route = self._route(*((self.shops[n], at(23, 8 + 2 * n)) for n in range(3)))
        first, second, third = route.stop_ids.action_id.sorted("start")
        self._make(first, at(23, 8))
        self._make(second, at(23, 10), place=(42.0, -4.0))
        self._make(third, at(23, 12))
        # then it is from Avilés to Grado, 22.1 km as the crow flies and 1.3 times that driven
        ways = [each.driven_km for each in route.stop_ids]
        self.assertEqual((ways[0], ways[1]), (0, 0))
        self.assertEqual(route.driven_km, third.driven_km)
        self.assertEqual(route.driven_km, 28.7)
        # a visit that was on no route is a part of the way too
        self._add(self.shops[3], at(23, 16))
        self.assertGreater(route.driven_km, 28.7 + 40)

    def test_by_road_where_plans_are_by_road(self):
        # given a route server, and two visits a kilometre apart as the crow flies
        server = FakeRouteServer(self)
        self.company.write({"crm_distance_source": "osrm", "crm_osrm_url": ADDRESS})
        kept = self.env["crm.route.distance"].search_count([])
        shops = [self._shop(f"Roadside {place}", place=place) for place in (SOUTH, NORTH)]
        route = self._route((shops[0], at(23, 8)), (shops[1], at(23, 10)))
        for stop in route.stop_ids:
            self._make(stop.action_id, stop.start)
        # then it is three to drive, and nowhere is kept where Nora has been
        self.assertEqual(route.driven_km, 3)
        self.assertEqual(self.env["crm.route.distance"].search_count([]), kept)
        # and where the server does not answer it is estimated, as plans are: 1.1 km times 1.3
        server.breaks_after = 0
        self._work_at_night()
        self.assertEqual(route.driven_km, 1.4)

    def test_a_route_server_that_is_silent_is_waited_for_once_and_not_for_each_day(self):
        # given three days of two visits each, and a server that takes all the time it is given
        self.company.write({"crm_distance_source": "osrm", "crm_osrm_url": ADDRESS})
        shops = [self._shop(f"Roadside {place}", place=place) for place in (SOUTH, NORTH)]
        routes = self.env["crm.route"]
        for day in (23, 24, 25):
            route = self._route((shops[0], at(day, 8)), (shops[1], at(day, 10)))
            routes |= route
        asked = []

        def keep_silent(_company, _points, patience, _passing):
            asked.append(patience)
            clock.tick(patience)
            raise RouteServerError("no_answer")

        company = self.env.registry["res.company"]
        with patch.object(company, "_ask_distances", keep_silent):
            with freeze_time(FRIDAY_EVENING) as clock:
                for stop in routes.stop_ids:
                    self._make(stop.action_id, stop.start)
            asked.clear()
            # when all three are looked at
            with freeze_time(FRIDAY_EVENING) as clock:
                routes._refresh_outcome(patience=30)
        # then thirty seconds are lost, not ninety, and the ways are estimated: 1.1 km times 1.3
        self.assertEqual(asked, [30])
        self.assertEqual(routes.mapped("driven_km"), [1.4, 1.4, 1.4])

    def test_positions_that_are_deleted_leave_the_kilometres(self):
        route = self._route((self.bar, at(23, 9)), (self.shops[0], at(23, 11)))
        for stop in route.stop_ids:
            self._make(stop.action_id, stop.start)
        # 21.4 km as the crow flies
        self.assertEqual(route.driven_km, 27.8)
        self.env["crm.action.geo"].sudo().search([]).unlink()
        self._work_at_night()
        self.assertEqual((route.driven_km, route.stop_ids[1].driven_km), (27.8, 27.8))

    def test_who_may_not_see_positions_learns_none(self):
        route = self._route((self.bar, at(23, 9)), (self.shops[0], at(23, 11)))
        for stop in route.stop_ids:
            self._make(stop.action_id, stop.start)
        self.assertTrue(self.env["crm.action.geo"].search([]))
        self.assertFalse(self.env["crm.action.geo"].with_user(self.lea).search([]))
        names = self.env["crm.route.report"].fields_get()
        self.assertFalse([name for name in names if "itude" in name])
        self.assertEqual(self._figure("driven_km:sum", self.lea), 27.8)

    def test_the_way_is_written_by_nobody(self):
        visit = self._plan()
        with self.assertRaises(UserError):
            visit.write({"driven_km": 100})
        with self.assertRaises(AccessError):
            self._route((self.bar, at(23, 9))).with_user(self.pia).write({"done_count": 1})

    def test_a_visit_is_not_changed_by_working_out_its_way(self):
        route = self._route((self.bar, at(23, 9)), (self.shops[0], at(23, 11)))
        for stop in route.stop_ids:
            self._make(stop.action_id, stop.start)
        visit = route.stop_ids[1].action_id
        self.env.flush_all()
        before = visit.write_date, len(visit.message_ids)
        visit._write_driven({visit.id: 5})
        self.env.invalidate_all()
        self.assertEqual(visit.driven_km, 5)
        self.assertEqual((visit.write_date, len(visit.message_ids)), before)

    # -- twice, and closed -----------------------------------------------------------------------

    def test_a_second_night_changes_nothing(self):
        self._week()
        self._work_at_night()
        before = self._stamps()
        with freeze_time(FRIDAY_EVENING + timedelta(hours=6)):
            self._work_at_night()
        self.assertEqual(self._stamps(), before)

    def _stamps(self):
        self.env.flush_all()
        self.env.invalidate_all()
        records = [*self.plan.route_ids, *self.plan.stop_ids]
        return [(each, each.write_date) for each in records]

    def test_a_closed_plan_keeps_its_figures(self):
        self._week()
        with freeze_time("2026-11-28 02:00:00"):
            self.env["crm.route.plan"].sudo()._close_over()
        self.assertEqual(self.plan.state, "closed")
        self.assertEqual(self._counts(self.plan.route_ids), (4, 3, 3, 1))
        # when a visit of it is taken back, moved and its customer merged into another afterwards
        visit = self.kept.stop_ids.action_id.sudo()
        visit.write({"state": "cancelled", "done_at": False, "partner_id": self.shops[3].id})
        self.late.stop_ids.action_id.sudo().done_at = at(27, 9)
        self.plan.route_ids._refresh_outcome()
        self._work_at_night()
        # then nothing of it has changed
        self.assertEqual(self._counts(self.plan.route_ids), (4, 3, 3, 1))
        self.assertEqual(self.kept.stop_ids.done_on, date(2026, 11, 23))
        self.assertEqual(self.late.stop_ids.done_on, date(2026, 11, 25))

    def test_what_a_phone_reports_late_counts_in_a_closed_plan(self):
        route = self._route((self.bar, at(26, 9)))
        with freeze_time("2026-11-28 02:00:00"):
            self.env["crm.route.plan"].sudo()._close_over()
        self.assertEqual(self._counts(route), (1, 0, 0, 1))
        with freeze_time("2026-11-30 08:00:00"):
            route.stop_ids.action_id.with_user(self.nora).close(
                {"outcome_id": self.order.id, "done_at": at(26, 9, 20)}
            )
        self.assertEqual(self._counts(route), (1, 1, 0, 0))
        self.assertEqual(route.stop_ids.done_on, date(2026, 11, 26))

    def test_no_visits_are_no_figures(self):
        self.env["crm.route"]._refresh_outcome()
        empty = self.env["crm.route"].create(
            {"plan_id": self.plan.id, "user_id": self.nora.id, "date": date(2026, 11, 23)}
        )
        empty._refresh_outcome()
        self.assertEqual(self._counts(empty), (0, 0, 0, 0))

    # -- cost ------------------------------------------------------------------------------------

    def test_as_many_queries_for_many_stops_as_for_a_few(self):
        def measure(count):
            day, plan = at(23, 0), self._published_plan(name=f"Plan {count}")
            shops = [self._shop(f"More {count} {number}") for number in range(count)]
            stops = [(shop, day + n * TWENTY_MINUTES) for n, shop in enumerate(shops)]
            route = self._route(*stops, plan=plan)
            for stop in route.stop_ids:
                values = {"state": "done", "done_at": stop.start, "outcome_id": self.order.id}
                stop.action_id.sudo().write({**values, "reported_at": stop.stop})
            with self.count_queries() as counter:
                route._refresh_outcome()
            self.assertEqual(self._counts(route)[:2], (count, count))
            return counter.count

        self.assert_same_queries(measure, few=5, many=60)
