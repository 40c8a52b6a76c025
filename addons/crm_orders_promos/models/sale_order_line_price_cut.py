from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

from ..engine import discounts


class SaleOrderLine(models.Model):
    """A price that was lowered by hand is a discount too, for the limits of persons."""

    # one file for each purpose
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    price_cut = fields.Float(
        "Price lowered by (%)",
        compute="_compute_price_cut",
        store=True,
        precompute=True,
        digits=False,
        min_display_digits="Discount",
        help="How much the price is below the one that the customer has by pricelist and special "
        "price. It counts for the limits like a discount.",
    )

    def _auto_init(self):
        # what was sold before is not looked at again: a large table is not worked out for that
        if not column_exists(self.env.cr, self._table, "price_cut"):
            create_column(self.env.cr, self._table, "price_cut", "numeric")
        return super()._auto_init()

    @api.depends(
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "price_unit",
        "beyond_quota",
        "whole_line_id",
        "order_id.pricelist_id",
        "order_id.partner_id",
    )
    def _compute_price_cut(self):
        """As of when the line is written: a pricelist that changes later lowers nobody's price."""
        for line in self:
            if line.order_id.state not in ("draft", "sent"):
                line.price_cut = line.price_cut
            elif line.whole_line_id:
                line.price_cut = line.whole_line_id.price_cut
            else:
                line.price_cut = line._get_price_cut()

    def _get_price_cut(self):
        """How much the price was lowered by hand, in percent.

        What core calls the technical price comes from the client and says nothing about that.
        """
        self.ensure_one()
        line = self.with_company(self.company_id)
        others = line.is_expense or line.combo_item_id or line._is_delivery()
        if others or line.product_uom_qty < 0 or not line._takes_discount_chain():
            return 0.0
        given = line._get_unit_price_given()
        currency = line._get_priced_currency()
        if currency.compare_amounts(line.price_unit, given) >= 0:
            return 0.0
        return discounts.cut(given, line.price_unit)

    def _get_given_discount(self):
        given = super()._get_given_discount()
        share = self.order_id._get_global_discount_share()
        if not (self.price_cut or share):
            return given
        return discounts.equivalent(discounts.factor([given, self.price_cut, share]))
