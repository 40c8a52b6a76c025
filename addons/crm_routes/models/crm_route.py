from odoo import api, fields, models
from odoo.tools import format_date


class CrmRoute(models.Model):
    """What a rep drives on a day, as a plan says."""

    _name = "crm.route"
    _description = "Route"
    _order = "date, user_id, id"

    plan_id = fields.Many2one("crm.route.plan", required=True, index=True, ondelete="cascade")
    job_id = fields.Many2one("crm.route.plan.job", index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    state = fields.Selection(
        selection="_get_states",
        compute="_compute_state",
        store=True,
        compute_sudo=True,
        string="Status",
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Rep", required=True, index=True, ondelete="cascade"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", index=True, ondelete="set null")
    date = fields.Date(required=True, index=True)
    departure = fields.Datetime(string="Sets out")
    back = fields.Datetime(string="Is back")
    km = fields.Float(string="Kilometres", digits=(10, 1))
    driving_minutes = fields.Integer(string="On the road (min)")
    visit_count = fields.Integer(string="Visits")
    stop_ids = fields.One2many("crm.route.stop", "route_id", string="Stops")

    _rep_unique = models.UniqueIndex(
        "(plan_id, user_id, date)", "A rep has one route a day in a plan."
    )

    @api.model
    def _get_states(self):
        return self.env["crm.route.plan"]._fields["state"]._description_selection(self.env)

    @api.depends("plan_id.state", "job_id.state")
    def _compute_state(self):
        """That of the plan; but what is in the agendas is published, whatever the rest is."""
        for route in self:
            state, of_job = route.plan_id.state, route.job_id.state
            if of_job == "published" and state in ("planning", "proposed", "publishing"):
                state = "published"
            elif of_job == "done" and state == "closed":
                state = "cancelled"  # nobody has published this part of it
            route.state = state

    @api.depends("user_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for route in self:
            # sudo: the name of a colleague, as on every board
            name = route.sudo().user_id.name or ""
            day = format_date(self.env, route.date, date_format="EEE d MMM") if route.date else ""
            route.display_name = f"{name}, {day}"
