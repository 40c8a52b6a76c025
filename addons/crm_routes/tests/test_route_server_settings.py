from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..osrm_client import RouteServerError
from .common import GIJON, MADRID, OVIEDO
from .common_planning import AVILES
from .common_route_server import NORTH, SOUTH, RouteServerCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRouteServerSettings(RouteServerCase):
    """The page of settings: a test that answers in words."""

    def setUp(self):
        super().setUp()
        self.settings = self.env["res.config.settings"].create({})

    def _test(self):
        told = self.settings.action_crm_test_route_server()["params"]
        return told["type"], told["message"]

    def test_it_works(self):
        self.env["res.partner"].search([("partner_latitude", "!=", 0)]).partner_latitude = 0
        self.company.partner_id.write(self._at(SOUTH))
        self.bar.write(self._at(NORTH))
        kind, message = self._test()
        self.assertEqual(kind, "success")
        self.assertRegex(
            message,
            r"^It answers in \d+ ms\. From .+ to Bar Ñandú it is 3\.0 km and 3 min by road; "
            r"the estimate is 1\.4 km and 3 min\.$",
        )
        self.assertEqual(self._kept(), 0)

    def test_the_nearest_customer_is_asked_for(self):
        # given shops in Oviedo and in Madrid, and one next door
        self.env["res.partner"].search([("partner_latitude", "!=", 0)]).partner_latitude = 0
        self.company.partner_id.write(self._at(GIJON))
        self._shop("Next door", place=(GIJON[0] + 0.0001, GIJON[1]))
        self._shop("Far", place=MADRID)
        self._shop("Near", place=OVIEDO)
        self.assertIn("to Near it is", self._test()[1])

    def test_each_fault_is_told(self):
        self.server.breaks_after = 0
        for code, words in (
            ("no_answer", "cannot be reached"),
            ("timeout", "did not answer in time"),
            ("redirect", "leads to another one"),
            ("too_large", "is too long"),
            ("broken", "has a fault"),
            ("no_osrm", "no route server"),
            ("refused", "refuses the question"),
        ):
            self.server.error = RouteServerError(code, "503")
            kind, message = self._test()
            self.assertEqual(kind, "danger")
            self.assertIn(words, message)
        self.company.crm_osrm_url = False
        self.assertIn("has no address", self._test()[1])

    def test_a_map_of_another_region_and_no_road(self):
        points = [OVIEDO, AVILES]
        self.server.off_road = {OVIEDO: 400_000}
        self.assertIn("another region", self.company._test_route_server(points)["problem"])
        self.server.off_road, self.server.islands = {}, {AVILES}
        self.assertIn("knows no road", self.company._test_route_server(points)["problem"])

    def test_two_places_are_needed(self):
        self.env["res.partner"].search([("partner_latitude", "!=", 0)]).partner_latitude = 0
        with self.assertRaisesRegex(UserError, "two contacts with a position"):
            self._test()

    def test_a_server_without_an_address_is_not_saved(self):
        with self.assertRaisesRegex(ValidationError, "Write down the address"):
            self.env["res.config.settings"].create(
                {"crm_distance_source": "osrm", "crm_osrm_url": False}
            ).execute()

    def test_a_new_map_is_asked_for_all_ways(self):
        self._distances(SOUTH, NORTH)
        self.settings.action_crm_forget_distances()
        self.assertEqual(self._kept(), 0)
