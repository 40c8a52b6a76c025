from odoo import fields, models


class CrmHandoverWizardLine(models.TransientModel):
    """One kind of open work, and who takes it over."""

    _name = "crm.handover.wizard.line"
    _description = "Open Work to Hand Over"

    wizard_id = fields.Many2one("crm.handover.wizard", required=True, ondelete="cascade")
    key = fields.Char(required=True, readonly=True)
    name = fields.Char(string="What", readonly=True)
    count = fields.Integer(string="Open", readonly=True)
    to_user_id = fields.Many2one(
        "res.users", string="Who takes over", domain="[('share', '=', False)]"
    )
