from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class CrmActionPlan(models.Model):
    """The team of plans, when their rep goes to another one."""

    # one file for each purpose
    _inherit = "crm.action.plan"  # pylint: disable=consider-merging-classes-inherited

    def _follow_reps(self, users, teams):
        """Likewise plans, also those of their customers; see ``crm.action``.

        Not a computed value: a plan without a rep asks its team for the rep. Rules without a rep
        are a team's and stay with it.
        """
        plans = self.with_context(active_test=False, crm_plan_later=True)
        of_customer = Domain("partner_id.user_id", "in", users.ids) | (
            Domain("partner_id.user_id", "=", False)
            & Domain("partner_id.commercial_partner_id.user_id", "in", users.ids)
        )
        domain = Domain("user_id", "in", users.ids) | (
            Domain("user_id", "=", False) & Domain("target", "=", "partner") & of_customer
        )
        groups = defaultdict(plans.browse)
        for plan in plans.search(domain):
            partner = plan.partner_id
            rep = plan.user_id or partner.user_id or partner.commercial_partner_id.user_id
            over = plan.date_to and plan.date_to < plan.company_id._crm_today()
            if over or plan.team_id in teams[rep]:
                continue
            team = rep.sale_team_id
            fits = not team.company_id or team.company_id == plan.company_id
            groups[team if fits else team.browse()] += plan
        for team, strayed in groups.items():
            strayed.write({"team_id": team.id})
