from odoo.tests import Form, tagged

from .common_scenario import ScenarioCase


@tagged("post_install", "-at_install")
class TestDisputeTier(ScenarioCase):
    """Nora disputes a sale of 22,500.00 that is shown under the 625.00 of her third tier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        march = cls.period("2026-03-01")
        cls.close_until_before(march)
        march.with_user(cls.ana).action_calculate()
        cls.sent = cls.statement("2026-03-01")
        cls.sent.with_user(cls.ana).action_send()
        cls.tier = cls.sent.entry_ids.filtered(lambda entry: entry.bracket == 3)

    def ask(self, key, amount):
        """The wizard that accepts a dispute of that much about a row."""
        values = {"key": key, "reason": "amount", "note": "It was more", "amount": amount}
        dispute = self.sent.with_user(self.nora).open_dispute(values)
        wizard = self.env["crm.commission.dispute.wizard"].with_user(self.max)
        return Form(wizard.with_context(default_dispute_id=dispute, default_accepts=True))

    def test_a_claim_about_a_sale_is_no_amount_of_the_tier(self):
        rows = self.sent.get_drill_rows(f"entry-{self.tier.id}")["rows"]
        sale = next(row["key"] for row in rows if row["amount"] == 22500)
        wizard = self.ask(f"{sale}-entry-{self.tier.id}", 24000)
        self.assertEqual((wizard.amount_claimed, wizard.amount_booked), (24000, 625))
        self.assertEqual((wizard.amount, wizard.difference), (625, 0))

    def test_a_claim_about_the_tier_is(self):
        wizard = self.ask(f"entry-{self.tier.id}", 650)
        self.assertEqual((wizard.amount, wizard.difference), (650, 25))
