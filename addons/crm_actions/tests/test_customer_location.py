from unittest.mock import patch

from odoo.tests import Form, tagged

from .common import CUSTOMER, NEAR, ActionCase


@tagged("-at_install", "post_install")
class TestCustomerLocation(ActionCase):
    """How well we know where a customer is."""

    def test_typed_coordinates_are_manual(self):
        self.assertEqual(self.customer.geo_precision, "manual")

    def test_coordinates_typed_into_the_form_are_manual_too(self):
        with Form(self.env["res.partner"]) as form:
            form.name = "Bar La Marea"
            form.partner_latitude, form.partner_longitude = CUSTOMER
        self.assertEqual(form.record.geo_precision, "manual")

    def test_a_new_address_unlocates(self):
        self.customer.street = "C/ Nueva 1"
        self.assertEqual(self.customer.geo_precision, "none")
        self.assertEqual(self.customer.partner_latitude, 0)

    def test_writing_the_same_address_changes_nothing(self):
        self.customer.write({"street": "C/ del Muelle 8", "city": "Ribadesella"})
        self.assertEqual(self.customer.geo_precision, "manual")
        self.assertAlmostEqual(self.customer.partner_latitude, CUSTOMER[0])

    def test_the_geocoder_is_believed_as_far_as_it_looked(self):
        answers = {"full": (43.46, -5.06), "city": (43.46, -5.05)}
        for found_at, precision in (("full", "address"), ("city", "city")):

            def find(geocoder, addr, _found_at=found_at, **_kw):
                is_full = "Muelle" in addr
                return (
                    answers["full" if is_full else "city"]
                    if is_full == (_found_at == "full")
                    else None
                )

            provider = type(self.env["base.geocoder"])
            with patch.object(provider, "_call_openstreetmap", find):
                self.customer.with_context(force_geo_localize=True).geo_localize()
            self.assertEqual(self.customer.geo_precision, precision)
            self.assertAlmostEqual(self.customer.partner_latitude, 43.46)

    def test_a_place_taken_on_site_moves_an_unknown_customer_at_once(self):
        self.customer.write({"partner_latitude": 0, "partner_longitude": 0})
        self.assertEqual(self.customer.geo_precision, "none")
        self.assertTrue(self.customer._set_or_propose_location(*NEAR))
        self.assertEqual(self.customer.geo_precision, "gps")

    def test_a_far_place_waits_for_a_manager(self):
        # given a customer that somebody placed, and a check-in 1.1 km away
        visit = self._plan()
        visit.check_in(self._fix((41.397, 2.17), 20))
        self.assertEqual(visit.checkin_verdict, "far")
        # when the rep says that the customer is here
        visit.action_set_customer_location()
        # then it waits
        self.assertAlmostEqual(self.customer.partner_latitude, CUSTOMER[0])
        self.assertEqual(self.customer.geo_proposed_by_id, self.nora)
        # and the manager decides
        self.customer.with_user(self.max).action_accept_proposed_location()
        self.assertAlmostEqual(self.customer.partner_latitude, 41.397)
        self.assertFalse(self.customer.geo_proposed_by_id)

    def test_a_rejected_place_is_forgotten(self):
        self.customer._set_or_propose_location(42.0, 2.17)
        self.customer.with_user(self.max).action_reject_proposed_location()
        self.assertAlmostEqual(self.customer.partner_latitude, CUSTOMER[0])
        self.assertFalse(self.customer.geo_proposed_latitude)

    def test_who_sees_no_radius_duplicates_a_customer_all_the_same(self):
        # given a fairground with a radius of its own, which managers alone see
        self.customer.crm_geo_radius_m = 900
        for user in self.nora | self.lea | self.max:
            copy = self.customer.with_user(user).copy()
            self.assertFalse(copy.sudo().crm_geo_radius_m)
