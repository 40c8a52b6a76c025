from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_day import MONDAY, TUESDAY, DayCase


@tagged("-at_install", "post_install")
class TestDayRead(DayCase):
    """A rep's day as the agenda has it."""

    def test_a_day_as_it_stands(self):
        # given a shop at kilometre 10 at half past nine, and one at 20 at half past ten
        first, second = self._visit(10, "9:30"), self._visit(20, "10:30")
        # when Nora looks at her day
        day = self._day()
        # then it has both with their ways, waiting and room
        self.assertEqual(self._told(day), [("Shop 10", "9:30"), ("Shop 20", "10:30")])
        self.assertEqual([each["id"] for each in day["stops"]], [first.id, second.id])
        self.assertEqual([each["number"] for each in day["stops"]], [1, 2])
        self.assertEqual([each["travel_km"] for each in day["stops"]], [10, 10])
        self.assertEqual([each["travel_minutes"] for each in day["stops"]], [10, 10])
        self.assertEqual([each["wait_minutes"] for each in day["stops"]], [20, 20])
        # the second until 17:10: half an hour, and twenty minutes home before six
        self.assertEqual([each["slack_minutes"] for each in day["stops"]], [420, 400])
        # and the whole is 40 km, out at 9:20, back at 11:20
        self.assertEqual((day["km"], day["minutes_driving"]), (40, 40))
        self.assertEqual((self._hour(day["leaves"]), self._hour(day["back"])), ("9:20", "11:20"))
        self.assertEqual((day["user_name"], day["may_edit"], day["source"]), ("Nora", True, "day"))
        self.assertEqual(day["start"]["label"], self.company.name)
        self.assertEqual([round(place[0], 3) for place in day["shape"]], [43.0, 43.01, 43.02, 43.0])

    def test_a_day_without_anything(self):
        day = self._day()
        self.assertEqual((day["stops"], day["km"], day["leaves"]), ([], 0, False))

    def test_what_is_done_comes_first_and_the_rest_begins_there(self):
        # given three visits, of which the one at kilometre 30 was done first, until 10:10
        near, far, last = (
            self._visit(10, "9:30"),
            self._visit(30, "11:00"),
            self._visit(40, "12:00"),
        )
        self._done(far, "10:10")
        # when it is 10:15
        self._it_is("10:15")
        day = self._day()
        # then the others follow it, with the way from there
        self.assertEqual([each["id"] for each in day["stops"]], [far.id, near.id, last.id])
        self.assertEqual([each["state"] for each in day["stops"]], ["done", "planned", "planned"])
        self.assertEqual([each["travel_km"] for each in day["stops"]], [30, 20, 30])
        self.assertEqual(day["km"], 30 + 20 + 30 + 40)
        # and the near one, who stood at half past nine, is late: there at half past ten
        warning = day["stops"][1]["warning"]
        self.assertIn("10:30", warning)
        self.assertIn("60 min", warning)
        self.assertEqual((day["stops"][1]["problem"], day["stops"][1]["late"]), ("late", True))

    def test_who_was_visited_the_day_before_is_no_stop_of_the_day(self):
        # given two visits of Tuesday, of which Nora makes the first one on Monday, passing by
        early = self._visit(10, "9:30", day=TUESDAY)
        last = self._visit(40, "12:00", day=TUESDAY)
        self._done(early, "10:10")
        # then Tuesday is one visit from home, out in the morning and not at midnight
        day = self._day(day=TUESDAY)
        self.assertEqual([each["id"] for each in day["stops"]], [last.id])
        self.assertEqual((day["km"], self._hour(day["leaves"])), (80, "11:20"))
        # and no hour of the night is offered to the next customer
        new = self._shop("New shop", self.nora, self._km(12))
        slots = self._routes().get_slots(self.nora.id, new.id, 30)["slots"]
        hours = [int(self._hour(each["begin"]).split(":")[0]) for each in slots]
        self.assertTrue(all(9 <= hour < 18 for hour in hours), slots)

    def test_a_shop_that_has_closed_for_works_is_told(self):
        # given a visit in the agenda, and a shop that writes that it is shut until Tuesday
        visit = self._visit(10, "9:30")
        self.env["crm.closing.days"].create(
            {"partner_id": visit.partner_id.id, "date_from": MONDAY, "date_to": TUESDAY}
        )
        [stop] = self._day()["stops"]
        self.assertEqual((stop["warning"], stop["problem"]), ("Closed on this day.", "closed"))

    def test_an_appointment_and_a_visit_that_was_called_off(self):
        meeting = self.env.ref("crm_actions.crm_action_type_meeting")
        self._visit(10, "9:30", type_id=meeting.id)
        self._visit(20, "10:30").cancel("Closed")
        [stop] = self._day()["stops"]
        self.assertEqual((stop["name"], stop["promised"], stop["locked"]), ("Shop 10", True, True))

    def test_a_customer_who_is_closed_then_is_told(self):
        # given a bar that is open from ten to one on Mondays
        visit = self._visit(10, "9:30")
        self._open(visit, (0, 10, 13))
        [stop] = self._day()["stops"]
        self.assertEqual(stop["problem"], "closed")
        self.assertIn("09:30", stop["warning"])
        self.assertIn("10:00", stop["warning"])
        # in hours as the screen beside it has them
        self.env["res.lang"]._activate_lang("es_ES")
        in_spanish = self._routes().with_context(lang="es_ES")
        [stop] = in_spanish.get_day(self.nora.id, str(MONDAY))["stops"]
        self.assertIn("09:30", stop["warning"])
        self.assertIn("10:00–13:00", stop["warning"])
        # and one that is closed all Monday
        self.env["crm.opening.hours"].search([]).unlink()
        self._open(visit, (1, 10, 13))
        self.assertEqual(self._day()["stops"][0]["warning"], "Closed on this day.")

    def test_a_customer_without_a_position_says_so(self):
        visit = self._visit(10, "9:30")
        self._visit(20, "10:30")
        visit.partner_id.write({"partner_latitude": 0, "partner_longitude": 0})
        stop = self._day()["stops"][0]
        self.assertEqual((stop["latitude"], stop["longitude"]), (False, False))
        self.assertIn("position", stop["warning"])

    def test_lunch_is_nobodys_slack(self):
        """There at ten past twelve for half past two, of which she eats an hour."""
        self.nora_road.write({"lunch_from": 13, "lunch_to": 14})
        self._visit(10, "9:30", 150)
        self._visit(20, "14:30")
        self.assertEqual(self._day()["stops"][1]["wait_minutes"], 80)

    def test_who_sees_whose_day(self):
        self._visit(10, "9:30")
        # her own, her leader's and the planner's business
        for user in (self.nora, self.lea, self.pia, self.max):
            day = self._day(user)
            self.assertEqual((len(day["stops"]), day["may_edit"]), (1, True), user.name)
        # nobody else's
        for user in (self.nils, self.sara, self.lou):
            with self.assertRaises(AccessError, msg=user.name):
                self._day(user)
        plain = self._user("plain", "base.group_user")
        with self.assertRaises(AccessError):
            self._day(plain, plain)

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._user("stranger", "sales_team.group_sale_salesman")
        stranger.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            self._day(self.pia, stranger)

    def test_what_makes_no_sense_is_refused_with_words(self):
        routes = self._routes()
        for user_id, day, wrong in (
            ("nora", "2026-11-30", ValidationError),
            (True, "2026-11-30", ValidationError),
            (0, "2026-11-30", AccessError),
            (self.nora.id, "Monday", UserError),
        ):
            with self.assertRaises(wrong):
                routes.get_day(user_id, day)
        with self.assertRaises(ValidationError):
            routes.preview_order(self.nora.id, str(MONDAY), "all")
        with self.assertRaises(ValidationError):
            routes.preview_order(self.nora.id, str(MONDAY), [], position={"latitude": 91})
        with self.assertRaises(ValidationError):
            routes.preview_order(self.nora.id, str(MONDAY), [], late=-1)

    def test_as_many_queries_for_twenty_stops_as_for_four(self):
        def measure(count):
            self._clear()
            for number in range(count):
                self._visit(number + 1, f"{9 + number // 4}:{number % 4 * 15:02d}", 10)
            self._day()
            with self.count_queries() as counter:
                self.assertEqual(len(self._day()["stops"]), count)
            return counter.count

        self.assert_same_queries(measure, few=4, many=20)
