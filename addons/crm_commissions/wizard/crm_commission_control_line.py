from odoo import fields, models


class CrmCommissionControlLine(models.TransientModel):
    """An invoiced line, or a part of one, for which nobody is paid, and why."""

    _name = "crm.commission.control.line"
    _description = "Uncredited Line of a Commission Control"
    _order = "reason, move_id, id"
    _rec_name = "move_id"

    control_id = fields.Many2one(
        "crm.commission.control", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="control_id.currency_id")
    move_line_id = fields.Many2one("account.move.line", string="Line", ondelete="cascade")
    move_id = fields.Many2one("account.move", string="Invoice", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    product_id = fields.Many2one("product.product", ondelete="cascade")
    reason = fields.Selection(selection="_get_reasons", required=True)
    amount = fields.Monetary(string="Base")

    def _get_reasons(self):
        return self.env["crm.commission.coverage"]._get_reasons()

    def action_open_document(self):
        """The invoice, to cure what is missing."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
