from odoo import api, models


class SaleOrder(models.Model):
    """When promotions are worked out: before an order is sent and confirmed, and in the catalogue.

    A confirmed order holds its part of budgets and limits until it is cancelled.
    """

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def action_quotation_send(self):
        self._refresh_open_promotions()
        return super().action_quotation_send()

    def action_quotation_sent(self):
        self._refresh_open_promotions()
        return super().action_quotation_sent()

    def _refresh_open_promotions(self):
        """Of quotations that nobody signed."""
        self.filtered(
            lambda order: order.state in ("draft", "sent") and not order._is_signed_or_paid()
        )._refresh_promotions()

    def action_confirm(self):
        for order in self.filtered(lambda each: each.state in ("draft", "sent")):
            order._settle_promotions()
        return super().action_confirm()

    def _settle_promotions(self):
        """The last look before it is confirmed: what it gets, held against everybody else."""
        self.ensure_one()
        day = self._get_promotion_day()
        if self._is_signed_or_paid():
            self._commit_as_promised()
        else:
            before = self.amount_total
            self._refresh_promotions(committing=True)
            self._tell_changed_total(before)
        # sudo: nobody writes it by hand
        self.sudo().promotion_day = day

    def _is_signed_or_paid(self):
        """Whether the customer holds us to what it comes to: then it stays as it is.

        sudo: a payment is seen by whoever sees the order.
        """
        payments = self.sudo().transaction_ids
        return bool(
            self._get_valid_signature()
            or payments.filtered(lambda each: each.state in ("pending", "authorized", "done"))
        )

    def _tell_changed_total(self, before):
        if self.state == "sent" and self.currency_id.compare_amounts(before, self.amount_total):
            self.message_post(
                body=self.env._(
                    "Promotions were worked out when it was confirmed: %(before)s became "
                    "%(after)s.",
                    before=self.currency_id.format(before),
                    after=self.currency_id.format(self.amount_total),
                )
            )

    def _action_cancel(self):
        result = super()._action_cancel()
        self._release_promotions()
        return result

    def _get_copiable_order_lines(self):
        lines = super()._get_copiable_order_lines()
        return lines.filtered(lambda line: not (line.promotion_id or line.promo_charged_line_id))

    def _get_update_prices_lines(self):
        return super()._get_update_prices_lines().filtered(lambda line: not line.promotion_id)

    def _recompute_prices(self):
        result = super()._recompute_prices()
        # sudo: nobody writes them by hand, so core is not given them above
        free = self.order_line.filtered("promotion_id").sudo()
        free.invalidate_recordset(["pricelist_item_id"])
        free.with_context(force_price_recomputation=True)._compute_price_unit()
        self._refresh_open_promotions()
        return result

    def _recompute_taxes(self):
        """sudo: of free goods too, which nobody writes by hand."""
        self.check_access("write")
        free = self.order_line.filtered("promotion_id")
        return super(SaleOrder, self.sudo() if free else self)._recompute_taxes()

    # -- the product catalogue -----------------------------------------------------------------

    def _get_product_catalog_record_lines(self, product_ids, **kwargs):
        grouped = super()._get_product_catalog_record_lines(product_ids, **kwargs)
        for product, lines in grouped.items():
            grouped[product] = lines.filtered(lambda line: not line.promotion_id)
        return grouped

    def _update_order_line_info(
        self, product_id, quantity, *, section_id=False, child_field="order_line", **kwargs
    ):
        # core would change the lines of free goods with those that are paid
        free = self.order_line.filtered(
            lambda line: line.promotion_id and line.product_id.id == product_id
        )
        if free and self.state == "sale":
            return self._update_paid_lines(product_id, quantity, section_id, child_field)
        # sudo: they come back with the refresh below
        free.sudo().unlink()
        price = super()._update_order_line_info(
            product_id, quantity, section_id=section_id, child_field=child_field, **kwargs
        )
        if self.state in ("draft", "sent"):
            # what was signed or paid says something else by now
            self._refresh_promotions()
        return price

    def _update_paid_lines(self, product_id, quantity, section_id, child_field):
        """What core does with a product of a confirmed order, past the lines of free goods."""
        lines = self.order_line.filtered(
            lambda line: (
                line.product_id.id == product_id
                and not line.promotion_id
                and line.get_parent_section_line().id == section_id
            )
        )
        if lines:
            lines.product_uom_qty = quantity
        elif quantity > 0:
            lines = lines.create(
                {
                    "order_id": self.id,
                    "product_id": product_id,
                    "product_uom_qty": quantity,
                    "sequence": self._get_new_line_sequence(child_field, section_id),
                }
            )
            self._refresh_promotions()
        return lines[:1]._get_discounted_price() if lines else 0.0

    # -- loyalty programs of core --------------------------------------------------------------

    def _get_no_effect_on_threshold_lines(self):
        lines = super()._get_no_effect_on_threshold_lines()
        return lines | self.order_line.filtered("promotion_id")

    def _get_not_rewarded_order_lines(self):
        lines = super()._get_not_rewarded_order_lines()
        return lines.filtered(lambda line: not line.promotion_id)

    @api.model
    def _try_apply_promotion_code(self, order, code):
        """Choose the promotion whose code a customer gave. sudo: its code says that he may."""
        found = (
            self.env["crm.promotion"]
            ._find_for(order)
            .filtered(lambda promotion: promotion.apply == "code" and promotion.code == code)
        )
        if found:
            order.sudo().selected_promotion_ids |= found
            order._refresh_promotions()
        return found

    def _try_apply_code(self, code):
        self.ensure_one()
        if self._try_apply_promotion_code(self, code):
            return {}
        return super()._try_apply_code(code)
