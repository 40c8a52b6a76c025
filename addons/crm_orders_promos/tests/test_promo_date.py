from freezegun import freeze_time

from odoo import Command

from .common_signing import SigningCase


class TestPromoDate(SigningCase):
    """S4: -10 % until 28/02; 10 x 10.00 sent on 20/02, valid until 15/03."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cheap = cls.make_product("Sugar", 10)
        cls.program = cls.env["loyalty.program"].create(
            {
                "name": "February",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "company_id": cls.company.id,
                "date_to": "2026-02-28",
                "rule_ids": [Command.create({"minimum_qty": 1})],
                "reward_ids": [
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount": 10,
                            "discount_mode": "percent",
                            "discount_applicability": "order",
                        }
                    )
                ],
            }
        )

    def send_quote(self):
        with freeze_time("2026-02-20 10:00:00"):
            quote = self.make_order(
                (self.cheap, 10), require_signature=True, validity_date="2026-03-15"
            )
            quote._update_programs_and_rewards()
            status = quote._apply_program_reward(
                self.program.reward_ids,
                self.env["loyalty.card"].search([("program_id", "=", self.program.id)], limit=1),
            )
            self.assertFalse(status)
            self.assert_totals(quote, 90, 18.9, 108.9)
            quote.action_quotation_sent()
        return quote

    def test_what_was_offered_is_what_is_signed(self):
        quote = self.send_quote()
        # when it is signed on 03/03, after the promotion has ended
        with freeze_time("2026-03-03 10:00:00"):
            self.sign(quote)
        # then the offer holds: 108.90, where core would confirm 121.00
        self.assertEqual(quote.state, "sale")
        self.assert_totals(quote, 90, 18.9, 108.9)

    def test_a_changed_quotation_has_the_promotions_of_today(self):
        quote = self.send_quote()
        with freeze_time("2026-03-03 10:00:00"):
            self.assertEqual(str(quote._get_confirmed_tx_create_date()), "2026-02-20")
            quote.order_line[0].product_uom_qty = 20
            self.assertEqual(str(quote._get_confirmed_tx_create_date()), "2026-03-03")

    def test_an_expired_quotation_has_the_promotions_of_today(self):
        quote = self.send_quote()
        with freeze_time("2026-03-16 10:00:00"):
            self.assertEqual(str(quote._get_confirmed_tx_create_date()), "2026-03-16")
