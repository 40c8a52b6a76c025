from odoo import fields, models


class CrmActionType(models.Model):
    """How a kind of action behaves: duration, calendar, position, touch."""

    _name = "crm.action.type"
    _description = "Action Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    code = fields.Selection(
        [
            ("visit", "Visit"),
            ("call", "Call"),
            ("email", "Email"),
            ("meeting", "Meeting"),
            ("task", "Task"),
        ],
        string="Kind",
        required=True,
        default="visit",
        help="What the rest of the application takes it for: a visit counts as a visit in reports, "
        "whatever its name.",
    )
    color = fields.Integer(default=1)
    mirror = fields.Selection(
        [
            ("never", "Never"),
            ("timed", "When it has an hour"),
            ("always", "Always"),
        ],
        string="In the calendar",
        required=True,
        default="timed",
        help="Whether an action of this type also shows in the rep's calendar, and so in Google "
        "or Outlook.",
    )
    geo_policy = fields.Selection(
        [("none", "Do not ask"), ("ask", "Ask"), ("expect", "Ask, and report if missing")],
        string="Position",
        required=True,
        default="none",
        help="Whether the phone is asked for its position at check-in and check-out. "
        "A check-in without position is always accepted; where one is expected, it is reported "
        "apart.",
    )
    default_minutes = fields.Integer(string="Duration (minutes)", default=30)
    counts_as_touch = fields.Boolean(
        string="Counts as a touch",
        default=True,
        help="A done action of this type in which the customer was reached counts as the last "
        "touch.",
    )
    outcome_ids = fields.Many2many(
        "crm.action.outcome",
        "crm_action_type_outcome_rel",
        "type_id",
        "outcome_id",
        string="Outcomes",
    )

    _default_minutes_range = models.Constraint(
        "CHECK (default_minutes BETWEEN 1 AND 1440)",
        "The duration of an action type goes from 1 minute to 1440 (one day).",
    )

    def write(self, vals):
        """What counts as a touch counts so for all that was done, and the follow-up goes by it."""
        former = {kind: kind.counts_as_touch for kind in self}
        result = super().write(vals)
        changed = self.filtered(lambda kind: former[kind] != kind.counts_as_touch)
        self.env["crm.action"]._update_contacted("type_id", changed)
        return result

    def _get_touch_outcome(self, contacted):
        """Outcome of an action that logs itself: it must claim no more than what is known."""
        outcomes = self.outcome_ids.filtered(lambda outcome: outcome.contacted == contacted)
        return outcomes.sorted(lambda outcome: (not outcome.automatic, outcome.sequence))[:1]
