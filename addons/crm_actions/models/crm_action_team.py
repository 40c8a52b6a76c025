from odoo import models


class CrmAction(models.Model):
    """The team of planned actions, when their rep goes to another one."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    def _follow_reps(self, users, teams):
        """Give planned actions the team that their rep is in.

        :param users: reps who have a team
        :param teams: map of a rep to all teams that he or she is in
        """
        planned = self.search([("user_id", "in", users.ids), ("state", "=", "planned")])
        strayed = planned.filtered(lambda action: action.team_id not in teams[action.user_id])
        self.env.add_to_compute(self._fields["team_id"], strayed)
