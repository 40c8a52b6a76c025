from odoo import fields, models


class CrmCommissionControlRow(models.TransientModel):
    """An invariant with its light and a sentence."""

    _name = "crm.commission.control.row"
    _description = "Row of a Commission Control"
    _order = "light desc, sequence"  # what is red stands above
    _rec_name = "title"

    control_id = fields.Many2one(
        "crm.commission.control", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    code = fields.Char(required=True)
    title = fields.Char(required=True)
    light = fields.Selection([("green", "Holds"), ("red", "Fails")], required=True)
    figure = fields.Char()
    sentence = fields.Char(required=True)
    statement_ids = fields.Many2many("crm.commission.statement", help="What fails, if anything.")

    def action_open_statements(self):
        """The statements that make the light red."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.title,
            "res_model": "crm.commission.statement",
            "domain": [("id", "in", self.statement_ids.ids)],
            "views": [(False, "list"), (False, "form")],
        }
