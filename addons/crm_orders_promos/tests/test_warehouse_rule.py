from odoo import Command
from odoo.exceptions import ValidationError

from .common_warehouse import WarehouseCase


class TestWarehouseRule(WarehouseCase):
    """Rules say where orders go from: the first one that fits decides."""

    def order(self, *lines, **values):
        return self.make_order(*(lines or [(self.oil, 1)]), **values)

    def test_by_zone(self):
        zone = self.env["crm.zone"].create({"name": "Cantabria", "code": "CAN"})
        self.make_rule(self.north, zone_ids=[Command.set(zone.ids)])
        self.assertEqual(self.order().warehouse_id, self.central)
        self.customer.crm_zone_id = zone
        # the zone is the customer's, also where a contact orders
        contact = self.env["res.partner"].create({"name": "Ana", "parent_id": self.customer.id})
        for partner in (self.customer, contact):
            order = self.order(partner_id=partner.id)
            self.assertEqual(order.warehouse_id, self.north)
            self.assertEqual(order.order_line.warehouse_id, self.north)
            self.assertFalse(order.warehouse_manual)

    def test_by_tag(self):
        tag = self.env["res.partner.category"].create({"name": "Chain"})
        self.make_rule(self.north, partner_tag_ids=[Command.set(tag.ids)])
        self.assertEqual(self.order().warehouse_id, self.central)
        self.customer.category_id = tag
        self.assertEqual(self.order().warehouse_id, self.north)

    def test_by_the_address_of_delivery(self):
        state = self.env.ref("base.state_es_s")
        self.make_rule(self.north, state_ids=[Command.set(state.ids)])
        shop = self.env["res.partner"].create(
            {"name": "Shop", "parent_id": self.customer.id, "type": "delivery"}
        )
        shop.write({"state_id": state.id})
        order = self.order(partner_shipping_id=self.customer.id)
        self.assertEqual(order.warehouse_id, self.central)
        order.partner_shipping_id = shop
        self.assertEqual(order.warehouse_id, self.north)

    def test_by_postcode(self):
        self.make_rule(self.north, zip_from="39000", zip_to="39999")
        for code, warehouse in (("39005", self.north), ("40001", self.central)):
            self.customer.zip = code
            self.assertEqual(self.order().warehouse_id, warehouse)

    def test_by_product_category(self):
        # given cold things in the north, and everything of a province in the south
        food = self.env["product.category"].create({"name": "Food"})
        cold = self.env["product.category"].create({"name": "Cold", "parent_id": food.id})
        self.oil.categ_id = cold
        south = self.make_warehouse("South", "SOU")
        self.make_rule(self.north, sequence=1, categ_ids=[Command.set(food.ids)])
        self.make_rule(south, sequence=2)
        # then the order goes from South, and its cold line from North
        order = self.order((self.oil, 1), (self.wine, 1))
        self.assertEqual(order.warehouse_id, south)
        self.assertEqual(self.sent(order), [("Oil", 1, "North"), ("Wine", 1, "South")])
        self.assertFalse(any(order.order_line.mapped("warehouse_manual")))
        # when the order's warehouse is chosen by hand, then all lines go from there
        order.warehouse_id = self.central
        self.assertEqual(order.order_line.warehouse_id, self.central)

    def test_the_first_rule_decides(self):
        self.make_rule(self.north, sequence=2)
        self.make_rule(self.central, sequence=1)
        self.assertEqual(self.order().warehouse_id, self.central)
        self.env["crm.warehouse.rule"].search([], limit=1).active = False
        self.assertEqual(self.order().warehouse_id, self.north)

    def test_a_rule_of_another_company(self):
        other = self.make_other_company()
        theirs = self.make_warehouse("Theirs", "THE", company_id=other.id)
        self.env["crm.warehouse.rule"].create(
            {"warehouse_id": theirs.id, "company_id": other.id, "sequence": 1}
        )
        self.assertEqual(self.order().warehouse_id, self.central)

    def test_a_route_comes_before_the_rules(self):
        # given a line that a route sends from North
        self.oil.categ_id = self.env["product.category"].create({"name": "Food"})
        self.make_rule(self.central, categ_ids=[Command.set(self.oil.categ_id.ids)])
        self.north.delivery_route_id.sale_selectable = True
        route = [Command.set(self.north.delivery_route_id.ids)]
        order = self.order((self.oil, 1, {"route_ids": route}))
        self.assertEqual(order.order_line.warehouse_id, self.north)
        self.assertFalse(order.order_line.warehouse_manual)

    def test_an_order_says_why_it_goes_from_there(self):
        # given an order without a rule, then one with it
        order = self.order(user_id=self.rep.id).with_user(self.rep)
        self.assertEqual(order.warehouse_reason, "The first warehouse of Distribuciones Pilar")
        self.customer.zip = "39005"
        rule = self.make_rule(self.north, zip_from="39", zip_to="39")
        order = self.order(user_id=self.rep.id).with_user(self.rep)
        self.assertEqual(order.warehouse_reason, "By the rule “North: 39-39”")
        # when a person chooses, and chooses what came by itself
        order.warehouse_id = self.central
        self.assertEqual(order.warehouse_reason, "Chosen by hand")
        order.warehouse_id = self.north
        self.assertEqual(order.warehouse_reason, "By the rule “North: 39-39”")
        # a rule that does not reach its salesperson says so
        self.rep.crm_allowed_warehouse_ids = self.central
        order = self.order(user_id=self.rep.id).with_user(self.rep)
        self.assertEqual(
            order.warehouse_reason,
            f"{self.rep.name} does not sell from where the rule “North: 39-39” would send it",
        )
        # and the salesperson's own warehouse
        rule.active = False
        self.rep.crm_allowed_warehouse_ids = False
        self.rep.with_company(self.company).property_warehouse_id = self.north
        order = self.order(user_id=self.rep.id).with_user(self.rep)
        self.assertEqual(order.warehouse_reason, f"Warehouse of {self.rep.name}")
        order.action_confirm()
        self.assertFalse(order.warehouse_reason)

    def test_the_preview_names_the_rule_of_a_line(self):
        self.put(self.oil, central=9, north=9)
        self.oil.categ_id = self.env["product.category"].create({"name": "Food"})
        rule = self.make_rule(self.north, categ_ids=[Command.set(self.oil.categ_id.ids)])
        order = self.order((self.oil, 1), (self.wine, 1), user_id=self.rep.id)
        wizard = self.suggest(order.with_user(self.rep), "rule")
        self.assertEqual(
            [(line.product_id.name, line.rule_id) for line in wizard.rule_line_ids],
            [("Oil", rule), ("Wine", self.env["crm.warehouse.rule"])],
        )
        self.assertFalse(wizard.single_line_ids.rule_id)

    def test_a_confirmed_order_is_left_alone(self):
        self.put(self.oil, central=10)
        order = self.order()
        order.action_confirm()
        self.make_rule(self.north)
        shop = self.env["res.partner"].create({"name": "Shop", "parent_id": self.customer.id})
        order.partner_shipping_id = shop
        self.assertEqual(order.warehouse_id, self.central)
        self.assertEqual(order.order_line.warehouse_id, self.central)

    def test_postcodes_the_wrong_way_round(self):
        with self.assertRaisesRegex(ValidationError, "40000 comes after 39000"):
            self.make_rule(self.north, zip_from="40000", zip_to="39000")

    def test_a_rule_tells_what_it_asks_for(self):
        zone = self.env["crm.zone"].create({"name": "Cantabria", "code": "CAN"})
        rule = self.make_rule(self.north, zone_ids=[Command.set(zone.ids)])
        self.assertEqual(rule.display_name, "North: Cantabria")
        rule.write({"zone_ids": False, "zip_from": "39"})
        self.assertEqual(rule.display_name, "North: 39-…")
        self.assertEqual(self.make_rule(self.central).display_name, "Central: all orders")
