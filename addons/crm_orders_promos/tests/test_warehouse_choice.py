from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .common_warehouse import WarehouseCase


class TestWarehouseChoice(WarehouseCase):
    """The warehouse of an order and of its lines, by hand and by itself."""

    def test_a_choice_survives_another_salesperson(self):
        # W2: given an order whose warehouse was changed to North
        order = self.make_order((self.oil, 10), user_id=self.rep.id)
        self.assertEqual(order.warehouse_id, self.central)
        order.warehouse_id = self.north
        self.assertTrue(order.warehouse_manual)
        # when another salesperson takes over, whose warehouse is Central
        order.user_id = self.make_user("carlos", "sales_team.group_sale_salesman")
        # then it still goes from North, lines included
        self.assertEqual(order.warehouse_id, self.north)
        self.assertEqual(order.order_line.warehouse_id, self.north)
        # and when the choice is taken back, it goes by itself again
        order.warehouse_manual = False
        self.assertEqual(order.warehouse_id, self.central)
        self.assertEqual(order.order_line.warehouse_id, self.central)

    def test_without_a_choice_the_warehouse_is_the_salespersons(self):
        order = self.make_order((self.oil, 10), user_id=self.rep.id)
        carlos = self.make_user("carlos", "sales_team.group_sale_salesman")
        carlos.with_company(self.company).property_warehouse_id = self.north
        order.user_id = carlos
        self.assertEqual(order.warehouse_id, self.north)
        self.assertFalse(order.warehouse_manual)

    def test_a_form_tells_a_choice_from_what_comes_by_itself(self):
        # given a form that sends the warehouse with everything else
        with Form(self.env["sale.order"].with_user(self.rep)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.oil
        order = form.save()
        self.assertEqual(order.warehouse_id, self.central)
        self.assertFalse(order.warehouse_manual)
        self.assertFalse(order.order_line.warehouse_manual)
        # when a person chooses there, then it is a choice
        with Form(order) as form:
            form.warehouse_id = self.north
        self.assertTrue(order.warehouse_manual)
        self.assertEqual(order.order_line.warehouse_id, self.north)
        self.assertFalse(order.order_line.warehouse_manual)
        # and a line can go from elsewhere than the order
        with Form(order) as form, form.order_line.edit(0) as line:
            line.warehouse_id = self.central
        self.assertTrue(order.order_line.warehouse_manual)
        self.assertEqual(order.warehouse_id, self.north)
        # and choosing what comes by itself gives the choice back
        with Form(order) as form:
            form.warehouse_id = self.central
        self.assertFalse(order.warehouse_manual)

    def test_a_new_order_with_a_choice(self):
        order = self.make_order((self.oil, 10), warehouse_id=self.north.id)
        self.assertTrue(order.warehouse_manual)
        self.assertEqual(order.order_line.warehouse_id, self.north)
        line = {"warehouse_id": self.north.id}
        order = self.make_order((self.oil, 10, line), (self.wine, 5))
        self.assertEqual(order.order_line.mapped("warehouse_manual"), [True, False])
        self.assertEqual(order.order_line.warehouse_id, self.north | self.central)

    def test_a_line_keeps_its_choice(self):
        order = self.make_order((self.oil, 10), (self.wine, 5))
        oil, wine = order.order_line
        oil.warehouse_id = self.north
        south = self.make_warehouse("South", "SOU")
        order.warehouse_id = south
        self.assertEqual(oil.warehouse_id, self.north)
        self.assertEqual(wine.warehouse_id, south)

    def test_another_companys_warehouse(self):
        # W4
        other = self.make_other_company()
        theirs = self.make_warehouse("Theirs", "THE", company_id=other.id)
        order = self.make_order((self.oil, 10))
        for record in (order, order.order_line):
            words = "Theirs belongs to Another"
            self.assert_refused(ValidationError, words, record, warehouse_id=theirs.id)
        with self.assertRaises(ValidationError):
            self.make_order((self.oil, 10), warehouse_id=theirs.id)

    def test_a_quotation_of_another_company_forgets_the_choice(self):
        other = self.make_other_company()
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "warehouse_id": self.north.id}
        )
        order.company_id = other
        self.assertEqual(order.warehouse_id.company_id, other)
        self.assertFalse(order.warehouse_manual)

    def test_a_copy(self):
        # given a choice for the order and one for a line
        order = self.make_order(
            (self.oil, 10, {"warehouse_id": self.central.id, "warehouse_manual": True}),
            (self.wine, 5),
            warehouse_id=self.north.id,
        )
        copy = order.copy()
        self.assertEqual(self.sent(copy), [("Oil", 10, "Central"), ("Wine", 5, "North")])
        # when nobody chose, then a copy asks the rules of its day
        order = self.make_order((self.oil, 10))
        self.oil.categ_id = self.env["product.category"].create({"name": "Food"})
        self.make_rule(self.north, categ_ids=[Command.set(self.oil.categ_id.ids)])
        self.assertEqual(order.copy().order_line.warehouse_id, self.north)

    def test_a_copy_of_an_order_goes_from_where_its_own_day_says(self):
        # given an order that went from Central, and a rule made since
        order = self.make_order((self.oil, 10))
        self.make_rule(self.north)
        copy = order.copy()
        self.assertEqual(copy.warehouse_id, self.north)
        self.assertEqual(copy.order_line.warehouse_id, self.north)

    def test_a_copy_by_somebody_who_may_not_sell_from_there(self):
        # given a choice of North by a manager, and a rep who sells from Central alone
        order = self.make_order(
            (self.oil, 10, {"warehouse_id": self.north.id}), (self.wine, 5), user_id=self.rep.id
        )
        order.write({"warehouse_id": self.north.id, "warehouse_manual": True})
        self.rep.crm_allowed_warehouse_ids = self.central
        copy = order.with_user(self.rep).copy()
        # then the copy goes from where the rep may sell
        self.assertEqual(copy.warehouse_id, self.central)
        self.assertEqual(self.sent(copy), [("Oil", 10, "Central"), ("Wine", 5, "Central")])
        self.assertFalse(copy.warehouse_manual)

    def test_allowed_warehouses(self):
        # given a rep who sells from Central alone
        self.rep.crm_allowed_warehouse_ids = self.central
        order = self.make_order((self.oil, 10), user_id=self.rep.id).with_user(self.rep)
        self.assertEqual(order.selectable_warehouse_ids, self.central)
        for record in (order, order.order_line):
            words = "You sell from Central. North cannot be"
            self.assert_refused(ValidationError, words, record, warehouse_id=self.north.id)
            self.assert_refused(
                ValidationError, words, record, warehouse_id=self.north.id, warehouse_manual=True
            )
        # when a rule would send the order from North, then it goes from where the rep may sell
        self.make_rule(self.north)
        again = self.make_order((self.oil, 10), user_id=self.rep.id)
        self.assertEqual(again.warehouse_id, self.central)
        # and without a list all are allowed
        self.rep.crm_allowed_warehouse_ids = False
        order.invalidate_recordset()
        self.assertEqual(order.selectable_warehouse_ids, self.central | self.north)
        order.warehouse_id = self.north
        self.assertEqual(order.warehouse_id, self.north)

    def test_a_choice_that_calls_itself_none(self):
        # given a rep who sells from Central alone, and sends what no form would send
        self.rep.crm_allowed_warehouse_ids = self.central
        order = self.make_order((self.oil, 10), user_id=self.rep.id).with_user(self.rep)
        forged = {"warehouse_id": self.north.id, "warehouse_manual": False}
        words = "You sell from Central. North cannot be"
        for record in (order, order.order_line):
            self.assert_refused(ValidationError, words, record, **forged)
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            order.create({"partner_id": self.customer.id, **forged})
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            order.order_line.create(
                {"order_id": order.id, "product_id": self.wine.id, "product_uom_qty": 1, **forged}
            )
        # and where a manager has sent the order from North, the rep works on it all the same
        order.sudo().warehouse_id = self.north
        order.order_line.product_uom_qty = 12
        order.order_line.create({"order_id": order.id, "product_id": self.wine.id})
        self.assertEqual(order.order_line.warehouse_id, self.north)

    def test_the_salespersons_warehouse_is_an_allowed_one(self):
        # given a rep who sells from North alone, and no rule
        self.rep.crm_allowed_warehouse_ids = self.north
        order = self.make_order((self.oil, 10), user_id=self.rep.id)
        self.assertEqual(order.warehouse_id, self.north)
        self.assertFalse(order.warehouse_manual)

    def test_a_locked_order_goes_from_where_it_goes(self):
        self.put(self.oil, central=10, north=10)
        order = self.make_order((self.oil, 10))
        order.action_confirm()
        order.action_lock()
        for record in (order, order.order_line):
            self.assert_refused(UserError, "lock|bloqueado", record, warehouse_id=self.north.id)
        with self.assertRaisesRegex(UserError, "locked"):
            order.action_suggest_warehouse()


class TestFreeQuantity(WarehouseCase):
    """What is free for a line, in its own unit."""

    def test_two_lines_of_the_same_product(self):
        # W3: two lines of 6 with 10 free
        self.put(self.oil, central=10)
        order = self.make_order((self.oil, 6), (self.oil, 6))
        self.assertEqual(order.order_line.mapped("free_qty"), [10, 4])
        # when the first one goes from elsewhere, then the second one finds all
        order.order_line[0].warehouse_id = self.north
        self.assertEqual(order.order_line.mapped("free_qty"), [0, 10])
        self.assertEqual(order.order_line.mapped("free_elsewhere"), ["Central 10", ""])

    def test_what_core_shows_is_of_the_lines_own_warehouse(self):
        # given 6 of Central and 4 of North, where there are 20
        self.put(self.oil, central=6, north=20)
        order = self.make_order((self.oil, 6), (self.oil, 4, {"warehouse_id": self.north.id}))
        # then the popover of the second line says 20, not what the first one leaves of them
        self.assertEqual(order.order_line.mapped("free_qty_today"), [6, 20])
        # and within a warehouse what the first one leaves
        order.order_line[0].warehouse_id = self.north
        self.env.invalidate_all()
        self.assertEqual(order.order_line.mapped("free_qty_today"), [20, 14])

    def test_a_quotation_says_that_something_is_short(self):
        # given 10 free, and a line of 10
        self.put(self.oil, central=10, north=10)
        advice = self.make_product("Advice", 50, type="service")
        order = self.make_order((self.oil, 10), (advice, 5), (self.wine, -1))
        self.assertFalse(order.has_short_lines)
        # when there is one too many, in a form that is not saved
        with Form(order) as form:
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 11
            self.assertTrue(form.has_short_lines)
        self.assertTrue(order.has_short_lines)
        # then shared out nothing is short, and a confirmed order is the warehouse's business
        self.suggest(order, "split").action_apply()
        self.assertFalse(order.has_short_lines)
        order.order_line[0].product_uom_qty = 100
        order.action_confirm()
        self.assertFalse(order.has_short_lines)

    def test_boxes(self):
        # W5: a box of twelve, 30 units free
        self.put(self.oil, central=30, north=100)
        box = self.env["uom.uom"].create(
            {
                "name": "Box of 12",
                "relative_factor": 12,
                "relative_uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        order = self.make_order((self.oil, 1, {"product_uom_id": box.id}), (self.oil, 6))
        boxes, units = order.order_line
        self.assertEqual(boxes.free_qty, 2)
        self.assertEqual(boxes.free_elsewhere, "North 8")
        self.assertEqual(units.free_qty, 18)

    def test_kilos_are_weighed_out(self):
        gram, kilo = (self.env.ref(f"uom.product_uom_{name}") for name in ("gram", "kgm"))
        tuna = self.make_product("Tuna", 20, is_storable=True, uom_id=gram.id)
        self.put(tuna, central=30500)
        order = self.make_order((tuna, 1, {"product_uom_id": kilo.id}))
        self.assertEqual(order.order_line.free_qty, 30.5)

    def test_what_others_have_reserved_is_not_free(self):
        self.put(self.oil, central=10)
        self.make_order((self.oil, 7)).action_confirm()
        order = self.make_order((self.oil, 6))
        self.assertEqual(order.order_line.free_qty, 3)

    def test_services_and_sections_have_none(self):
        advice = self.make_product("Advice", 50, type="service")
        order = self.make_order((advice, 1))
        order.order_line = [Command.create({"display_type": "line_section", "name": "More"})]
        self.assertEqual(order.order_line.mapped("free_qty"), [0, 0])
        self.assertEqual(order.order_line.mapped("free_elsewhere"), [False, False])

    def test_a_form_counts_lines_that_are_not_saved(self):
        self.put(self.oil, central=10)
        with Form(self.make_order((self.oil, 6))) as form:
            with form.order_line.new() as line:
                line.product_id = self.oil
                line.product_uom_qty = 3
            self.assertEqual([form.order_line.edit(0).free_qty], [10])
            self.assertEqual([form.order_line.edit(1).free_qty], [4])
