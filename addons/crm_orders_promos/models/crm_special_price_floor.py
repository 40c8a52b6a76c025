from decimal import Decimal

from odoo import api, fields, models

from ..engine import special_prices as engine
from .crm_special_price import AGREED


class CrmSpecialPrice(models.Model):
    """Whether a price is below the cost or leaves too little, and whether another stands beside it.

    Judged when it is looked at, by the cost of today; the list price stands for the pricelist's.
    """

    # one file for each purpose
    _inherit = "crm.special.price"  # pylint: disable=consider-merging-classes-inherited

    floor_verdict = fields.Selection(
        [
            (engine.BELOW_COST, "Below cost"),
            (engine.BELOW_MARGIN, "Below the least margin"),
        ],
        compute="_compute_floor",
    )
    floor_words = fields.Char(compute="_compute_floor")
    overlap_count = fields.Integer("Others for the same", compute="_compute_overlap_count")

    @api.depends(*AGREED)
    @api.depends_context("lang", "company")
    def _compute_floor(self):
        for price in self:
            verdict, product, margin = price._judge_floor()
            price.floor_verdict = verdict
            price.floor_words = price._word_floor(verdict, product, margin)

    def _judge_floor(self):
        """The worst verdict of the products that the price is of, the product, and its margin."""
        self.ensure_one()
        company = self.company_id or self.env.company
        least = Decimal(str(company.crm_special_min_margin))
        worst = (None, self.env["product.product"], None)
        for product in self._get_products(company):
            cost = Decimal(str(product.standard_price))
            price = self.with_company(company)
            net = Decimal(str(price._get_price(product, product.uom_id, company.currency_id)))
            verdict, margin = engine.judge(net, cost, least), engine.margin(net, cost)
            if verdict and (worst[2] is None or (margin is not None and margin < worst[2])):
                worst = (verdict, product, margin)
        return worst

    def _get_products(self, company):
        """The products of which the price is.

        sudo: a price is judged by its cost, whoever may see that.
        """
        self.ensure_one()
        products = self.env["product.product"].sudo().with_company(company)
        found = products.browse(self.product_id._origin.ids)
        if self.target == "template" and self.product_tmpl_id:
            found = products.search([("product_tmpl_id", "=", self.product_tmpl_id._origin.id)])
        elif self.target == "category" and self.categ_id:
            found = products.search(
                [("categ_id", "child_of", self.categ_id._origin.ids), ("sale_ok", "=", True)]
            )
        return found

    def _word_floor(self, verdict, product, margin):
        if not verdict:
            return False
        least = (self.company_id or self.env.company).crm_special_min_margin
        if verdict == engine.BELOW_COST:
            return self.env._("%(product)s is sold below its cost.", product=product.display_name)
        return self.env._(
            "%(product)s leaves a margin of %(margin)s %%, less than the %(least)s %% that are "
            "wanted.",
            product=product.display_name,
            margin=f"{margin:.1f}",
            least=f"{least:g}",
        )

    @api.depends(*AGREED, "state")
    def _compute_overlap_count(self):
        """How many others are for the same customer, product, quantity and days."""
        for price in self:
            price.overlap_count = price._count_overlaps() if price.state != "refused" else 0

    def _count_overlaps(self):
        self.ensure_one()
        domain = [
            ("id", "!=", self._origin.id or 0),
            ("state", "in", ("draft", "to_approve", "approved")),
            ("min_qty", "=", self.min_qty),
            ("company_id", "=", self.company_id.id),
            *((name, "=", self[name]._origin.id) for name in self._get_link_names()),
        ]
        if self.date_to:
            domain += ["|", ("date_from", "=", False), ("date_from", "<=", self.date_to)]
        if self.date_from:
            domain += ["|", ("date_to", "=", False), ("date_to", ">=", self.date_from)]
        return self.search_count(domain)
