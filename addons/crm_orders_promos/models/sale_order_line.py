from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ..engine import discounts

# Two discounts that are the same for whoever sees two decimals, as a form sends them back.
SHOWN_DIGITS = 2


class SaleOrderLine(models.Model):
    """`discount` is what the chain of a line is worth, unrounded.

    The chain: what the pricelist gives, what the rep types ("10+5+3"), what promotions give, and
    the discounts of the whole order. The tax engine, invoices, refunds, reports and electronic
    invoices read `discount` alone, so it has to hold all decimals.
    """

    _inherit = "sale.order.line"

    discount = fields.Float(digits=False, min_display_digits="Discount")
    line_discounts = fields.Char(
        "Discounts",
        help="One or more discounts in percent, one after the other: 10+5+3 takes 10 % off, then "
        "5 % off what is left, then 3 %. They come on top of the discount of the pricelist.",
    )
    pricelist_discount = fields.Float(
        "Pricelist discount (%)",
        compute="_compute_pricelist_discount",
        store=True,
        precompute=True,
        digits=False,
        min_display_digits="Discount",
    )
    discount_replaces_pricelist = fields.Boolean(
        "Instead of the pricelist's discount",
        help="The discount was written as a whole, by an import or an assistant: the pricelist "
        "adds nothing to it.",
    )
    discount_locked = fields.Boolean(
        "Net price", help="The discounts of the whole order leave this line alone."
    )

    no_header_discount = fields.Boolean(
        compute="_compute_no_header_discount",
        store=True,
        precompute=True,
        help="What the product said when it was put on the order: a product that changes later "
        "changes no order, of which some may be invoiced.",
    )

    @api.depends("product_id")
    def _compute_no_header_discount(self):
        for line in self:
            line.no_header_discount = line.product_id.crm_no_header_discount

    @api.depends("product_id", "product_uom_id", "product_uom_qty", "discount_replaces_pricelist")
    def _compute_pricelist_discount(self):
        for line in self:
            line.pricelist_discount = line._get_pricelist_discount()

    @api.depends(
        "line_discounts",
        "pricelist_discount",
        "discount_locked",
        "no_header_discount",
        "order_id.header_discount_factor",
        "linked_line_id",
    )
    def _compute_discount(self):
        chained = self.filtered("product_id").filtered(lambda line: line._takes_discount_chain())
        others = (self - chained).filtered(lambda line: not line._has_own_discount())
        for line in chained:
            if line.combo_item_id:
                line.discount = line._get_combo_line().discount
            else:
                line.discount = discounts.equivalent(line._get_discount_factor())
        return super(SaleOrderLine, others)._compute_discount()

    def _get_combo_line(self):
        """The line of the combo that this item belongs to; none while both are being made."""
        self.ensure_one()
        if self.linked_line_id or not self.linked_virtual_id:
            return self.linked_line_id
        lines = self.order_id.order_line
        return lines.filtered(lambda line: line.virtual_id == self.linked_virtual_id)[:1]

    def _takes_discount_chain(self):
        """Whether the discount of this line is worked out here; rewards of core have their own."""
        self.ensure_one()
        return bool(self.product_id) and not (
            self.display_type or self.reward_id or self._has_own_discount()
        )

    def _has_own_discount(self):
        """Down payments and the negative line of core's global discount keep their own."""
        self.ensure_one()
        return self.is_downpayment or bool(self._is_global_discount())

    def _takes_header_discount(self):
        self.ensure_one()
        return self._takes_discount_chain() and not (
            self.discount_locked or self._is_delivery() or self.no_header_discount
        )

    def _get_pricelist_discount(self):
        """What the pricelist gives in percent, as core works it out for `discount`.

        Core writes its result into `discount`, which holds the whole chain here, and works it out
        anew whenever it wants the discount; this one changes only together with the price.
        """
        self.ensure_one()
        if self.discount_replaces_pricelist or self.combo_item_id:
            return 0.0
        if not (self.order_id.pricelist_id and self._takes_discount_chain()):
            return 0.0
        if not self.pricelist_item_id._show_discount():
            return 0.0
        line = self.with_company(self.company_id)
        base, price = line._get_pricelist_price_before_discount(), line._get_pricelist_price()
        percent = (base - price) / base * 100 if base else 0.0
        # a surcharge is in the price, where the customer does not see it as a negative discount
        return percent if percent * base > 0 else 0.0

    def _get_own_factor(self):
        """What is left of 1 after the line's own chain, before the discounts of the order."""
        self.ensure_one()
        return discounts.factor(self._get_own_terms())

    def _get_own_terms(self):
        """The percentages of the line's own chain: what the pricelist gives, what was typed."""
        self.ensure_one()
        return [Decimal(str(self.pricelist_discount)), *self._get_chain()]

    def _get_discount_factor(self):
        self.ensure_one()
        left = self._get_own_factor()
        if self._takes_header_discount():
            left *= Decimal(str(self.order_id.header_discount_factor))
        return left

    def _get_chain(self):
        """The terms that the rep typed; half a chain, while it is typed, is none."""
        self.ensure_one()
        try:
            return discounts.parse(self.line_discounts)
        except discounts.ChainError:
            return []

    def _get_discount_words(self):
        """All discounts of the line, one after the other, as a customer reads them: "10+5+2"."""
        self.ensure_one()
        if not self._takes_discount_chain():
            return discounts.shown([Decimal(str(self.discount))])
        terms = self._get_own_terms()
        if self._takes_header_discount():
            factors = self.order_id._get_header_factors()
            terms += [discounts.HUNDRED * (discounts.ONE - each) for each in factors]
        return discounts.shown(terms)

    def _get_untaxed_at(self, get_factor):
        """What each line comes to without taxes, unrounded, if ``get_factor(line)`` of it is left.

        A line that has no chain comes to what it comes to.
        """
        tax = self.env["account.tax"]
        untaxed = {}
        for order, lines in self.grouped("order_id").items():
            base_lines = [
                line._prepare_base_line_for_taxes_computation(
                    discount=discounts.equivalent(get_factor(line))
                    if line._takes_discount_chain()
                    else line.discount
                )
                for line in lines
            ]
            tax._add_tax_details_in_base_lines(base_lines, order.company_id or self.env.company)
            for line, base_line in zip(lines, base_lines, strict=True):
                raw = base_line["tax_details"]["raw_total_excluded_currency"]
                untaxed[line] = Decimal(str(raw))
        return untaxed

    @api.onchange("line_discounts")
    def _onchange_line_discounts(self):
        self.line_discounts = self._get_canonical_chain(self.line_discounts)

    @api.constrains("line_discounts")
    def _check_line_discounts(self):
        for line in self:
            self._get_canonical_chain(line.line_discounts)

    @api.model
    def _get_canonical_chain(self, text):
        """The chain as it is stored. Raises ValidationError for what is none."""
        try:
            return discounts.canonical(text)
        except discounts.ChainError as error:
            raise ValidationError(self._get_chain_error(error, text)) from error

    @api.model
    def _get_chain_error(self, error, text):
        if error.code == "many":
            return self.env._(
                "“%(text)s” has %(count)s discounts; a line takes up to %(most)s.",
                text=text,
                count=error.term,
                most=discounts.MAX_TERMS,
            )
        if error.code == "range":
            return self.env._(
                "%(term)s %% in “%(text)s” is beyond 100 %%.", term=error.term, text=text
            )
        return self.env._(
            "“%(term)s” in “%(text)s” is not a percentage. Write discounts one after the other, "
            "such as 10+5+3.",
            term=error.term,
            text=text,
        )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._with_typed_discount(vals) for vals in vals_list])
        lines._spread_amounts_again()
        return lines

    def _spread_amounts_again(self):
        """An amount on the order is spread over all lines, those that are being made included.

        The discount of a new line is worked out before the line is there.
        """
        orders = self.order_id.filtered(lambda order: order._has_header_amount())
        orders.modified(["header_discount_factor"])

    @api.model
    def _with_typed_discount(self, vals):
        """A discount that comes as a number, from an import or core, becomes the line's chain."""
        self._check_approval_not_written(vals)
        if vals.get("line_discounts"):
            vals = {**vals, "line_discounts": self._get_canonical_chain(vals["line_discounts"])}
        own = vals.get("is_downpayment") or vals.get("reward_id") or vals.get("extra_tax_data")
        if "discount" not in vals or own or vals.get("display_type") or vals.get("combo_item_id"):
            return vals
        typed = {key: value for key, value in vals.items() if key != "discount"}
        if "line_discounts" in vals or "pricelist_discount" in vals:
            return typed
        return {
            **typed,
            "line_discounts": self._get_chain_of_number(vals["discount"]),
            "discount_replaces_pricelist": True,
        }

    @api.model
    def _get_chain_of_number(self, percent):
        if not -100 <= percent <= 100:
            raise ValidationError(
                self.env._("A discount goes from -100 to 100 %%, not %s.", percent)
            )
        return discounts.write(percent) if percent else ""

    def write(self, vals):
        self._check_approval_not_written(vals)
        if vals.get("line_discounts"):
            vals = {**vals, "line_discounts": self._get_canonical_chain(vals["line_discounts"])}
        if "discount" not in vals:
            return super().write(vals)
        chained = self.filtered(lambda line: line._takes_discount_chain())
        others = self - chained
        if others:
            super(SaleOrderLine, others).write(vals)
        if not chained:
            return True
        rest = {key: value for key, value in vals.items() if key != "discount"}
        result = super(SaleOrderLine, chained).write(rest)
        if "line_discounts" not in vals and not self.env.context.get("crm_keep_discount_chain"):
            chained._write_typed_discount(vals["discount"])
        return result

    def _write_typed_discount(self, percent):
        """A number is the line's own discount, unless the line has just that already."""
        typed = self.filtered(
            lambda line: float_compare(line.discount, percent, precision_digits=SHOWN_DIGITS)
        )
        if typed:
            typed.write(
                {
                    "line_discounts": self._get_chain_of_number(percent),
                    "discount_replaces_pricelist": True,
                }
            )

    def _get_protected_fields(self):
        return [*super()._get_protected_fields(), "line_discounts", "discount_locked"]
