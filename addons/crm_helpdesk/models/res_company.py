from odoo import fields, models


class ResCompany(models.Model):
    """By which rules a company serves its customers."""

    _inherit = "res.company"

    helpdesk_reopen_days = fields.Integer(
        string="Days to reopen",
        default=7,
        help="Until then an answer opens a resolved request again; later it is a new one.",
    )
    helpdesk_warn_percent = fields.Integer(
        string="Warn at",
        default=75,
        help="Percent of the time of a deadline after which it is shown as near.",
    )
    helpdesk_pause_needs_reply = fields.Boolean(
        string="Ask before waiting",
        default=True,
        help="A request waits for the customer only after he was asked something.",
    )

    _helpdesk_warn_percent = models.Constraint(
        "CHECK(helpdesk_warn_percent BETWEEN 1 AND 99)",
        "A warning comes after the beginning and before the deadline: from 1 to 99 percent.",
    )
    _helpdesk_reopen_days = models.Constraint(
        "CHECK(helpdesk_reopen_days >= 0)", "A number of days is not below zero."
    )
