from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """By which rules the company serves its customers; labels and help are those of the company."""

    _inherit = "res.config.settings"

    helpdesk_reopen_days = fields.Integer(related="company_id.helpdesk_reopen_days", readonly=False)
    helpdesk_warn_percent = fields.Integer(
        related="company_id.helpdesk_warn_percent", readonly=False
    )
    helpdesk_pause_needs_reply = fields.Boolean(
        related="company_id.helpdesk_pause_needs_reply", readonly=False
    )
