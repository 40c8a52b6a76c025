from odoo import Command
from odoo.tests import Form, tagged

from .common_promotions import PromotionsCase


@tagged("-at_install", "post_install")
class TestPromotionCustomer(PromotionsCase):
    """Whose promotions are whose, and who works on an order that has some."""

    def test_a_merge_of_customers_adds_up_what_each_had(self):
        # given two times a customer, of which each of two cards has had one
        self.make_promotion([(12, 1)], products=self.mussels, max_per_partner=2)
        other = self.customer.copy({"name": "Hotel Ria Mansa"})
        for partner in (self.customer, other):
            self.make_order((self.mussels, 12), partner_id=partner.id).action_confirm()
        # when both become one
        partners = self.customer | other
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, self.customer)
        # then there is none left
        self.assert_free(self.refreshed((self.mussels, 24)))

    def test_an_address_is_its_customer(self):
        self.make_promotion(
            [(12, 1)], products=self.mussels, max_per_partner=1,
            partner_domain="[('name', 'ilike', 'Ría Mansa')]",
        )  # fmt: skip
        address = self.env["res.partner"].create(
            {"name": "Kitchen", "parent_id": self.customer.id, "type": "delivery"}
        )
        order = self.make_order((self.mussels, 12), partner_id=address.id)
        order.action_confirm()
        self.assert_free(order, Mussels=1)
        self.assert_free(self.refreshed((self.mussels, 12)))

    def test_another_company_promises_nothing(self):
        # given a promotion of another company, for anything and anybody
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.make_promotion([self.percent(50)], company_id=other.id)
        self.assertEqual(self.refreshed((self.mussels, 10)).amount_untaxed, 100)

    def test_a_branch_has_the_promotions_of_its_company(self):
        self.make_promotion([self.percent(10)])
        branch = self.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": self.company.id,
                "country_id": self.company.country_id.id,
            }
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": branch.id,
                "order_line": [
                    Command.create({"product_id": self.mussels.id, "product_uom_qty": 10})
                ],
            }
        )
        order.action_refresh_promotions()
        self.assertEqual(order.amount_untaxed, 90)

    def test_thresholds_and_net_prices_of_another_currency(self):
        # given 1 EUR = 1.10 of the order's: 10 % from 100.00 EUR on, and a price of 8.00 EUR
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.company.currency_id.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id, "company_id": self.company.id, "name": "2020-01-01",
                "rate": 1 / 1.1,
            }
        )  # fmt: skip
        self.make_promotion(
            [self.percent(10, 100)], products=self.tuna, condition={"metric": "amount"},
            currency_id=euro.id,
        )  # fmt: skip
        self.make_promotion(
            [{"threshold": 1, "effect": "net_price", "price": 8}], products=self.mussels,
            currency_id=euro.id, name="Net",
        )  # fmt: skip
        # when 100.00 and 120.00 are bought, where 110.00 are needed
        self.assertAlmostEqual(self.refreshed((self.tuna, 5)).amount_untaxed, 100)
        self.assertAlmostEqual(self.refreshed((self.tuna, 6)).amount_untaxed, 108)
        # and a net price of 8.80
        self.assertAlmostEqual(self.refreshed((self.mussels, 10)).amount_untaxed, 88)

    def test_a_copy_has_no_discount_of_a_promotion(self):
        promotion = self.make_promotion([self.percent(10)], products=self.mussels)
        order = self.refreshed((self.mussels, 10, {"line_discounts": "5"}))
        self.assertAlmostEqual(order.amount_untaxed, 85.5)
        promotion.action_close()
        copy = order.copy()
        self.assertAlmostEqual(copy.amount_untaxed, 95)
        self.assertFalse(copy.promotion_application_ids)

    def test_a_template_begins_anew(self):
        self.make_promotion([(12, 1)], products=self.mussels)
        template = self.env["sale.order.template"].create(
            {
                "name": "A bar",
                "company_id": self.company.id,
                "sale_order_template_line_ids": [
                    Command.create({"product_id": self.mussels.id, "product_uom_qty": 24})
                ],
            }
        )
        order = self.refreshed((self.mussels, 12))
        self.env.user.group_ids += self.env.ref("sale_management.group_sale_order_template")
        with Form(order) as form:
            form.sale_order_template_id = template
        order.action_refresh_promotions()
        self.assert_free(order, Mussels=2)
        self.assertAlmostEqual(order.amount_untaxed, 240)

    def test_a_rep_s_tools_leave_free_goods_free(self):
        # given a rep's order of 12 mussels with one free
        self.make_promotion([(12, 1)], products=self.mussels)
        rep = self.make_person("nora", "sales_team.group_sale_salesman")
        order = self.refreshed((self.mussels, 12), user_id=rep.id).with_user(rep)
        free = order.order_line.filtered("promotion_id")
        # when he gives 10 % on all lines with core's window: 120.00 - 12.00
        wizard = self.env["sale.order.discount"].with_user(rep).create(
            {
                "sale_order_id": order.id, "discount_type": "sol_discount",
                "discount_percentage": 0.1,
            }
        )  # fmt: skip
        wizard.action_apply_discount()
        self.assertAlmostEqual(order.amount_untaxed, 108)
        self.assertEqual(free.discount, 100)
        # and works taxes and prices out again, after both have changed
        tax = self.vat.copy({"name": "IVA 10 %", "amount": 10})
        self.mussels.sudo().write({"taxes_id": [Command.set(tax.ids)], "list_price": 11})
        order.action_update_taxes()
        self.assertEqual(order.order_line.tax_ids, tax)
        order.action_update_prices()
        free = order.order_line.filtered("promotion_id")
        self.assertEqual((free.price_unit, free.discount), (11, 100))
        self.assertAlmostEqual(order.amount_untaxed, 132)

    def test_warehouse_and_accounts_work_without_reading_promotions(self):
        # given an order of 24 with 12+1, and people who may not read a promotion
        promotion = self.make_promotion([(12, 1)], products=self.mussels)
        order = self.make_order((self.mussels, 24))
        order.action_confirm()
        wally = self.make_person("wally", "stock.group_stock_user")
        ines = self.make_person("ines", "account.group_account_invoice")
        for person in (wally, ines):
            self.assertFalse(promotion.with_user(person).has_access("read"))
        # when one ships twelve, and the other invoices
        self.ship(order.with_user(wally), 12)
        self.assertEqual(order.order_line.mapped("qty_delivered"), [12, 1])
        invoice = order.with_user(ines)._create_invoices()
        self.assertEqual(invoice.amount_untaxed, 120)
        self.assertEqual(invoice.invoice_line_ids.mapped("discount"), [0, 100])

    def test_the_page_of_the_customer(self):
        # given one for everybody, one for bars, one of yesterday, one that a filter keeps away
        rep = self.make_person("nora", "sales_team.group_sale_salesman")
        self.customer.user_id = rep
        segment = self.env["crm.segment"].create({"name": "Bars", "code": "bars"})
        self.make_promotion([(12, 1)], products=self.mussels, date_to="2090-12-31")
        self.make_promotion([self.percent(5)], segment_ids=[Command.link(segment.id)], name="Bars")
        self.make_promotion([self.percent(5)], date_to="2020-01-01", name="Over")
        self.make_promotion([self.percent(5)], partner_domain="[('city', '=', 'Bilbao')]")
        [section] = self.customer.with_user(rep).crm360_load(["promotions"])["sections"]
        # then the rep reads the one that the hotel gets, in one sentence
        [row] = section["data"]["rows"]
        self.assertEqual(row["title"], "Autumn")
        self.assertIn("1 Units free from 12 Units on", row["text"])
        self.assertRegex(row["badge"]["label"], "until .*90")
        self.assertEqual(section["data"]["total"], 1)
        # and as a bar both, that which ends first
        self.customer.crm_segment_id = segment
        [section] = self.customer.with_user(rep).crm360_load(["promotions"])["sections"]
        self.assertEqual([each["title"] for each in section["data"]["rows"]], ["Autumn", "Bars"])
