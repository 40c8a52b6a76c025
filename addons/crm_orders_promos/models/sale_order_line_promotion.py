from decimal import Decimal

from odoo import api, fields, models

from ..engine import discounts, promotion_life


class SaleOrderLine(models.Model):
    """What promotions do to a line: a further term of its chain, or the line is goods for nothing.

    Free goods are a line of the real product with its price and a discount of 100 %: so the
    invoice shows a discount in kind, which lowers what is taxed.
    """

    # one file for each purpose
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    promo_discount = fields.Float(
        "Promotions (%)",
        digits=False,
        min_display_digits="Discount",
        readonly=True,
        copy=False,
        help="What promotions take off, after the discounts of the line.",
    )
    promotion_id = fields.Many2one(
        "crm.promotion",
        "Free by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The promotion that gives this line for nothing.",
    )
    promo_key = fields.Char(readonly=True, copy=False, help="Which goods of the promotion.")
    promo_parent_line_ids = fields.Many2many(
        "sale.order.line",
        "sale_order_line_promo_parent_rel",
        "free_line_id",
        "parent_line_id",
        string="Earned by",
        readonly=True,
        copy=False,
    )
    promo_charged_line_id = fields.Many2one(
        "sale.order.line",
        "Charged for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The free goods that this line charges, since what earned them was returned.",
    )

    # -- what counts ---------------------------------------------------------------------------

    def _counts_for_promotions(self):
        """Not at a special price that is net of everything."""
        self.ensure_one()
        return (
            self._takes_discount_chain()
            and not self.special_exclusive
            and not self.combo_item_id
            and not self.promo_charged_line_id
            and not self._is_delivery()
        )

    def _is_closed_to_promotions(self):
        """Whether its price is special or net: only promotions that say so count it."""
        self.ensure_one()
        return bool(self.discount_locked or self.special_price_id)

    def _get_factor_before_promotions(self):
        self.ensure_one()
        # what the chain is without the term that is added below
        return discounts.factor(super()._get_own_terms())  # pylint: disable=super-method-mismatch

    def _get_reference_units(self):
        """A box of twelve is twelve."""
        self.ensure_one()
        return Decimal(str(self.product_uom_qty)) * Decimal(str(self.product_uom_id.factor or 1.0))

    def _get_promotion_weight(self):
        self.ensure_one()
        weight = self.product_id.weight
        if not weight:
            return Decimal(0)
        units = self._get_reference_units() / Decimal(str(self.product_id.uom_id.factor or 1.0))
        return units * Decimal(str(weight))

    def _get_promotion_tax_rate(self):
        self.ensure_one()
        taxes = self.tax_ids.flatten_taxes_hierarchy()
        rates = taxes.filtered(lambda tax: tax.amount_type == "percent").mapped("amount")
        return Decimal(str(sum(rates)))

    # -- the chain -----------------------------------------------------------------------------

    @api.depends("promo_discount", "promotion_id")
    def _compute_discount(self):
        free = self.filtered("promotion_id")
        free.discount = 100.0
        return super(SaleOrderLine, self - free)._compute_discount()

    def _get_own_terms(self):
        return [*super()._get_own_terms(), Decimal(str(self.promo_discount))]

    def _has_own_discount(self):
        return bool(self.promotion_id) or super()._has_own_discount()

    def _get_given_discount(self):
        """Promotions were decided by others: a person's limit is for the rest."""
        given = super()._get_given_discount()
        left = discounts.factor([self.promo_discount])
        if not left or not self.promo_discount:
            return given
        return discounts.equivalent(discounts.factor([given]) / left)

    # -- what follows from being free ----------------------------------------------------------

    def _get_sale_order_line_multiline_description_sale(self):
        text = super()._get_sale_order_line_multiline_description_sale()
        if not self.promotion_id:
            return text
        # sudo: whoever reads the order may read why something is free
        why = self.env._("Free: %s", self.sudo().promotion_id.name)
        return f"{text}\n{why}"

    def _can_be_invoiced_alone(self):
        return super()._can_be_invoiced_alone() and not self.promotion_id

    @api.depends("promo_charged_line_id")
    def _compute_qty_delivered_method(self):
        result = super()._compute_qty_delivered_method()
        # what is charged afterwards has been delivered, on the line of the free goods
        self.filtered("promo_charged_line_id").qty_delivered_method = "manual"
        return result

    def _action_launch_stock_rule(self, **kwargs):
        moving = self.filtered(lambda line: not line.promo_charged_line_id)
        return super(SaleOrderLine, moving)._action_launch_stock_rule(**kwargs)

    # -- what the order writes -----------------------------------------------------------------

    def _write_free_values(self, values):
        """Bring a line of free goods to what it has to be; what was delivered stays given."""
        self.ensure_one()
        changed = {}
        unit = self.env["uom.uom"].browse(values["product_uom_id"])
        if self.state != "sale" and unit != self.product_uom_id:
            changed["product_uom_id"] = unit.id
        qty = values["product_uom_qty"]
        if "product_uom_id" not in changed and unit != self.product_uom_id:
            qty = unit._compute_quantity(qty, self.product_uom_id, round=False)
        qty = max(qty, self.qty_delivered) if self.state == "sale" else qty
        if self.product_uom_id.compare(qty, self.product_uom_qty) or changed:
            changed["product_uom_qty"] = qty
        if values["promo_parent_line_ids"][0][2] != sorted(self.promo_parent_line_ids.ids):
            changed["promo_parent_line_ids"] = values["promo_parent_line_ids"]
        if changed:
            self.write(changed)

    def _take_free_goods_away(self):
        """Lines of confirmed orders stay, with nothing that is still to come."""
        confirmed = self.filtered(lambda line: line.state == "sale")
        for line in confirmed:
            if line.product_uom_id.compare(line.product_uom_qty, line.qty_delivered) > 0:
                line.product_uom_qty = line.qty_delivered
        (self - confirmed).unlink()

    # -- deliveries ----------------------------------------------------------------------------

    def _get_free_goods_due(self, leaving):
        """How much of a line of free goods leaves together with paid moves, in its unit."""
        self.ensure_one()
        paid = self.promo_parent_line_ids.filtered(
            lambda line: line.qty_delivered_method == "stock_move"
        )
        if not paid:
            return self.product_uom_qty - self.qty_delivered
        unit = Decimal(str(self.product_uom_id.factor))
        with_paid = leaving.filtered(lambda move: move.sale_line_id in paid)
        now = sum(
            Decimal(str(move.quantity)) * Decimal(str(move.product_uom.factor))
            for move in with_paid
        )
        total = promotion_life.deliverable_free(
            sum(line._get_reference_units() for line in paid),
            sum(line._get_delivered_units() for line in paid) + now,
            self._get_reference_units(),
            self.promotion_id.delivery_policy,
            step=unit,
        )
        return max(float(total / unit) - self.qty_delivered, 0.0)

    def _get_delivered_units(self):
        """Reference units that the customer has, returns taken off."""
        self.ensure_one()
        return Decimal(str(self.qty_delivered)) * Decimal(str(self.product_uom_id.factor))

    # -- returns -------------------------------------------------------------------------------

    def _from_units(self, units):
        """Reference units in the unit of the line."""
        self.ensure_one()
        return float(units / Decimal(str(self.product_uom_id.factor)))

    def _have_returns(self):
        """Whether anything of what earned these free goods came back, or will never leave."""
        return any(
            move.state == "cancel" or (move.state == "done" and move.origin_returned_move_id)
            for move in self.promo_parent_line_ids.move_ids
        )

    def _get_kept_units(self):
        """What the customer has, and what is still on its way."""
        self.ensure_one()
        coming = self.move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel") and move.location_dest_usage == "customer"
            )
        )
        units = (Decimal(str(m.product_uom_qty * m.product_uom.factor)) for m in coming)
        return self._get_delivered_units() + sum(units)

    def _get_free_units_held(self):
        """Free units that the customer has: neither charged nor asked back already."""
        self.ensure_one()
        charged = self.search([("promo_charged_line_id", "=", self.id)])
        asked = self.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel") and move.origin_returned_move_id
        )
        less = sum(line._get_reference_units() for line in charged)
        less += sum(Decimal(str(m.product_uom_qty * m.product_uom.factor)) for m in asked)
        return max(self._get_delivered_units() - less, Decimal(0))

    def _prepare_charge(self, claim):
        """A line that charges free units; they were delivered on the line of the free goods."""
        self.ensure_one()
        qty = self._from_units(claim.units)
        price = float(claim.amount) / qty
        if any(self.tax_ids.flatten_taxes_hierarchy().mapped("price_include")):
            price *= 1 + float(self._get_promotion_tax_rate()) / 100
        return {
            "order_id": self.order_id.id,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "product_uom_qty": qty,
            "price_unit": price,
            "technical_price_unit": 0.0,
            "discount_replaces_pricelist": True,
            "promo_charged_line_id": self.id,
            "sequence": self.sequence,
        }
