from decimal import ROUND_HALF_UP, Decimal

from odoo import Command, models
from odoo.exceptions import LockError, UserError

from ..engine import promotion_life
from .crm_content_mixin import SIGNING

_STEP = Decimal("1e-10")


class SaleOrder(models.Model):
    """Bringing an order to what its promotions say; a second time writes nothing."""

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def action_refresh_promotions(self):
        """Work out the promotions of these orders again."""
        self.check_access("write")
        for order in self:
            if order.state == "cancel" or order.locked:
                raise UserError(
                    self.env._(
                        "%s is cancelled or locked: its promotions stay as they are.",
                        order.display_name,
                    )
                )
        self._refresh_promotions()
        return True

    def _refresh_promotions(self, *, committing=False):
        """:param committing: the orders are about to be confirmed"""
        for order in self:
            found = self.env["crm.promotion"]._find_for(order)
            if not found and not order._has_promotions():
                continue
            holds = committing or order.state == "sale"
            result = order._evaluate_promotions(found)
            if holds:
                applied = {application.promotion for application in result.applications}
                order._lock_budgets(found.browse(applied))
            order._write_promotions(result, holds=holds)

    def _has_promotions(self):
        """sudo: a reader of the order may not see each promotion of it."""
        self.ensure_one()
        lines = self.sudo().order_line
        return bool(
            self.sudo().promotion_application_ids
            or lines.filtered(lambda line: line.promotion_id or line.promo_discount)
        )

    def _lock_budgets(self, found):
        """Nobody else takes from these budgets and limits until this order is written.

        What was read before holds: had anybody committed since, the database would refuse the
        lock, and the server would begin again.

        sudo: whoever confirms an order takes from the budget.
        """
        limited = found.sudo().filtered(lambda promotion: promotion._is_limited())
        try:
            limited.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody is confirming an order with the same promotion. Try again in a "
                    "moment."
                )
            ) from error
        limited.invalidate_recordset(["ledger_version"])

    def _write_promotions(self, result, *, holds):
        """sudo: lines and rows of promotions are written by nobody but this method.

        What was signed is compared once, afterwards.
        """
        self.ensure_one()
        order = self.sudo().with_context(crm_signing=SIGNING)
        order._write_promo_discounts(result)
        order._write_free_goods(result)
        order._write_applications(result, holds=holds)
        self._check_signed_content()

    def _write_promo_discounts(self, result):
        by_value = {}
        for line in self.order_line.filtered(lambda each: not each.promotion_id):
            percent = result.discounts.get(line.id, Decimal(0))
            wanted = float(percent.quantize(_STEP, ROUND_HALF_UP))
            if line.promo_discount != wanted:
                by_value.setdefault(wanted, line.browse())
                by_value[wanted] |= line
        for wanted, lines in by_value.items():
            lines.write({"promo_discount": wanted})

    # -- free goods ----------------------------------------------------------------------------

    def _write_free_goods(self, result):
        wanted = self._get_wanted_goods(result)
        there = {line.promo_key: line for line in self.order_line.filtered("promotion_id")}
        missing = [values for key, values in wanted.items() if key not in there]
        for key, line in there.items():
            if key in wanted:
                line._write_free_values(wanted[key])
        gone = self.env["sale.order.line"].union(
            *(line for key, line in there.items() if key not in wanted)
        )
        gone._take_free_goods_away()
        if missing:
            self.env["sale.order.line"].create(missing)

    def _get_wanted_goods(self, result):
        """The lines of free goods that there have to be, by key."""
        wanted = {}
        for application in result.applications:
            promotion = self.env["crm.promotion"].browse(application.promotion)
            for goods in application.goods:
                key = f"{application.promotion}/{application.group or 0}/{goods.product}"
                units, parents = wanted.get(key, (promotion, goods.product, Decimal(0), ()))[2:]
                wanted[key] = (
                    promotion,
                    goods.product,
                    units + goods.qty,
                    (*parents, *goods.parents),
                )
        return {key: self._prepare_free_line(key, *each) for key, each in wanted.items()}

    def _prepare_free_line(self, key, promotion, product_id, units, parents):
        product = self.env["product.product"].browse(product_id)
        unit = promotion._choose_free_unit(product, units)
        parents = self.env["sale.order.line"].browse(dict.fromkeys(parents))
        return {
            "order_id": self.id,
            "product_id": product.id,
            "product_uom_id": unit.id,
            "product_uom_qty": float(units / Decimal(str(unit.factor))),
            "promotion_id": promotion.id,
            "promo_key": key,
            "promo_parent_line_ids": [Command.set(sorted(parents.ids))],
            "sequence": max(parents.mapped("sequence")),
        }

    # -- rows ----------------------------------------------------------------------------------

    def _write_applications(self, result, *, holds):
        rows = self.promotion_application_ids
        state = promotion_life.COMMITTED if holds else promotion_life.PROVISIONAL
        changes = promotion_life.application_changes(
            rows._to_stored(), result.applications, state=state
        )
        if not changes:
            return
        day = self._get_promotion_day()
        touched = rows.browse([*changes.update, *changes.release, *changes.delete])
        limited = touched.promotion_id
        for key, (wanted, application) in changes.update.items():
            rows.browse(key).write({**rows._prepare(application, self, day), "state": wanted})
        rows.browse(changes.release).write({"state": promotion_life.RELEASED})
        rows.browse(changes.delete).unlink()
        created = rows.create(
            [
                {**rows._prepare(application, self, day), "state": wanted}
                for wanted, application in changes.create
            ]
        )
        if holds:
            (limited | created.promotion_id)._note_commitment()

    def _commit_as_promised(self):
        """What was signed or paid holds its budget as it is, even if that is used up by now.

        sudo: rows are written by nobody but these methods.
        """
        rows = self.sudo().promotion_application_ids
        open_rows = rows.filtered(lambda row: row.state == promotion_life.PROVISIONAL)
        self._lock_budgets(open_rows.promotion_id)
        open_rows.write({"state": promotion_life.COMMITTED})
        open_rows.promotion_id._note_commitment()

    def _release_promotions(self):
        """Cancelled orders hold nothing. sudo: as above."""
        rows = self.sudo().promotion_application_ids
        changes = promotion_life.application_changes(rows._to_stored(), ())
        rows.browse(changes.release).write({"state": promotion_life.RELEASED})
        rows.browse(changes.delete).unlink()
