from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import rules
from ..reading import to_decimal


class CrmCommissionRule(models.Model):
    """What a plan pays for some of the sales; of several rules that hold the first one counts."""

    _name = "crm.commission.rule"
    _description = "Commission Rule"
    _inherit = ["crm.commission.draft.part"]
    _order = "plan_id, sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one("crm.commission.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    category_ids = fields.Many2many(
        "product.category",
        "crm_commission_rule_category_rel",
        "rule_id",
        "category_id",
        string="Product categories",
        help="With the categories inside them.",
    )
    product_ids = fields.Many2many(
        "product.product",
        "crm_commission_rule_product_rel",
        "rule_id",
        "product_id",
        string="Products",
        check_company=True,
    )
    product_tag_ids = fields.Many2many(
        "product.tag",
        "crm_commission_rule_product_tag_rel",
        "rule_id",
        "tag_id",
        string="Product tags",
    )
    partner_category_ids = fields.Many2many(
        "res.partner.category",
        "crm_commission_rule_partner_category_rel",
        "rule_id",
        "category_id",
        string="Customer tags",
    )
    zone_ids = fields.Many2many(
        "crm.zone", "crm_commission_rule_zone_rel", "rule_id", "zone_id", string="Zones"
    )
    pricelist_ids = fields.Many2many(
        "product.pricelist",
        "crm_commission_rule_pricelist_rel",
        "rule_id",
        "pricelist_id",
        string="Pricelists",
        check_company=True,
    )
    by_discount = fields.Boolean(string="By discount")
    discount_from = fields.Float(digits=(16, 2), string="Discount from", aggregator=False)
    discount_to = fields.Float(digits=(16, 2), string="Discount to", default=100, aggregator=False)
    by_margin = fields.Boolean(string="By margin")
    margin_from = fields.Float(digits=(16, 2), string="Margin from", aggregator=False)
    margin_to = fields.Float(digits=(16, 2), string="Margin to", default=100, aggregator=False)
    new_customer_days = fields.Integer(
        string="New customers, days",
        aggregator=False,
        help="Only sales within so many days of the first purchase; 0: all.",
    )
    by_delay = fields.Boolean(string="By delay of payment")
    delay_from = fields.Integer(
        string="Delay from", aggregator=False, help="Days after the due date; below 0: before it."
    )
    delay_to = fields.Integer(string="Delay to", default=30, aggregator=False)
    sign = fields.Selection(
        [("any", "Sales and refunds"), ("sale", "Sales only"), ("refund", "Refunds only")],
        string="Holds for",
        required=True,
        default="any",
    )
    effect = fields.Selection(
        [
            ("rate", "Pays a rate"),
            ("fixed", "Pays an amount a unit"),
            ("exclude", "Pays nothing"),
            ("tiers", "Goes into the tiers"),
        ],
        required=True,
        default="rate",
    )
    value = fields.Float(
        digits=(16, 4), aggregator=False, help="Percent, or money for each unit sold."
    )
    factor = fields.Float(
        digits=(16, 4),
        default=1,
        aggregator=False,
        help="What such a sale counts: 2 is double, in tiers too.",
    )

    _discount_range = models.Constraint(
        "CHECK (NOT COALESCE(by_discount, false) OR "
        "COALESCE(discount_from, 0) <= COALESCE(discount_to, 0))",
        "The discount goes from the lower to the higher.",
    )
    _margin_range = models.Constraint(
        "CHECK (NOT COALESCE(by_margin, false) OR "
        "COALESCE(margin_from, 0) <= COALESCE(margin_to, 0))",
        "The margin goes from the lower to the higher.",
    )
    _delay_range = models.Constraint(
        "CHECK (NOT COALESCE(by_delay, false) OR COALESCE(delay_from, 0) <= COALESCE(delay_to, 0))",
        "The delay goes from the earlier to the later day.",
    )
    _figures_range = models.Constraint(
        "CHECK (COALESCE(value, 0) >= 0 AND COALESCE(factor, 0) > 0 AND "
        "COALESCE(new_customer_days, 0) >= 0)",
        "What a rule pays is 0 or more, and its factor above 0.",
    )

    @api.constrains("effect", "plan_id")
    def _check_tiers(self):
        for rule in self:
            if (
                rule.effect == "tiers"
                and rule.plan_id.tier_mode == "none"
                and not rule.plan_id.rate
            ):
                raise ValidationError(
                    self.env._("The rule %s speaks of tiers, but its plan has none.", rule.name)
                )

    def _to_engine(self):
        """The rule as the engine reads it: what is not asked for is None."""
        self.ensure_one()
        discount = (to_decimal(self.discount_from), to_decimal(self.discount_to))
        margin = (to_decimal(self.margin_from), to_decimal(self.margin_to))
        discount_from, discount_to = discount if self.by_discount else (None, None)
        margin_from, margin_to = margin if self.by_margin else (None, None)
        delay_from, delay_to = (self.delay_from, self.delay_to) if self.by_delay else (None, None)
        return rules.Rule(
            id=self.id,
            sequence=self.sequence,
            effect=self.effect,
            value=to_decimal(self.value),
            factor=to_decimal(self.factor),
            category_ids=_ids(self.category_ids),
            product_ids=_ids(self.product_ids),
            product_tag_ids=_ids(self.product_tag_ids),
            partner_category_ids=_ids(self.partner_category_ids),
            zone_ids=_ids(self.zone_ids),
            pricelist_ids=_ids(self.pricelist_ids),
            discount_from=discount_from,
            discount_to=discount_to,
            margin_from=margin_from,
            margin_to=margin_to,
            new_customer_days=self.new_customer_days or None,
            delay_from=delay_from,
            delay_to=delay_to,
            sign=self.sign,
        )


def _ids(records):
    return frozenset(records.ids) or None
