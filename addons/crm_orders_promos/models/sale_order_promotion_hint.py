from decimal import ROUND_CEILING, Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import promotion_types


class SaleOrder(models.Model):
    """What a little more would win, and whether the order still says what its promotions give.

    Worked out while the order is read or typed; nothing is written.
    """

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    promotion_hint = fields.Char(compute="_compute_promotion_hint")
    promotion_hint_qty = fields.Float(compute="_compute_promotion_hint")
    promotions_outdated = fields.Boolean(compute="_compute_promotion_hint")
    selectable_promotion_ids = fields.Many2many(
        "crm.promotion", compute="_compute_selectable_promotion_ids"
    )

    @api.depends(
        "partner_id",
        "team_id",
        "pricelist_id",
        "state",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "order_line.product_uom_id",
        "order_line.price_unit",
        "order_line.discount",
        "selected_promotion_ids",
    )
    @api.depends_context("lang")
    def _compute_promotion_hint(self):
        for order in self:
            order.promotion_hint = False
            order.promotion_hint_qty = 0.0
            order.promotions_outdated = False
            if not order._may_earn_more():
                continue
            found = self.env["crm.promotion"]._find_for(order)
            if not found and not order._has_promotions():
                continue
            result = order._evaluate_promotions(found)
            order.promotions_outdated = order._is_outdated(result)
            hint = order._choose_hint(result)
            if hint:
                promotion = found.browse(hint.promotion)
                line = order._get_line_of_hint(hint)
                product = line.product_id if line else None
                order.promotion_hint = promotion._word_hint(hint, order.currency_id, product)
                order.promotion_hint_qty = order._get_qty_of_hint(hint, line) if line else 0.0

    def _may_earn_more(self):
        """What was signed or paid stays as it is, until somebody changes it."""
        self.ensure_one()
        is_open = self.state in ("draft", "sent") and self.partner_id
        kept = self._origin and self._origin._is_signed_or_paid()
        return is_open and not kept

    @api.model
    def _choose_hint(self, result):
        """Of those that are near, the one that misses least, a quantity before anything else."""

        def rank(hint):
            return (hint.metric != promotion_types.QTY, hint.missing, hint.promotion)

        return min((hint for hint in result.hints if hint.is_near), key=rank, default=None)

    def _is_outdated(self, result):
        """Whether a refresh would change what lines get."""
        self.ensure_one()
        lines = self.order_line
        given = {}
        for line in lines.filtered("promotion_id"):
            key = line.promo_key
            given[key] = given.get(key, Decimal(0)) + line._get_reference_units()
        wanted = {}
        for application in result.applications:
            for goods in application.goods:
                key = f"{application.promotion}/{application.group or 0}/{goods.product}"
                wanted[key] = wanted.get(key, Decimal(0)) + goods.qty
        if given != wanted:
            return True
        bought = self._get_bought()
        return any(
            abs(line.promo_discount - float(result.discounts.get(key, 0))) > 1e-9
            for key, line in zip(self._get_keys(bought), bought, strict=True)
        )

    def _get_line_of_hint(self, hint):
        """The line on which a quantity that is missing may be typed."""
        self.ensure_one()
        if hint.metric != promotion_types.QTY:
            return None
        # sudo: as in `crm.promotion._find_for`
        promotion = self.env["crm.promotion"].sudo().browse(hint.promotion)
        bought = self._get_bought()
        condition = promotion._to_engine(bought.product_id)[0].conditions[hint.condition]
        for line in bought:
            product = line.product_id._origin.id
            wanted = condition.products is None or product in condition.products
            if wanted and hint.group in (None, product):
                return line
        return None

    @api.model
    def _get_qty_of_hint(self, hint, line):
        """What is missing in whole units of the line: a box is not opened."""
        unit = Decimal(str(line.product_uom_id.factor or 1.0))
        return float((hint.missing / unit).to_integral_value(ROUND_CEILING))

    def action_take_promotion_hint(self):
        """Add what is missing, and work the promotions out again."""
        self.ensure_one()
        self.check_access("write")
        found = self.env["crm.promotion"]._find_for(self)
        hint = self._choose_hint(self._evaluate_promotions(found))
        line = hint and self._get_line_of_hint(hint)
        if not line:
            raise UserError(self.env._("There is nothing to add by itself."))
        line.product_uom_qty += self._get_qty_of_hint(hint, line)
        self._refresh_promotions()

    @api.depends("partner_id", "team_id", "pricelist_id", "state")
    def _compute_selectable_promotion_ids(self):
        for order in self:
            found = self.env["crm.promotion"]
            if order.state in ("draft", "sent") and order.partner_id:
                found = found._find_for(order)
            order.selectable_promotion_ids = found.filtered(
                lambda promotion: promotion.apply == "selectable"
            )
