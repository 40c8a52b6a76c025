from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common_warehouse import WarehouseCase


class TestWarehousePlan(WarehouseCase):
    """Three ways to send an order are shown before one of them is taken."""

    def test_ten_of_six_and_twenty(self):
        # W1: given an order of 10; Central has 6, North has 20
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 10), user_id=self.rep.id)
        wizard = self.suggest(order, "rule")
        # then the wizard shows what each way comes to, and changes nothing
        self.assertEqual(self.shown(wizard), [("Oil", 10, "Central", 4)])
        self.assertEqual(wizard.rule_summary, "1 delivery, 1 line has to wait")
        wizard.strategy = "single_full"
        self.assertEqual(self.shown(wizard), [("Oil", 10, "North", 0)])
        self.assertEqual(wizard.single_summary, "1 delivery, everything is there")
        wizard.strategy = "split"
        self.assertEqual(self.shown(wizard), [("Oil", 6, "Central", 0), ("Oil", 4, "North", 0)])
        self.assertEqual(wizard.split_summary, "2 deliveries, everything is there")
        self.assertEqual(wizard.delivery_count, 2)
        self.assertEqual(set(wizard.line_ids.mapped("free")), {"Central 6 · North 20"})
        self.assertEqual(self.sent(order), [("Oil", 10, "Central")])

    def test_two_lines_of_the_same_product(self):
        # W3 in the preview: two lines of 6; Central has 10, North has 3
        self.put(self.oil, central=10, north=3)
        order = self.make_order((self.oil, 6), (self.oil, 6))
        wizard = self.suggest(order, "rule")
        self.assertEqual(
            wizard.rule_line_ids.mapped("free"), ["Central 10 · North 3", "Central 4 · North 3"]
        )
        # then the second line gets 4 of Central, and waits for 2 or has them from North
        self.assertEqual(self.shown(wizard), [("Oil", 6, "Central", 0), ("Oil", 6, "Central", 2)])
        wizard.strategy = "split"
        self.assertEqual(
            self.shown(wizard),
            [("Oil", 6, "Central", 0), ("Oil", 4, "Central", 0), ("Oil", 2, "North", 0)],
        )
        wizard.action_apply()
        self.assertEqual(order.order_line.mapped("free_qty"), [10, 4, 3])
        order.action_confirm()
        self.assertEqual(self.open_deliveries(order), {"Central": {"Oil": 10}, "North": {"Oil": 2}})

    def test_all_from_one(self):
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 10))
        self.suggest(order, "single_full").action_apply()
        self.assertEqual(order.warehouse_id, self.north)
        self.assertTrue(order.warehouse_manual)
        order.action_confirm()
        self.assertEqual(self.open_deliveries(order), {"North": {"Oil": 10}})
        self.assertEqual(order.delivery_count, 1)

    def test_what_is_missing_from_elsewhere(self):
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 10), (self.wine, 1))
        self.put(self.wine, central=1)
        total = order.amount_total
        self.suggest(order, "split").action_apply()
        # the part is a line of its own, right below
        self.assertEqual(
            self.sent(order), [("Oil", 6, "Central"), ("Oil", 4, "North"), ("Wine", 1, "Central")]
        )
        self.assertAlmostEqual(order.amount_total, total)
        order.action_confirm()
        self.assertEqual(
            self.open_deliveries(order), {"Central": {"Oil": 6, "Wine": 1}, "North": {"Oil": 4}}
        )
        self.assertEqual(order.delivery_count, 2)

    def test_back_to_the_rules(self):
        self.put(self.oil, central=20, north=20)
        order = self.make_order(
            (self.oil, 10, {"warehouse_id": self.north.id}), warehouse_id=self.north.id
        )
        self.suggest(order, "rule").action_apply()
        self.assertEqual(self.sent(order), [("Oil", 10, "Central")])
        self.assertFalse(order.warehouse_manual)
        self.assertFalse(order.order_line.warehouse_manual)

    def test_the_best_way_is_chosen_already(self):
        order = self.make_order((self.oil, 10))

        def best():
            order.invalidate_recordset()
            action = order.action_suggest_warehouse()
            return self.env["crm.warehouse.wizard"].browse(action["res_id"]).strategy

        # nobody has any: as it is; North has all: from there; half and half: split
        self.assertEqual(best(), "rule")
        self.put(self.oil, north=10)
        self.assertEqual(best(), "single_full")
        self.put(self.oil, north=-5, central=5)
        self.assertEqual(best(), "split")

    def test_a_split_keeps_the_price_of_the_whole(self):
        # given 2.00 less from ten on, a chain of discounts and an approval
        self.pricelist.item_ids = [
            Command.create(
                {
                    "applied_on": "0_product_variant",
                    "product_id": self.oil.id,
                    "min_quantity": 10,
                    "compute_price": "fixed",
                    "fixed_price": 8,
                }
            )
        ]
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 10, {"line_discounts": "10+5"}))
        order.order_line.sudo().approved_discount = 14.5
        self.assertAlmostEqual(order.amount_untaxed, 68.4)
        self.suggest(order, "split").action_apply()
        self.assertEqual(order.order_line.mapped("price_unit"), [8, 8])
        self.assertEqual(order.order_line.mapped("line_discounts"), ["10+5", "10+5"])
        self.assertEqual(order.order_line.mapped("approved_discount"), [14.5, 14.5])
        self.assertAlmostEqual(order.amount_untaxed, 68.4)

    def test_a_split_keeps_the_discount_of_the_pricelist(self):
        # given 20 % from ten on
        self.pricelist.item_ids = [
            Command.create({"min_quantity": 10, "compute_price": "percentage", "percent_price": 20})
        ]
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 10))
        self.assertAlmostEqual(order.amount_untaxed, 80)
        self.suggest(order, "split").action_apply()
        self.assertAlmostEqual(order.amount_untaxed, 80)

    def test_boxes_are_not_broken(self):
        box = self.env["uom.uom"].create(
            {
                "name": "Box of 12",
                "relative_factor": 12,
                "relative_uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        self.put(self.oil, central=30, north=13)
        order = self.make_order((self.oil, 3, {"product_uom_id": box.id}))
        self.suggest(order, "split").action_apply()
        self.assertEqual(self.sent(order), [("Oil", 2, "Central"), ("Oil", 1, "North")])
        self.assertEqual(order.order_line.product_uom_id, box)

    def test_goods_that_nobody_counts(self):
        leaflet = self.make_product("Leaflet", 0)
        self.put(self.oil, north=20)
        order = self.make_order((leaflet, 100), (self.oil, 10))
        wizard = self.suggest(order, "split")
        self.assertEqual(
            self.shown(wizard), [("Leaflet", 100, "Central", 0), ("Oil", 10, "North", 0)]
        )

    def test_only_allowed_warehouses_are_suggested(self):
        self.put(self.oil, north=20)
        self.rep.crm_allowed_warehouse_ids = self.central
        order = self.make_order((self.oil, 10), user_id=self.rep.id).with_user(self.rep)
        for strategy in ("rule", "single_full", "split"):
            wizard = self.suggest(order, strategy)
            self.assertEqual(self.shown(wizard), [("Oil", 10, "Central", 10)])

    def test_the_shelves_change_meanwhile(self):
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 10))
        wizard = self.suggest(order, "split")
        # when somebody takes five from Central before it is applied
        self.put(self.oil, central=-5)
        action = wizard.action_apply()
        # then nothing is done, and the new state is shown
        self.assertEqual(action["res_id"], wizard.id)
        self.assertTrue(wizard.stale)
        self.assertEqual(self.shown(wizard), [("Oil", 1, "Central", 0), ("Oil", 9, "North", 0)])
        self.assertEqual(self.sent(order), [("Oil", 10, "Central")])
        wizard.action_apply()
        self.assertEqual(self.sent(order), [("Oil", 1, "Central"), ("Oil", 9, "North")])

    def test_nothing_to_send(self):
        advice = self.make_product("Advice", 50, type="service")
        with self.assertRaisesRegex(UserError, "nothing in this order"):
            self.make_order((advice, 1)).action_suggest_warehouse()

    def test_the_wizard_opens_as_a_form(self):
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 10), user_id=self.rep.id).with_user(self.rep)
        wizard = self.suggest(order, "rule")
        with Form(wizard) as form:
            form.strategy = "split"
        wizard.action_apply()
        self.assertEqual(self.sent(order), [("Oil", 6, "Central"), ("Oil", 4, "North")])

    def test_another_reps_order(self):
        # given an order of a colleague, and a wizard made for it by guessing
        order = self.make_order((self.oil, 10), user_id=self.rep.id)
        colleague = self.make_user("carlos", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            order.with_user(colleague).action_suggest_warehouse()
        with self.assertRaises(AccessError):
            self.env["crm.warehouse.wizard"].with_user(colleague).create({"order_id": order.id})
