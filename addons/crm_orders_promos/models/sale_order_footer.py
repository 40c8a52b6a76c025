from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import formatLang

from ..engine import discounts


class SaleOrder(models.Model):
    """What an order comes to before discounts, and what each of them takes off."""

    _inherit = "sale.order"

    amount_gross = fields.Monetary("Before discounts", compute="_compute_discount_footer")
    amount_line_discounts = fields.Monetary("Line discounts", compute="_compute_discount_footer")

    @api.depends("amount_untaxed", "order_line.price_subtotal", "header_discount_factor")
    def _compute_discount_footer(self):
        for order in self:
            gross, of_lines, *_of_header = order._get_discount_footer()
            order.amount_gross = gross
            order.amount_line_discounts = of_lines

    def _compute_amount_undiscounted(self):
        """Core works it out backwards from rounded amounts, up to a cent beside the gross one."""
        for order in self:
            order.amount_undiscounted = order.amount_gross

    def _get_discount_footer(self):
        """Gross, line discounts and one amount for each of `header_discount_ids`, in the order's
        currency without taxes; they add up to `amount_untaxed` to the cent.
        """
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        gross = lines._get_untaxed_at(lambda _line: discounts.ONE)
        net = lines._get_untaxed_at(lambda line: line._get_own_factor())
        footer = [
            discounts.FooterLine(gross[line], net[line], line._takes_header_discount())
            for line in lines
        ]
        parts = discounts.telescope(
            footer,
            self._get_header_factors(),
            Decimal(str(self.amount_untaxed)),
            Decimal(str(self.currency_id.rounding or 0.01)),
        )
        return [float(part) for part in parts]

    def _get_shown_discounts(self):
        """The steps from the gross amount to the untaxed one, in words, if there are any."""
        self.ensure_one()
        gross, of_lines, *of_header = self._get_discount_footer()
        steps = [(self.env._("Before discounts"), gross)]
        if of_lines:
            steps.append((self.env._("Line discounts"), of_lines))
        rows = self.header_discount_ids._in_order()
        steps += [(row._get_label(), taken) for row, taken in zip(rows, of_header, strict=True)]
        if len(steps) == 1:
            return []
        return [
            {"label": label, "amount": formatLang(self.env, amount, currency_obj=self.currency_id)}
            for label, amount in steps
        ]
