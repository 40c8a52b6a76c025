from unittest.mock import patch

import numpy as np
from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..engine import geometry, osrm
from ..engine.instance import UNREACHABLE
from .common import GIJON, OVIEDO
from .common_route_server import MIDDLE, NORTH, SOUTH, RouteServerCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestDistances(RouteServerCase):
    """How far it is, by road or estimated, and never half of each."""

    # -- where they come from --------------------------------------------------------------------

    def test_without_a_server_they_are_estimated_and_nobody_is_asked(self):
        self.company.crm_distance_source = "estimate"
        matrix = self._distances(OVIEDO, GIJON)
        self.assertEqual(matrix.source, "estimate")
        self.assertEqual(matrix.metres.tolist(), geometry.estimate([OVIEDO, GIJON]).metres.tolist())
        self.assertFalse(self.server.asked)

    def test_by_road_they_differ_there_and_back(self):
        # given a place ten thousandths of a degree north of another
        matrix = self._distances(SOUTH, NORTH)
        # then it is 3 km there and 6 km back, at 60 km/h, and three minutes to park
        self.assertEqual((matrix.source, matrix.notes), ("osrm", ()))
        self.assertEqual(matrix.metres.tolist(), [[0, 3_000], [6_000, 0]])
        self.assertEqual(matrix.seconds.tolist(), [[0, 360], [540, 0]])

    def test_one_place_is_not_asked_for(self):
        self.assertEqual(self._distances(SOUTH, SOUTH).metres.tolist(), [[0, 0], [0, 0]])
        self.assertEqual(self._distances().metres.shape, (0, 0))
        self.assertFalse(self.server.asked)

    # -- what is kept ----------------------------------------------------------------------------

    def test_what_was_told_is_not_asked_again(self):
        first = self._distances(SOUTH, NORTH, MIDDLE)
        self.assertEqual((len(self.server.asked), self._kept()), (1, 6))
        again = self._distances(MIDDLE, SOUTH, NORTH)
        self.assertEqual(len(self.server.asked), 1)
        self.assertEqual(again.metres[1, 2], first.metres[0, 1])
        self.assertEqual(again.seconds[2, 1], first.seconds[1, 0])

    def test_one_more_customer_is_its_way_to_each_and_from_each(self):
        self._distances(SOUTH, NORTH)
        matrix = self._distances(SOUTH, NORTH, MIDDLE)
        self.assertEqual(len(self.server.asked), 3)
        self.assertEqual(self._kept(), 6)
        self.assertEqual(matrix.metres.tolist(), self._whole(SOUTH, NORTH, MIDDLE))

    def _whole(self, *points):
        with patch.object(type(self.company), "_get_distance_source", return_value="fresh"):
            return self._distances(*points).metres.tolist()

    def test_another_server_another_profile_and_another_company_ask_for_themselves(self):
        self._distances(SOUTH, NORTH)
        self.company.crm_osrm_profile = "truck"
        self._distances(SOUTH, NORTH)
        self.assertEqual(self.server.profile, "truck")
        self.company.crm_osrm_url = "https://roads.example.com/osrm"
        self._distances(SOUTH, NORTH)
        other = self.env["res.company"].create(
            {
                "name": "Other",
                "crm_distance_source": "osrm",
                "crm_osrm_url": self.company.crm_osrm_url,
                "crm_osrm_profile": "truck",
            }
        )
        self._distances(SOUTH, NORTH, company=other)
        self.assertEqual(len(self.server.asked), 4)
        self.assertEqual(self._kept(), 8)

    def test_after_half_a_year_they_are_asked_for_anew(self):
        self._distances(SOUTH, NORTH)
        with freeze_time("2027-05-25 08:00:00"):
            self._distances(SOUTH, NORTH)
        self.assertEqual(len(self.server.asked), 1)
        with freeze_time("2027-05-26 08:00:00"):
            self._distances(SOUTH, NORTH)
            self.assertEqual((len(self.server.asked), self._kept()), (2, 2))

    def test_old_ones_and_those_of_a_server_that_is_not_asked_any_more_are_deleted(self):
        kept = self.env["crm.route.distance"]
        self._distances(SOUTH, NORTH)
        kept._gc_distances()
        self.assertEqual(self._kept(), 2)
        with freeze_time("2027-05-26 08:00:00"):
            kept._gc_distances()
        self.assertEqual(self._kept(), 0)
        self._distances(SOUTH, NORTH)
        self.company.crm_osrm_url = "http://127.0.0.1:5001"
        kept._gc_distances()
        self.assertEqual(self._kept(), 0)

    def test_150_customers_are_read_and_written_by_one_statement_each(self):
        points = [(43.3 + number / 1000, -5.8) for number in range(150)]
        with self.enter_registry_test_mode():
            self.company._get_distances(points[:3])
            with self.assertQueryCount(5):  # reading, a savepoint and its end, writing, the clock
                self.company._get_distances(points)
            with self.assertQueryCount(1):
                matrix = self.company._get_distances(points)
        self.assertEqual(self._kept(), 150 * 149)
        self.assertEqual(matrix.metres[0, 149], 44_700)

    # -- what goes wrong -------------------------------------------------------------------------

    def test_when_the_server_breaks_off_all_of_it_is_estimated(self):
        # given tiles of two by two places, of which the server answers the first three
        self.server.breaks_after = 3
        points = [SOUTH, NORTH, MIDDLE, OVIEDO, GIJON]
        with patch.object(osrm, "TILE", 2):
            matrix = self._distances(*points)
            # then no figure is the server's, and it says so
            estimate = geometry.estimate(points)
            self.assertTrue(np.array_equal(matrix.metres, estimate.metres))
            self.assertTrue(np.array_equal(matrix.seconds, estimate.seconds))
            self.assertEqual(matrix.source, "estimate")
            self.assertEqual(matrix.notes, ({"code": "fallback", "why": "timeout", "text": ""},))
            # and what it did tell is there the next time
            self.server.breaks_after = None
            self.assertGreater(self._kept(), 0)
            self.assertEqual(self._distances(*points).source, "osrm")

    def test_a_server_with_the_map_of_another_region_is_not_believed(self):
        self.server.off_road = {OVIEDO: 400_000, GIJON: 420_000}
        matrix = self._distances(OVIEDO, GIJON)
        self.assertEqual((matrix.source, matrix.notes[0]["why"]), ("estimate", "outside"))

    def test_who_has_to_go_where_no_road_leads_gets_estimates(self):
        self.server.islands = {NORTH}
        self.assertEqual(self._distances(SOUTH, NORTH).metres[0, 1], UNREACHABLE)
        with self.enter_registry_test_mode():
            matrix = self.company._get_distances([SOUTH, NORTH], complete=True)
        self.assertEqual((matrix.source, matrix.notes[0]["why"]), ("estimate", "no_road"))
        self.assertLess(matrix.metres[0, 1], 2_000)

    def test_without_an_address_they_are_estimated(self):
        self.company.crm_osrm_url = False
        matrix = self._distances(OVIEDO, GIJON)
        self.assertEqual((matrix.source, matrix.notes[0]["why"]), ("estimate", "address"))

    # -- the line on the map ---------------------------------------------------------------------

    def test_the_line_follows_the_road_and_is_straight_without_one(self):
        points = [SOUTH, (43.370, -5.7)]
        self.assertEqual(self.company._get_shape(points), [SOUTH, (43.370, -5.8), (43.370, -5.7)])
        self.server.breaks_after = 0
        self.assertEqual(self.company._get_shape(points), points)
        self.company.crm_distance_source = "estimate"
        self.assertEqual(self.company._get_shape(points), points)
        self.assertEqual(self.company._get_shape([SOUTH]), [SOUTH])

    def test_a_way_without_a_road_leaves_the_others_theirs(self):
        east = (43.370, -5.7)
        self.server.islands = {MIDDLE}
        shapes = self.company._get_shapes([[SOUTH, MIDDLE], [SOUTH], [SOUTH, east]])
        corner = (43.370, -5.8)
        self.assertEqual(shapes, [[SOUTH, MIDDLE], [SOUTH], [SOUTH, corner, east]])
        # once the server is silent, nobody waits for it again and again
        self.server.breaks_after = len(self.server.asked)
        ways = [[SOUTH, east], [SOUTH, MIDDLE]]
        self.assertEqual(self.company._get_shapes(ways), ways)

    # -- in a plan -------------------------------------------------------------------------------

    def test_the_map_of_a_plan_shows_roads(self):
        # given two reps, whose ways the fake server leads around one corner each
        plan = self._proposed()
        day = self.env["crm.route.plan"].with_user(self.pia).get_map_day(plan.id)
        for route in day["routes"]:
            start, last = route["start"], route["shape"][-1]
            self.assertEqual(route["shape"][0], [start["latitude"], start["longitude"]])
            self.assertEqual(len(route["shape"]), 3)
            self.assertEqual(last, route["shape"][0])

    def test_a_plan_says_that_it_goes_by_road(self):
        plan = self._proposed()
        self.assertEqual(plan.distances_text, "Distances are by road, from the route server.")
        self.assertFalse(plan.has_distance_notes)
        self.assertAlmostEqual(
            sum(plan.stop_ids.mapped("travel_km")) + self._ways_home(plan), plan.km, 0
        )
        # and publishing it needs no server
        self.server.breaks_after = 0
        plan.action_publish()
        self._work()
        self.assertEqual(plan.state, "published")

    def _ways_home(self, plan):
        home = self.company.partner_id
        ways = 0
        for route in plan.route_ids:
            last = route.stop_ids[-1].partner_id
            ways += self._distances(
                (last.partner_latitude, last.partner_longitude),
                (home.partner_latitude, home.partner_longitude),
            ).metres[0, 1]
        return ways / 1000

    def test_a_plan_without_a_server_says_that_it_is_estimated(self):
        self.company.crm_distance_source = "estimate"
        plan = self._proposed()
        self.assertEqual(plan.distances_text, "Distances are estimated from the straight line.")
        self.assertFalse(plan.has_distance_notes)

    def test_a_plan_whose_server_fails_is_made_and_says_why(self):
        self.server.breaks_after = 0
        plan = self._proposed()
        self.assertEqual(
            plan.distances_text,
            "Distances are estimated this time. The route server did not answer in time.",
        )
        self.assertTrue(plan.has_distance_notes)
        # for one of two reps only: each says it of itself
        self.server.breaks_after = None
        plan = self._proposed()
        plan.job_ids[0].sudo().distances = {
            "source": "estimate", "notes": [{"code": "fallback", "why": "no_answer", "text": ""}],
        }  # fmt: skip
        self.assertEqual(
            plan.distances_text,
            "Nora: Distances are estimated this time. The route server cannot be reached.\n"
            "Nils: Distances are by road, from the route server.",
        )

    def test_who_has_no_road_is_left_out_and_who_is_far_from_one_is_named(self):
        # given a shop on an island without a ferry, one in a field, one outside of the map
        places = {"Island": (43.4, -6.1), "Field": (43.41, -5.9), "Outside": (43.45, -5.6)}
        island, field, outside = (
            self._shop(name, place=place, crm_segment_id=self.a.id)
            for name, place in places.items()
        )
        self.server.islands = {places["Island"]}
        self.server.off_road = {places["Field"]: 820, places["Outside"]: 60_000}
        plan = self._proposed(reps=self.reps[0])
        reasons = {row.partner_id: row.reason for row in plan.left_out_ids}
        self.assertEqual(reasons, {island: "no_road", outside: "no_road"})
        self.assertIn(field, plan.stop_ids.partner_id)
        self.assertTrue(plan.has_distance_notes)
        for words in (
            "Outside of its map, so that no road leads there: Outside.",
            "Far from a road (up to 820 m, not counted): Field. Is the position right?",
            "Between some of the places there is no road.",
        ):
            self.assertIn(words, plan.distances_text.splitlines())

    # -- the list of customers to visit ----------------------------------------------------------

    def _shops_to_the_north(self, *steps):
        """Shops that lie so many thousandths of a degree north of where Nora begins."""
        latitude, longitude = OVIEDO
        return [
            self._shop(
                f"North {each}", place=(latitude + each / 1000, longitude), crm_segment_id=self.a.id
            )
            for each in steps
        ]

    def test_too_far_is_judged_by_road_too(self):
        # given a rep who drives 50 km a day, and a shop of 11 km as the crow flies: by road it is
        # 30 km to the north and 60 back
        self.reps.max_km = 50
        near, far = self._shops_to_the_north(50, 100)
        with self.enter_registry_test_mode():
            self.assertEqual(self._check(near, far), [(False, False), ("too_far", True)])
            # then no more was asked than the ways there and back
            self.assertEqual(self._kept(), 4)
            # and where nobody answers it is estimated, as plans are
            self.server.breaks_after = 0
            [other] = self._shops_to_the_north(101)
            self.assertEqual(self._check(other, far), [(False, False)] * 2)

    def test_who_has_no_road_is_told_so_on_the_list(self):
        near, island = self._shops_to_the_north(5, 10)
        self.server.islands = {(round(OVIEDO[0] + 0.01, 5), OVIEDO[1])}
        with self.enter_registry_test_mode():
            self.assertEqual(self._check(near, island), [(False, False), ("no_road", True)])
        row = self.env["crm.visit.demand"].search([("partner_id", "=", island.id)])
        self.assertIn("No road leads there", row.reason_text)
        self.assertEqual(row.action_solve()["res_id"], island.id)

    # -- rights ----------------------------------------------------------------------------------

    def test_a_rep_has_it_asked_and_reads_neither_address_nor_what_is_kept(self):
        company = self.company.with_user(self.nora)
        self.assertEqual(self._distances(SOUTH, NORTH, company=company).source, "osrm")
        with self.assertRaises(AccessError):
            company.crm_osrm_url  # noqa: B018
        with self.assertRaises(AccessError):
            self.env["crm.route.distance"].with_user(self.pia).search([])
        with self.assertRaises(AccessError):
            company.with_user(self.pia).crm_osrm_url = "http://10.0.0.1"

    def test_where_a_rep_just_is_is_not_kept(self):
        # given two shops, and a rep between them whose device says where
        with self.enter_registry_test_mode():
            matrix = self.company._get_distances([SOUTH, NORTH, MIDDLE], passing=[2])
            self.assertEqual(matrix.metres[2, 1], 1_500)
            # then the ways of the shops are kept, and none of the rep's
            self.assertEqual(self._kept(), 2)
            # and a rep who stands in a shop hides no way of the shop
            self.company._get_distances([SOUTH, NORTH, MIDDLE, MIDDLE], passing=[3])
            self.assertEqual(self._kept(), 6)

    def test_where_a_forgotten_person_lived_is_not_kept(self):
        person = self.env["res.partner"].create({"name": "Ana", **self._at(MIDDLE)})
        self._distances(SOUTH, NORTH, MIDDLE)
        person._crm_erase()
        self.assertEqual(self._kept(), 2)

    def test_what_is_no_address_is_refused(self):
        for address in ("10.0.0.5:5000", "ftp://10.0.0.5", "http://me:secret@10.0.0.5"):
            with self.assertRaisesRegex(ValidationError, "no address of a route server"):
                self.company.crm_osrm_url = address
        with self.assertRaisesRegex(ValidationError, "is a word"):
            self.company.crm_osrm_profile = "../admin"
