from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import GIJON, MADRID, RoutesCase
from .common_planning import MONDAY, PlanningCase

SQUARE = '{"type": "Polygon", "coordinates": [[[-6, 43], [-5, 43], [-5, 44], [-6, 44], [-6, 43]]]}'


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestCoverageMap(RoutesCase):
    """Customers by the days since their last visit."""

    def setUp(self):
        super().setUp()
        self.env["crm.visit.demand"].search([]).unlink()
        self._policy(frequency="weeks", number=2)
        self.cafe = self._shop("Café", crm_segment_id=self.a.id)
        self.his = self._shop("His", self.nils, crm_segment_id=self.a.id)
        self.hers = self._shop("Hers", self.sara, crm_segment_id=self.a.id)

    def _refresh(self):
        shops = self.bar | self.cafe | self.his | self.hers
        self.env["crm.visit.demand"]._refresh(self.company, shops)

    def _coverage(self, user):
        return self.env["crm.visit.demand"].with_user(user).get_coverage()

    def _names(self, user):
        return {each["name"] for each in self._coverage(user)["customers"]}

    def test_days_since_the_last_visit_against_the_rhythm(self):
        # given shops to be visited every two weeks: one 7 days ago, one 20, one never
        self._visited(self.bar, 20)
        self._visited(self.cafe, 7)
        self._refresh()
        coverage = self._coverage(self.pia)
        found = {each["name"]: each for each in coverage["customers"]}
        # then each says how long ago it was, how often it should be, and what follows
        bar, cafe, his = found["Bar Ñandú"], found["Café"], found["His"]
        self.assertEqual((bar["days"], bar["every"], bar["state"]), (7, 14, "fresh"))
        self.assertEqual((cafe["days"], cafe["every"], cafe["state"]), (20, 14, "overdue"))
        self.assertEqual((his["last"], his["days"], his["state"]), (False, False, "never"))
        self.assertEqual((bar["latitude"], bar["longitude"]), GIJON)
        self.assertEqual(bar["zone_id"], self.zone.id)
        self.assertEqual(coverage["names"]["zone_id"], {self.zone.id: "North"})
        self.assertEqual(coverage["names"]["user_id"][self.nils.id], "Nils")
        self.assertEqual(
            coverage["counts"],
            {"fresh": 1, "soon": 0, "overdue": 1, "long": 0, "never": 2, "no_rhythm": 0},
        )
        self.assertEqual((coverage["total"], coverage["today"]), (4, "2026-11-27"))

    def test_who_is_not_located_is_counted_and_not_drawn(self):
        self.cafe.write({"partner_latitude": 0, "partner_longitude": 0})
        self._refresh()
        coverage = self._coverage(self.pia)
        self.assertEqual((coverage["without_place"], len(coverage["customers"])), (1, 3))

    def test_each_sees_who_is_theirs_to_look_after(self):
        self._refresh()
        self.assertEqual(self._names(self.nora), {"Bar Ñandú", "Café"})
        self.assertEqual(self._names(self.lea), {"Bar Ñandú", "Café", "His"})
        self.assertEqual(self._names(self.lou), {"Hers"})
        self.assertEqual(self._names(self.pia), {"Bar Ñandú", "Café", "His", "Hers"})
        employee = self._user("emil", "base.group_user")
        with self.assertRaises(AccessError):
            self._coverage(employee)

    def test_companies_are_kept_apart(self):
        self._refresh()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.pia.company_ids = [Command.link(other.id)]
        found = self.env["crm.visit.demand"].with_user(self.pia).with_company(other)
        found = found.with_context(allowed_company_ids=other.ids).get_coverage()
        self.assertFalse(found["customers"])

    def test_sixty_customers_more_cost_no_query_more(self):
        self._refresh()
        few = self._count_queries()
        shops = self.env["res.partner"].union(
            *(self._shop(f"More {number}", crm_segment_id=self.a.id) for number in range(60))
        )
        self.env["crm.visit.demand"]._refresh(self.company, shops)
        self.assertEqual(self._count_queries(), few)
        self.assertLessEqual(few, 4)

    def _count_queries(self):
        rows = self.env["crm.visit.demand"].with_user(self.pia)
        rows.get_coverage()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        rows.get_coverage()
        return self.env.cr.sql_log_count - before


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestPlanMap(PlanningCase):
    """The routes of a plan's day on one map."""

    def _day(self, plan, user=None, day=None):
        plans = self.env["crm.route.plan"].with_user(user or self.pia)
        return plans.get_map_day(plan.id, day)

    def test_the_routes_of_a_day(self):
        # given a proposal of two weeks for two reps, and a shop in it that cannot be visited
        far = self._shop("Far", place=(40.4168, -3.7038), crm_segment_id=self.a.id)
        plan = self._proposed()
        day = self._day(plan)
        # then the map begins with the first day on which somebody drives
        dates = sorted({str(each) for each in plan.route_ids.mapped("date")})
        self.assertEqual((day["dates"], day["date"]), (dates, dates[0]))
        routes = plan.route_ids.filtered(lambda route: str(route.date) == dates[0])
        self.assertEqual([each["route_id"] for each in day["routes"]], routes.ids)
        shown, route = day["routes"][0], routes[0]
        self.assertEqual((shown["user_name"], shown["km"]), (route.user_id.name, route.km))
        self.assertEqual([each["id"] for each in shown["stops"]], route.stop_ids.ids)
        stop = shown["stops"][0]
        self.assertEqual(
            (stop["name"], stop["latitude"], stop["state"], stop["number"]),
            (route.stop_ids[0].partner_id.name, route.stop_ids[0].partner_id.partner_latitude,
             "planned", 1),
        )  # fmt: skip
        self.assertEqual(stop["begin"], str(route.stop_ids[0].start))
        # and it says where the day begins, and who is left out
        self.assertAlmostEqual(shown["start"]["latitude"], 43.3619)
        # without a route server the line goes straight from stop to stop
        stops = [[each["latitude"], each["longitude"]] for each in shown["stops"]]
        home = [shown["start"]["latitude"], shown["start"]["longitude"]]
        self.assertEqual(shown["shape"], [home, *stops, home])
        self.assertEqual([each["id"] for each in day["left_out"]], far.ids)
        self.assertIn("Too far", day["left_out"][0]["reason"])

    def test_the_hours_are_on_the_clock_of_each_rep(self):
        # given a planner in Madrid and a rep on the Canary Islands
        self.nils.tz = "Atlantic/Canary"
        routes = self._day(self._proposed(reps=self.reps[1]))["routes"]
        self.assertEqual([each["tz"] for each in routes], ["Atlantic/Canary"])

    def test_the_map_counts_all_whom_its_list_of_left_out_has(self):
        # given one shop in Madrid, on the map, and one of which nobody knows where it is
        self._shop("Far", place=MADRID, crm_segment_id=self.a.id)
        self._shop("Nowhere", place=None, crm_segment_id=self.a.id)
        plan = self._proposed()
        day = self._day(plan)
        self.assertEqual((len(day["left_out"]), day["left_out_count"]), (1, 2))
        self.assertEqual(plan.left_out_count, 2)

    def test_another_day_is_chosen_or_the_next_one_on_which_somebody_drives(self):
        plan = self._proposed(reps=self.reps[0])
        dates = self._day(plan)["dates"]
        self.assertEqual(self._day(plan, day=dates[-1])["date"], dates[-1])
        self.assertEqual(self._day(plan, day="2026-11-28")["date"], dates[0])
        self.assertEqual(self._day(plan, day="2027-01-01")["date"], dates[-1])

    def test_a_plan_without_routes_is_an_empty_map(self):
        day = self._day(self._route_plan())
        self.assertEqual((day["date"], day["routes"], day["dates"]), (False, [], []))

    def test_states_of_a_published_plan_are_those_of_its_visits(self):
        plan = self._published(reps=self.reps[0])
        first = plan.stop_ids.sorted("start")[0].action_id
        first.with_user(self.nora).cancel("Closed today")
        [route] = self._day(plan)["routes"]
        self.assertEqual(route["stops"][0]["state"], "cancelled")

    def test_who_may_look(self):
        plan = self._proposed()
        # the leader of the reps and planners do; another leader and a rep do not
        self.assertTrue(self._day(plan, self.lea)["routes"])
        for user in (self.lou, self.nora):
            with self.assertRaises(AccessError):
                self._day(plan, user)
        plan.sudo().unlink()
        with self.assertRaisesRegex(UserError, "not there any more"):
            self._day(plan)

    def test_a_plan_of_another_company_is_out_of_sight(self):
        plan = self._proposed()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.pia.company_ids = [Command.link(other.id)]
        plans = self.env["crm.route.plan"].with_user(self.pia)
        with self.assertRaises(AccessError):
            plans.with_context(allowed_company_ids=other.ids).get_map_day(plan.id)

    def test_one_rep_costs_as_many_queries_as_two(self):
        one, two = self._proposed(reps=self.reps[0]), self._proposed()
        self.assertEqual(self._count_queries(one), self._count_queries(two))

    def _count_queries(self, plan):
        self._day(plan)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._day(plan, day=str(MONDAY))
        return self.env.cr.sql_log_count - before

    def test_buttons_open_the_maps(self):
        plan = self._proposed()
        self.assertEqual(plan.action_view_map()["params"], {"plan_id": plan.id})
        route = plan.route_ids[0]
        self.assertEqual(route.action_view_map()["params"], {"route_id": route.id})


@tagged("-at_install", "post_install")
class TestZoneMap(RoutesCase):
    """What is around the outline of a zone."""

    def test_customers_of_all_zones_are_shown(self):
        nowhere = self._shop("Nowhere", place=None)
        other = self._shop("Other")
        found = self.env["crm.zone"].with_user(self.pia).get_map_customers()
        by_id = {each["id"]: each for each in found}
        self.assertEqual(by_id[self.bar.id]["zone_id"], self.zone.id)
        self.assertFalse(by_id[other.id]["zone_id"])
        self.assertNotIn(nowhere.id, by_id)
        self.assertEqual((by_id[other.id]["latitude"], by_id[other.id]["longitude"]), GIJON)

    def test_who_has_no_business_with_zones_gets_nothing(self):
        employee = self._user("emil", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["crm.zone"].with_user(employee).get_map_customers()

    def test_what_the_map_draws_is_an_outline(self):
        self.zone.with_user(self.pia).outline = SQUARE
        self.assertTrue(self.zone.has_area)
        self.assertTrue(self.zone._to_engine().outline.contains(*GIJON))


@tagged("-at_install", "post_install")
class TestTileServer(RoutesCase):
    """Where the pictures behind the map come from is a setting."""

    def _set(self, **values):
        self.env["res.config.settings"].create(values).execute()

    def _param(self, name):
        return self.env["ir.config_parameter"].get_param(name)

    def test_a_server_is_set_and_taken_away(self):
        self._set(
            crm_map_tiles="https://tiles.example.com/{z}/{x}/{y}.png", crm_map_rights="© Maps"
        )
        self.assertEqual(self._param("leaflet.copyright"), "© Maps")
        shown = self.env["res.config.settings"].create({})
        self.assertEqual(shown.crm_map_tiles, "https://tiles.example.com/{z}/{x}/{y}.png")
        self._set(crm_map_tiles=False)
        # as the package of the map writes that there is none
        self.assertEqual(self._param("leaflet.tile_url"), "False")
        self.assertFalse(self.env["res.config.settings"].create({}).crm_map_tiles)

    def test_an_address_that_is_none_is_refused(self):
        for address in ("tiles.example.com/{z}/{x}/{y}", "https://tiles.example.com/map.png"):
            with self.assertRaisesRegex(ValidationError, "begins with https://"):
                self._set(crm_map_tiles=address)

    def test_a_database_of_examples_asks_nobody(self):
        self.assertEqual(self._param("leaflet.tile_url"), "False")
