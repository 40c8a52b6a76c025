from odoo import api, models


class SaleOrder(models.Model):
    """Special prices of an order: shown alike everywhere, and taken from their quota."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("order_line.special_exclusive")
    def _compute_header_discount_factor(self):
        return super()._compute_header_discount_factor()

    @api.onchange("partner_id")
    def _onchange_partner_id_special_prices(self):
        if self._would_other_specials_hold():
            self.show_update_pricelist = True

    @api.onchange("pricelist_id")
    def _onchange_pricelist_id_show_update_prices(self):
        result = super()._onchange_pricelist_id_show_update_prices()
        if self._would_other_specials_hold():
            self.show_update_pricelist = True
        return result

    def _would_other_specials_hold(self):
        """Whether "Update Prices" would give a line another special price, or take one away."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line._has_typed_price())
        return self.state in ("draft", "sent") and any(
            line.applicable_special_id._origin != line.special_price_id._origin for line in lines
        )

    def _recompute_prices(self):
        lines = self._get_update_prices_lines()
        # sudo: a quota may have been given back; nobody writes by hand what is beyond it
        lines.sudo().filtered("beyond_quota").beyond_quota = False
        lines.invalidate_recordset(["applicable_special_id"])
        result = super()._recompute_prices()
        lines._find_special_again()
        return result

    # -- the product catalogue -----------------------------------------------------------------

    def _get_product_catalog_order_data(self, products, **kwargs):
        kwargs.setdefault("crm_customer", self.partner_id)
        return super()._get_product_catalog_order_data(products, **kwargs)

    def _get_product_catalog_order_line_info(self, product_ids, child_field=False, **kwargs):
        kwargs.setdefault("crm_customer", self.partner_id)
        return super()._get_product_catalog_order_line_info(
            product_ids, child_field=child_field, **kwargs
        )

    def _update_order_line_info(self, product_id, quantity, **kwargs):
        kwargs.setdefault("crm_customer", self.partner_id)
        return super()._update_order_line_info(product_id, quantity, **kwargs)

    # -- quotas --------------------------------------------------------------------------------

    def action_quotation_send(self):
        """The customer is shown the two prices before, not after the confirmation."""
        self.filtered(lambda order: order.state in ("draft", "sent"))._split_at_quotas()
        return super().action_quotation_send()

    def action_quotation_sent(self):
        self.filtered(lambda order: order.state in ("draft", "sent"))._split_at_quotas()
        return super().action_quotation_sent()

    def action_confirm(self):
        """Before promotions are worked out: what is at the ordinary price may earn them."""
        open_orders = self.filtered(lambda order: order.state in ("draft", "sent"))
        open_orders._split_at_quotas(lock=True)
        return super().action_confirm()

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        taking = self.browse()
        if vals["state"] == "sale":
            taking = self.filtered(lambda order: order.state != "sale")
            taking._split_at_quotas(lock=True)
        leaving = self.filtered(lambda order: order.state == "sale") - taking
        result = super().write(vals)
        # sudo: see _find_candidates
        (taking | leaving).order_line.sudo().special_price_id._settle_quota()
        return result

    def _split_at_quotas(self, lock=False):
        """What a quota does not give any more goes on a line of its own, at the ordinary price.

        What was signed or paid stays as it was promised, even beyond the quota.

        :param lock: the quotas are about to be taken, and nobody else takes them meanwhile
        """
        open_orders = self.filtered(lambda order: not order._is_promised())
        lines = open_orders.order_line.filtered(
            lambda line: line.special_price_id.sudo().max_qty and line.product_uom_qty > 0
        )
        specials = lines.special_price_id.sudo()
        if lock and specials:
            specials._lock_quota()
        left = {special: special.max_qty - special.used_qty for special in specials}
        for line in lines.sorted(lambda line: (line.order_id.id, line.sequence, line.id)):
            special = line.special_price_id.sudo()
            left[special] -= line._split_at_quota(left[special])

    def _is_promised(self):
        """Whether the customer has signed or paid what it comes to.

        sudo: a payment is seen by whoever sees the order.
        """
        self.ensure_one()
        payments = self.sudo().transaction_ids
        return bool(
            self.signature
            or payments.filtered(lambda each: each.state in ("pending", "authorized", "done"))
        )
