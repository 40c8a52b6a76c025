from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_promotions import PromotionsCase


@tagged("-at_install", "post_install")
class TestPromotionForged(PromotionsCase):
    """What a person sends past the form: nobody gives goods or discounts but the promotions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.promotion = cls.make_promotion([(12, 1)], products=cls.mussels)
        cls.rep = cls.make_person("nora", "sales_team.group_sale_salesman")
        cls.manager = cls.make_person("max", "sales_team.group_sale_manager")

    def of_rep(self, quantity=12):
        """An order of the rep, its paid line and its free one."""
        order = self.refreshed((self.mussels, quantity), user_id=self.rep.id).with_user(self.rep)
        free = order.order_line.filtered("promotion_id")
        return order, order.order_line - free, free

    def assert_refused(self, record, values, error=AccessError):
        with self.subTest(values=values), self.assertRaises(error):
            record.write(values)

    def test_what_promotions_write_is_not_taken_away_either(self):
        order, paid, free = self.of_rep()
        order.action_confirm()
        # given a line that charges a free unit, which nobody cuts off from it
        charge = order.order_line.sudo().create(
            {"order_id": order.id, "product_id": self.mussels.id, "promo_charged_line_id": free.id}
        )
        for line, values in (
            (free, {"promotion_id": False}),
            (free, {"promo_key": False}),
            (free, {"promo_parent_line_ids": [Command.clear()]}),
            (charge.with_user(self.rep), {"promo_charged_line_id": False}),
        ):
            self.assert_refused(line, values)
        # while a form that sends back what is there is not stopped
        free.write({"promotion_id": self.promotion.id, "promo_key": free.promo_key})
        paid.write({"promo_discount": 0, "promotion_id": False})

    def test_a_free_line_is_free_as_it_is(self):
        _order, _paid, free = self.of_rep()
        other, _paid, _free = self.of_rep()
        for values in (
            {"price_unit": 1},
            {"discount": 50},
            {"discount": 0},
            {"line_discounts": "10"},
            {"tax_ids": [Command.clear()]},
            {"order_id": other.id},
            {"discount_locked": True},
        ):
            self.assert_refused(free, values, UserError)
        self.assertEqual((free.price_unit, free.discount), (10, 100))
        # while what does not touch that may be written, and sent back as it is
        free.write({"name": "One more", "sequence": 50, "discount": 100, "price_unit": 10})

    def test_an_order_that_arrives_with_free_lines(self):
        # when a rep's program sends a line that calls itself free, or with a promotion's discount
        for forged in (
            {"promotion_id": self.promotion.id},
            {"promo_discount": 50},
            {"promo_key": "1/0/1"},
        ):
            line = {"product_id": self.tuna.id, "product_uom_qty": 5, **forged}
            with self.subTest(forged=forged), self.assertRaises(AccessError):
                self.env["sale.order"].with_user(self.rep).create(
                    {"partner_id": self.customer.id, "order_line": [Command.create(line)]}
                )

    def test_rows_and_days_of_an_order_are_not_sent(self):
        order, _paid, _free = self.of_rep()
        order.action_confirm()
        row = order.promotion_application_ids
        for command in (
            Command.update(row.id, {"benefit": 0}),
            Command.delete(row.id),
            Command.create({"promotion_id": self.promotion.id, "state": "released"}),
        ):
            self.assert_refused(order, {"promotion_application_ids": [command]})
        # a past day would bring back a promotion that has ended
        self.assert_refused(order, {"promotion_day": "2020-01-01"})
        order.write({"promotion_day": order.promotion_day})
        with self.assertRaises(AccessError):
            self.env["sale.order"].with_user(self.rep).create(
                {"partner_id": self.customer.id, "promotion_day": "2020-01-01"}
            )
        # as a default of the context it does not count
        made = (
            self.env["sale.order"]
            .with_user(self.rep)
            .with_context(default_promotion_day="2020-01-01")
            .create({"partner_id": self.customer.id})
        )
        self.assertFalse(made.promotion_day)

    def test_a_promotion_that_cannot_be_worked_out_does_not_run(self):
        # given a manager's program that writes the state past the buttons
        promotions = self.env["crm.promotion"].with_user(self.manager)
        values = {"name": "Nothing", "company_id": self.company.id}
        with self.assertRaises(UserError):
            promotions.create({**values, "state": "running"})
        empty = promotions.create(values)
        with self.assertRaises(UserError):
            empty.state = "running"

    def test_a_used_promotion_is_not_written_back(self):
        # given one that orders have, whose state a program writes back to change its tiers
        self.of_rep()
        as_manager = self.promotion.with_user(self.manager)
        as_manager.action_pause()
        with self.assertRaises(UserError):
            as_manager.state = "draft"
        self.assertEqual(self.promotion.state, "paused")

    def test_a_tier_from_nothing_on_is_not_repeated_for_ever(self):
        # given a gift from 0 on, once, of which somebody then wants as many as fit
        gift = {"effect": "gift", "qty": 1, "product_id": self.tuna.id}
        promotion = self.env["crm.promotion"].create(
            {
                "name": "Gift", "company_id": self.company.id, "repeat": False,
                "tier_ids": [Command.create(gift)],
            }
        )  # fmt: skip
        promotion.repeat = True
        with self.assertRaisesRegex(ValidationError, "above 0"):
            promotion.action_approve()

    def test_a_column_of_the_kanban_starts_nothing(self):
        promotions = self.env["crm.promotion"].with_context(default_state="running")
        self.assertEqual(promotions.create({"name": "In a column"}).state, "draft")

    def test_a_hidden_promotion_is_not_tried(self):
        order, _paid, _free = self.of_rep()
        hidden = self.make_promotion([self.percent(40)], name="Secret", start=False)
        wizard = self.env["crm.promotion.try.wizard"].with_user(self.rep)
        with self.assertRaises(AccessError):
            wizard.create({"promotion_id": hidden.id, "order_id": order.id}).result  # noqa: B018

    def test_what_is_chosen_has_to_be_for_the_order(self):
        # given a promotion for another team, which a rep chooses by its number
        team = self.env["crm.team"].create({"name": "South", "company_id": self.company.id})
        other = self.make_promotion(
            [self.percent(50)], apply="selectable", team_ids=[Command.link(team.id)]
        )
        order, _paid, _free = self.of_rep()
        with self.assertRaises(AccessError):
            order.selected_promotion_ids = other
        # and where somebody else has put it there, it does not apply
        order.sudo().selected_promotion_ids = other
        order.action_refresh_promotions()
        self.assertEqual(order.amount_untaxed, 120)

    def test_a_copied_free_line_is_paid(self):
        order, _paid, free = self.of_rep()
        copied = free.copy({"order_id": order.id})
        self.assertFalse(copied.promotion_id)
        self.assertEqual((copied.discount, copied.price_subtotal), (0, 10))
