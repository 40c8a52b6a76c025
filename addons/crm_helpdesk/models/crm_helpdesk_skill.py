from odoo import fields, models


class CrmHelpdeskSkill(models.Model):
    """Something that an agent can do and a category of requests needs."""

    _name = "crm.helpdesk.skill"
    _description = "Helpdesk Skill"
    _order = "name"

    name = fields.Char(required=True, translate=True)

    _name_once = models.UniqueIndex("(name)", "This skill is there already.")
