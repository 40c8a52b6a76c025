from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import GIJON, MADRID, RoutesCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestDemand(RoutesCase):
    """Who is to be visited, how urgently, and who cannot be planned and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Forty hours", "tz": "Europe/Madrid", "company_id": cls.company.id}
        )
        cls.company.resource_calendar_id = cls.calendar

    def _row(self, partner):
        self.env["crm.visit.demand"]._refresh(self.company, partner)
        return self.env["crm.visit.demand"].search([("partner_id", "=", partner.id)])

    # -- urgency ---------------------------------------------------------------------------------

    def test_what_is_overdue_is_worth_more(self):
        # given a customer that is visited each week and was last visited 16 days ago
        self._policy(value_km=400)
        self._visited(self.bar, 11)
        row = self._row(self.bar)
        self.assertEqual((str(row.last_visit_on), str(row.due_on)), ("2026-11-11", "2026-11-18"))
        self.assertEqual((row.overdue_days, row.missed), (9, 1))
        # then one visit was missed, and the next is worth a quarter more
        self.assertEqual(row.value_km, 500)
        self.assertEqual((row.user_id, row.team_id), (self.nora, self.north))
        self.assertFalse(row.reason)

    def test_who_was_never_visited_is_due_and_not_overdue(self):
        self._policy()
        row = self._row(self.bar)
        self.assertFalse(row.due_on)
        self.assertEqual((row.overdue_days, row.missed, row.value_km), (0, 0, 150))

    def test_looking_again_keeps_the_rows(self):
        self._policy()
        row = self._row(self.bar)
        self.assertEqual(self._row(self.bar), row)
        # and who is no customer any more is not listed
        self.bar.active = False
        self.assertFalse(self._row(self.bar))

    def test_without_policies_nobody_is_told_to_lack_one(self):
        self.assertFalse(self._row(self.bar))

    # -- reasons ---------------------------------------------------------------------------------

    def test_who_can_be_planned(self):
        self._policy()
        self.assertEqual(self._check(self.bar), [(False, False)])

    def test_no_position_zero_and_another_country(self):
        self._policy(domain="[]")
        nowhere = self._shop("Nowhere", place=None)
        # the coordinates were typed the other way round
        swapped = self._shop("Swapped", place=(GIJON[1], GIJON[0]))
        self.assertEqual(self._check(nowhere, swapped), [("no_geo", True)] * 2)
        # in Portugal nobody minds the box of Spain
        place = self._at((GIJON[1], GIJON[0]))
        swapped.write({"country_id": self.env.ref("base.pt").id, **place})
        self.assertNotEqual(self._check(swapped), [("no_geo", True)])

    def test_a_city_centre_is_no_place_unless_the_policy_takes_it(self):
        policy = self._policy()
        self.bar.geo_precision = "city"
        self.assertEqual(self._check(self.bar), [("approximate", True)])
        policy.takes_approximate = True
        self.assertEqual(self._check(self.bar), [(False, False)])

    def test_nobody_visits(self):
        self._policy()
        self.bar.user_id = False
        self.assertEqual(self._check(self.bar), [("no_owner", True)])
        # a rep whose territory the zone is stands in
        self.env["crm.route.rep"].create(
            {"user_id": self.nils.id, "zone_ids": [Command.set(self.zone.ids)]}
        )
        self.assertEqual(self._check(self.bar), [(False, False)])
        self.assertEqual(self._row(self.bar).user_id, self.nils)

    def test_the_salesperson_has_left(self):
        self._policy()
        self.nora.active = False
        self.assertEqual(self._check(self.bar), [("owner_gone", True)])

    def test_no_policy_where_others_have_one(self):
        self._policy()
        shop = self._shop("Shop", crm_segment_id=self.c.id)
        self.assertEqual(self._check(shop), [("no_policy", True)])

    def test_opening_hours(self):
        policy = self._policy(needs_hours=True)
        self.assertEqual(self._check(self.bar), [("no_hours", True)])
        # open on Saturdays alone, when nobody works
        self._hours(self.bar, (5, 9, 14))
        self.assertEqual(self._check(self.bar), [("no_day", True)])
        # open on Mondays, which the policy forbids
        self._hours(self.bar, (0, 9, 14))
        policy.mon = "forbidden"
        self.assertEqual(self._check(self.bar), [("no_day", True)])
        policy.mon = False
        self.assertEqual(self._check(self.bar), [(False, False)])

    def test_too_long_and_too_far(self):
        policy = self._policy(minutes=600)
        self.assertEqual(self._check(self.bar), [("too_long", True)])
        policy.minutes = 20
        far = self._shop("Far", place=MADRID, crm_segment_id=self.a.id)
        self.assertEqual(self._check(far), [("too_far", True)])
        self.assertRegex(self._row(far).reason_text, r"take 1[123]:\d\d h")
        # 25 km there and back are more than 40 a day
        rep = self.env["crm.route.rep"].create({"user_id": self.nora.id, "max_km": 40})
        self.assertEqual(self._check(self.bar), [("too_far", True)])
        rep.max_km = 100
        self.assertEqual(self._check(self.bar), [(False, False)])

    def test_more_visits_than_open_days_and_impossible_spacing_are_told_and_planned(self):
        policy = self._policy(number=3)
        self._hours(self.bar, (0, 9, 14), (3, 9, 14))
        self.assertEqual(self._check(self.bar), [("frequency_clamped", False)])
        self.assertIn("2 of 3 visits a week are planned", self._row(self.bar).reason_text)
        policy.write({"number": 2, "spacing_days": 5})
        self.assertEqual(self._check(self.bar), [("spacing", False)])
        policy.spacing_days = 3
        self.assertEqual(self._check(self.bar), [(False, False)])

    def test_a_rep_on_leave_for_weeks_and_one_without_a_place_to_begin(self):
        self._policy()
        rep = self.env["crm.route.rep"].create(
            {
                "user_id": self.nora.id,
                "absence_ids": [
                    Command.create({"date_from": "2026-11-01", "date_to": "2027-01-31"})
                ],
            }
        )
        self.assertEqual(self._check(self.bar), [("no_shift", True)])
        rep.absence_ids.unlink()
        rep.start_id = self.env["res.partner"].create({"name": "Depot"})
        self.assertEqual(self._check(self.bar), [("no_start", True)])

    def test_all_that_is_missing_is_told(self):
        self._policy(needs_hours=True)
        self.bar.write(self._at((0, 0)))
        row = self._row(self.bar)
        self.assertEqual(row.reason, "no_geo")
        self.assertEqual(
            row.reason_text,
            "Its position is not known.\n"
            "Its policy asks for opening hours, and nobody has written them down.",
        )

    def test_the_customer_says_it_too(self):
        self._policy()
        self.bar.write(self._at((0, 0)))
        self.assertEqual(self.bar.crm_visit_problem, "Its position is not known.")

    # -- buttons ---------------------------------------------------------------------------------

    def test_each_reason_has_a_button_that_solves_it(self):
        self._policy()
        row = self._row(self.bar)
        row.reason = False
        for reason, model in (
            ("no_policy", "crm.visit.policy"),
            ("no_owner", "crm.portfolio.assignment"),
            ("owner_gone", "crm.portfolio.assignment"),
            ("no_geo", "res.partner"),
            ("no_start", "crm.route.rep"),
            ("no_shift", "crm.route.rep"),
            ("no_hours", "crm.opening.hours"),
            ("no_day", "crm.opening.hours"),
            ("too_long", "crm.visit.policy"),
            ("too_far", "crm.visit.policy"),
            ("spacing", "crm.visit.policy"),
            ("frequency_clamped", "crm.visit.policy"),
        ):
            row.sudo().reason = reason
            with self.subTest(reason):
                action = row.with_user(self.pia).action_solve()
                self.assertEqual(action["res_model"], model)

    def test_a_rep_is_told_whom_to_ask(self):
        self._policy()
        shop = self._shop("Shop", crm_segment_id=self.c.id)
        row = self._row(shop).with_user(self.nora)
        self.assertEqual(row.reason, "no_policy")
        with self.assertRaises(UserError) as refusal:
            row.action_solve()
        self.assertIn("Ask your leader or a route planner", str(refusal.exception))

    def test_the_geocoder_finds_the_customer(self):
        self._policy()
        self.bar.write({"street": "Calle Uría 1", "city": "Gijón", **self._at((0, 0))})
        row = self._row(self.bar)
        self.assertEqual(row.reason, "no_geo")
        with self._geocoder(GIJON):
            action = self._press_solve(row)
        self.assertIn("was located", action["params"]["message"])
        self.assertFalse(row.reason)
        # where it finds nothing, the customer is opened
        self.bar.write(self._at((0, 0)))
        row = self._row(self.bar)
        with self._geocoder(None):
            action = self._press_solve(row)
        self.assertEqual(action["res_id"], self.bar.id)

    def _geocoder(self, answer):
        geocoder = type(self.env["base.geocoder"])
        return patch.object(geocoder, "_call_openstreetmap", lambda *args, **kwargs: answer)

    def _press_solve(self, row):
        # core asks no geocoder in tests unless it is told to
        return row.with_user(self.pia).with_context(force_geo_localize=True).action_solve()

    # -- who, how much ---------------------------------------------------------------------------

    def test_a_rep_sees_own_customers_a_leader_the_teams(self):
        self._policy(domain="[]")
        theirs = self._shop("Sara's", self.sara)
        rows = self._row(self.bar) | self._row(theirs)
        for user, seen in (
            (self.nora, self.bar),
            (self.nils, self.env["res.partner"]),
            (self.sara, theirs),
            (self.lea, self.bar),
            (self.lou, theirs),
            (self.max, self.bar | theirs),
        ):
            found = self.env["crm.visit.demand"].with_user(user).search([("id", "in", rows.ids)])
            with self.subTest(user.login):
                self.assertEqual(found.partner_id.ids, seen.ids)
        with self.assertRaises(AccessError):
            rows[0].with_user(self.max).write({"blocked": False})

    def test_a_handful_of_queries_for_many_customers(self):
        self._policy(domain="[]")
        shops = self.env["res.partner"].union(*(self._shop(f"Shop {n}") for n in range(40)))

        def count(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env["crm.visit.demand"]._refresh(self.company, partners)
            return self.env.cr.sql_log_count - start

        count(shops)
        self.assertLessEqual(count(shops), count(shops[:2]) + 2)

    def test_every_night_for_every_company(self):
        self._policy()
        with self.enter_registry_test_mode():
            self.env.ref("crm_routes.ir_cron_refresh_demand").method_direct_trigger()
        self.assertTrue(self.env["crm.visit.demand"].search([("partner_id", "=", self.bar.id)]))

    def test_an_erased_person_is_not_visited(self):
        person = self.env["res.partner"].create(
            {"name": "Xandru", "user_id": self.nora.id, "city": "Gijón"}
        )
        policy = self._policy(partner_id=person.id, name="Xandru weekly")
        person._crm_erase()
        self.assertFalse(policy.active)
        self.assertNotIn("Xandru", policy.name)
