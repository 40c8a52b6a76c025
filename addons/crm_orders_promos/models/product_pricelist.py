from odoo import fields, models


class ProductPricelist(models.Model):
    """Who names the customer, by ``crm_customer``, gets the customer's special prices.

    ``crm_customer`` is a keyword like all others of the price engine, not a part of the context,
    which is lost when a line is worked out again. It works on an empty pricelist too.
    """

    _inherit = "product.pricelist"

    def _compute_price_rule(
        self,
        products,
        quantity,
        *,
        currency=None,
        uom=None,
        date=False,
        compute_price=True,
        crm_customer=None,
        **kwargs,
    ):
        """:param crm_customer: contact whose special prices hold; taken off before the rest of the
        engine, so that a pricelist that rests on another one does not apply them twice
        """
        date = date or fields.Datetime.now()
        options = {"currency": currency, "uom": uom, "date": date, **kwargs}
        results = super()._compute_price_rule(
            products, quantity, compute_price=compute_price, **options
        )
        if not crm_customer or not products:
            return results
        special = self._get_special_prices(crm_customer, products, quantity, uom, date)
        if not special:
            return results
        wanted = products.filtered(lambda product: product in special)
        ordinary = results
        if not compute_price:
            # which of two prices is the lower one is not known without them
            ordinary = super()._compute_price_rule(wanted, quantity, **options)
        currency = currency or self.currency_id or self.env.company.currency_id
        for product in wanted:
            price, rule = ordinary[product.id]
            own = special[product]
            unit = uom or product.uom_id
            if own._holds_against(product, unit, currency, price, date):
                # a price of its own shows no discount of the rule that it replaces
                rule = rule if own.kind == "extra_chain" else False
                price = own._get_price(product, unit, currency, price, date)
            results[product.id] = (price if compute_price else 0.0, rule)
        return results

    def _get_special_prices(self, customer, products, quantity, uom, date):
        """Map of a product to the special price of the customer; without those that have none."""
        candidates = self.env["crm.special.price"]._find_candidates(
            customer, products, date, self.company_id or self.env.company
        )
        near = candidates._by_product(products) if candidates else {}
        found = {}
        for product in near:
            units = quantity
            if uom and uom != product.uom_id:
                units = uom._compute_quantity(quantity, product.uom_id, raise_if_failure=False)
            if special := near[product]._choose(units):
                found[product] = special
        return found
