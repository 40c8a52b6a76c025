from datetime import datetime
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.crm_actions.engine import days

from ..engine import special_prices as engine
from .crm_special_price import SCOPES, TARGETS
from .crm_special_price_approval import IN_FORCE

_TARGET_RANK = {"product": engine.PRODUCT, "template": engine.TEMPLATE, "category": engine.CATEGORY}
_WHOM_RANK = {"partner": engine.CUSTOMER, "tag": engine.TAG, "segment": engine.SEGMENT}


class CrmSpecialPrice(models.Model):
    """Which special price holds for a customer, a product, a quantity and a day, and what it is."""

    # one file for each purpose
    _inherit = "crm.special.price"  # pylint: disable=consider-merging-classes-inherited

    def _get_link_names(self):
        self.ensure_one()
        return SCOPES[self.scope], TARGETS[self.target]

    @api.model
    def _get_scope_domain(self, partner):
        """The prices of a customer: its own, and those of its tags and its segment.

        sudo: what is agreed with a customer holds whoever looks.
        """
        customer = partner.sudo().commercial_partner_id._origin
        return Domain.OR(
            [
                [("commercial_partner_id", "=", customer.id)] if customer else Domain.FALSE,
                [("partner_tag_id", "parent_of", customer.category_id.ids)],
                Domain("crm_segment_id", "!=", False)
                & Domain("crm_segment_id", "=", customer.crm_segment_id.id),
            ]
        )

    @api.model
    def _find_candidates(self, partner, products, date, company):
        """What was agreed with a customer for any of these products on a day, in any quantity.

        sudo: the price of an order does not depend on who looks at it, nor on who looks after
        the customer. One query, whatever the number of products and of prices.

        :param products: of ``product.product`` or ``product.template``
        :param date: a date, or an instant in UTC, of which the day is that of the company
        """
        day = date
        if isinstance(date, datetime):
            day = days.to_wall(date, company._crm_tz()).date()
        variants = products._name == "product.product"
        templates = products.product_tmpl_id if variants else products
        of_product = Domain("product_id.product_tmpl_id", "in", templates._origin.ids)
        if variants:
            of_product = Domain("product_id", "in", products._origin.ids)
        return self.sudo().search(
            Domain("state", "in", IN_FORCE)
            & Domain("company_id", "=", company.id)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            & self._get_scope_domain(partner)
            & (
                of_product
                | Domain("product_tmpl_id", "in", templates._origin.ids)
                | Domain("categ_id", "parent_of", products.categ_id.ids)
            )
        )

    def _by_product(self, products):
        """Those of these that are for each of the products, in any quantity: map of a product."""
        by_variant, by_template = self.grouped("product_id"), self.grouped("product_tmpl_id")
        of_category = self.filtered("categ_id")
        none = self.browse()
        found = {}
        for product in products:
            template, variant = product._origin, product.browse()
            if product._name == "product.product":
                template, variant = product.product_tmpl_id._origin, product._origin
            elif product.product_variant_count == 1:
                variant = product.product_variant_id  # a template is priced as its only variant
            path = product.categ_id.parent_path or ""
            near = of_category.filtered(
                lambda price, path=path: path.startswith(price.categ_id.parent_path)
            )
            near |= by_template.get(template, none)
            found[product] = near | (by_variant.get(variant, none) if variant else none)
        return found

    def _choose(self, quantity, kept=None):
        """The one of these prices of a product that holds for a quantity of its own unit.

        :param kept: a price of which the quota counts as open, since it is taken already
        """
        open_ones = self.filtered(lambda price: price == kept or price._has_quota_left())
        by_offer = {price._to_offer(): price for price in open_ones}
        chosen = engine.choose(by_offer, Decimal(str(quantity)))
        return by_offer[chosen] if chosen else self.browse()

    def _to_offer(self):
        self.ensure_one()
        return engine.Offer(
            self.id,
            _TARGET_RANK[self.target],
            (self.categ_id.parent_path or "").count("/"),
            _WHOM_RANK[self.scope],
            Decimal(str(self.min_qty)),
        )

    def _get_price(self, product, uom, currency, ordinary=None, date=False):
        """The price of one ``uom`` of the product, unrounded, in ``currency``.

        :param ordinary: what the pricelist says, in the same unit and currency; the list price
            without it
        """
        self.ensure_one()
        company = self.env.company
        at = date or self.env.cr.now()
        net = self.kind == "net_price"
        value = self.value
        if net:
            value = product.uom_id._compute_price(value, uom)
            value = self.currency_id._convert(value, currency, company, at, round=False)
        if ordinary is None:
            ordinary = self._convert_of(product, "list_price", uom, currency, at)
        cost = 0.0
        if self.kind == "cost_plus":
            cost = self._convert_of(product, "standard_price", uom, currency, at)
        numbers = (Decimal(str(number)) for number in (ordinary, cost))
        return float(engine.price(self.kind, Decimal(str(value)), self.chain, *numbers))

    @api.model
    def _convert_of(self, product, name, uom, currency, date):
        """List price or cost of a product, in a unit and a currency."""
        source = product.cost_currency_id if name == "standard_price" else product.currency_id
        amount = product._price_compute(name, uom=uom, date=date)[product.id]
        return source._convert(amount, currency, self.env.company, date, round=False)

    def _holds_against(self, product, uom, currency, ordinary, date):
        """Whether it holds beside the ordinary price, which may be lower."""
        self.ensure_one()
        if self.precedence == "force":
            return True
        return self._get_price(product, uom, currency, ordinary, date) < ordinary
