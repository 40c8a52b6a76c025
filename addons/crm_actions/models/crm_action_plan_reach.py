from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_list

CHOOSES_CUSTOMERS = {
    "target", "segment_ids", "zone_ids", "category_ids", "owner_id", "domain", "reach_team_ids",
}  # fmt: skip
SEES_ALL = "sales_team.group_sale_salesman_all_leads"


class CrmActionPlan(models.Model):
    """Whose customers a rule reaches: a rep's own, a leader's those of the led teams.

    It is bound when somebody says which customers are meant, and stays so whoever looks at it.
    """

    # one file for each purpose
    _inherit = "crm.action.plan"  # pylint: disable=consider-merging-classes-inherited

    reach_team_ids = fields.Many2many(
        "crm.team",
        string="Customers of the teams",
        default=lambda self: self._get_led_teams(),
        help="Only customers whose salesperson is in one of these teams, or leads it.",
    )
    # own, team or all: whose customers the person who looks may choose from
    reach_choice = fields.Char(compute="_compute_reach_choice", export_string_translation=False)
    reach_text = fields.Char(string="Reaches", compute="_compute_reach_text")

    @api.depends_context("uid")
    def _compute_reach_choice(self):
        for plan in self:
            plan.reach_choice = plan._get_reach_choice()

    @api.depends("owner_id", "reach_team_ids")
    @api.depends_context("uid", "lang")
    def _compute_reach_text(self):
        for plan in self:
            plan.reach_text = plan._word_reach()

    def _word_reach(self):
        """Whose customers the rule reaches, and why no others."""
        # sudo: who may read the plan may know whose customers it visits
        owner, teams = self.sudo().owner_id, self.sudo().reach_team_ids
        choice = self._get_reach_choice()
        if choice == "own" and owner == self.env.user:
            return self.env._("Only your own customers: a rep plans for no others.")
        sentences = []
        if owner:
            sentences.append(self.env._("Only customers of %(owner)s.", owner=owner.name))
        if teams:
            names = format_list(self.env, teams.mapped("name"))
            if choice == "team":
                words = self.env._(
                    "Only customers of %(teams)s: you plan for the teams that you lead.",
                    teams=names,
                )
            else:
                words = self.env._("Only customers of %(teams)s.", teams=names)
            sentences.append(words)
        return " ".join(sentences) or self.env._("Customers of all salespeople.")

    @api.model
    def _get_reach_choice(self):
        if self.env.su or self.env.user.has_group(SEES_ALL):
            return "all"
        return "team" if self._get_led_teams() else "own"

    @api.model
    def _get_led_teams(self):
        """The teams whose customers are all that the user may plan for; none for others."""
        user = self.env.user
        teams = self.env["crm.team"]
        if self.env.su or user.has_group(SEES_ALL):
            return teams
        if not user.has_group("crm_actions.group_team_leader"):
            return teams
        return teams.search(Domain("user_id", "=", user.id))

    @api.model
    def _get_reach(self):
        """Values that bind a rule to the customers for whom the user may plan."""
        choice = self._get_reach_choice()
        if choice == "all":
            return {}
        if choice == "team":
            return {"reach_team_ids": [Command.set(self._get_led_teams().ids)]}
        return {"owner_id": self.env.uid}

    @api.model_create_multi
    def create(self, vals_list):
        reach = self._get_reach()
        return super().create([{**vals, **reach} for vals in vals_list])

    def write(self, vals):
        if CHOOSES_CUSTOMERS.intersection(vals):
            vals = {**vals, **self._get_reach()}
        return super().write(vals)

    def _get_customer_domain(self):
        domain = super()._get_customer_domain()
        # sudo: whom the plan visits does not depend on who looks at it
        if teams := self.sudo().reach_team_ids._origin:
            members = Domain("user_id.sale_team_id", "in", teams.ids)
            domain &= members | Domain("user_id", "in", teams.user_id.ids)
        return domain
