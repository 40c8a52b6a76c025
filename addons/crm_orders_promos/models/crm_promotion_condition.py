from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_list

from ..engine import promotion_types

METRICS = [
    ("qty", "Quantity"),
    ("amount", "Amount"),
    ("weight", "Weight"),
    ("distinct_products", "Number of products"),
]


class CrmPromotionCondition(models.Model):
    """What has to be bought for a promotion; the first condition is what its tiers measure."""

    _name = "crm.promotion.condition"
    _description = "Condition of a promotion"
    _order = "promotion_id, sequence, id"

    promotion_id = fields.Many2one("crm.promotion", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="promotion_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="promotion_id.currency_id")
    sequence = fields.Integer(default=10)
    product_ids = fields.Many2many("product.product", string="Products")
    category_ids = fields.Many2many(
        "product.category", string="Categories", help="With those below them."
    )
    tag_ids = fields.Many2many("product.tag", string="Product tags")
    metric = fields.Selection(METRICS, "Measured by", default="qty", required=True)
    uom_id = fields.Many2one("uom.uom", "Unit", help="Of quantities; empty: units.")
    threshold = fields.Float(
        "At least",
        digits="Product Unit",
        help="The first condition may leave that to the tiers.",
    )
    mix_match = fields.Boolean(
        "Products mixed", default=True, help="Products are added up; else each has to do by itself."
    )
    with_tax = fields.Boolean("Taxes included", help="Of amounts.")

    _threshold_not_negative = models.Constraint(
        "CHECK (threshold >= 0)", "What has to be bought cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        conditions = super().create(vals_list)
        conditions._check_promotion_is_draft()
        return conditions

    def write(self, vals):
        self._check_promotion_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_promotion_is_draft()

    def _check_promotion_is_draft(self):
        promised = self.promotion_id.filtered(lambda promotion: promotion.state != "draft")
        if promised:
            promised._refuse_change()

    def _get_unit(self):
        """How many reference units one of ``threshold`` is."""
        self.ensure_one()
        return self.uom_id.factor if self.metric == "qty" and self.uom_id else 1.0

    def _to_engine(self, near):
        """:param near: ids of products by product, category and tag"""
        self.ensure_one()
        return promotion_types.Condition(
            self._get_wanted(near),
            self.metric,
            Decimal(str(self.threshold)) * Decimal(str(self._get_unit())),
            self.mix_match,
            self.with_tax,
        )

    def _get_wanted(self, near):
        """Ids of the products that count; None where any does."""
        kinds = (
            ("product", self.product_ids),
            ("category", self.category_ids),
            ("tag", self.tag_ids),
        )
        if not any(named for _kind, named in kinds):
            return None
        found = (near[kind].get(each, ()) for kind, named in kinds for each in named.ids)
        return frozenset().union(*found)

    def _word(self):
        """What is bought, in words: "10 Boxes of Preserves, mixed"."""
        self.ensure_one()
        named = [*self.product_ids, *self.category_ids, *self.tag_ids]
        what = format_list(self.env, [each.display_name for each in named], "or")
        what = what or self.env._("any product")
        if not self.mix_match and self.metric != "distinct_products":
            what = self.env._("%s, each by itself", what)
        if not self.threshold:
            return what
        number = self.threshold * self._get_unit()
        measure = self.promotion_id._word_measure(self.metric, number)
        return self.env._("%(measure)s of %(what)s", measure=measure, what=what)
