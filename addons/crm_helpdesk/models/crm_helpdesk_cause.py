from odoo import fields, models


class CrmHelpdeskCause(models.Model):
    """The family of root causes of a request: by it is counted what comes back."""

    _name = "crm.helpdesk.cause"
    _description = "Cause of Requests"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Text(string="When to choose it", translate=True)
