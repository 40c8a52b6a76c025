from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ..engine import discounts

KINDS = [
    ("commercial", "Commercial"),
    ("prompt_payment", "Prompt payment"),
    ("logistic", "Logistic"),
    ("volume", "Volume"),
    ("amount", "Amount"),
]


class CrmOrderHeaderDiscount(models.Model):
    """A discount of a whole order: one further term in the chain of each line that takes it.

    Odoo's own global discount is a negative line, which is invoiced as a whole with the first
    delivery; a term of the lines is invoiced with what was delivered.
    """

    _name = "crm.order.header.discount"
    _inherit = ["crm.content.mixin"]
    _description = "Order discount"
    _order = "order_id, sequence, id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="commercial")
    name = fields.Char("Description", help="How the customer reads it; empty: its kind.")
    percent = fields.Float("%", digits="Discount")
    amount = fields.Monetary(help="Without taxes, spread over the lines in proportion.")
    fixed_percent = fields.Float(
        digits=False,
        readonly=True,
        copy=False,
        help="What the amount was in percent when some of the order was invoiced: what is bought "
        "afterwards takes the same, so that what was invoiced stays.",
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    taken = fields.Monetary(
        "Comes to", compute="_compute_taken", help="What it takes off the order, without taxes."
    )
    from_default = fields.Boolean(
        readonly=True, help="It came with the customer or the payment terms and changes with them."
    )

    @api.depends("percent", "amount", "sequence", "kind", "order_id.amount_untaxed")
    def _compute_taken(self):
        for order in self.order_id:
            _gross, _of_lines, *taken = order._get_discount_footer()
            for discount, amount in zip(order.header_discount_ids._in_order(), taken, strict=True):
                discount.taken = amount
        self.filtered(lambda each: not each.order_id).taken = 0.0

    @api.constrains("kind", "percent", "amount")
    def _check_size(self):
        for discount in self:
            if discount.kind == "amount" and discount.amount < 0:
                raise ValidationError(
                    self.env._("A discount is not negative: %(name)s.", name=discount._get_name())
                )
            if discount.kind != "amount" and not 0 <= discount.percent <= 100:
                raise ValidationError(
                    self.env._(
                        "An order discount goes from 0 to 100 %%: %(name)s has %(percent)s.",
                        name=discount._get_name(),
                        percent=discount.percent,
                    )
                )

    def _get_terms(self):
        """These discounts for the engine, in their order."""
        return [
            discounts.HeaderTerm(amount=Decimal(str(discount.amount)))
            if discount.kind == "amount" and not discount.fixed_percent
            else discounts.HeaderTerm(Decimal(str(discount.fixed_percent or discount.percent)))
            for discount in self._in_order()
        ]

    def write(self, vals):
        if {"kind", "amount", "percent"} & vals.keys():
            vals = {**vals, "fixed_percent": 0.0}
        return super().write(vals)

    def _fix_percent(self):
        """sudo: whoever invoices an order fixes what its amounts are in percent."""
        for order, rows in self.grouped("order_id").items():
            factors = order._get_header_factors()
            all_rows = order.header_discount_ids._in_order()
            for row, left in zip(all_rows, factors, strict=True):
                if row in rows:
                    row.sudo().fixed_percent = float(discounts.HUNDRED * (discounts.ONE - left))

    def _in_order(self):
        return self.sorted(lambda each: (each.sequence, each._origin.id or 0))

    def _get_content(self):
        """What of it is put before the customer."""
        self.ensure_one()
        by_amount = self.kind == "amount"
        value = (
            self.order_id._write_amount(self.amount) if by_amount else discounts.write(self.percent)
        )
        return {"kind": self.kind, "name": self.name or "", "value": value}

    def _get_name(self):
        """What it is called, in the reader's language."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.name or kinds[self.kind]

    def _get_label(self):
        """Its name and percentage as a customer reads them."""
        self.ensure_one()
        if self.kind == "amount":
            return self._get_name()
        percent = formatLang(self.env, self.percent, digits=2)
        return f"{self._get_name()} {percent} %"
