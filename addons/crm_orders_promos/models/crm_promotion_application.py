from decimal import Decimal

from odoo import api, fields, models

from ..engine import promotion_life


class CrmPromotionApplication(models.Model):
    """A promotion that an order got: what it was measured on and what it is worth.

    Written by nobody but the order, see ``sale_order_promotion_write.py``. Provisional rows hold
    nothing, committed ones hold budget and turns, released ones did.
    """

    _name = "crm.promotion.application"
    _description = "Promotion of an order"
    _order = "order_id desc, promotion_id, id"
    _rec_name = "promotion_id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    promotion_id = fields.Many2one("crm.promotion", required=True, ondelete="restrict", index=True)
    tier_id = fields.Many2one("crm.promotion.tier", required=True, ondelete="restrict", index=True)
    group_key = fields.Integer(
        default=0, help="The product that earned it by itself; 0 where products are mixed."
    )
    state = fields.Selection(
        [
            (promotion_life.PROVISIONAL, "Provisional"),
            (promotion_life.COMMITTED, "Committed"),
            (promotion_life.RELEASED, "Released"),
        ],
        required=True,
        index=True,
    )
    basis = fields.Float(digits=False, help="What was measured.")
    times = fields.Integer(help="How often it counts against limits.")
    benefit = fields.Monetary(help="What the customer saves, before order discounts.")
    currency_id = fields.Many2one(related="order_id.currency_id", store=True)
    benefit_company = fields.Monetary(
        "Cost", currency_field="company_currency_id", help="The benefit in company currency."
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    spent = fields.Float(digits=False, help="The benefit in the currency of the promotion.")
    terms = fields.Json(help="What lines got: line, percentage and benefit.")
    goods = fields.Json(help="What was given: product, reference units, lines and benefit.")
    digest = fields.Char(help="Of all of it: so nothing has to be compared piece by piece.")

    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="order_id.user_id", store=True, index=True)
    team_id = fields.Many2one(related="order_id.team_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        related="order_id.partner_id.commercial_partner_id",
        store=True,
        index=True,
    )
    date_order = fields.Datetime(related="order_id.date_order", store=True)

    _once = models.UniqueIndex(
        "(order_id, promotion_id, tier_id, group_key)", "An order gets a tier of a promotion once."
    )

    def _to_stored(self):
        """The rows as the engine compares them; the rest of them is in their digest."""
        return [
            promotion_life.Stored(
                row.id,
                row.state,
                row.promotion_id.id,
                row.tier_id.id,
                row.group_key or None,
                row.benefit,
                row.times,
                row.digest,
            )
            for row in self
        ]

    @api.model
    def _prepare(self, application, order, date):
        """The values of a row that says what the engine found.

        :param date: whose rates of exchange count
        """
        promotion = self.env["crm.promotion"].browse(application.promotion)
        benefit = float(application.benefit)
        currency, company = order.currency_id, order.company_id
        own = company.currency_id
        return {
            "order_id": order.id,
            "promotion_id": promotion.id,
            "tier_id": application.tier,
            "group_key": application.group or 0,
            "basis": float(application.basis),
            "times": application.times,
            "benefit": benefit,
            "benefit_company": currency._convert(benefit, own, company, date),
            "spent": currency._convert(benefit, promotion.currency_id, company, date),
            "terms": [
                {
                    "line": term.line,
                    "percent": str(term.percent),
                    "benefit": str(term.benefit),
                }
                for term in application.terms
            ],
            "goods": [
                {
                    "product": goods.product,
                    "qty": str(goods.qty),
                    "parents": list(goods.parents),
                    "benefit": str(goods.benefit),
                }
                for goods in application.goods
            ],
            "digest": promotion_life.digest(application),
        }

    def _get_earning(self):
        """What earns this by the order, as the first condition measures it."""
        self.ensure_one()
        released = self.state == promotion_life.RELEASED
        return Decimal(0) if released else Decimal(str(self.basis))

    def _measure_kept(self, lines):
        """What the customer keeps of what earned this, as the first condition measures it."""
        self.ensure_one()
        if self.state == promotion_life.RELEASED:
            return Decimal(0)
        metric = self.promotion_id.condition_ids[:1].metric or "qty"
        kept = {line: line._get_kept_units() for line in lines}
        if metric == "distinct_products":
            return Decimal(len({line.product_id for line in lines if kept[line] > 0}))
        weights = {
            "qty": lambda line: line._get_reference_units(),
            "weight": lambda line: line._get_promotion_weight(),
            "amount": lambda line: Decimal(str(line.price_subtotal)),
        }
        whole = {line: weights[metric](line) for line in lines}
        total = sum(whole.values())
        left = sum(
            whole[line] * kept[line] / line._get_reference_units()
            for line in lines
            if line.product_uom_qty
        )
        return Decimal(str(self.basis)) * left / total if total else Decimal(0)
