from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """A person goes to another team: the open work goes along, what was done stays."""

    # one file for each purpose
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    def _crm_take_along(self):
        """Give what is open of these people, and of a team that they are not in, their own team.

        Who is in several teams keeps what is of each. Who is in none any more leaves the work
        where it was, for the leader there to see to it. Can be called twice.

        sudo: whoever decides on the members moves their work, also that which he may not see.
        """
        users = self.sudo().filtered("sale_team_id")
        if not users:
            return
        memberships = self.env["crm.team.member"].sudo()
        teams = defaultdict(self.env["crm.team"].sudo().browse)
        teams.update(
            memberships._read_group(
                [("user_id", "in", users.ids), ("active", "=", True)],
                ["user_id"],
                ["crm_team_id:recordset"],
            )
        )
        self.env["crm.action"].sudo()._follow_reps(users, teams)
        self.env["crm.portfolio.assignment"].sudo()._follow_reps(users, teams)
        self.env["crm.action.plan"].sudo()._follow_reps(users, teams)

    def _crm_get_running_domain(self):
        """Domain of rows with a ``date_to`` that is not over on the clock of these people."""
        domain = Domain.FALSE
        for company, own in self.grouped("company_id").items():
            running = Domain("date_to", "=", False) | Domain("date_to", ">=", company._crm_today())
            domain |= Domain("user_id", "in", own.ids) & running
        return domain
