from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..engine import promotion_life, promotion_types


class SaleOrder(models.Model):
    """What a customer who returned goods is no longer entitled to: asked back, or charged."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    promo_clawback = fields.Char(compute="_compute_promo_clawback")

    @api.depends(
        "state",
        "order_line.qty_delivered",
        "order_line.promotion_id",
        "order_line.promo_charged_line_id",
        "order_line.move_ids.state",
        "promotion_application_ids.state",
    )
    @api.depends_context("lang")
    def _compute_promo_clawback(self):
        for order in self:
            claims = order._get_clawbacks()
            order.promo_clawback = order._word_clawbacks(claims) if claims else False

    def _word_clawbacks(self, claims):
        said = [
            self.env._(
                "%(units)s %(unit)s of %(product)s (%(amount)s)",
                units=f"{line._from_units(claim.units):g}",
                unit=line.product_uom_id.name,
                product=line.product_id.display_name,
                amount=self.currency_id.format(float(claim.amount)),
            )
            for line, claim in claims
        ]
        return self.env._(
            "The customer keeps more free goods than were earned: %(goods)s.",
            goods=format_list(self.env, said),
        )

    def _get_clawbacks(self):
        """Pairs of a line of free goods and the engine's ``Clawback`` of it.

        sudo: rows and promotions that a reader of the order may not see.
        """
        self.ensure_one()
        order = self.sudo()
        given = order.order_line.filtered("promotion_id")
        if order.state != "sale" or not any(line.qty_delivered > 0 for line in given):
            return []
        rows = order.promotion_application_ids.filtered("goods")
        claims, seen = [], given.browse()
        # what was released earns nothing any more, unless another tier gives the same goods
        for row in rows.sorted(lambda each: (each.state != promotion_life.COMMITTED, each.id)):
            prefix = f"{row.promotion_id.id}/{row.group_key}/"
            lines = (given - seen).filtered(
                lambda line, start=prefix: line.promo_key.startswith(start)
            )
            claims += order._get_clawbacks_of(row, lines)
            seen |= lines
        return claims

    def _get_clawbacks_of(self, row, lines):
        """Claim what one application gave too much, from one of its lines after the other."""
        held = {line: line._get_free_units_held() for line in lines}
        units = sum(held.values(), promotion_types.ZERO)
        if not units:
            return []
        parents = lines.promo_parent_line_ids
        kept = row._measure_kept(parents) if lines._have_returns() else row._get_earning()
        promotion = row.promotion_id._to_engine_for(self, parents.product_id)[0]
        qty = sum((Decimal(goods["qty"]) for goods in row.goods), promotion_types.ZERO)
        benefit = sum((Decimal(goods["benefit"]) for goods in row.goods), promotion_types.ZERO)
        claim = promotion_life.clawback(
            kept,
            promotion.goods_tiers,
            units,
            unit_value=benefit / qty,
            currency_digits=self._get_promotion_digits(),
            repeat=promotion.repeat,
            times=promotion.max_per_order,
        )
        claims, left = [], claim.units
        for line in lines:
            taken = min(left, held[line])
            if taken > 0:
                amount = claim.amount * taken / claim.units
                claims.append((line, promotion_life.Clawback(claim.entitled, taken, amount)))
                left -= taken
        return claims

    def _get_clawbacks_to_settle(self):
        claims = self._get_clawbacks()
        if not claims:
            raise UserError(self.env._("The customer keeps no more free goods than were earned."))
        return claims

    def action_charge_free_goods(self):
        """Charge what is kept and was not earned, at what it was worth.

        sudo: nobody says by hand which free goods a line charges.
        """
        self.ensure_one()
        self.check_access("write")
        values = [line._prepare_charge(claim) for line, claim in self._get_clawbacks_to_settle()]
        for charge in self.env["sale.order.line"].sudo().create(values):
            charge.qty_delivered = charge.product_uom_qty

    def action_return_free_goods(self):
        """Tell the warehouse that free goods come back.

        sudo: a rep asks for a return, the warehouse receives it.
        """
        self.ensure_one()
        self.check_access("write")
        claims = self._get_clawbacks_to_settle()
        returns = self.env["stock.picking"].sudo()
        for picking, wanted in self._find_moves_to_return(claims).items():
            returns |= picking._return_quantities(wanted)
        if not returns:
            raise UserError(self.env._("No delivery of these goods is left to be returned."))
        for picking in returns:
            picking.message_post(body=self.env._("Free goods that were not earned any more."))

    def _find_moves_to_return(self, claims):
        """By delivery, the latest first, how much of which move comes back."""
        found = {}
        for line, claim in claims:
            left = line._from_units(claim.units)
            done = line.sudo().move_ids.filtered(
                lambda move: move.state == "done" and move.location_dest_usage == "customer"
            )
            for move in done.sorted("id", reverse=True):
                already = sum(move.returned_move_ids.filtered(
                    lambda each: each.state != "cancel").mapped("product_uom_qty"))  # fmt: skip
                qty = min(left, move.quantity - already)
                if qty > 0:
                    found.setdefault(move.picking_id, {})[move] = qty
                    left -= qty
        return found
