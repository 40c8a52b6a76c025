from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_compare, formatLang

from ..engine import warehouses

# Quantities come as floats; what lies behind this many decimals is noise of the conversion.
_DECIMALS = 6


class SaleOrderLine(models.Model):
    """What is free for a line, in its own unit: at its warehouse and at the others."""

    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    free_qty = fields.Float(
        "Free",
        compute="_compute_free_qty",
        digits="Product Unit",
        help="What the warehouse of the line can still give, in the unit of the line, after the "
        "lines above have taken theirs.",
    )
    free_elsewhere = fields.Char(
        "Free elsewhere",
        compute="_compute_free_qty",
        help="What the other warehouses can give, in the unit of the line.",
    )

    @api.depends(
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "warehouse_id",
        "sequence",
        "state",
        "order_id.order_line.product_id",
        "order_id.order_line.product_uom_id",
        "order_id.order_line.product_uom_qty",
        "order_id.order_line.warehouse_id",
        "order_id.order_line.sequence",
    )
    @api.depends_context("uid")
    def _compute_free_qty(self):
        self.free_qty = 0.0
        self.free_elsewhere = False
        none = self.env["stock.warehouse"]
        shown = self.filtered(lambda line: line._shows_free_qty())
        if not shown:
            return
        places = shown.order_id._get_company_warehouses()
        looked_at = shown.warehouse_id.union(*places.values())
        stock = self._get_free_stock(shown.product_id, looked_at)
        for order in shown.order_id:
            mine = shown.filtered(lambda line, one=order: line.order_id == one)
            mine._set_free_quantities(
                stock, self.env.user._crm_may_choose(places.get(order.company_id, none))
            )

    def _shows_free_qty(self):
        """Only goods that are counted, not brought for the order, and before they are reserved."""
        self.ensure_one()
        counted = self.is_storable and bool(self.product_uom_id) and not self.is_mto
        return counted and self.state in ("draft", "sent")

    def _compute_qty_at_date(self):
        # core takes what a line gets off the shelves of all warehouses, not of its own alone
        result = None
        for lines in self.grouped("warehouse_id").values():
            result = super(SaleOrderLine, lines)._compute_qty_at_date()
        return result

    def _is_short(self):
        """Whether this line finds less than it needs."""
        wanted, free = self.product_uom_qty, self.free_qty
        rounding = self.product_uom_id.rounding or 1
        return (
            self._shows_free_qty() and float_compare(free, wanted, precision_rounding=rounding) < 0
        )

    def _set_free_quantities(self, stock, places):
        """The free quantities of lines of one order, whose other lines take theirs too."""
        lines = self._with_lines_of_order()
        left = dict(stock)
        for line in lines:
            need = line._get_need(line.id)
            if line in self:
                line.free_qty = float(_fits(need, left, need.home))
                line.free_elsewhere = line._word_elsewhere(need, left, places)
            place = (need.home, need.product)
            left[place] = left.get(place, Decimal(0)) - need.quantity * need.factor

    def _with_lines_of_order(self):
        """These lines and the others of their order that take goods, in the order's order.

        In a form these may be drafts of lines that are in the database too.
        """
        known = self._origin
        others = self.order_id.order_line.filtered(
            lambda line: line not in self and line._origin not in known and line._shows_free_qty()
        )
        return (self | others).sorted(lambda line: (line.sequence, line._origin.id or float("inf")))

    def _get_need(self, key, home=None):
        """This line for the engine; its home is the warehouse that it has, or another one."""
        self.ensure_one()
        own, unit = self.product_id.uom_id, self.product_uom_id
        return warehouses.Need(
            key,
            self.product_id._origin.id,
            exact(self.product_uom_qty),
            home or self.warehouse_id._origin.id,
            factor=Decimal(str(unit.factor)) / Decimal(str(own.factor)),
            step=exact(1 if self._is_in_packages() else unit.rounding),
            divisible=self._is_divisible(),
            follows=tuple(self.promo_parent_line_ids._origin.ids),
        )

    def _is_in_packages(self):
        """Boxes and packs are not broken; kilos and litres are weighed out."""
        own, unit = self.product_id.uom_id, self.product_uom_id
        find = self.env["ir.model.data"]._xmlid_to_res_id
        pieces = find("uom.product_uom_unit", raise_if_not_found=False)
        root = int((unit.parent_path or "0").split("/")[0])
        return unit != own and root == pieces

    def _is_divisible(self):
        """Not what is invoiced already, belongs to a set, or was given by a promotion."""
        self.ensure_one()
        given = self.reward_id or self.promotion_id
        return not (self.qty_invoiced or self.combo_item_id or given)

    @api.model
    def _get_free_stock(self, products, places):
        """Free units of each product at each warehouse, ``{(warehouse id, product id): units}``.

        Core's own figure, since sets of parts and other addons have a say in it: the same few
        queries for each warehouse, however many products there are.
        """
        products = products._origin.filtered("is_storable")
        stock = {}
        for place in places._origin:
            there = products.with_context(warehouse_id=place.id)
            stock |= {(place.id, product.id): exact(product.free_qty) for product in there}
        return stock

    def _word_free_in_plans(self, plans):
        """What each warehouse can give to each of these lines in each plan, in words.

        Every warehouse that the person at work may choose, and those that the lines have.

        :param plans: ``{strategy: parts}``
        :return: ``{strategy: {line id: words}}``
        """
        places = self.order_id.selectable_warehouse_ids | self.warehouse_id
        stock = self._get_stock_to_share(places)
        needs = [line._get_need(line.id) for line in self]
        found = {}
        for strategy, parts in plans.items():
            free = warehouses.free_in_plan(needs, parts, stock, places.ids)
            found[strategy] = {
                line.id: self._word_places(places, free[line.id])
                for line in self
                if line.is_storable
            }
        return found

    def _word_elsewhere(self, need, stock, places):
        others = places.filtered(lambda place: place.id != need.home)
        return self._word_places(others, {each.id: _fits(need, stock, each.id) for each in others})

    @api.model
    def _word_places(self, places, free):
        """ "North 16 · South 3", or nothing.

        :param free: the quantity in each place, by its id
        """
        return " · ".join(
            f"{place.name} {self._word_quantity(free[place.id])}"
            for place in places
            if free[place.id]
        )

    @api.model
    def _word_quantity(self, quantity):
        if quantity == int(quantity):
            return str(int(quantity))
        return formatLang(self.env, float(quantity), dp="Product Unit")


def _fits(need, stock, place):
    return warehouses.fits(stock.get((place, need.product), Decimal(0)), need.factor, need.step)


def exact(number):
    """A float of a quantity as the engine wants it, without the noise of a conversion."""
    return Decimal(str(round(number, _DECIMALS)))
