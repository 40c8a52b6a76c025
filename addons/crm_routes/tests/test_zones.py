from ast import literal_eval

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import GIJON, OVIEDO, RoutesCase

# around Gijón
SQUARE = (
    '{"type": "Polygon", "coordinates": [[[-5.8, 43.5], [-5.5, 43.5], [-5.5, 43.6], [-5.8, 43.6]]]}'
)


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestZones(RoutesCase):
    """Customers come into the zones in which they lie; what a person chose stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        zones = cls.env["crm.zone"]
        cls.coast = zones.create(
            {"name": "Coast", "code": "T-C", "sequence": -2, "outline": SQUARE}
        )
        cls.west = zones.create(
            {
                "name": "West",
                "code": "T-W",
                "sequence": -1,
                "zip_ranges": "33000-33199, 33201",
                "towns": "Avilés",
                "country_id": cls.spain.id,
            }
        )
        cls.in_gijon = cls._shop("Gijón", place=GIJON, zip="33201")
        cls.in_oviedo = cls._shop("Oviedo", place=OVIEDO, zip="33004")
        cls.in_aviles = cls._shop("Avilés", place=None, city="AVILES")
        cls.lost = cls._shop("Lost", place=None, city="Lugo", zip="27001")

    def _zones(self, *partners):
        return [each.crm_zone_id.name or "-" for each in partners]

    def test_by_outline_postal_code_and_town(self):
        self.env["crm.zone"].with_user(self.pia).action_assign_customers()
        found = self._zones(self.in_gijon, self.in_oviedo, self.in_aviles, self.lost)
        self.assertEqual(found, ["Coast", "West", "West", "-"])

    def test_the_customer_says_why_and_which_other_zone_would_do(self):
        self.env["crm.zone"]._assign_customers()
        self.assertEqual(
            self.in_gijon.zone_reason_text,
            "Lies within the outline of the zone. It would also fit West; the first zone of the "
            "list wins.",
        )
        self.assertEqual(self.in_oviedo.zone_reason_text, "By its postal code 33004.")
        self.assertEqual(self.in_aviles.zone_reason_text, "By its town AVILES.")
        self.assertEqual(self.bar.zone_reason_text, "Chosen by hand.")
        self.assertFalse(self.lost.zone_reason_text)

    def test_another_order_of_the_zones_is_another_answer(self):
        self.env["crm.zone"]._assign_customers()
        self.west.sequence = -3
        self.assertEqual(self.env["crm.zone"]._assign_customers()["moved"], 1)
        self.assertEqual(self.in_gijon.crm_zone_id, self.west)

    def test_what_a_person_chose_stays_until_it_is_emptied(self):
        self.env["crm.zone"]._assign_customers()
        self.in_oviedo.with_user(self.max).crm_zone_id = self.zone
        self.env["crm.zone"]._assign_customers()
        self.assertEqual(self.in_oviedo.crm_zone_id, self.zone)
        self.in_oviedo.crm_zone_id = False
        self.env["crm.zone"]._assign_customers()
        self.assertEqual(self.in_oviedo.crm_zone_id, self.west)

    def test_a_customer_that_moves_changes_its_zone_at_night(self):
        cron = self.env.ref("crm_routes.ir_cron_assign_zones")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertEqual(self.in_oviedo.crm_zone_id, self.west)
            self.in_oviedo.write({"zip": "27002", "city": "Lugo"})
            cron.method_direct_trigger()
        self.assertFalse(self.in_oviedo.crm_zone_id)

    def test_assigning_again_moves_nobody(self):
        self.env["crm.zone"]._assign_customers()
        self.assertEqual(self.env["crm.zone"]._assign_customers()["moved"], 0)

    def test_suppliers_contacts_and_colleagues_have_no_zone(self):
        supplier, clerk = self.env["res.partner"].create(
            [
                {"name": "Mill", "is_company": True, "zip": "33004", "supplier_rank": 1},
                {"name": "Eva", "parent_id": self.in_oviedo.id, "zip": "33004"},
            ]
        )
        self.nora.partner_id.write({"zip": "33004", "user_id": self.lea.id})
        self.env["crm.zone"]._assign_customers()
        self.assertEqual(self._zones(supplier, clerk, self.nora.partner_id), ["-", "-", "-"])

    def test_a_zone_of_another_company_takes_no_customers_of_all(self):
        self.west.company_id = self.env["res.company"].create({"name": "Portugal"})
        self.env["crm.zone"]._assign_customers()
        self.assertEqual(self._zones(self.in_oviedo, self.in_gijon), ["-", "Coast"])

    def test_who_has_no_zone_is_listed(self):
        self.env["crm.zone"]._assign_customers()
        action = self.env.ref("crm_routes.crm_routes_without_zone_action")
        domain = self.env["ir.actions.act_window"]._for_xml_id(action.get_external_id()[action.id])
        listed = self.env["res.partner"].search(literal_eval(domain["domain"]))
        self.assertIn(self.lost, listed)
        self.assertNotIn(self.in_gijon, listed)

    def test_texts_that_say_nothing_are_refused_with_a_sentence(self):
        for values, sentence in (
            ({"zip_ranges": "33199-33000"}, "“33199-33000” is no range of postal codes"),
            ({"outline": "43.4, -5.0"}, "it is not GeoJSON"),
            ({"outline": '{"type": "Point", "coordinates": [0, 0]}'}, "there is no polygon in it"),
            (
                {"outline": '{"type": "Polygon", "coordinates": [[[43, -95], [0, 0], [1, 1]]]}'},
                "Longitude comes first",
            ),
        ):
            with self.subTest(values), self.assertRaises(ValidationError) as refusal:
                self.coast.write(values)
            self.assertIn(sentence, str(refusal.exception))

    def test_who_may_draw_and_assign(self):
        for user in (self.nora, self.lea):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.coast.with_user(user).outline = False
                with self.assertRaises(AccessError):
                    self.coast.with_user(user).action_assign_customers()
        self.coast.with_user(self.pia).towns = "Candás"
