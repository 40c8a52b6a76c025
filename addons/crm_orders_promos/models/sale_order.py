from decimal import Decimal

from odoo import Command, api, fields, models

from ..engine import discounts
from .crm_content_mixin import SIGNING

# Where the discounts of a new order come from, in the order in which they apply.
_DEFAULTS = (
    ("commercial", "crm_commercial_discount"),
    ("volume", "crm_volume_discount"),
    ("logistic", "crm_logistic_discount"),
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    header_discount_ids = fields.One2many(
        "crm.order.header.discount",
        "order_id",
        string="Order discounts",
        compute="_compute_header_discount_ids",
        store=True,
        readonly=False,
        copy=True,
    )
    header_discount_factor = fields.Float(
        compute="_compute_header_discount_factor",
        store=True,
        digits=False,
        help="What the order discounts leave of 1.",
    )

    @api.depends("partner_id", "payment_term_id", "company_id")
    def _compute_header_discount_ids(self):
        for order in self:
            if order.state not in ("draft", "sent"):
                continue
            wanted = order._get_default_header_discounts()
            kept = order.header_discount_ids.filtered("from_default")
            if [(each.kind, each.percent) for each in kept] == wanted:
                continue
            order.header_discount_ids = [
                *(Command.unlink(each.id) for each in kept),
                *(
                    Command.create(
                        {"kind": kind, "percent": percent, "sequence": place, "from_default": True}
                    )
                    for place, (kind, percent) in enumerate(wanted)
                ),
            ]

    def _get_default_header_discounts(self):
        """Kind and percentage of what the customer and the payment terms give."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id.with_company(self.company_id)
        given = [(kind, customer[name]) for kind, name in _DEFAULTS]
        given.append(("prompt_payment", self.payment_term_id.crm_prompt_discount))
        return [(kind, percent) for kind, percent in given if percent]

    @api.depends(
        "header_discount_ids.kind",
        "header_discount_ids.percent",
        "header_discount_ids.amount",
        "header_discount_ids.sequence",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "order_line.price_unit",
        "order_line.tax_ids",
        "order_line.line_discounts",
        "order_line.pricelist_discount",
        "order_line.discount_locked",
    )
    def _compute_header_discount_factor(self):
        for order in self:
            order.header_discount_factor = float(_product(order._get_header_factors()))

    def _get_header_factors(self):
        """What each order discount leaves of the lines that take it."""
        self.ensure_one()
        terms = self.header_discount_ids._get_terms()
        net = Decimal(0)
        if self._has_header_amount():
            lines = self.order_line.filtered(lambda line: line._takes_header_discount())
            untaxed = lines._get_untaxed_at(lambda line: line._get_own_factor())
            net = sum(untaxed.values(), Decimal(0))
        return discounts.header_factors(terms, net)

    def _create_invoices(self, *args, **kwargs):
        moves = super()._create_invoices(*args, **kwargs)
        # sudo: whoever invoices need not read the discounts of orders
        lines = self.order_line.filtered(lambda line: line.qty_invoiced and not line.is_downpayment)
        rows = lines.order_id.sudo().header_discount_ids
        rows.filtered(lambda row: row.kind == "amount" and not row.fixed_percent)._fix_percent()
        return moves

    def _has_header_amount(self):
        self.ensure_one()
        return "amount" in self.header_discount_ids.mapped("kind")

    def _recompute_prices(self):
        # What a person typed over the pricelist goes, as in core; a chain on top of it stays.
        lines = self._get_update_prices_lines()
        lines.filtered("discount_replaces_pricelist").write(
            {"line_discounts": False, "discount_replaces_pricelist": False}
        )
        # core writes the discount of each line; what was signed is compared once, afterwards
        orders = self.with_context(crm_keep_discount_chain=True, crm_signing=SIGNING)
        result = super(SaleOrder, orders)._recompute_prices()
        self.env.add_to_compute(lines._fields["pricelist_discount"], lines)
        lines.modified(["pricelist_discount"])
        self._check_signed_content()
        return result


def _product(factors):
    left = discounts.ONE
    for each in factors:
        left *= each
    return left
