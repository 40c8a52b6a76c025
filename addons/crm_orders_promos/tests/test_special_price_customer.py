from odoo.fields import Command
from odoo.tests import Form

from .common_special_roles import SpecialPriceRolesCase


class TestSpecialPriceOfCustomer(SpecialPriceRolesCase):
    """What the customer's form and page show, and what a merge and an erasure leave."""

    def page(self, user, customer):
        [section] = customer.with_user(user).crm360_load(["special_prices"])["sections"]
        return section["data"]

    def test_the_page_of_the_customer(self):
        customer = self.customers[self.nuria]
        tag = self.env["res.partner.category"].create({"name": "HORECA"})
        customer.category_id = tag
        self.agree(scope="tag", partner_tag_id=tag.id, kind="extra_chain", chain="5")
        approved = self.propose(self.nuria, min_qty=24, date_to="2090-12-31")
        approved.with_user(self.lola).action_approve()
        self.propose(self.nuria, value=8)
        over = self.propose(self.nuria, value=7)
        over.with_user(self.lola).action_refuse()
        data = self.page(self.nuria, customer)
        # what waits comes first, then what holds; what was refused does not come
        self.assertEqual(data["total"], 3)
        self.assertEqual(
            [(row["title"], row["badge"]["tone"]) for row in data["rows"]],
            [("Olives", "warning"), ("Olives", "success"), ("Olives", "success")],
        )
        self.assertRegex(data["rows"][1]["text"], r"8[.,]40.* · from 24 · until .*90")
        self.assertEqual(data["rows"][2]["text"], "-5 %")
        action = data["action"]
        found = self.env[action["res_model"]].with_user(self.nuria).search(action["domain"])
        self.assertEqual(len(found), 3)

    def test_nobody_sees_the_prices_of_another_team_there(self):
        self.propose(self.nuria)
        self.assertEqual(self.page(self.sara, self.customers[self.nuria])["total"], 0)

    def test_the_button_of_the_customer(self):
        self.propose(self.nuria)
        customer = self.customers[self.nuria].with_user(self.nuria)
        self.assertEqual(customer.crm_special_price_count, 1)
        action = customer.action_view_crm_special_prices()
        found = self.env["crm.special.price"].with_user(self.nuria).search(action["domain"])
        self.assertEqual(len(found), 1)
        new = self.env["crm.special.price"].with_context(**action["context"]).new({})
        self.assertEqual(new.partner_id._origin, customer)

    def test_a_merge_of_customers(self):
        kept, gone = self.customers[self.sara], self.customers[self.nuria]
        price = self.propose(self.nuria)
        price.with_user(self.lola).action_approve()
        price = self.env["crm.special.price"].browse(price.id)
        self.env["base.partner.merge.automatic.wizard"]._merge((kept | gone).ids, kept)
        self.assertEqual((price.partner_id, price.team_id), (kept, self.south))
        order = self.make_order((self.olives, 1), partner_id=kept.id)
        self.assertAlmostEqual(order.amount_untaxed, 8.4)

    def test_an_erasure_keeps_the_figures(self):
        person = self.env["res.partner"].create({"name": "Eva", "user_id": self.nuria.id})
        price = self.propose(self.nuria, partner_id=person.id, reason="Eva is a cousin")
        price.message_post(body="Eva called")
        self.assertIn("Eva is a cousin", str(person._crm_export()["special_prices"]))
        counts = person._crm_erase()
        self.assertEqual(counts["special_prices"], 1)
        self.assertFalse(price.reason)
        self.assertFalse(price.message_ids.filtered("body"))
        self.assertEqual(price.value, 8.4)
        self.assertFalse(person._crm_erase()["special_prices"])

    def test_the_team_follows_its_rep(self):
        price = self.propose(self.nuria)
        self.assertEqual(price.team_id, self.north)
        self.south.member_ids = [Command.link(self.nuria.id)]
        self.assertIn(price.team_id, self.nuria.sale_team_id)

    def test_a_rep_writes_an_order_in_the_form(self):
        special = self.agree(partner_id=self.customers[self.nuria].id, min_qty=24, exclusive=True)
        with Form(self.env["sale.order"].with_user(self.nuria)) as form:
            form.partner_id = self.customers[self.nuria]
            with form.order_line.new() as line:
                line.product_id = self.olives
                line.product_uom_qty = 24
                self.assertAlmostEqual(line.price_unit, 8.4)
                self.assertEqual(line.special_price_id, special)
            with form.order_line.new() as line:
                line.product_id = self.olives
                self.assertAlmostEqual(line.price_unit, 10)
        self.assertAlmostEqual(form.record.amount_untaxed, 201.6 + 10)
