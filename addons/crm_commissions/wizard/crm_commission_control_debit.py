from odoo import fields, models


class CrmCommissionControlDebit(models.TransientModel):
    """Money that the bank took back, or paid out, and that belongs to no invoice."""

    _name = "crm.commission.control.debit"
    _description = "Returned Money of a Commission Control"
    _order = "date, id"
    _rec_name = "move_id"

    control_id = fields.Many2one(
        "crm.commission.control", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="control_id.currency_id")
    move_line_id = fields.Many2one("account.move.line", string="Line", ondelete="cascade")
    move_id = fields.Many2one("account.move", string="Bank entry", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    date = fields.Date()
    amount = fields.Monetary(string="Still open", help="What is matched with nothing yet.")

    def action_return(self):
        """Choose the payment that came back.

        :raise AccessError: the user does not keep commissions, or may not write in the accounts
        """
        self.ensure_one()
        self.env["crm.commission.return.wizard"]._check_may_return()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Returned Receipt"),
            "res_model": "crm.commission.return.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_control_id": self.control_id.id,
                "default_line_id": self.move_line_id.id,
            },
        }

    def action_open_document(self):
        """The entry of the bank."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
