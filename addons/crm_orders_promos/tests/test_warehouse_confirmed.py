from odoo.exceptions import UserError

from .common_warehouse import WarehouseCase


class TestWarehouseConfirmed(WarehouseCase):
    """After the order is confirmed it still goes from elsewhere, until a warehouse begins."""

    def setUp(self):
        super().setUp()
        self.put(self.oil, central=10, north=10)
        self.put(self.wine, central=5, north=5)
        self.order = self.make_order((self.oil, 10), (self.wine, 5), user_id=self.rep.id)
        self.order.action_confirm()
        self.order = self.order.with_user(self.rep)

    def free(self, product, warehouse):
        self.env.invalidate_all()
        return product.with_context(warehouse_id=warehouse.id).free_qty

    def test_a_line_goes_from_elsewhere(self):
        oil, wine = self.order.order_line
        self.assertEqual(self.open_deliveries(self.order), {"Central": {"Oil": 10, "Wine": 5}})
        # when the rep sends the oil from North
        oil.warehouse_id = self.north
        # then Central has it free again, North has reserved it, and the wine stays
        self.assertEqual(
            self.open_deliveries(self.order), {"Central": {"Wine": 5}, "North": {"Oil": 10}}
        )
        self.assertEqual(self.free(self.oil, self.central), 10)
        self.assertEqual(self.free(self.oil, self.north), 0)
        self.assertEqual(wine.warehouse_id, self.central)
        self.assertIn("Oil: Central → North", self.order.message_ids[0].body)
        # and it is delivered from there
        self.deliver_all()
        self.assertEqual(oil.qty_delivered, 10)
        self.assertEqual(wine.qty_delivered, 5)

    def deliver_all(self):
        pickings = self.order.picking_ids.sudo().filtered(lambda each: each.state == "assigned")
        pickings.move_ids.picked = True
        pickings.button_validate()
        self.env.invalidate_all()

    def test_the_whole_order_goes_from_elsewhere(self):
        self.order.warehouse_id = self.north
        self.assertEqual(self.open_deliveries(self.order), {"North": {"Oil": 10, "Wine": 5}})
        self.assertEqual(self.order.order_line.warehouse_id, self.north)
        self.assertFalse(any(self.order.order_line.mapped("warehouse_manual")))

    def test_a_line_of_its_own_choice_stays(self):
        self.order.order_line[0].warehouse_id = self.north
        south = self.make_warehouse("South", "SOU")
        self.order.warehouse_id = south
        self.assertEqual(
            self.open_deliveries(self.order), {"North": {"Oil": 10}, "South": {"Wine": 5}}
        )

    def test_what_is_picked_stays(self):
        oil, wine = self.order.order_line
        oil.move_ids.sudo().picked = True
        for record in (oil, self.order):
            words = "Oil is picked or delivered already.*Central"
            self.assert_refused(UserError, words, record, warehouse_id=self.north.id)
        self.assertEqual(self.open_deliveries(self.order), {"Central": {"Oil": 10, "Wine": 5}})
        # the other line may still go
        wine.warehouse_id = self.north
        self.assertEqual(
            self.open_deliveries(self.order), {"Central": {"Oil": 10}, "North": {"Wine": 5}}
        )

    def test_what_is_delivered_in_part_stays(self):
        self.deliver(self.order.sudo(), {"Oil": 4, "Wine": 5})
        for line in self.order.order_line:
            self.assert_refused(UserError, "already", line, warehouse_id=self.north.id)
        self.assertEqual(self.order.order_line.mapped("warehouse_id"), self.central)

    def test_what_a_warehouse_has_given_up_is_asked_for_elsewhere(self):
        # given that Central has cancelled its transfer
        self.order.picking_ids.sudo().action_cancel()
        self.assertEqual(self.open_deliveries(self.order), {})
        # when the rep sends the oil from North
        self.order.order_line[0].warehouse_id = self.north
        # then North is asked for it, and for nothing else
        self.assertEqual(self.open_deliveries(self.order), {"North": {"Oil": 10}})

    def test_back_to_the_rules(self):
        # given a confirmed order that was sent from North by hand
        self.order.warehouse_id = self.north
        self.suggest(self.order, "rule").action_apply()
        # then all of it goes from Central, and so does what is added later
        self.assertEqual(self.open_deliveries(self.order), {"Central": {"Oil": 10, "Wine": 5}})
        self.assertEqual(self.order.warehouse_id, self.central)
        self.assertFalse(self.order.warehouse_manual)

    def test_back_to_the_rules_when_something_is_picked(self):
        # given that North has begun with the wine
        self.order.warehouse_id = self.north
        oil, wine = self.order.order_line
        wine.move_ids.filtered(lambda move: move.state != "cancel").sudo().picked = True
        self.suggest(self.order, "rule").action_apply()
        # then the oil goes from Central, the wine and the order stay with North
        self.assertEqual(
            self.open_deliveries(self.order), {"Central": {"Oil": 10}, "North": {"Wine": 5}}
        )
        self.assertEqual(oil.warehouse_id, self.central)
        self.assertEqual(self.order.warehouse_id, self.north)

    def test_two_steps(self):
        # given a warehouse that picks first and ships then
        self.north.delivery_steps = "pick_ship"
        oil = self.order.order_line[0]
        oil.warehouse_id = self.north
        moves = oil.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(moves.location_id.warehouse_id, self.north)
        self.assertEqual(moves.mapped("product_uom_qty"), [10])
        # when it goes back, then nothing is left in North
        oil.warehouse_id = self.central
        moves = oil.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(moves.location_id.warehouse_id, self.central)
        self.assertEqual(self.free(self.oil, self.north), 10)
        # when it was picked in North, then it stays there
        oil.warehouse_id = self.north
        picking = oil.move_ids.filtered(lambda move: move.state != "cancel").picking_id.sudo()
        picking.move_ids.picked = True
        picking.button_validate()
        with self.assertRaises(UserError):
            oil.warehouse_id = self.central

    def test_the_wizard_splits_what_is_confirmed(self):
        # given an order of 15 that Central cannot fill: its own 10 are reserved for it
        self.order.sudo().order_line[0].product_uom_qty = 15
        wizard = self.suggest(self.order, "split")
        self.assertEqual(
            self.shown(wizard),
            [("Oil", 10, "Central", 0), ("Oil", 5, "North", 0), ("Wine", 5, "Central", 0)],
        )
        wizard.action_apply()
        self.assertEqual(
            self.open_deliveries(self.order),
            {"Central": {"Oil": 10, "Wine": 5}, "North": {"Oil": 5}},
        )
        self.assertEqual(self.sent(self.order)[1], ("Oil", 5, "North"))

    def test_the_wizard_sends_all_from_one(self):
        self.suggest(self.order, "single_full").action_apply()
        # Central has everything: nothing was made anew
        self.assertEqual(len(self.order.picking_ids), 1)
        # when Central has lost the wine, then all goes from North
        wine = self.order.order_line[1]
        wine.move_ids.sudo()._do_unreserve()
        self.put(self.wine, central=-5)
        self.suggest(self.order, "single_full").action_apply()
        self.assertEqual(self.open_deliveries(self.order), {"North": {"Oil": 10, "Wine": 5}})

    def test_what_is_invoiced_is_not_split(self):
        self.order.sudo().order_line[0].product_uom_qty = 15
        self.order.sudo()._create_invoices().action_post()
        wizard = self.suggest(self.order, "split")
        self.assertEqual(self.shown(wizard)[0], ("Oil", 15, "Central", 5))

    def test_a_line_added_later_follows_the_order(self):
        self.order.warehouse_id = self.north
        self.order.order_line.create(
            {"order_id": self.order.id, "product_id": self.wine.id, "product_uom_qty": 1}
        )
        self.assertEqual(self.open_deliveries(self.order), {"North": {"Oil": 10, "Wine": 6}})
