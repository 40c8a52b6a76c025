from dataclasses import replace
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ..engine import promotion_types, shares


class CrmPromotion(models.Model):
    """How promotions become what the engine reads, with as many queries for many as for one."""

    # one file for each purpose
    _inherit = "crm.promotion"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_for(self, order):
        """The promotions in whose scope an order is, whatever it holds.

        sudo: an order gets what the company has promised, whoever works on it.
        """
        promised = order._get_promised_promotions()
        lives = Domain("state", "=", "running") & Domain("active", "=", True)
        lives |= Domain("id", "in", promised.ids)
        everything = self.sudo().with_context(active_test=False)
        found = everything.search(lives & self._get_scope_domain(order))
        return found.with_env(self.sudo().env)._filter_customer(order)

    def _fits(self, order):
        """Whether an order is in the scope of a promotion, whatever its state."""
        self.ensure_one()
        return bool(self.filtered_domain(self._get_scope_domain(order))._filter_customer(order))

    @api.model
    def _get_scope_domain(self, order):
        """sudo: segment, zone and tags of a customer, whoever may see them."""
        day = order._get_promotion_day()
        company = order.company_id or self.env.company
        domain = (
            # a branch has the promotions of its company
            Domain("company_id", "in", company.parent_ids.ids)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )
        customer = order.partner_id.commercial_partner_id.sudo().with_company(company)
        tags = customer.category_id | order.partner_id.sudo().category_id
        for field, own in (
            ("team_ids", order.team_id),
            ("pricelist_ids", order.pricelist_id),
            ("segment_ids", customer.crm_segment_id),
            ("zone_ids", customer.crm_zone_id),
            ("partner_tag_ids", tags),
        ):
            domain &= Domain(field, "=", False) | Domain(field, "in", own._origin.ids)
        return domain

    def _filter_customer(self, order):
        """sudo: as above."""
        customer = order.partner_id.commercial_partner_id.sudo()._origin
        fits = {
            domain: bool(customer.filtered_domain(self._parse_domain(domain)))
            for domain in set(self.mapped("partner_domain"))
        }
        return self.filtered(lambda promotion: fits[promotion.partner_domain])

    # -- what the engine reads -----------------------------------------------------------------

    def _to_engine(self, products):
        """The promotions for the engine, in their own currency.

        :param products: those among which conditions look for theirs
        """
        near = _near(products)
        return [promotion._to_engine_one(near) for promotion in self]

    def _to_engine_one(self, near):
        conditions = [each._to_engine(near) for each in self.condition_ids]
        unit = self.condition_ids[:1]._get_unit() if self.condition_ids else 1.0
        return promotion_types.Promotion(
            self.id,
            tuple(tier._to_engine(unit) for tier in self.tier_ids),
            tuple(conditions) or (promotion_types.Condition(),),
            priority=self.priority,
            repeat=self.repeat,
            exclusive_group=self.exclusive_group or None,
            stack_with_special_price=self.stack_with_special_price,
            apply=self.apply,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            budget_policy=self.budget_policy,
            max_per_partner=self.max_per_partner or None,
            max_per_order=self.max_per_order or None,
        )

    def _to_engine_for(self, order, products):
        """The promotions for the engine in the currency of an order, with what gifts are worth."""
        values = self._get_gift_values(order)
        rates = self._get_rates(order)
        found = []
        for promotion, one in zip(self, self._to_engine(products), strict=True):
            rate = rates[promotion.currency_id]
            if rate != 1:
                one = promotion_types.converted(one, rate, order._get_promotion_digits())
            found.append(_with_values(one, values))
        return found

    def _get_rates(self, order):
        day = order._get_promotion_day()
        currency = order.currency_id or order.company_id.currency_id
        return {
            own: Decimal(str(own._get_conversion_rate(own, currency, order.company_id, day)))
            for own in self.currency_id
        }

    def _get_gift_values(self, order):
        """What a reference unit of each given product costs the customer of an order."""
        products = self.tier_ids.product_id
        if not products:
            return {}
        prices = order.pricelist_id._get_products_price(
            products, 1.0, currency=order.currency_id, date=order.date_order
        )
        return {
            product.id: Decimal(str(prices[product.id])) / Decimal(str(product.uom_id.factor))
            for product in products
        }

    # -- what is left --------------------------------------------------------------------------

    def _read_usage(self, order):
        """How often the customer of an order has each promotion with other orders.

        sudo: with orders that the reader may not see.
        """
        limited = self.filtered("max_per_partner")
        if not limited:
            return {}
        rows = (
            self.env["crm.promotion.application"]
            .sudo()
            ._read_group(
                Domain("promotion_id", "in", limited.ids)
                & Domain("state", "=", "committed")
                & Domain("partner_id", "=", order.partner_id.commercial_partner_id._origin.id)
                & Domain("order_id", "not in", order._origin.ids),
                ["promotion_id"],
                ["times:sum"],
            )
        )
        return {promotion.id: times for promotion, times in rows}

    def _read_budgets(self, order):
        """What other orders have left of each budget, in the currency of the order."""
        limited = self.filtered("budget_amount")
        if not limited:
            return {}
        used, rates = limited._read_committed(order._origin), limited._get_rates(order)
        digits = order._get_promotion_digits()
        return {
            promotion.id: shares.money_below(
                _decimal(promotion.budget_amount - used.get(promotion.id, 0.0), digits + 4)
                * rates[promotion.currency_id],
                digits,
            )
            for promotion in limited
        }

    def _is_limited(self):
        self.ensure_one()
        return bool(self.budget_amount or self.max_per_partner)

    def _note_commitment(self):
        """Whoever began before this was committed has to look again: his database says so.

        sudo: whoever confirms an order takes from the budget.
        """
        limited = self.sudo().filtered(lambda promotion: promotion._is_limited())
        for promotion in limited.with_context(tracking_disable=True):
            promotion.ledger_version += 1

    def _choose_free_unit(self, product, units):
        """The unit in which goods are given: that of the tier if it goes up in it."""
        self.ensure_one()
        for unit in (*self.tier_ids.uom_id, product.uom_id):
            whole = units % Decimal(str(unit.factor)) == 0
            if whole and unit._has_common_reference(product.uom_id):
                return unit
        return product.uom_id

    @api.model
    def _parse_domain(self, text):
        return self.new({"partner_domain": text})._parse_partner_domain()


def _near(products):
    """Ids of products by what conditions name: the product, its categories, its tags."""
    near = {"product": {}, "category": {}, "tag": {}}
    for product in products:
        near["product"][product.id] = {product.id}
        for category in (product.categ_id.parent_path or "").split("/"):
            if category:
                near["category"].setdefault(int(category), set()).add(product.id)
        for tag in product.all_product_tag_ids.ids:
            near["tag"].setdefault(tag, set()).add(product.id)
    return near


def _with_values(promotion, values):
    """With what goods of another product are worth."""
    if not any(tier.product in values for tier in promotion.goods_tiers):
        return promotion
    tiers = tuple(
        replace(tier, value=values[tier.product]) if tier.product in values else tier
        for tier in promotion.tiers
    )
    return replace(promotion, tiers=tiers)


def _decimal(number, digits):
    """A float as the number that it is meant to be."""
    return Decimal(str(round(number, digits)))
