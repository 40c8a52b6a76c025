from decimal import Decimal

from odoo import Command, fields, models

from .sale_order_line_free import exact

# What a line keeps when a part of it goes from elsewhere: the customer was quoted the whole.
_KEPT = ("price_unit", "pricelist_discount", "special_price_id", "special_exclusive")
# What its parts have besides, though nobody writes it and no copy of an order has it.
_SHARED = (*_KEPT, "promo_discount", "approved_discount", "beyond_quota", "quota_line_id")


class SaleOrderLine(models.Model):
    """A line as a plan of warehouses sees it, and as it is split by one."""

    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    whole_line_id = fields.Many2one(
        "sale.order.line",
        "Part of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The line of which this one goes from another warehouse.",
    )
    part_line_ids = fields.One2many("sale.order.line", "whole_line_id", "Parts")

    def _get_priced_along(self):
        """The other lines of what was one line once, as far as they are of its product.

        Split by warehouses, or at the quota of a special price.
        """
        self.ensure_one()
        found = (self | self._get_split_from_or_off())._origin
        while more := found._get_split_from_or_off() - found:
            found |= more
        return (found - self._origin).filtered(lambda line: line.product_id == self.product_id)

    def _get_split_from_or_off(self):
        return self.whole_line_id | self.part_line_ids | self.quota_line_id | self.quota_rest_ids

    def _get_homes_by_rule(self):
        """The warehouse of each line by rules and salesperson, whatever was chosen by hand."""
        order = self.order_id
        home = order._get_automatic_warehouse() if order.warehouse_manual else order.warehouse_id
        rules = self.env["crm.warehouse.rule"]._get_rules(order.company_id)
        fitting = order._get_fitting_rules(rules)
        homes = {line: fitting._get_first(line.product_id) or home for line in self}
        for line in self:
            leader = line._get_leader()
            if leader:
                homes[line] = homes.get(leader, leader.warehouse_id)
        return homes

    def _get_rules_of_homes(self):
        """The rule by which each line has its home; none where the salesperson says it."""
        rules = self.env["crm.warehouse.rule"]._get_rules(self.order_id.company_id)
        fitting = self.order_id._get_fitting_rules(rules)
        led = self.filtered(lambda line: line._get_leader())
        return {line: fitting._get_first_rule(line.product_id) for line in self - led}

    def _can_go_from_elsewhere(self):
        """Goods that no warehouse has begun with, of which several warehouses can have some.

        Not where a route says from where; nor what is bought or made for the order; nor what is
        charged afterwards, which the customer has already.
        """
        self.ensure_one()
        elsewhere = self.display_type or self.is_expense or self.promo_charged_line_id
        return (
            self.product_id.type == "consu"
            and self.product_uom_qty > 0
            and not (elsewhere or self.route_ids or self.is_mto)
            and not (self._is_picked() or self._is_brought())
        )

    def _get_needs(self, homes):
        return [line._get_need(line.id, homes[line].id) for line in self]

    def _get_stock_to_share(self, places):
        """What these lines can have: what is free, and what they have reserved themselves."""
        stock = self._get_free_stock(self.product_id, places)
        for product in self.product_id.filtered(lambda each: not each.is_storable):
            # goods that nobody counts are everywhere
            stock |= {(place.id, product.id): Decimal("Infinity") for place in places}
        for line in self:
            for place, reserved in line._get_reserved().items():
                stock[place] = stock.get(place, Decimal(0)) + reserved
        return stock

    def _get_reserved(self):
        """What this line has reserved, in units of the product: ``{(warehouse, product): units}``.

        A set that is delivered as its parts has itself once all of them are reserved.
        """
        self.ensure_one()
        moves = self.move_ids.filtered(lambda each: each.state not in ("done", "cancel"))
        parts = moves.filtered(lambda move: move.product_id != self.product_id)
        found = {}
        if parts and set(parts.mapped("state")) == {"assigned"}:
            need = self._get_need(self.id)
            place = (parts.location_id.warehouse_id[:1].id, need.product)
            found[place] = need.quantity * need.factor
        for move in moves - parts:
            place = (move.location_id.warehouse_id.id, move.product_id.id)
            own = move.product_id.uom_id
            reserved = move.product_uom._compute_quantity(move.quantity, own, round=False)
            found[place] = found.get(place, Decimal(0)) + exact(reserved)
        return found

    def _split_off(self, parts, kept):
        """Leave ``kept`` on this line and make a line of each of ``parts``, at the same price."""
        self.ensure_one()
        with self.env.protecting([self._fields[name] for name in _KEPT], self):
            # sudo: what is bought stays the same, so promotions are not worked out again
            self.sudo().with_context(crm_bought_alike=True).write(
                {"product_uom_qty": float(kept.quantity)}
            )
        shared = self._convert_to_write({name: self[name] for name in _SHARED})
        added = self.browse()
        for part in parts:
            goes = {
                "order_id": self.order_id.id,
                "product_uom_qty": float(part.quantity),
                "warehouse_id": part.warehouse,
                "warehouse_manual": True,
            }
            added |= self._make_part(goes, shared)
        added._check_warehouse_allowed()
        self._share_gifts(added)
        return added

    def _make_part(self, goes, shared):
        """sudo: nobody writes what was found out for a line; a part of it has the same."""
        [vals] = self.copy_data(goes)
        vals |= shared | {"whole_line_id": (self.whole_line_id or self).id}
        part = self.sudo().create(vals)
        # what is worked out for a new line, from its own quantity, is not what was quoted
        part.write(shared)
        return part.sudo(self.env.su)

    def _share_gifts(self, parts):
        """What this line earns its parts earn with it. sudo: as above."""
        lines = self.order_id.order_line.sudo()
        gifts = lines.filtered(lambda line: self in line.promo_parent_line_ids)
        gifts.promo_parent_line_ids = [Command.link(part.id) for part in parts]
