from odoo import api, fields, models


class CrmHelpdeskAssignWizard(models.TransientModel):
    """Asks to whom requests are given."""

    _name = "crm.helpdesk.assign.wizard"
    _inherit = ["crm.helpdesk.wizard"]
    _description = "Assign Requests"

    people_ids = fields.Many2many("res.users", compute="_compute_people_ids")
    user_id = fields.Many2one(
        "res.users", string="Agent", help="Empty puts them back into the queue."
    )

    @api.depends("ticket_ids")
    def _compute_people_ids(self):
        """Who works in all of their departments."""
        for wizard in self:
            people = self.env["res.users"]
            for number, team in enumerate(wizard.ticket_ids.team_id):
                own = team.member_user_ids | team.leader_id
                people = people & own if number else own
            wizard.people_ids = people

    def action_apply(self):
        self.ticket_ids.action_assign(self.user_id)
        return self._close()
