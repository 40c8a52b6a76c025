from decimal import Decimal

from odoo import api, fields, models

from ..engine import promotion_types, promotions


class SaleOrder(models.Model):
    """What promotions do to an order, worked out without writing anything."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    promotion_application_ids = fields.One2many(
        "crm.promotion.application", "order_id", string="Promotions", copy=False
    )
    selected_promotion_ids = fields.Many2many(
        "crm.promotion",
        "sale_order_selected_promotion_rel",
        string="Chosen promotions",
        copy=False,
        help="Promotions that somebody has to choose, or to give the code of.",
    )
    promotion_day = fields.Date(
        copy=False, readonly=True, help="Whose promotions a confirmed order has."
    )

    def _get_promotion_day(self):
        """The day whose promotions the order gets: today, or that of what the customer holds."""
        self.ensure_one()
        if self.state == "sale" and self.promotion_day:
            return self.promotion_day
        zoned = self.with_context(tz=self._get_program_timezone())
        if self.state == "sale":
            return fields.Datetime.context_timestamp(zoned, self.date_order).date()
        return self._get_pinned_promo_date() or fields.Date.context_today(zoned)

    def _get_promised_promotions(self):
        """Those that the order has, and keeps even if they were paused, closed or archived since.

        sudo: as in `crm.promotion._find_for`.
        """
        self.ensure_one()
        rows = self.sudo().promotion_application_ids
        if self.state != "sale" and not self._get_pinned_promo_date():
            return rows.promotion_id.browse()
        kept = rows.filtered(lambda row: row.state != "released").promotion_id
        return kept.filtered(
            lambda promotion: promotion.state in ("paused", "closed") or not promotion.active
        )

    def _get_promotion_digits(self):
        self.ensure_one()
        return (self.currency_id or self.company_id.currency_id).decimal_places

    def _evaluate_promotions(self, found=None, tried=None):
        """What the engine says about the order now.

        :param found: the promotions to try; all in whose scope the order is if it is left out
        :param tried: one that counts as chosen
        :return: ``promotion_types.Result``, its lines known as ``_get_keys`` says
        """
        self.ensure_one()
        if found is None:
            found = self.env["crm.promotion"]._find_for(self)
        bought = self._get_bought()
        # sudo: a reader of the order may not see each promotion that was chosen
        chosen = self.sudo().selected_promotion_ids._origin.ids
        return promotions.evaluate(
            self._get_promotion_lines(bought),
            found._to_engine_for(self, bought.product_id),
            currency_digits=self._get_promotion_digits(),
            customer_usage=found._read_usage(self),
            budgets=found._read_budgets(self),
            selected=frozenset([*chosen, *(tried.ids if tried else ())]),
        )

    def _get_bought(self):
        """The lines that the customer pays, in an order that does not change."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line._counts_for_promotions())
        return lines.sorted(lambda line: (line._origin.id or float("inf"), line.sequence))

    def _get_promotion_lines(self, bought):
        """The lines for the engine, as they are without promotions."""
        untaxed = bought._get_untaxed_at(lambda line: line._get_factor_before_promotions())
        header = Decimal(str(self.header_discount_factor))
        return [
            promotion_types.Line(
                key,
                line.product_id._origin.id,
                line._get_reference_units(),
                untaxed[line],
                weight=line._get_promotion_weight(),
                tax_rate=line._get_promotion_tax_rate(),
                header_factor=header if line._takes_header_discount() else promotion_types.ONE,
                exclusive=line._is_closed_to_promotions(),
            )
            for key, line in zip(self._get_keys(bought), bought, strict=True)
        ]

    @api.model
    def _get_keys(self, bought):
        """What the engine knows lines by; those that are not saved yet are negative."""
        return [line._origin.id or place - len(bought) for place, line in enumerate(bought)]

    @api.depends("order_line.promo_discount")
    def _compute_header_discount_factor(self):
        return super()._compute_header_discount_factor()
