from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .crm_helpdesk_stage import ACTIVE


class CrmHelpdeskTeam(models.Model):
    """A department: its address, its working hours and its people."""

    _name = "crm.helpdesk.team"
    _description = "Helpdesk Department"
    _inherit = ["mail.alias.mixin", "mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working hours",
        required=True,
        check_company=True,
        default=lambda self: self.env.company.resource_calendar_id,
        help="By these hours deadlines are counted.",
    )
    leader_id = fields.Many2one("res.users", string="Supervisor", check_company=True, tracking=True)
    member_ids = fields.One2many("crm.helpdesk.member", "team_id", string="Members")
    member_user_ids = fields.Many2many(
        "res.users", compute="_compute_member_user_ids", search="_search_member_user_ids"
    )
    assign_mode = fields.Selection(
        [
            ("manual", "By hand"),
            ("round_robin", "In turns"),
            ("balanced", "By load"),
            ("skill", "By skill and load"),
        ],
        string="Assignment",
        required=True,
        default="manual",
    )
    auto_close_days = fields.Integer(
        string="Closes by itself after",
        default=10,
        help="Working days without an answer after which a request that waits for the customer "
        "is resolved. 0 for never.",
    )
    portal_visible = fields.Boolean(string="On the portal", default=True)
    ticket_count = fields.Integer(string="Open requests", compute="_compute_ticket_count")

    @api.depends("member_ids.user_id")
    def _compute_member_user_ids(self):
        for team in self:
            team.member_user_ids = team.member_ids.user_id

    def _search_member_user_ids(self, operator, value):
        return Domain("member_ids.user_id", operator, value)

    def _compute_ticket_count(self):
        counts = dict(
            self.env["crm.helpdesk.ticket"]._read_group(
                [("team_id", "in", self.ids), ("state", "in", ACTIVE)], ["team_id"], ["__count"]
            )
        )
        for team in self:
            team.ticket_count = counts.get(team, 0)

    @api.constrains("calendar_id")
    def _check_calendar(self):
        for team in self:
            if reason := team.calendar_id._helpdesk_get_problem():
                raise ValidationError(reason)

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("crm.helpdesk.ticket")
        values["alias_contact"] = "everyone"
        if self.id:
            values["alias_defaults"] = defaults = literal_eval(self.alias_defaults or "{}")
            defaults["team_id"] = self.id
        return values

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            self.env["crm.helpdesk.ticket"]._wake_calendars()
        return result

    def action_open_tickets(self):
        """The open requests of the department."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_ticket_action"
        )
        return {
            **action,
            "domain": [("team_id", "=", self.id)],
            "context": {"default_team_id": self.id, "search_default_active": 1},
        }
