from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common_target import TargetCase


class TestTarget(TargetCase):
    """What a target is about, and what it says while its period runs."""

    def test_a_persons_target_counts_what_the_person_invoiced_in_its_month(self):
        """Given 23,000.00 of June and others around it, then 12,000.00 are 52.2 % of it."""
        self.invoice(9000, 3000, day="2026-06-10")
        self.invoice(5000, day="2026-06-10", rep=self.nils)
        self.invoice(5000, day="2026-05-31")
        target = self.target(amount=23000)
        self.assertEqual((target.value, target.percent, target.gap), (12000, 52.2, 11000))
        self.assertEqual(target.date_to.isoformat(), "2026-06-30")
        self.assertEqual(target.display_name, "Sales invoiced · Nora · June 2026")

    def test_a_refund_counts_for_whoever_sold_on_its_own_day(self):
        sold = self.invoice(1000, day="2026-05-20")
        self.refund(sold, 300, "2026-06-02", invoice_user_id=self.nils.id)
        self.assertEqual(self.target().value, -300)
        self.assertEqual(self.target(user_id=self.nils.id).value, 0)

    def test_the_same_sale_counts_by_team_by_family_and_by_zone(self):
        drinks = self.env["product.category"].create({"name": "Drinks"})
        cider = self.env["product.category"].create({"name": "Cider", "parent_id": drinks.id})
        bottle = self.make_product("Bottle", 10, categ_id=cider.id)
        zone = self.env["crm.zone"].create({"name": "Coast", "code": "COAST"})
        self.invoice(
            {"product_id": bottle.id, "price_unit": 400}, 600, day="2026-06-10", rep=self.nils
        )
        self.customer.crm_zone_id = zone
        team = {"user_id": False, "team_id": self.north.id}
        self.assertEqual(self.target(**team).value, 1000)
        self.assertEqual(self.target(**team, categ_id=drinks.id).value, 400)
        self.assertEqual(self.target(user_id=self.nils.id, categ_id=cider.id).value, 400)
        self.assertEqual(self.target(user_id=False, zone_id=zone.id).value, 1000)
        self.assertEqual(self.target(user_id=self.nora.id, zone_id=zone.id).value, 0)

    def test_a_quarter_has_its_three_months_and_a_year_all(self):
        for day in ("2026-03-31", "2026-04-01", "2026-06-14", "2026-07-01"):
            self.invoice(100, day=day)
        quarter = self.target(period_type="quarter", date_from="2026-04-01")
        self.assertEqual((quarter.value, str(quarter.date_to)), (200, "2026-06-30"))
        self.assertIn("Q2 2026", quarter.display_name)
        self.assertEqual(self.target(period_type="year", date_from="2026-01-01").value, 400)

    def test_collected_is_the_part_that_cash_paid_on_the_day_of_the_cash(self):
        """A6 in a target: of 1,210.00 with 1,000.00 of base 400.00 and 500.00 are paid."""
        invoice = self.invoice(1000, day="2026-04-27")
        self.pay(invoice, 400, "2026-05-03")
        self.pay(invoice, 500, "2026-06-04")
        collected = {"metric_id": self.metric("sales_collected").id}
        # 1,000.00 of the 1,210.00 are base, so 500.00 of cash are 413.22 of it
        self.assertEqual(self.target(**collected).value, 413.22)
        self.assertEqual(self.target(**collected, date_from="2026-05-01").value, 330.58)
        self.assertEqual(self.target(**collected, date_from="2026-04-01").value, 0)

    def test_a_refund_that_settles_an_invoice_is_no_money(self):
        invoice = self.invoice(1000, day="2026-06-01")
        self.match(invoice, self.refund(invoice, 300, "2026-06-02"))
        target = self.target(metric_id=self.metric("sales_collected").id)
        self.assertEqual(target.value, 0)

    def test_a_customer_of_two_families_is_one_new_customer(self):
        family = self.env["product.category"].create({"name": "Other"})
        other = self.make_product("Other", 10, categ_id=family.id)
        self.invoice(100, {"product_id": other.id, "price_unit": 5}, day="2026-06-03")
        new = {"metric_id": self.metric("new_customers").id}
        self.assertEqual(self.target(**new).value, 1)
        self.assertEqual(self.target(**new, categ_id=family.id).value, 1)
        self.assertEqual(self.target(**new, date_from="2026-05-01").value, 0)

    def test_a_metric_of_other_records_counts_by_person_and_adds_up_for_the_team(self):
        lead = {"name": "Bar", "type": "opportunity", "partner_id": self.customer.id}
        for user, revenue in ((self.nora, 200), (self.nils, 300), (self.sara, 400)):
            values = {**lead, "user_id": user.id, "expected_revenue": revenue}
            self.env["crm.lead"].create(values)
        pipeline = {"metric_id": self.metric("pipeline_value").id}
        self.assertEqual(self.target(**pipeline).value, 200)
        self.assertEqual(self.target(**pipeline, user_id=False, team_id=self.north.id).value, 500)

    def test_what_is_not_counted_by_family_is_not_asked_by_family(self):
        family = self.env["product.category"].create({"name": "Drinks"})
        with self.assertRaisesRegex(ValidationError, "Visits done is not counted by product"):
            self.target(metric_id=self.metric("visits_done").id, categ_id=family.id)

    def test_a_period_begins_on_its_first_day(self):
        with self.assertRaisesRegex(ValidationError, "04/01/2026 instead of 05/01/2026"):
            self.target(period_type="quarter", date_from="2026-05-01")

    def test_nothing_is_there_twice(self):
        self.target()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.target(amount=5)

    def test_a_target_of_another_company_counts_its_own_sales(self):
        self.invoice(1000, day="2026-06-10")
        other = self.make_company("Other")
        self.nora.company_ids += other
        target = self.target(company_id=other.id)
        self.assertEqual(target.value, 0)

    def test_the_same_targets_for_the_next_month_once(self):
        targets = self.target() | self.target(user_id=self.nils.id)
        self.target(date_from="2026-07-01", amount=7)
        action = targets.action_copy_to_next()
        made = targets.search(action["domain"])
        self.assertEqual((made.user_id, str(made.date_from), made.amount), (self.nils,
                         "2026-07-01", 10000))  # fmt: skip
        self.assertEqual((made.status, made.value), ("awaited", 0))

    def test_who_leaves_gives_the_targets_to_come_to_another_and_keeps_those_that_run(self):
        """Given Nils has one of July already, then 10,000.00 of Nora's come on top."""
        june = self.target()
        self.target(date_from="2026-07-01")
        august = self.target(date_from="2026-08-01")
        july = self.target(user_id=self.nils.id, date_from="2026-07-01", amount=7000)
        manager = self.make_user("max", "sales_team.group_sale_manager")
        counts = self.nora.with_user(manager).crm_hand_over({"targets": self.nils.id})
        self.assertEqual(counts["targets"], 2)
        self.assertEqual((july.amount, august.user_id, june.user_id), (17000, self.nils, self.nora))
        self.assertEqual(
            self.env["crm.sales.target"].search_count([("user_id", "=", self.nora.id)]), 1
        )

    def test_the_whole_quarter_is_copied_to_the_next_quarter(self):
        quarter = self.target(period_type="quarter", date_from="2026-04-01")
        made = quarter.search(quarter.action_copy_to_next()["domain"])
        self.assertEqual((str(made.date_from), str(made.date_to)), ("2026-07-01", "2026-09-30"))
