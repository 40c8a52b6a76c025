from odoo import models


class CrmPortfolioAssignment(models.Model):
    """The team of owners, when they go to another one."""

    # one file for each purpose
    _inherit = "crm.portfolio.assignment"  # pylint: disable=consider-merging-classes-inherited

    def _follow_reps(self, users, teams):
        """Likewise the customers that they have and will have; see ``crm.action``."""
        running = self.search(users._crm_get_running_domain())
        strayed = running.filtered(lambda row: row.team_id not in teams[row.user_id])
        self.env.add_to_compute(self._fields["team_id"], strayed)
