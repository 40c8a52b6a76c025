from odoo import fields, models


class CrmHelpdeskMember(models.Model):
    """A person of a department: how many requests at a time, and which skills."""

    _name = "crm.helpdesk.member"
    _description = "Member of a Department"
    _order = "team_id, id"
    _rec_name = "user_id"

    team_id = fields.Many2one("crm.helpdesk.team", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="team_id.company_id", store=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", index=True)
    capacity = fields.Integer(
        default=10, required=True, help="Open requests at a time; assignment stops there."
    )
    skill_ids = fields.Many2many("crm.helpdesk.skill", string="Skills")
    last_assigned_at = fields.Datetime(string="Last got one", readonly=True, copy=False)

    _user_once = models.Constraint(
        "UNIQUE(team_id, user_id)", "Somebody is a member of a department once."
    )
    _capacity_positive = models.Constraint(
        "CHECK(capacity > 0)", "Somebody who takes requests takes at least one at a time."
    )
