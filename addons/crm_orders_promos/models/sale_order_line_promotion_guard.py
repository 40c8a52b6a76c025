from odoo import api, models
from odoo.exceptions import AccessError, UserError

# What promotions write and nobody else.
_OWN = {
    "promo_discount", "promotion_id", "promo_key", "promo_parent_line_ids", "promo_charged_line_id",
}  # fmt: skip
# What free goods are, and stay as long as their promotion gives them.
_OF_FREE_GOODS = {
    "order_id", "product_id", "product_uom_id", "product_uom_qty", "price_unit",
    "technical_price_unit", "discount", "line_discounts", "discount_locked", "tax_ids",
    "is_downpayment", "reward_id", "combo_item_id", "linked_line_id",
}  # fmt: skip
# What of a paid line decides what promotions give.
_EARNS = {
    "product_id", "product_uom_id", "product_uom_qty", "price_unit", "discount", "line_discounts",
    "discount_locked",
}  # fmt: skip


class SaleOrderLine(models.Model):
    """Goods are given by promotions alone; and what is bought less of earns less at once."""

    # one file for each purpose
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        unwanted = {f"default_{name}" for name in _OWN}
        if unwanted.isdisjoint(self.env.context):
            return super().create(vals_list)
        kept = {key: value for key, value in self.env.context.items() if key not in unwanted}
        plain = self.with_context(kept)  # pylint: disable=context-overridden
        return super(SaleOrderLine, plain).create(vals_list)

    @api.model
    def _with_typed_discount(self, vals):
        if not self.env.su and any(vals.get(name) for name in _OWN):
            self._refuse_own()
        if vals.get("promotion_id"):
            return vals
        return super()._with_typed_discount(vals)

    def write(self, vals):
        if not self.env.su:
            self._check_own_not_written(vals)
            free = self.filtered("promotion_id")
            if "discount" in vals and free and free != self:
                # a discount for all lines of an order: what is free takes none
                rest = {key: value for key, value in vals.items() if key != "discount"}
                free.write(rest)
                return (self - free).write(vals)
            free._check_free_goods_not_changed(vals)
        result = super().write(vals)
        if _EARNS & vals.keys():
            self._earn_again()
        return result

    def _check_own_not_written(self, vals):
        """A line that is given is beyond anybody's limit: so only promotions may say so.

        A form sends back what it has read: that changes nothing.
        """
        for name in _OWN & vals.keys():
            if any(line._would_change(name, vals[name]) for line in self):
                self._refuse_own()

    @api.model
    def _refuse_own(self):
        raise AccessError(
            self.env._("Promotions are worked out by the order, not written into its lines.")
        )

    def _check_free_goods_not_changed(self, vals):
        names = _OF_FREE_GOODS & vals.keys()
        for line in self if names else ():
            if any(line._would_change(name, vals[name]) for name in names):
                raise UserError(
                    self.env._(
                        "%(product)s is given by the promotion “%(promotion)s”: change what is "
                        "bought, and refresh the promotions.",
                        product=line.product_id.display_name,
                        # sudo: the name of a promotion that the reader may not see
                        promotion=line.sudo().promotion_id.name,
                    )
                )

    def _would_change(self, name, value):
        """Whether writing ``value`` would leave the line other than it is."""
        self.ensure_one()
        field = self._fields[name]
        new, old = (field.convert_to_cache(each, self) for each in (value, self[name]))
        if field.type in ("one2many", "many2many"):
            return set(new) != set(old)
        return (new or None) != (old or None)

    def _earn_again(self):
        """A confirmed order of which less is bought has no more than that earns.

        Not where a line is only divided: whoever divides it says so as superuser.
        """
        if self.env.su and self.env.context.get("crm_bought_alike"):
            return
        bought = self.filtered(lambda line: line.state == "sale" and not line.promotion_id)
        bought.order_id.filtered(lambda order: order._has_promotions())._refresh_promotions()

    # -- the portal ----------------------------------------------------------------------------

    def _can_be_edited_on_portal(self):
        """What is given stands beside what earns it, in an optional section too."""
        editable = super()._can_be_edited_on_portal()
        return editable and not (self.promotion_id or self.promo_charged_line_id)
