from contextlib import contextmanager

from odoo import api, models


class CrmTeamMember(models.Model):
    """Who leaves a team leaves behind until when he was in it: overrides go by the day."""

    _inherit = "crm.team.member"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals["user_id"] for vals in vals_list if vals.get("user_id")}
        users = self.env["res.users"].browse(ids)
        with self._teams_noted(users):
            return super().create(vals_list)

    def write(self, vals):
        if not {"active", "crm_team_id", "user_id"}.intersection(vals):
            return super().write(vals)
        with self._teams_noted(self.user_id):
            return super().write(vals)

    def unlink(self):
        with self._teams_noted(self.user_id):
            return super().unlink()

    @contextmanager
    def _teams_noted(self, users):
        """What the block changes about the team of these people is written down.

        sudo: whoever decides on members need not know of commissions.
        """
        users = users.sudo()
        former = {user: user.sale_team_id for user in users}
        yield
        self.env["crm.commission.past.team"].sudo()._note(former)
