from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .common_promotions import PromotionsCase


class TestPromotionWords(PromotionsCase):
    """What a promotion says of itself, and of an order."""

    def test_in_one_sentence(self):
        segment = self.env["crm.segment"].create({"name": "Bars", "code": "bars"})
        promotion = self.make_promotion(
            [(12, 1), (24, 3)],
            products=self.mussels | self.tuna,
            segment_ids=[Command.link(segment.id)],
            date_from="2026-10-19",
            date_to="2026-11-30",
        )
        # lists and dates are those of the languages that the database has
        self.assertRegex(
            promotion.sentence,
            r"Customers of Bars who buy Mussels \w+ Tuna get 1 Units free from 12 Units on \w+ "
            r"3 Units free from 24 Units on\. As often as it fits\. From \S+2026 to \S+2026\.",
        )
        plain = self.make_promotion([self.percent(7.5, 100)], condition={"metric": "amount"})
        self.assertRegex(
            plain.sentence,
            r"All customers who buy any product get 7.50 % off from .*100.00.* on\.",
        )

    def test_a_tier_that_is_worse_than_a_lower_one(self):
        # given three for 24, and five for 48: one for eight, then one for nearly ten
        worse = self.make_promotion([(12, 1), (24, 3), (48, 5)])
        self.assertIn("from 48 Units on gives less", worse.warning)
        self.assertFalse(self.make_promotion([(12, 1), (24, 3), (48, 8)]).warning)
        falling = self.make_promotion([self.percent(5, 10), self.percent(3, 20)])
        self.assertIn("from 20 Units on", falling.warning)

    def try_out(self, promotion, order):
        wizard = self.env["crm.promotion.try.wizard"].with_context(
            active_model="crm.promotion", active_id=promotion.id
        )
        with Form(wizard) as form:
            form.order_id = order
        return str(form.save().result)

    def test_try_with_an_order_writes_nothing(self):
        # given a promotion that nobody has started, and an order of 22
        promotion = self.make_promotion([(12, 1)], products=self.mussels, start=False)
        order = self.make_order((self.mussels, 22))
        said = self.try_out(promotion, order)
        # then it says what it would do and what a little more wins, and does nothing
        self.assertRegex(said, r"“Autumn” applies: 1 × Mussels, worth .*10.00")
        self.assertIn("Add 2 Units and get 1 more free (Autumn).", said)
        self.assertFalse(order.promotion_application_ids)
        self.assertEqual(len(order.order_line), 1)

    def test_try_says_why_not(self):
        few = self.make_promotion([(12, 1)], products=self.mussels, start=False)
        order = self.make_order((self.mussels, 5))
        self.assertIn("There is 5 Units, and 12 Units are needed.", self.try_out(few, order))
        other = self.make_promotion([(12, 1)], products=self.tuna, start=False, name="Tuna")
        self.assertIn("None of its products is in the order.", self.try_out(other, order))
        late = self.make_promotion([(1, 1)], start=False, date_from="2050-01-01", name="Late")
        self.assertIn("“Late” is not for this order", self.try_out(late, order))
        broke = self.make_promotion([self.percent(10)], budget_amount=1, name="Small")
        self.assertIn("Its budget has", self.try_out(broke, order))

    def test_every_reason_has_words(self):
        order = self.make_order((self.mussels, 24))
        first = self.make_promotion([self.percent(10)], exclusive_group="A", name="First")
        worse = self.make_promotion([self.percent(5)], exclusive_group="A", name="Worse")
        self.assertIn("First is used instead.", self.try_out(worse, order))
        once = self.make_promotion([(12, 1)], max_per_order=1, name="Once")
        self.assertIn("An order gets it up to 1 times.", self.try_out(once, order))
        dear = self.make_promotion(
            [{"threshold": 1, "effect": "net_price", "price": 99}], name="Dear"
        )
        self.assertIn("no better than the prices", self.try_out(dear, order))
        capped = self.make_promotion(
            [self.percent(10)], budget_amount=1, budget_policy="cap", name="Capped"
        )
        self.assertIn("Its budget pays", self.try_out(capped, order))
        self.assertTrue(first)

    def test_what_cannot_be_said_is_refused(self):
        for values, words in (
            ({"apply": "code"}, "applies by a code"),
            ({"partner_domain": "[('nope', '=', 1)]"}, "cannot be found"),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, words):
                self.make_promotion([(12, 1)], **values)
        with self.assertRaisesRegex(ValidationError, "begins above 0"):
            self.make_promotion([(0, 1)])
        with self.assertRaisesRegex(ValidationError, "its percentage"):
            self.make_promotion([self.percent(0)])
        with self.assertRaisesRegex(ValidationError, "its product"):
            self.make_promotion([{"threshold": 1, "effect": "gift"}])
        with self.assertRaisesRegex(UserError, "no tier"):
            self.make_promotion([])
