from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import RoutesCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestPolicies(RoutesCase):
    """The most specific policy holds, and the customer says which in a sentence."""

    def _policy_of(self, partner):
        found = self.env["crm.visit.policy"]._resolve(partner.sudo(), self.company)
        return found.get(partner, self.env["crm.visit.policy"])

    def test_the_customers_own_before_more_conditions_before_the_order_of_the_list(self):
        rest = self._policy(name="All", domain="[]", sequence=1)
        segment = self._policy(name="A", sequence=2)
        zone = self._policy(name="North", zone_ids=[Command.set(self.zone.ids)], sequence=3)
        both = self._policy(
            name="A in the North",
            segment_ids=[Command.set(self.a.ids)],
            zone_ids=[Command.set(self.zone.ids)],
            sequence=4,
        )
        own = self._policy(name="Bar", partner_id=self.bar.id, sequence=5)
        for strongest in (own, both, segment, zone, rest):
            self.assertEqual(self._policy_of(self.bar).name, strongest.name)
            strongest.active = False
        self.assertFalse(self._policy_of(self.bar))

    def test_a_tag_and_a_condition_are_conditions(self):
        tag = self.env["res.partner.category"].create({"name": "Pilot"})
        self._policy()
        tagged_ones = self._policy(
            name="Pilots",
            segment_ids=[Command.set(self.a.ids)],
            category_ids=[Command.set(tag.ids)],
        )
        north = self._policy(
            name="Ñ", segment_ids=[Command.set(self.a.ids)], domain="[('name', 'like', 'Ñ')]"
        )
        self.assertEqual(self._policy_of(self.bar), north)
        self.bar.category_id = tag
        # as many conditions: the first of the list holds
        tagged_ones.sequence = 1
        self.assertEqual(self._policy_of(self.bar), tagged_ones)

    def test_a_contact_is_visited_with_its_company_unless_it_has_a_policy_of_its_own(self):
        self._policy(domain="[]")
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.bar.id, "type": "delivery"}
        )
        self.assertFalse(self._policy_of(branch))
        own = self._policy(name="Branch", partner_id=branch.id)
        self.assertEqual(self._policy_of(branch), own)

    def test_a_condition_that_has_gone_stops_no_other_policy(self):
        # given a field in the conditions of a policy that went with an addon
        gone = self._policy(name="Gone", domain="[('name', '!=', False)]")
        rest = self._policy(name="Rest", domain="[]")
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE crm_visit_policy SET domain = %s WHERE id = %s", "[('went', '=', 1)]",
                gone.id)
        )  # fmt: skip
        self.env.invalidate_all()
        self.assertEqual(self._policy_of(self.bar), rest)

    def test_as_many_queries_as_policies_whatever_the_customers(self):
        self._policy()
        self._policy(name="Rest", domain="[]")
        shops = self.env["res.partner"].union(*(self._shop(f"Shop {n}") for n in range(30)))
        self.env.flush_all()

        def count(partners):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env["crm.visit.policy"]._resolve(partners.sudo(), self.company)
            return self.env.cr.sql_log_count - start

        self.assertEqual(count(shops), count(shops[:2]))

    def test_for_how_many_it_holds(self):
        shops = self._shop("One", crm_segment_id=self.a.id) | self._shop("Two")
        self.env["res.partner"].create({"name": "Eva", "parent_id": shops[0].id})
        segment, rest = self._policy(), self._policy(name="Rest", domain="[]")
        own = self._policy(name="Bar", partner_id=self.bar.id)
        found = self.env["crm.visit.policy"]._resolve(
            self.env["res.partner"]
            .sudo()
            .search(self.env["crm.visit.policy"]._get_population(self.company)),
            self.company,
        )
        policies = segment | rest | own
        for policy in policies:
            with self.subTest(policy.name):
                self.assertEqual(policy.customer_count, list(found.values()).count(policy))
        self.assertEqual((segment.customer_count, own.customer_count), (1, 1))

    # -- sentences -------------------------------------------------------------------------------

    def test_the_customer_explains_itself(self):
        self._policy()
        self._visited(self.bar, 18)
        self.assertEqual(
            self.bar.with_user(self.nora).crm_visit_sentence,
            "A customer, zone North: every week, 20 min, last visit 9 days ago",
        )

    def test_sentences_of_other_customers(self):
        self._policy(domain="[]", number=2, minutes=45)
        shop = self._shop("Shop")
        self.assertEqual(shop.crm_visit_sentence, "Customer: 2 times a week, 45 min, never visited")
        shop.crm_segment_id = self.b
        self._visited(shop, 26)
        self.env.invalidate_all()
        self.assertEqual(
            shop.crm_visit_sentence, "B customer: 2 times a week, 45 min, last visit yesterday"
        )

    def test_without_any_policy_nothing_is_said(self):
        self.assertFalse(self.bar.crm_visit_sentence)
        # and with one for others it is said that this one has none
        self._policy(segment_ids=[Command.set(self.c.ids)])
        self.env.invalidate_all()
        self.assertEqual(
            self.bar.crm_visit_sentence, "A customer, zone North: no visit policy, never visited"
        )

    def test_a_policy_in_one_sentence(self):
        policy = self._policy(
            zone_ids=[Command.set(self.zone.ids)],
            frequency="weeks", number=2, minutes=30, tue="preferred", wed="preferred",
            fri="forbidden",
        )  # fmt: skip
        self.assertEqual(
            policy.sentence,
            "Customers of zone North: every 2 weeks, 30 min, preferably on Tuesday or Wednesday, "
            "never on Friday.",
        )
        self.assertEqual(self._policy(domain="[]").sentence,
                         "All other customers: every week, 20 min.")  # fmt: skip
        own = self._policy(partner_id=self.bar.id, number=2, spacing_days=2)
        self.assertEqual(own.sentence, "Bar Ñandú: 2 times a week, 20 min, 2 days apart.")
        own.spacing_days = 1
        self.assertEqual(own.sentence, "Bar Ñandú: 2 times a week, 20 min, a day apart.")

    def test_the_page_of_the_customer_has_the_sentence(self):
        self._policy()
        self.env["crm.visit.demand"]._refresh(self.company)
        self.bar.write(self._at((0, 0)))
        self._visited(self.bar, 26)
        page = self.bar.with_user(self.nora).crm360_load(["visit_policy"])
        (row,) = page["sections"][0]["data"]["rows"]
        # the list is of before the visit, the sentence is not
        self.assertEqual(
            row["title"], "A customer, zone North: every week, 20 min, last visit yesterday"
        )

    # -- mistakes --------------------------------------------------------------------------------

    def test_numbers_out_of_range(self):
        for values, constraint in (
            ({"number": 0}, "number_range"),
            ({"number": 8}, "number_range"),
            ({"number": 29, "frequency": "month"}, "number_range"),
            ({"minutes": 0}, "minutes_range"),
            ({"spacing_days": 7}, "spacing_range"),
            ({"value_km": -1}, "value_range"),
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation) as refusal,
            ):
                self._policy(**values)
            self.assertEqual(
                refusal.exception.diag.constraint_name, f"crm_visit_policy_{constraint}"
            )

    def test_conditions_that_cannot_be_read_and_weeks_without_a_day(self):
        for values, sentence in (
            ({"domain": "[('no', 'such'"}, "cannot be read"),
            ({"domain": "[('no_such_field', '=', 1)]"}, "cannot be read"),
            (
                dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "forbidden"),
                "at least one weekday",
            ),
        ):
            with self.subTest(values), self.assertRaises(ValidationError) as refusal:
                self._policy(**values)
            self.assertIn(sentence, str(refusal.exception))

    def test_who_may_write_policies(self):
        policy = self._policy()
        for user in (self.nora, self.lea):
            with self.subTest(user.login):
                self.assertTrue(policy.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    policy.with_user(user).minutes = 5
        policy.with_user(self.max).minutes = 25

    def test_a_company_closes_its_policies_to_another(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        policy = self._policy()
        self.pia.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(
            self.env["crm.visit.policy"].with_user(self.pia).search([("id", "=", policy.id)])
        )
        self.assertFalse(self.env["crm.visit.policy"]._resolve(self.bar.sudo(), other))


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestOpeningHours(RoutesCase):
    """Up to three windows a weekday; a rep writes down what own customers say."""

    def test_a_siesta_in_words(self):
        self._hours(self.bar, (0, 9, 14), (0, 17, 20.5), (1, 9, 14), (1, 17, 20.5), (5, 10, 14))
        self.env["res.lang"]._activate_lang("es_ES")
        self.assertEqual(
            self.bar.with_context(lang="es_ES").opening_text,
            "lunes, martes 09:00–14:00, 17:00–20:30; sábado 10:00–14:00",
        )
        # an American reads the hours of her language
        self.assertEqual(
            self.bar.opening_text.replace("\u202f", " "),
            "Monday, Tuesday 09:00 AM – 02:00 PM, 05:00 PM – 08:30 PM; "
            "Saturday 10:00 AM – 02:00 PM",
        )

    def test_windows_that_cannot_be(self):
        self._hours(self.bar, (0, 9, 14), (0, 17, 20))
        for window, sentence in (
            ((0, 13, 18), "overlap on Monday"),
            ((0, 21, 22), None),
            ((0, 6, 7), "more than three"),
        ):
            with self.subTest(window):
                if sentence is None:
                    self._hours(self.bar, window)
                    continue
                with self.assertRaises(ValidationError) as refusal:
                    self._hours(self.bar, window)
                self.assertIn(sentence, str(refusal.exception))
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._hours(self.bar, (3, 14, 9))

    def test_monday_to_friday_like_monday(self):
        self._hours(self.bar, (0, 9, 14), (0, 17, 20), (2, 10, 13))
        self.bar.with_user(self.nora).action_copy_opening_hours()
        spans = self.env["crm.opening.hours"]._get_spans(self.bar)[self.bar.id]
        self.assertEqual({day: len(found) for day, found in spans.items()},
                         {0: 2, 1: 2, 2: 1, 3: 2, 4: 2})  # fmt: skip

    def test_who_may_write_down_whose_hours(self):
        window = self._hours(self.bar, (0, 9, 14))
        for user in (self.nora, self.lea, self.max, self.pia):
            window.with_user(user).hour_to = 13.5
        for user in (self.nils, self.sara, self.lou):
            with self.subTest(user.login):
                self.assertTrue(window.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    window.with_user(user).hour_to = 12

    def test_whoever_duplicates_a_customer_duplicates_the_hours(self):
        self._hours(self.bar, (0, 10, 14), (0, 16, 20))
        # one who keeps contacts and sells nothing may not read hours
        clerk = self._user("clerk", "base.group_partner_manager")
        twin = self.bar.with_user(clerk).copy()
        self.assertEqual(
            twin.sudo().opening_hours_ids.mapped(lambda row: (row.weekday, row.hour_from)),
            [("0", 10), ("0", 16)],
        )
        # and with a user who has such a contact
        login = self.env["res.users"].create({"name": "Till", "login": "till"})
        self.assertTrue(login.copy({"login": "tilda"}))

    def test_merged_customers_keep_one_week(self):
        twin = self._shop("Bar Nandu")
        self._hours(self.bar, (0, 9, 14))
        self._hours(twin, (0, 10, 15), (1, 10, 15))
        self.env["base.partner.merge.automatic.wizard"]._merge((self.bar | twin).ids, self.bar)
        spans = self.env["crm.opening.hours"]._get_spans(self.bar)[self.bar.id]
        hour = 3600
        self.assertEqual(
            {day: [(one.opens / hour, one.closes / hour) for one in found]
             for day, found in spans.items()},
            {0: [(9, 14)], 1: [(10, 15)]},
        )  # fmt: skip
