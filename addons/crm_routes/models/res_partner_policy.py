from dataclasses import asdict

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_actions.engine import days
from odoo.addons.crm_actions.rows import RowQuery

SALESMAN = "sales_team.group_sale_salesman"


class ResPartner(models.Model):
    """Who visits a customer how often, in a sentence; on its form and its page."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    crm_visit_policy_id = fields.Many2one(
        "crm.visit.policy",
        string="Visit policy",
        compute="_compute_crm_visit_policy",
        groups=SALESMAN,
    )
    crm_visit_sentence = fields.Char(
        string="Visits", compute="_compute_crm_visit_policy", groups=SALESMAN
    )
    crm_visit_problem = fields.Text(
        string="To mend", compute="_compute_crm_visit_policy", groups=SALESMAN
    )

    @api.depends("crm_segment_id", "crm_zone_id", "category_id", "user_id", "geo_precision")
    @api.depends_context("company", "lang")
    def _compute_crm_visit_policy(self):
        company = self.env.company
        rows = self.env["crm.visit.demand"].sudo()
        # sudo: which policy holds does not depend on who looks at the customer
        customers = self._origin.sudo()
        facts = rows._gather(customers, company) if customers else None
        policies = self.env["crm.visit.policy"]
        some = policies.sudo().search_count([("company_id", "=", company.id)], limit=1)
        for partner in self:
            customer = partner._origin.sudo()
            policy = facts.policies.get(customer) if customer else None
            is_told = bool(policy or (some and customer.commercial_partner_id == customer))
            partner.crm_visit_policy_id = policy.id if policy else False
            partner.crm_visit_sentence = False
            partner.crm_visit_problem = False
            if customer and is_told:
                partner.crm_visit_sentence = policies._word_customer(
                    partner.crm_segment_id.name,
                    partner.crm_zone_id.name,
                    policy and (policy.frequency, policy.number, policy.minutes),
                    facts.visited.get(customer),
                    facts.today,
                )
            if policy:
                partner.crm_visit_problem = partner._word_obstacles(rows, facts)

    def _word_obstacles(self, rows, facts):
        """What keeps the customer out of plans, as sentences."""
        customer = self._origin.sudo()
        policy = facts.policies.get(customer)
        rep = facts.owners.get(customer) or facts.territory.get(customer.crm_zone_id)
        last = facts.visited.get(customer)
        found = rows._find_obstacles(customer, policy, rep, last, facts)
        return " ".join(rows._word(asdict(each)) for each in found) or False

    # -- the page of the customer ----------------------------------------------------------------

    def _crm360_sections(self):
        visits = {
            "key": "visit_policy",
            "title": self.env._("Visit policy"),
            "sequence": 25,
            "groups": SALESMAN,
            "method": "_crm360_load_visit_policy",
            "collapsed": True,
            "offline": True,
        }
        return super()._crm360_sections() + [visits]

    def _crm360_load_visit_policy(self):
        """One line, by one query: how often, how long, when last, and what is in the way.

        sudo: how often a customer is visited is no secret to whoever may see its page.
        """
        customer = self._crm360_customer()
        rows = self.env["crm.visit.demand"].sudo()
        query = RowQuery(
            rows,
            [("partner_id", "=", customer.id), ("company_id", "=", self.env.company.id)],
            limit=1,
        )
        query.add(
            id="policy_id", segment="segment_id.name", zone="zone_id.name", blocked="blocked",
            frequency="policy_id.frequency", number="policy_id.number",
            minutes="policy_id.minutes", reasons="reason_data",
        )  # fmt: skip
        query.add_sql(visited=self._crm360_get_last_visit(customer))
        found = [self._crm360_show_visit_policy(row) for row in query.fetch()]
        return {
            "rows": found,
            "total": len(found),
            "empty": self.env._("No visit policy is for this customer."),
            "action": False,
        }

    def _crm360_get_last_visit(self, customer):
        """When the customer was last visited: a row may be of last night."""
        self.env["crm.action"].flush_model()
        return SQL(
            """(SELECT MAX(visit.done_at) FROM crm_action visit
                  JOIN crm_action_type kind ON kind.id = visit.type_id AND kind.code = 'visit'
                 WHERE visit.commercial_partner_id = %s AND visit.company_id = %s
                   AND visit.state = 'done')""",
            customer.id,
            self.env.company.id,
        )

    def _crm360_show_visit_policy(self, row):
        company = self.env.company
        last = row["visited"] and days.to_wall(row["visited"], company._crm_tz()).date()
        policy = row["id"] and (row["frequency"], row["number"], row["minutes"])
        label, tone = self.env._("Cannot be planned"), "warning"
        words = [self.env["crm.visit.demand"]._word(each) for each in row["reasons"] or ()]
        link = {"model": "crm.visit.policy", "res_id": row["id"]} if row["id"] else {}
        return {
            "id": row["id"] or 0,
            "title": self.env["crm.visit.policy"]._word_customer(
                row["segment"], row["zone"], policy, last, company._crm_today()
            ),
            "text": " ".join(words),
            "badge": {"label": label, "tone": tone} if row["blocked"] else False,
            **link,
        }

    def action_view_crm_visit_policy(self):
        """Open the policy that holds, or a new one for this customer."""
        self.ensure_one()
        policy = self.crm_visit_policy_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.visit.policy",
            "res_id": policy.id,
            "views": [(False, "form")],
            "context": {"default_partner_id": self.id, "default_name": self.display_name},
        }
