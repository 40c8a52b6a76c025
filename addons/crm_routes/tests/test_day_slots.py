from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_day import MONDAY, TUESDAY, DayCase


@tagged("-at_install", "post_install")
class TestDaySlots(DayCase):
    """One more visit: the three best hours over the next days, and booking one of them."""

    def setUp(self):
        super().setUp()
        self.new = self._shop("New shop", self.nora, self._km(15))

    def _slots(self, partner=None, user=None, of=None, **options):
        found = self._routes(user).get_slots(
            (of or self.nora).id, (partner or self.new).id, **options
        )
        return found["slots"]

    def _book(self, slot, **options):
        return self._routes().book_slot(self.nora.id, self.new.id, slot["begin"], 30, **options)

    def test_the_three_best_hours(self):
        # given visits on Monday that pass by, on Tuesday nearby, and free days after that
        self._visit(10, "9:30")
        self._visit(20, "12:00")
        self._visit(10, "9:30", day=TUESDAY)
        # when the customer at kilometre 15 wants to be visited for half an hour
        slots = self._slots(minutes=30)
        # then it costs nothing on Monday, ten kilometres on Tuesday, thirty on a free day
        self.assertEqual([each["travel_km"] for each in slots], [0, 10, 30])
        self.assertEqual(
            [each["date"] for each in slots], ["2026-11-30", "2026-12-01", "2026-12-02"]
        )
        # between the two, at a round hour: 10:05 is when she is there
        self.assertEqual(
            (self._hour(slots[0]["begin"]), slots[0]["after"], slots[0]["before"]),
            ("10:05", "Shop 10", "Shop 20"),
        )

    def test_nobody_is_sent_to_a_shop_that_is_shut(self):
        # given a visit on Monday that passes by, and a shop that is shut for its holidays till then
        self._visit(10, "9:30")
        self.env["crm.closing.days"].create(
            {"partner_id": self.new.id, "date_from": MONDAY, "date_to": TUESDAY}
        )
        # then the first hour that is offered is on Wednesday
        dates = sorted(each["date"] for each in self._slots(minutes=30))
        self.assertEqual(dates[0], "2026-12-02")

    def test_one_tap_books_it_with_its_hour(self):
        first, last = self._visit(10, "9:30"), self._visit(20, "12:00")
        slot = self._slots(minutes=30)[0]
        booked = self._book(slot)
        visit = self.env["crm.action"].browse(booked["action_id"])
        self.assertEqual((visit.start, visit.stop), (self._utc("10:05"), self._utc("10:35")))
        self.assertEqual((visit.user_id, visit.partner_id), (self.nora, self.new))
        self.assertTrue(visit.route_promised)
        self.assertEqual(self._agenda(first, last), ["9:30", "12:00"])
        self._assert_agrees(booked["day"])

    def test_who_comes_behind_makes_room(self):
        # given two visits without a minute between them: 9:10 to 9:40, 9:50 to 10:20
        first, last = self._visit(10, "9:10"), self._visit(20, "9:50")
        booked = self._book(self._slots(minutes=30)[0])
        # then the new one is at 9:45 and the last one follows at 10:20
        self.assertEqual(self._agenda(first, last), ["9:10", "10:20"])
        self._assert_agrees(booked["day"])

    def test_no_promise_breaks_for_it(self):
        first, last = self._visit(10, "9:10"), self._visit(20, "9:50")
        self._routes().set_locked(last.id, True)
        slot = next(each for each in self._slots(minutes=30) if each["date"] == str(MONDAY))
        # behind the promised one, five kilometres back: ten o'clock twenty-five
        self.assertEqual((self._hour(slot["begin"]), slot["after"]), ("10:25", "Shop 20"))
        self._book(slot)
        self.assertEqual(self._agenda(first, last), ["9:10", "9:50"])

    def test_an_hour_that_was_taken_meanwhile(self):
        self._visit(10, "9:30")
        slot = self._slots(minutes=30)[0]
        taken = self._visit(15, self._hour(slot["begin"]))
        self._routes().set_locked(taken.id, True)
        with self.assertRaisesRegex(UserError, "taken"):
            self._book(slot)

    def test_where_it_may_not_be_it_is_not_offered(self):
        # given a shop that is open on Thursday and Friday mornings, never visited on a Friday
        self._hours(self.new, (3, 9, 12), (4, 9, 12))
        policy = self._policy(partner_id=self.new.id, fri="forbidden", minutes=45)
        slots = self._slots()
        # then it is the next three Thursdays, as long as the policy says
        self.assertEqual(
            [each["date"] for each in slots], ["2026-12-03", "2026-12-10", "2026-12-17"]
        )
        found = self._routes().get_slots(self.nora.id, self.new.id)
        self.assertEqual(found["minutes"], policy.minutes)

    def test_on_leave_and_on_a_day_with_the_same_customer_nothing_is_offered(self):
        self.env["crm.route.absence"].create(
            {"rep_id": self.nora_road.id, "date_from": TUESDAY, "date_to": date(2026, 12, 2)}
        )
        self._visit(0, "9:30", partner_id=self.new.id)
        self.assertEqual(self._slots(minutes=30)[0]["date"], "2026-12-03")

    def test_today_only_what_is_still_to_come(self):
        self._it_is("16:00")
        slot = self._slots(minutes=30)[0]
        self.assertEqual((slot["date"], self._hour(slot["begin"])), (str(MONDAY), "16:15"))
        self._it_is("17:30")
        self.assertEqual(self._slots(minutes=30)[0]["date"], str(TUESDAY))

    def test_today_is_that_of_the_rep(self):
        # given Tuesday, eight o'clock in Madrid, when it is still Monday in California
        self.clock.move_to(self._utc("8:00", TUESDAY))
        seen = self._routes(self.lea).with_context(tz="America/Los_Angeles")
        slots = seen.get_slots(self.nora.id, self.new.id, 30)["slots"]
        # then nothing is offered for the day that is over
        self.assertEqual(slots[0]["date"], str(TUESDAY))

    # -- two companies ---------------------------------------------------------------------------

    def _elsewhere(self, hour, minutes):
        """What Nora does for another company, while one looks at this one alone."""
        other = self.env["res.company"].create({"name": "Cantabria"})
        self.nora.company_ids = [Command.link(other.id)]
        start = self._utc(hour)
        visit = self.env["crm.action"].create(
            {
                "type_id": self.visit_type.id,
                "user_id": self.nora.id,
                "company_id": other.id,
                "partner_id": self._shop("Secret", place=self._km(40)).id,
                "start": start,
                "stop": start + timedelta(minutes=minutes),
            }
        )
        self.env = self.env(context={**self.env.context, "allowed_company_ids": self.company.ids})
        for user in (self.nora, self.lea):
            mine = self.env["crm.action"].with_user(user)
            self.assertFalse(mine.search([("id", "=", visit.id)]))

    def test_hours_that_go_to_another_company_are_not_offered(self):
        # given Nora, who works for another company till half past four on Monday, and then has a
        # promise to keep at kilometre 10
        self._elsewhere("9:00", 450)
        first = self._visit(10, "16:40", 15)
        self._routes().set_locked(first.id, True)
        for user in (self.nora, self.lea):
            slots = self._slots(user=user, minutes=30)
            # then on Monday there is the time behind that, and nothing is told but hours
            found = [
                (self._hour(each["begin"]), each["after"], each["before"])
                for each in slots
                if each["date"] == str(MONDAY)
            ]
            self.assertEqual(found, [("17:00", "Shop 10", False)])
            self.assertNotIn("Secret", str(slots))
        self._book(slots[0])
        self.assertEqual(self._agenda(first), ["16:40"])

    def test_an_hour_that_goes_to_another_company_is_not_booked(self):
        slot = self._slots(minutes=30)[0]
        self.assertEqual(self._hour(slot["begin"]), "9:15")
        # given the other company, which takes half of it meanwhile
        self._elsewhere("9:30", 60)
        with self.assertRaisesRegex(UserError, "taken meanwhile") as caught:
            self._book(slot)
        self.assertNotIn("Secret", str(caught.exception))

    def test_who_makes_room_does_not_go_into_the_hours_of_another_company(self):
        # given half an hour at kilometre 20, and another company's visit from ten to eleven
        last = self._visit(20, "9:20")
        self._elsewhere("10:00", 60)
        slot = self._slots(minutes=30)[0]
        self.assertEqual((self._hour(slot["begin"]), slot["before"]), ("9:15", "Shop 20"))
        # when the new one is put before it, then it waits until that is over
        self._book(slot)
        self.assertEqual(self._agenda(last), ["11:00"])

    def test_the_limits_of_a_day_hold(self):
        self.nora_road.max_visits = 1
        self._visit(10, "9:30")
        self.assertEqual(self._slots(minutes=30)[0]["date"], str(TUESDAY))

    def test_a_rep_who_begins_nowhere_begins_at_the_customer(self):
        """Nobody has said where Nora sets out, and the company has no position either."""
        self.company.partner_id.write({"partner_latitude": 0, "partner_longitude": 0})
        slot = self._slots(minutes=30)[0]
        self.assertEqual((slot["travel_km"], self._hour(slot["begin"])), (0, "9:00"))
        self.assertFalse(self._day()["start"])

    def test_who_has_no_position_and_who_is_nobody(self):
        self.new.write({"partner_latitude": 0, "partner_longitude": 0})
        with self.assertRaisesRegex(UserError, "no position"):
            self._slots()
        with self.assertRaises(ValidationError):
            self._routes().get_slots(self.nora.id, False)
        with self.assertRaises(ValidationError):
            self._routes().book_slot(self.nora.id, self.bar.id, "soon", 30)

    def test_days_at_the_end_of_all_calendars(self):
        for day in ("9999-12-30", "0001-01-02"):
            with self.assertRaisesRegex(ValidationError, "between 2000 and 2099"):
                self._routes().get_day(self.nora.id, day)
        for begin in ("9999-12-31 23:50:00", "0001-01-01 00:00:00"):
            with self.assertRaisesRegex(ValidationError, "between 2000 and 2099"):
                self._routes().book_slot(self.nora.id, self.new.id, begin, 30)

    def test_whose_days_one_may_fill(self):
        slot = self._slots(user=self.lea, minutes=30)[0]
        booked = self._routes(self.lea).book_slot(self.nora.id, self.new.id, slot["begin"], 30)
        self.assertEqual(self.env["crm.action"].browse(booked["action_id"]).user_id, self.nora)
        for user in (self.nils, self.sara, self.lou):
            with self.assertRaises(AccessError):
                self._slots(user=user)
            with self.assertRaises(AccessError):
                self._routes(user).book_slot(self.nora.id, self.new.id, slot["begin"], 30)

    def test_a_customer_of_another_company_has_no_name(self):
        # given a customer that Nora may not see, without a position
        other = self.env["res.company"].create({"name": "Other"})
        secret = self._shop("Secret", place=None, company_id=other.id)
        # then she does not learn from a refusal who it is
        with self.assertRaises(AccessError) as caught:
            self._routes().book_slot(self.nora.id, secret.id, "2026-12-01 09:00:00", 30)
        self.assertNotIn("Secret", str(caught.exception))
        with self.assertRaisesRegex(ValidationError, "Choose a customer"):
            self._routes().book_slot(self.nora.id, 10**12, "2026-12-01 09:00:00", 30)

    def test_as_many_queries_for_full_days_as_for_empty_ones(self):
        def measure(count):
            self._clear()
            for number in range(count):
                self._visit(number + 1, f"{9 + number // 4}:{number % 4 * 15:02d}", 10)
            self._slots(minutes=30)
            with self.count_queries() as counter:
                self._slots(minutes=30)
            return counter.count

        self.assert_same_queries(measure, few=4, many=20)
