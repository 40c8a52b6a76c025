from decimal import Decimal

from odoo import api, fields, models

from ..engine import special_prices as engine

_OF_QUOTA = {"product_id", "product_uom_id", "product_uom_qty", "price_unit"}
_AS_PRICED = ("price_unit", "pricelist_discount", "special_price_id", "special_exclusive")
_OF_THE_FIRST = {"price_unit", "technical_price_unit", "pricelist_discount", "discount"}


class SaleOrderLine(models.Model):
    """What a line takes from the quota of a special price, and what is left for a second line."""

    # one file for each purpose
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    beyond_quota = fields.Boolean(
        copy=False, help="The quota of the special price did not give this quantity any more."
    )
    quota_line_id = fields.Many2one(
        "sale.order.line",
        "Rest of",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The line on which stands what the quota of the special price gave.",
    )
    quota_rest_ids = fields.One2many("sale.order.line", "quota_line_id", "Rest")

    def _get_priced_quantity(self):
        """The quantity by which the line is priced: a line that was split counts as one."""
        self.ensure_one()
        quantity = self.product_uom_qty
        for line in self._get_priced_along():
            quantity += line.product_uom_id._compute_quantity(
                line.product_uom_qty, self.product_uom_id, round=False
            )
        return quantity

    def _get_priced_units(self):
        self.ensure_one()
        quantity = self._get_priced_quantity() or 1.0
        return self.product_uom_id._compute_quantity(
            quantity, self.product_id.uom_id, raise_if_failure=False
        )

    def _get_pricelist_kwargs(self):
        kwargs = super()._get_pricelist_kwargs()
        if self._get_priced_along():
            kwargs["quantity"] = self._get_priced_quantity() or 1.0
        return kwargs

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._take_quota(self.env["crm.special.price"])
        return lines

    def write(self, vals):
        before = self._get_taken_specials() if _OF_QUOTA & set(vals) else None
        result = super().write(vals)
        if before is not None:
            self._take_quota(before)
        return result

    def _get_taken_specials(self):
        """The special prices of which confirmed lines take from a quota.

        sudo: what the line has, whoever may read the price itself.
        """
        confirmed = self.filtered(lambda line: line.state == "sale")
        return confirmed.sudo().special_price_id.filtered("max_qty")

    def _take_quota(self, before):
        """Lines of confirmed orders have changed: count again, and refuse what is too much."""
        taken = self._get_taken_specials()
        (before.sudo() | taken)._settle_quota()
        taken._check_quota()

    def _split_at_quota(self, left):
        """Leave what ``left`` product units still give, and put the rest on a line of its own.

        :return: how many product units this line takes
        """
        self.ensure_one()
        unit = self.product_id.uom_id
        size = _decimal(self.product_uom_id._compute_quantity(1.0, unit, round=False))
        parts = engine.split(
            _decimal(self.product_uom_qty), size, _decimal(left), _decimal(unit.rounding)
        )
        if not parts.rest:
            return self.product_uom_qty * float(size)
        if not parts.taken:
            # sudo: what is beyond the quota is not written by hand
            self.sudo().beyond_quota = True
            self._reprice()
            return 0.0
        self._split_in(parts, unit, size)
        return float(parts.taken if parts.in_units else parts.taken * size)

    def _split_in(self, parts, unit, size):
        """Two lines of one: the first keeps its price, the second gets the ordinary one."""
        uom = unit if parts.in_units else self.product_uom_id
        kept = {"product_uom_qty": float(parts.taken)}
        if parts.in_units:
            price = self.price_unit / float(size)
            kept.update(product_uom_id=uom.id, price_unit=price, technical_price_unit=price)
        # the price stays what it was when it was offered, whatever the pricelist says by now
        with self.env.protecting([self._fields[name] for name in _AS_PRICED], self):
            self.write(kept)
        self._make_room_after()
        [vals] = self.copy_data(
            {
                "order_id": self.order_id.id,
                "sequence": self.sequence + 1,
                "product_uom_qty": float(parts.rest),
                "product_uom_id": uom.id,
                "quota_line_id": (self.quota_line_id or self).id,
                "beyond_quota": True,
            }
        )
        # sudo: as above
        self.sudo().create(
            {name: value for name, value in vals.items() if name not in _OF_THE_FIRST}
        )
        self.order_id._message_log(body=self._get_split_message())

    def _make_room_after(self):
        """One number between this line and the next, for the rest."""
        lines = self.order_id.order_line.sorted(lambda line: (line.sequence, line.id))
        after = lines[list(lines).index(self) + 1 :]
        if after and after[0].sequence <= self.sequence + 1:
            for line in after:
                line.sequence += 2

    def _get_split_message(self):
        return self.env._(
            "Of %(product)s, %(quantity)s were left at the special price; the rest is on a line of "
            "its own.",
            product=self.product_id.display_name,
            quantity=f"{self.product_uom_qty:g} {self.product_uom_id.name}",
        )

    def _reprice(self):
        """The price that holds now, whatever the line had."""
        for line in self.with_context(sale_write_from_compute=True):
            line._reset_price_unit()
            line.pricelist_discount = line._get_pricelist_discount()
        self._find_special_again()

    def _find_special_again(self):
        for name in ("special_price_id", "special_exclusive"):
            self.env.add_to_compute(self._fields[name], self)


def _decimal(number):
    return Decimal(str(number))
