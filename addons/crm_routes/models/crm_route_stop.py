from odoo import api, fields, models


class CrmRouteStop(models.Model):
    """A visit of a route: when it begins, how long it takes, and how much later it could begin."""

    _name = "crm.route.stop"
    _description = "Stop of a Route"
    _order = "start, id"

    route_id = fields.Many2one("crm.route", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(related="route_id.plan_id", store=True, index=True)
    job_id = fields.Many2one(related="route_id.job_id")
    company_id = fields.Many2one(related="route_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="route_id.user_id", store=True, index=True, string="Rep")
    team_id = fields.Many2one(related="route_id.team_id", store=True, index=True)
    state = fields.Selection(related="route_id.state", store=True, string="Status")
    date = fields.Date(related="route_id.date", store=True, index=True)
    sequence = fields.Integer(string="Stop")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", index="btree_not_null", ondelete="cascade"
    )
    start = fields.Datetime(required=True)
    stop = fields.Datetime(string="End", required=True)
    minutes = fields.Integer(string="Duration (min)")
    travel_minutes = fields.Integer(string="Way there (min)")
    travel_km = fields.Float(string="Way there (km)", digits=(10, 1))
    slack_minutes = fields.Integer(
        string="Could begin later by (min)",
        help="So much later the visit may begin, and all after it are still in time.",
        aggregator=False,
    )
    locked = fields.Boolean(help="It stays on its day and at its hour.")
    promised = fields.Boolean(help="The customer was told the hour, or a person planned it.")
    is_appointment = fields.Boolean(export_string_translation=False)
    reason = fields.Selection(
        [
            ("promised", "Promised"),
            ("appointment", "In the agenda already"),
            ("overdue", "Overdue"),
            ("as_before", "On its day, as before"),
            ("due", "Due"),
        ],
        string="Why this day",
    )
    action_id = fields.Many2one(
        "crm.action", string="Visit", index="btree_not_null", ondelete="set null"
    )

    @api.depends("partner_id", "start")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            # sudo: whom a route goes to may be read by who may read the route
            known = each.sudo()
            each.display_name = (
                known.partner_id.name
                or known.action_id.display_name
                or self.env._("In the agenda already")
            )
