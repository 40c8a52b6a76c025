from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .common_warehouse import WarehouseCase


class TestWarehouseEdges(WarehouseCase):
    """What is no plain line of goods on a shelf."""

    def test_what_is_bought_for_the_order(self):
        # given a wine that is bought when it is ordered, of which nobody has any
        route = self.central.mto_pull_id.route_id
        route.active = True
        self.wine.route_ids = [Command.link(route.id)]
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.wine, 5), (self.oil, 10))
        wine, oil = order.order_line
        self.assertTrue(wine.is_mto)
        # then nobody looks for it on shelves, and no plan waits for it
        self.assertEqual((wine.free_qty, wine.free_elsewhere), (0, False))
        self.assertEqual(order._get_lines_to_send(), oil)
        wizard = self.suggest(order, "single_full")
        self.assertEqual(wizard.single_summary, "1 delivery, everything is there")
        # and with the whole order it goes along
        wizard.action_apply()
        self.assertEqual(order.order_line.warehouse_id, self.north)

    def test_what_is_on_its_way_for_the_order_stays(self):
        # given wine that North sends to Central for each order that asks for it, and oil on a shelf
        self.central.resupply_wh_ids = self.north
        mto = self.central.mto_pull_id.route_id
        mto.active = True
        self.wine.route_ids = [Command.set((mto | self.central.resupply_route_ids).ids)]
        self.put(self.oil, central=20, north=20)
        self.put(self.wine, north=20)
        order = self.make_order((self.wine, 5), (self.oil, 10), user_id=self.rep.id)
        order.action_confirm()
        wine = order.order_line[0]
        on_the_way = wine.move_ids.move_orig_ids
        self.assertTrue(on_the_way)
        # when a rep wants it from elsewhere, it is not asked for twice
        order = order.with_user(self.rep)
        for record in (order.order_line[0], order):
            words = "Wine is brought for this order"
            self.assert_refused(UserError, words, record, warehouse_id=self.north.id)
        self.assertNotIn(wine, order._get_lines_to_send())
        self.assertEqual(wine.move_ids.move_orig_ids, on_the_way)
        # and the oil goes by itself
        order.order_line[1].warehouse_id = self.north
        self.assertEqual(self.open_deliveries(order)["North"].get("Oil"), 10)

    def test_services_and_sections_stay_where_they_are(self):
        advice = self.make_product("Advice", 50, type="service")
        self.put(self.oil, central=6, north=20)
        order = self.make_order((advice, 1), (self.oil, 10))
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "Oils", "sequence": 1}),
            Command.create({"display_type": "line_note", "name": "Cold", "sequence": 99}),
        ]
        order.order_line[0].sequence = 0
        total = order.amount_total
        self.suggest(order, "split").action_apply()
        order.order_line.invalidate_recordset()
        names = [line.product_id.name or line.name for line in order.order_line.sorted()]
        self.assertEqual(names.index("Cold"), len(names) - 1)
        self.assertEqual(names[names.index("Oil") + 1], "Oil")
        self.assertAlmostEqual(order.amount_total, total)
        order.action_confirm()
        self.assertEqual(self.open_deliveries(order), {"Central": {"Oil": 6}, "North": {"Oil": 4}})

    def test_a_set_sold_as_one_is_not_split(self):
        # given a combo of oil and wine, 10 of each; Central has 6 of each, North has 20
        choices = self.env["product.combo"].create(
            [
                {
                    "name": product.name,
                    "combo_item_ids": [Command.create({"product_id": product.id})],
                }
                for product in (self.oil, self.wine)
            ]
        )
        basket = self.make_product("Basket", 12, type="combo", combo_ids=[Command.set(choices.ids)])
        self.put(self.oil, central=6, north=20)
        self.put(self.wine, central=6, north=20)
        order = self.make_order((basket, 10))
        whole = order.order_line
        order.order_line = [
            Command.create(
                {
                    "product_id": item.product_id.id,
                    "product_uom_qty": 10,
                    "combo_item_id": item.id,
                    "linked_line_id": whole.id,
                }
            )
            for item in choices.combo_item_ids
        ]
        wizard = self.suggest(order, "split")
        self.assertEqual(self.shown(wizard), [("Oil", 10, "North", 0), ("Wine", 10, "North", 0)])
        wizard.action_apply()
        self.assertEqual(len(order.order_line), 3)

    def test_a_pack_of_six_sold_by_the_piece(self):
        # given water kept in packs of six: one pack in Central, one in North
        pack = self.env.ref("uom.product_uom_pack_6")
        water = self.make_product("Water", 6, is_storable=True, uom_id=pack.id)
        self.put(water, central=1, north=1)
        piece = {"product_uom_id": self.env.ref("uom.product_uom_unit").id}
        order = self.make_order((water, 6, piece), (water, 5, piece))
        # W3 and W5 at once: the first line finds six, the second one none, and North has six
        self.assertEqual(order.order_line.mapped("free_qty"), [6, 0])
        self.assertEqual(order.order_line[1].free_elsewhere, "North 6")
        wizard = self.suggest(order, "split")
        self.assertEqual(self.shown(wizard), [("Water", 6, "Central", 0), ("Water", 5, "North", 0)])

    def test_a_set_made_of_parts_keeps_what_it_has_reserved(self):
        # given a confirmed line whose transfer holds its parts, as a kit's does
        self.put(self.oil, central=4)
        self.put(self.wine, central=4)
        order = self.make_order((self.oil, 4))
        order.action_confirm()
        move = order.order_line.move_ids
        move._do_unreserve()
        move.product_id = self.wine
        move.sale_line_id = order.order_line
        move._action_assign()
        self.put(self.oil, central=-4)
        # then all of it is there for the line, though no shelf has any left
        wizard = self.suggest(order, "rule")
        self.assertEqual(self.shown(wizard), [("Oil", 4, "Central", 0)])

    def test_kilos_from_two_places(self):
        # given 10.5 kg of cheese: 6.3 in Central, 20 in North
        kilo = self.env.ref("uom.product_uom_kgm")
        cheese = self.make_product("Cheese", 12, is_storable=True, uom_id=kilo.id)
        self.put(cheese, central=6.3, north=20)
        order = self.make_order((cheese, 10.5))
        self.suggest(order, "split").action_apply()
        self.assertEqual(self.sent(order), [("Cheese", 6.3, "Central"), ("Cheese", 4.2, "North")])
        self.assertAlmostEqual(order.amount_untaxed, 126)
        order.action_confirm()
        self.assertEqual(
            self.open_deliveries(order), {"Central": {"Cheese": 6.3}, "North": {"Cheese": 4.2}}
        )

    def test_a_company_without_a_warehouse(self):
        # given a company that has just been founded, as core does it: with no warehouse
        (self.central | self.north).active = False
        self.env.invalidate_all()
        order = self.make_order((self.oil, 5))
        self.assertFalse(order.warehouse_id)
        # then the quotation opens and can be written all the same
        self.assertEqual(order.order_line.free_qty, 0)
        with Form(order) as form, form.order_line.edit(0) as line:
            line.product_uom_qty = 6
        with self.assertRaisesRegex(UserError, "has no warehouse that you could choose"):
            order.action_suggest_warehouse()

    def test_a_rule_of_a_closed_warehouse(self):
        self.make_rule(self.north)
        self.assertEqual(self.make_order((self.oil, 1)).warehouse_id, self.north)
        # when North is archived, then its rule says nothing any more
        self.north.active = False
        order = self.make_order((self.oil, 1))
        self.assertEqual(order.warehouse_id, self.central)
        self.assertEqual(order.order_line.warehouse_id, self.central)

    def test_quotations_of_a_warehouse_that_closes(self):
        # given a quotation from North by choice, one with a line from there, and one from Central
        self.put(self.oil, central=50)
        self.make_warehouse("South", "SOU")
        whole = self.make_order((self.oil, 10), warehouse_id=self.north.id)
        line = self.make_order((self.oil, 10, {"warehouse_id": self.north.id}), (self.wine, 1))
        other = self.make_order((self.oil, 10))
        old = self.make_order((self.oil, 10), warehouse_id=self.north.id)
        old._action_cancel()
        notes = len(other.message_ids)
        # when a stock manager closes North
        keeper = self.make_user("keeper", "stock.group_stock_manager")
        self.north.with_user(keeper).active = False
        # then both go from where they would by themselves, and say so
        self.env.invalidate_all()
        for order in (whole, line):
            self.assertEqual(order.warehouse_id, self.central)
            self.assertEqual(order.order_line.warehouse_id, self.central)
            self.assertFalse(
                order.warehouse_manual or any(order.order_line.mapped("warehouse_manual"))
            )
            self.assertIn("North is closed", order.message_ids[0].body)
            order.action_confirm()
            self.assertEqual(list(self.open_deliveries(order)), ["Central"])
        # the others are what they were
        self.assertEqual(len(other.message_ids), notes)
        self.assertEqual(old.warehouse_id, self.north)

    def test_a_copy_of_an_order_of_a_closed_warehouse(self):
        order = self.make_order(
            (self.oil, 10, {"warehouse_id": self.north.id, "warehouse_manual": True}),
            warehouse_id=self.north.id,
        )
        order._action_cancel()
        self.north.active = False
        copy = order.copy()
        self.assertEqual(copy.warehouse_id, self.central)
        self.assertEqual(copy.order_line.warehouse_id, self.central)

    def test_a_salesperson_of_a_closed_warehouse(self):
        # given a rep whose own warehouse was North
        self.rep.with_company(self.company).property_warehouse_id = self.north
        self.assertEqual(
            self.make_order((self.oil, 1), user_id=self.rep.id).warehouse_id, self.north
        )
        self.north.active = False
        order = self.make_order((self.oil, 1), user_id=self.rep.id)
        self.assertEqual(order.warehouse_id, self.central)

    def test_two_orders_look_at_the_same_shelf(self):
        # quotations hold nothing: both see all, and the first to be confirmed takes it
        self.put(self.oil, central=10)
        first, second = (self.make_order((self.oil, 8)) for _number in range(2))
        self.assertEqual((first.order_line.free_qty, second.order_line.free_qty), (10, 10))
        first.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(second.order_line.free_qty, 2)

    def test_less_than_nothing_is_nothing(self):
        self.put(self.oil, central=-5, north=2)
        order = self.make_order((self.oil, 8))
        self.assertEqual(order.order_line.free_qty, 0)
        self.assertEqual(order.order_line.free_elsewhere, "North 2")

    def test_what_comes_back_is_not_sent(self):
        order = self.make_order((self.oil, -2), (self.wine, 1))
        self.assertEqual(order._get_lines_to_send(), order.order_line[1])

    def test_a_customer_with_other_units_in_a_form(self):
        # given a form that changes units to dozens: 30 units are two dozens
        self.put(self.oil, central=30)
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env.user.group_ids = [Command.link(self.env.ref("uom.group_uom").id)]
        order = self.make_order((self.oil, 5))
        with Form(order) as form, form.order_line.edit(0) as line:
            line.product_uom_id = dozen
            self.assertEqual(line.free_qty, 2)

    def test_each_company_its_own_shelves(self):
        # given a person of two companies who looks at orders of both at once
        other = self.make_other_company()
        self.env = self.env(context={"allowed_company_ids": (self.company | other).ids})
        theirs = self.make_warehouse("Theirs", "THE", company_id=other.id)
        self.env["stock.quant"]._update_available_quantity(self.oil, theirs.lot_stock_id, 100)
        self.put(self.oil, central=3, north=4)
        orders = self.make_order((self.oil, 5))
        orders |= self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": other.id,
                "warehouse_id": theirs.id,
                "order_line": [Command.create({"product_id": self.oil.id, "tax_ids": False})],
            }
        )
        self.assertEqual(orders.order_line.mapped("free_qty"), [3, 100])
        self.assertEqual(orders[0].order_line.free_elsewhere, "North 4")
        self.assertNotIn("North", orders[1].order_line.free_elsewhere or "")
