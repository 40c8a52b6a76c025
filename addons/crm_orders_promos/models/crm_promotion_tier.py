from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import promotion_types

EFFECTS = [
    ("chain_percent", "A further discount"),
    ("net_price", "A net price"),
    ("free_goods", "Free goods"),
    ("gift", "A gift"),
]


class CrmPromotionTier(models.Model):
    """From so much on, this is what one gets."""

    _name = "crm.promotion.tier"
    _description = "Tier of a promotion"
    _order = "promotion_id, threshold, id"

    promotion_id = fields.Many2one("crm.promotion", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="promotion_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="promotion_id.currency_id")
    threshold = fields.Float("From", digits="Product Unit", help="As the first condition measures.")
    effect = fields.Selection(EFFECTS, "Gives", default="free_goods", required=True)
    percent = fields.Float("%", digits="Discount")
    price = fields.Float(min_display_digits="Product Price", digits=False)
    qty = fields.Float("Quantity", digits="Product Unit", default=1.0)
    uom_id = fields.Many2one(
        "uom.uom", "Unit", help="Of what is given, or of what the price is; empty: units."
    )
    product_id = fields.Many2one(
        "product.product",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: the same as bought.",
    )
    spread = fields.Selection(
        [("prorata", "As bought"), ("cheapest", "The cheapest")],
        "Of several products",
        default="prorata",
        required=True,
    )

    _not_negative = models.Constraint(
        "CHECK (threshold >= 0 AND percent >= 0 AND percent <= 100 AND price >= 0 AND qty >= 0)",
        "A tier has no negative numbers, and takes off 100 % at most.",
    )

    @api.constrains("effect", "qty", "product_id", "percent", "threshold", "promotion_id")
    def _check_effect(self):
        for tier in self:
            if tier.effect in ("free_goods", "gift"):
                tier._check_goods()
            elif tier.effect == "chain_percent" and not tier.percent:
                raise ValidationError(self.env._("A tier with a discount needs its percentage."))

    def _check_goods(self):
        self.ensure_one()
        if self.qty <= 0:
            raise ValidationError(self.env._("A tier that gives goods needs a quantity."))
        if self.effect == "gift" and not self.product_id:
            raise ValidationError(self.env._("A tier that gives a gift needs its product."))
        if self.promotion_id.repeat and self.threshold <= 0:
            raise ValidationError(
                self.env._(
                    "Write in “From” how much has to be bought: what is given as often as it fits "
                    "begins above 0."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        tiers._check_promotion_is_draft()
        return tiers

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
        """How many reference units one of ``qty`` is; ``price`` is that of so many."""
        self.ensure_one()
        return self.uom_id.factor if self.uom_id else 1.0

    def _to_engine(self, unit):
        """:param unit: how many reference units one of the threshold is"""
        self.ensure_one()
        own = Decimal(str(self._get_unit()))
        qty = Decimal(str(self.qty)) * own
        return promotion_types.Tier(
            self.id,
            Decimal(str(self.threshold)) * Decimal(str(unit)),
            self.effect,
            percent=Decimal(str(self.percent)),
            price=Decimal(str(self.price)) / own,
            qty=qty,
            product=self.product_id.id or None,
            spread=self.spread,
            # a box is not opened to give a part of it
            step=own if qty and qty % own == 0 else qty or own,
        )

    def _word(self):
        """What one gets and from when on: "1 free from 12 Units on"."""
        self.ensure_one()
        return self.env._(
            "%(gain)s from %(threshold)s on",
            gain=self._word_gain(),
            threshold=self._word_threshold(),
        )

    def _word_threshold(self):
        self.ensure_one()
        first = self.promotion_id.condition_ids[:1]
        unit = first._get_unit() if first else 1.0
        return self.promotion_id._word_measure(first.metric or "qty", self.threshold * unit)

    def _find_worse(self):
        """The first tier with which buying more gives less for it than a lower one; or None.

        Tiers are compared where they give the same kind of thing.
        """
        best = {}
        for tier in self.sorted("threshold"):
            kind = tier.effect, tier.product_id.id
            if tier.effect == "net_price":
                gain = -tier.price / tier._get_unit()
            elif tier.effect == "chain_percent":
                gain = tier.percent
            else:
                gain = tier.qty * tier._get_unit() / (tier.threshold or 1.0)
            if gain < best.get(kind, gain):
                return tier
            best[kind] = gain
        return None

    def _word_gain(self):
        self.ensure_one()
        number = self.promotion_id._word_number
        unit = self.uom_id.name or self.env.ref("uom.product_uom_unit").name
        if self.effect == "chain_percent":
            return self.env._("%s %% off", number(self.percent))
        if self.effect == "net_price":
            price = self.currency_id.format(self.price)
            return self.env._("a price of %(price)s a %(unit)s", price=price, unit=unit)
        if self.product_id:
            return self.env._(
                "%(number)s %(unit)s of %(product)s free",
                number=number(self.qty),
                unit=unit,
                product=self.product_id.display_name,
            )
        if self.spread == "cheapest":
            return self.env._(
                "%(number)s %(unit)s of the cheapest free", number=number(self.qty), unit=unit
            )
        return self.env._("%(number)s %(unit)s free", number=number(self.qty), unit=unit)
