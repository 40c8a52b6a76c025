from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CUSTOMER
from .common_my_day import TEN, MyDayCase


@tagged("-at_install", "post_install")
class TestMyDay(MyDayCase):
    """One answer with everything that a phone shows and needs without a network."""

    def test_the_day_in_order_with_its_figures(self):
        # given two visits today of which one is done, one cancelled, and one tomorrow
        later = self._plan(start=datetime(2026, 10, 15, 11), summary="Close the breakfasts")
        done = self._plan(start=datetime(2026, 10, 15, 6))
        done.close({"outcome_id": self.interested.id})
        off = self._plan(start=datetime(2026, 10, 15, 9))
        off.cancel("Ill")
        self._plan(start=datetime(2026, 10, 16, 9))
        day = self._day()
        # then the three of today come by the hour; what is cancelled does not count
        self.assertEqual([row["id"] for row in day["actions"]], [done.id, off.id, later.id])
        self.assertEqual((day["done"], day["total"]), (1, 2))
        self.assertEqual((day["date"], day["today"]), ("2026-10-15", "2026-10-15"))
        row = day["actions"][2]
        self.assertEqual(row["title"], "Hotel Ría Mansa")
        self.assertEqual((row["city"], row["summary"]), ("Ribadesella", "Close the breakfasts"))
        self.assertEqual((row["start"], row["state"]), ("2026-10-15 11:00:00", "planned"))
        self.assertTrue(row["has_checkin"])
        self.assertEqual(day["actions"][0]["outcome"], "Interested")

    def test_the_day_has_twenty_five_hours_when_summer_time_ends(self):
        # given what happens in the first and in the last minute of 25 October in Madrid
        first = self._plan(start=datetime(2026, 10, 24, 22), stop=datetime(2026, 10, 24, 22, 5))
        last = self._plan(start=datetime(2026, 10, 25, 22, 50), stop=datetime(2026, 10, 25, 22, 55))
        before = self._plan(start=datetime(2026, 10, 24, 21), stop=datetime(2026, 10, 24, 21, 55))
        after = self._plan(start=datetime(2026, 10, 25, 23), stop=datetime(2026, 10, 25, 23, 5))
        whole = self._plan(start=datetime(2026, 10, 25, 9), allday=True)
        ids = [row["id"] for row in self._day("2026-10-25")["actions"]]
        self.assertEqual(set(ids), {first.id, last.id, whole.id})
        self.assertFalse({before.id, after.id} & set(ids))

    def test_what_lasts_the_whole_day_stands_above_the_hours(self):
        # given a fair, whose stored hour lies in the middle of the morning, and two visits
        late = self._plan(start=datetime(2026, 10, 15, 11))
        early = self._plan(start=datetime(2026, 10, 15, 6))
        fair = self._plan(start=datetime(2026, 10, 15, 9), allday=True)
        rows = self._day()["actions"]
        self.assertEqual([row["id"] for row in rows], [fair.id, early.id, late.id])

    def test_only_own_work(self):
        self._plan(self.nils)
        self.assertFalse(self._day()["actions"])
        self.assertFalse(self._day(user=self.lea)["actions"], "a leader's day is his own")

    def test_overdue_is_what_was_planned_before_today(self):
        old = self._plan(start=datetime(2026, 10, 13, 9))
        self._plan(start=datetime(2026, 10, 15, 6), stop=datetime(2026, 10, 15, 6, 30))
        whole = self._plan(start=datetime(2026, 10, 14, 9), allday=True)
        day = self._day()
        self.assertEqual([row["id"] for row in day["overdue"]], [whole.id, old.id])
        self.assertEqual(day["overdue_count"], 2)
        self.assertTrue(day["actions"][0]["late"], "late today shows in the day")

    def test_many_overdue_are_counted_and_not_all_sent(self):
        for days in range(1, 26):
            self._plan(start=TEN - timedelta(days=days))
        day = self._day()
        self.assertEqual((len(day["overdue"]), day["overdue_count"]), (20, 25))

    def test_an_open_visit_of_yesterday_shows(self):
        visit = self._plan(start=datetime(2026, 10, 14, 16))
        visit.check_in({})
        self.assertEqual(self._day()["open_visit"]["id"], visit.id)

    def test_opportunities_without_a_next_step_worst_first(self):
        lost_sight = self._opportunity(name="Forgotten", expected_revenue=4800)
        planned = self._opportunity(name="Planned")
        self._plan(opportunity_id=planned.id)
        self._opportunity(name="Paused", snooze_until=date(2026, 11, 1), snooze_reason="Closed")
        self._opportunity(self.nils, name="Not hers")
        day = self._day()
        [row] = day["without_next"]
        self.assertEqual((row["lead_id"], row["amount"]), (lost_sight.id, 4800))
        self.assertEqual(row["partner_name"], "Hotel Ría Mansa")
        self.assertIn("No next step", row["reason"])
        self.assertEqual(day["without_next_count"], 1)

    def test_what_one_has_to_know_of_a_customer(self):
        # given a note of last week and a colleague's that she may not read
        week_ago = self._plan(start=datetime(2026, 10, 1, 9))
        week_ago.sudo()._close(
            {"outcome_id": self.interested.id, "note": "<p>Butter in <b>portions</b></p>",
             "done_at": datetime(2026, 10, 1, 9, 30)}, datetime(2026, 10, 1, 9, 30),
        )  # fmt: skip
        theirs = self._plan(self.nils, start=datetime(2026, 10, 8, 9))
        theirs.close({"outcome_id": self.interested.id, "note": "Secret"})
        self._plan()
        self.customer.crm_segment_id = self.env["crm.segment"].create({"name": "A", "code": "A"})
        self.customer.phone = "+34 985 00 00 00"
        customer = self._day()["partners"][str(self.customer.id)]
        self.assertEqual(customer["note"], {"on": "2026-10-01", "text": "Butter in *portions*"})
        self.assertEqual(customer["segment"], "A")
        self.assertEqual(customer["phone"], "+34 985 00 00 00")
        self.assertEqual((customer["lat"], customer["lng"]), CUSTOMER)
        self.assertEqual(customer["radius_m"], 300)
        self.assertIn("Ribadesella", customer["address"])

    def test_open_quotes_and_debt_come_as_figures(self):
        product = self.env["product.product"].create({"name": "Butter", "list_price": 421.3})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_uom_qty": 2, "tax_ids": False})
                ],
            }
        )
        self._plan()
        summary = self._day()["partners"][str(self.customer.id)]["summary"]
        self.assertEqual(summary["quotes"], {"count": 1, "amount": order.amount_total})
        self.assertNotIn("receivables", summary, "nothing owed is nothing to show")

    def test_two_currencies_are_told_as_one(self):
        # given two francs for one of the company's, which has another company in francs
        franc = self.env.ref("base.CHF")
        franc.active = True
        company = self.env.company
        self.env["res.currency.rate"].create(
            [
                {"currency_id": each.id, "name": "2026-01-01", "rate": rate, "company_id": False}
                for each, rate in ((franc, 2), (company.currency_id, 1))
            ]
        )
        swiss = self.env["res.company"].create({"name": "Swiss", "currency_id": franc.id})
        self.nora.company_ids += swiss
        # and a quote of 100 francs, one of 10 here, and opportunities of 60 francs and 7 here
        pricelist = self.env["product.pricelist"].create(
            {"name": "Francs", "currency_id": franc.id}
        )
        product = self.env["product.product"].create({"name": "Butter", "list_price": 421.3})
        for price, values in ((100, {"pricelist_id": pricelist.id}), (10, {})):
            line = {"product_id": product.id, "price_unit": price, "tax_ids": False}
            self.env["sale.order"].create(
                {"partner_id": self.customer.id, "order_line": [(0, 0, line)], **values}
            )
        far = self._opportunity(expected_revenue=60, company_id=swiss.id, team_id=False)
        here = self._opportunity(expected_revenue=7)
        # when the day is asked for in both companies
        self._plan(opportunity_id=far.id)
        alone = self._opportunity(expected_revenue=40, company_id=swiss.id, team_id=False)
        actions = self.env["crm.action"].with_user(self.nora)
        day = actions.with_context(allowed_company_ids=(company | swiss).ids).get_my_day()
        # then all is in the currency of the day
        self.assertEqual(day["currency_id"], company.currency_id.id)
        summary = day["partners"][str(self.customer.id)]["summary"]
        self.assertEqual(summary["quotes"], {"count": 2, "amount": 60})
        self.assertEqual(day["leads"][str(far.id)]["amount"], 30)
        self.assertEqual(
            {row["lead_id"]: row["amount"] for row in day["without_next"]} | {far.id: 30},
            {here.id: 7, alone.id: 20, far.id: 30},
        )

    def test_choices_show_the_real_working_day(self):
        # given a Thursday, and a Sunday in a month
        choices = {row["key"]: row["date"] for row in self._day()["choices"]}
        self.assertEqual(choices, {"2d": "2026-10-19", "1w": "2026-10-22", "1m": "2026-11-16"})

    def test_slots_are_the_next_free_working_half_hours(self):
        # given a working day that begins at eight in Madrid, and two appointments
        self.env.company.resource_calendar_id.tz = "Europe/Madrid"
        self._plan(start=datetime(2026, 10, 15, 8), stop=datetime(2026, 10, 15, 9))
        self.env["calendar.event"].create(
            {
                "name": "Dentist",
                "user_id": self.nora.id,
                "partner_ids": [(6, 0, self.nora.partner_id.ids)],
                "start": datetime(2026, 10, 15, 9),
                "stop": datetime(2026, 10, 15, 9, 40),
            }
        )
        slots = self._day()["slots"]
        # then the morning goes on at a quarter to twelve, until the pause at noon
        self.assertEqual(slots[:2], ["2026-10-15 11:00:00", "2026-10-15 11:30:00"])
        self.assertEqual(len(slots), 6)

    def test_what_the_forms_choose_from(self):
        day = self._day()
        visit = next(kind for kind in day["types"] if kind["id"] == self.visit_type.id)
        self.assertEqual((visit["code"], visit["geo_policy"]), ("visit", "expect"))
        self.assertIn(self.order.id, visit["outcome_ids"])
        self.assertIn(self.order.id, [row["id"] for row in day["outcomes"]])
        self.assertTrue(day["lost_reasons"])
        self.assertEqual(day["policy"], "warn")
        self.assertEqual(day["user"]["id"], self.nora.id)

    def test_a_date_that_is_none(self):
        with self.assertRaises(UserError):
            self._day("yesterday")

    def test_who_does_not_sell_has_no_day(self):
        clerk = self._user("clerk", "base.group_user")
        with self.assertRaises(AccessError):
            self._day(user=clerk)


@tagged("-at_install", "post_install")
class TestNearby(MyDayCase):
    """Customers who wait for a visit, near where the day leads."""

    def setUp(self):
        super().setUp()
        self.segment = self.env["crm.segment"].create(
            {"name": "B", "code": "B", "cycle_days": 28}
        )  # fmt: skip
        self._plan()

    def _near(self, name="Bar La Tina", north_m=1000, **values):
        return self._bar(
            name,
            **{
                "user_id": self.nora.id,
                "crm_segment_id": self.segment.id,
                "partner_latitude": CUSTOMER[0] + north_m / 111_195,
                "partner_longitude": CUSTOMER[1],
                **values,
            },
        )

    def _names(self):
        return [row["name"] for row in self._day()["nearby"]]

    def test_never_visited_one_kilometre_away(self):
        self._near()
        [row] = self._day()["nearby"]
        self.assertEqual((row["distance_km"], row["due_on"]), (1.0, False))

    def test_due_after_the_cycle_of_the_segment(self):
        bar = self._near()
        visit = self._plan(partner_id=bar.id, start=datetime(2026, 9, 17, 9))
        visit.sudo()._close(
            {"outcome_id": self.order.id, "done_at": datetime(2026, 9, 17, 9)},
            datetime(2026, 9, 17, 9),
        )
        [row] = self._day()["nearby"]
        self.assertEqual((row["last_visit_on"], row["due_on"]), ("2026-09-17", "2026-10-15"))
        visit.sudo().done_at = datetime(2026, 9, 18, 9)
        self.assertFalse(self._names(), "one day too early")

    def test_who_is_no_case(self):
        self._near("Far", north_m=10_500)
        self._near("Colleague's", user_id=self.nils.id)
        self._near("No cycle", crm_segment_id=False)
        self._near("Nowhere", partner_latitude=0, partner_longitude=0)
        planned = self._near("Planned")
        self._plan(partner_id=planned.id, start=datetime(2026, 10, 20, 9))
        self._near("Nearest", north_m=200)
        self._near("Edge", north_m=9_900)
        self.assertEqual(self._names(), ["Nearest", "Edge"])

    def test_without_stops_nobody_is_near(self):
        self._near()
        self.env["crm.action"].search([]).filtered(lambda one: one.state == "planned").cancel("Ill")
        self.customer.write({"partner_latitude": 0, "partner_longitude": 0})
        self.assertFalse(self._names())
