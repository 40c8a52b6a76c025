from odoo import api, models

DECIDES_TEAM = {"active", "crm_team_id", "user_id"}


class CrmTeamMember(models.Model):
    _inherit = "crm.team.member"

    @api.model_create_multi
    def create(self, vals_list):
        memberships = super().create(vals_list)
        memberships.user_id._crm_take_along()
        return memberships

    def write(self, vals):
        former = self.user_id
        result = super().write(vals)
        if DECIDES_TEAM.intersection(vals):
            (former | self.user_id)._crm_take_along()
        return result

    def unlink(self):
        users = self.user_id
        result = super().unlink()
        users._crm_take_along()
        return result
