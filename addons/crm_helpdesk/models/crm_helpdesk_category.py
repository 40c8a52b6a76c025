from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("incident", "Incident"),
    ("request", "Request"),
    ("complaint", "Complaint"),
    ("suggestion", "Suggestion"),
]
PRIORITIES = [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Urgent")]


class CrmHelpdeskCategory(models.Model):
    """What a request is about; it says where it goes, what it needs and how it ends."""

    _name = "crm.helpdesk.category"
    _description = "Category of Requests"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty for all companies.")
    kind = fields.Selection(KINDS, required=True, default="incident", string="Kind by default")
    priority = fields.Selection(
        PRIORITIES, required=True, default="1", string="Priority by default"
    )
    team_id = fields.Many2one(
        "crm.helpdesk.team",
        string="Department",
        ondelete="set null",
        domain="company_id and [('company_id', '=', company_id)] or []",
        help="Requests of this category go there, those of its company. "
        "Empty leaves them where they come in.",
    )
    skill_ids = fields.Many2many("crm.helpdesk.skill", string="Skills needed")
    portal_visible = fields.Boolean(
        string="On the portal", default=True, help="Customers choose it when they write a request."
    )
    requires_capa = fields.Boolean(
        string="Asks for an action",
        help="Its requests are closed once a nonconformity has contained them and was verified.",
    )

    _check_company_auto = True

    @api.constrains("team_id", "company_id")
    def _check_team(self):
        """A category of all companies may have a department: it takes those of its company."""
        for category in self.filtered("company_id"):
            if category.team_id and category.team_id.company_id != category.company_id:
                raise ValidationError(
                    self.env._(
                        "%(category)s and %(department)s belong to different companies.",
                        category=category.name,
                        department=category.team_id.display_name,
                    )
                )

    def _get_team(self, company):
        """The department to which requests of a company go, if the category names one of it."""
        team = self.sudo().team_id  # sudo: where a request goes does not depend on who writes it
        return team.filtered(lambda one: one.company_id == company).sudo(False)
