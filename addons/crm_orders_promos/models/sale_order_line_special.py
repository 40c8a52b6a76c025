from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, float_compare
from odoo.tools.sql import column_exists, create_column

from ..engine import discounts

_DIGITS = 6
_FOUND_OUT = ("special_price_id", "special_exclusive", "beyond_quota", "quota_line_id")


class SaleOrderLine(models.Model):
    """A line at the special price of its customer.

    ``applicable_special_id`` is what holds now, as core's ``pricelist_item_id`` is the rule that
    holds now; ``special_price_id`` is the one by which the price on the line was made. They differ
    where the price was typed, or where something changed since. ``pricelist_item_id`` stays what
    the pricelist says without special prices.
    """

    # one file for each purpose
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    applicable_special_id = fields.Many2one(
        "crm.special.price", compute="_compute_applicable_special_id"
    )
    special_price_id = fields.Many2one(
        "crm.special.price",
        "Special price",
        compute="_compute_special_price_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    special_exclusive = fields.Boolean(
        "Net special price",
        compute="_compute_special_price_id",
        store=True,
        precompute=True,
        help="Nothing else applies to this line: neither its discounts nor those of the order nor "
        "promotions.",
    )

    def _auto_init(self):
        # existing lines have no special price: a large table is not worked out for that
        for name, kind in (("special_price_id", "int4"), ("special_exclusive", "bool")):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_special_not_written(vals)
        unwanted = {f"default_{name}" for name in _FOUND_OUT}
        if unwanted.isdisjoint(self.env.context):
            return super().create(vals_list)
        kept = {key: value for key, value in self.env.context.items() if key not in unwanted}
        plain = self.with_context(kept)  # pylint: disable=context-overridden
        return super(SaleOrderLine, plain).create(vals_list)

    def write(self, vals):
        self._check_special_not_written(vals)
        return super().write(vals)

    @api.model
    def _check_special_not_written(self, vals):
        """Which price a line has is found out: it decides what else it takes and who is asked."""
        if not self.env.su and not set(_FOUND_OUT).isdisjoint(vals):
            raise AccessError(
                self.env._("The special price of a line is found by its customer, not written.")
            )

    # -- which one -----------------------------------------------------------------------------

    @api.depends(
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "beyond_quota",
        "order_id.partner_id",
        "order_id.date_order",
        "order_id.pricelist_id",
    )
    def _compute_applicable_special_id(self):
        self.applicable_special_id = False
        priced = self.filtered(lambda line: line._takes_special_price())
        for order, lines in priced.grouped("order_id").items():
            company = order.company_id or self.env.company
            candidates = self.env["crm.special.price"]._find_candidates(
                order.partner_id,
                lines.product_id,
                order.date_order or fields.Datetime.now(),
                company,
            )
            taken = lines._read_taken_specials() if any(candidates.mapped("max_qty")) else {}
            near = candidates._by_product(lines.product_id)
            for line in lines if candidates else ():
                kept = candidates.browse(taken.get(line._origin.id))
                line.applicable_special_id = line._choose_special(near[line.product_id], kept)

    def _takes_special_price(self):
        """Items of a combo share the combo's price, and delivery costs what the carrier says."""
        self.ensure_one()
        others = self.combo_item_id or self._is_delivery()
        return bool(self.order_id.partner_id) and not others and self._takes_discount_chain()

    def _read_taken_specials(self):
        """From which quota each confirmed line takes already: map of ids, by one query.

        As it is in the database: the field itself waits for what is worked out here.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, special_price_id
                  FROM sale_order_line
                 WHERE id = ANY(%s) AND special_price_id IS NOT NULL AND state = 'sale'
                """,
                self._origin.ids,
            )
        )
        return dict(rows)

    def _choose_special(self, candidates, kept):
        """:param kept: the one that the line has, if it takes from its quota already"""
        self.ensure_one()
        line = self.with_company(self.company_id)
        if line.beyond_quota:
            candidates = candidates.filtered(lambda price: not price.max_qty)
        special = candidates._choose(line._get_priced_units(), kept)
        if special and special.precedence != "force":
            ordinary = line._get_ordinary_price()
            kwargs = line._get_pricelist_kwargs()
            product, currency = line._get_priced_product(), line._get_priced_currency()
            if not special._holds_against(
                product, line.product_uom_id, currency, ordinary, kwargs["date"]
            ):
                return special.browse()
        return special

    def _get_priced_product(self):
        return self.product_id.with_context(**self._get_product_price_context())

    def _get_priced_currency(self):
        return self.currency_id or self.company_id.currency_id or self.env.company.currency_id

    @api.depends(
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "beyond_quota",
        "price_unit",
        "discount_replaces_pricelist",
    )
    def _compute_special_price_id(self):
        for line in self:
            if line.qty_invoiced > 0 and line._origin.product_id == line.product_id:
                # core leaves the price of what was invoiced alone
                line.special_price_id = line.special_price_id
                line.special_exclusive = line.special_exclusive
                continue
            special = line.applicable_special_id
            if special and not line._is_at_special(special.sudo()):
                special = special.browse()
            line.special_price_id = special
            line.special_exclusive = special.sudo().exclusive

    def _is_at_special(self, special):
        """Whether the line has what the special price gives, and not what a person typed."""
        self.ensure_one()
        if special.kind == "extra_chain":
            return special.exclusive or not self.discount_replaces_pricelist
        given = self.with_company(self.company_id)._get_unit_price_given()
        return not float_compare(self.price_unit, given, precision_digits=_DIGITS)

    def _get_unit_price_given(self):
        """What core's ``_reset_price_unit`` would write now."""
        self.ensure_one()
        taxes = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        return self.product_id._get_tax_included_unit_price_from_price(
            self._get_display_price(),
            product_taxes=taxes,
            fiscal_position=self.order_id.fiscal_position_id,
        )

    def _has_typed_price(self):
        """Whether a person wrote the price, as core asks it."""
        self.ensure_one()
        currency = self._get_priced_currency()
        return bool(currency.compare_amounts(self.technical_price_unit, self.price_unit))

    # -- what it costs -------------------------------------------------------------------------

    def _get_ordinary_price(self):
        """What the pricelist gives without special prices, its discount taken off."""
        self.ensure_one()
        # what core says without the override below
        return super()._get_pricelist_price()  # pylint: disable=super-method-mismatch

    def _get_ordinary_display_price(self):
        """What the pricelist shows without special prices, its discount beside it."""
        self.ensure_one()
        price = self._get_ordinary_price()
        if not self.pricelist_item_id._show_discount():
            return price
        base = super()._get_pricelist_price_before_discount()  # pylint: disable=super-method-mismatch
        return max(base, price)

    def _get_pricelist_price(self):
        # sudo: see _find_candidates
        special = self.applicable_special_id.sudo()
        ordinary = self._get_ordinary_price()
        if not special:
            return ordinary
        kwargs = self._get_pricelist_kwargs()
        return special._get_price(
            self._get_priced_product(),
            self.product_uom_id,
            self._get_priced_currency(),
            ordinary,
            kwargs["date"],
        )

    def _get_pricelist_price_before_discount(self):
        special = self.applicable_special_id.sudo()
        if not special:
            return super()._get_pricelist_price_before_discount()
        if special.kind == "extra_chain":
            return self._get_ordinary_display_price()
        return self._get_pricelist_price()

    def _get_display_price_ignore_combo(self):
        if not self.applicable_special_id:
            return super()._get_display_price_ignore_combo()
        return self._get_pricelist_price_before_discount()

    def _get_pricelist_discount(self):
        special = self.applicable_special_id.sudo()
        if not special:
            return super()._get_pricelist_discount()
        replaced = self.discount_replaces_pricelist and not special.exclusive
        if replaced or special.kind != "extra_chain":
            return 0.0
        line = self.with_company(self.company_id)
        base, price = line._get_pricelist_price_before_discount(), line._get_pricelist_price()
        return (base - price) / base * 100 if base else 0.0

    # -- what else applies ---------------------------------------------------------------------

    @api.depends("special_exclusive")
    def _compute_discount(self):
        return super()._compute_discount()

    def _takes_header_discount(self):
        return super()._takes_header_discount() and not self.special_exclusive

    def _get_chain(self):
        return [] if self.special_exclusive else super()._get_chain()

    def _is_over(self, limit):
        """What a special price gives was approved: the limit is for what comes on top."""
        # sudo: see _find_candidates
        chain = self.special_price_id.sudo().chain
        if limit is None or not chain:
            return super()._is_over(limit)
        given = discounts.factor(discounts.parse(chain))
        left = discounts.factor([self._get_given_discount()])
        more = discounts.equivalent(left / given) if given else 0.0
        return super()._is_over(limit) and float_compare(more, limit, precision_digits=2) > 0
