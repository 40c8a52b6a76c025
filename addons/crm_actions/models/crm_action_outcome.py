from odoo import fields, models

JUDGED_BY = ("contacted", "result")


class CrmActionOutcome(models.Model):
    """What came of an action."""

    _name = "crm.action.outcome"
    _description = "Action Outcome"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    type_ids = fields.Many2many(
        "crm.action.type",
        "crm_action_type_outcome_rel",
        "outcome_id",
        "type_id",
        string="Action Types",
    )
    contacted = fields.Boolean(
        string="Customer reached",
        default=True,
        help="The customer was there and spoke: the action counts as a touch.",
    )
    result = fields.Selection(
        [
            ("positive", "Positive"),
            ("neutral", "Neutral"),
            ("negative", "Negative"),
            ("no_contact", "No contact"),
        ],
        string="Assessment",
        required=True,
        default="neutral",
    )
    next_days = fields.Integer(
        string="Next step in (days)",
        help="Suggested number of days until the next step; 0 suggests none.",
    )

    automatic = fields.Boolean(
        string="Given automatically",
        help="Actions that log themselves, such as mails and calls, get this outcome.",
    )

    _next_days_positive = models.Constraint(
        "CHECK (next_days >= 0)", "The days to the next step cannot be negative."
    )
    _no_contact_is_not_contacted = models.Constraint(
        "CHECK (NOT (contacted AND result = 'no_contact'))",
        "An outcome without contact cannot be marked as customer reached.",
    )

    def write(self, vals):
        """What an outcome means is meant of all that ended so, and the follow-up goes by it."""
        former = {outcome: [outcome[name] for name in JUDGED_BY] for outcome in self}
        result = super().write(vals)
        changed = self.filtered(
            lambda outcome: former[outcome] != [outcome[name] for name in JUDGED_BY]
        )
        self.env["crm.action"]._update_contacted("outcome_id", changed)
        return result
