from odoo import fields, models


class CrmStage(models.Model):
    _inherit = "crm.stage"

    followup_days = fields.Integer(
        string="Contact every (days)",
        default=7,
        help="An opportunity in this stage is expected to be touched at least once in these days. "
        "Longer silence lowers its follow-up score; 0 expects nothing.",
    )

    _followup_days_not_negative = models.Constraint(
        "CHECK (followup_days >= 0)", "The days between contacts cannot be negative."
    )
