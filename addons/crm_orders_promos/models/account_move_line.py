from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Unrounded, as on the order: see sale.order.line. Both or none, since core compares them.
    discount = fields.Float(digits=False, min_display_digits="Discount")
    line_discounts = fields.Char(
        "Discounts",
        readonly=True,
        help="How the discount of the line was given on the order, one after the other.",
    )

    def write(self, vals):
        # A discount that an accountant types is no longer the chain of the order.
        if "discount" in vals and "line_discounts" not in vals:
            typed = vals["discount"]
            changed = self.filtered(lambda line: line.line_discounts and line.discount != typed)
            if changed:
                changed.line_discounts = False
        return super().write(vals)
