import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine import demand
from .crm_visit_policy import CRITERIA

_logger = logging.getLogger(__name__)


class CrmVisitPolicy(models.Model):
    """For whom a policy holds: the customer's own, else the one with most conditions."""

    # one file for each purpose
    _inherit = "crm.visit.policy"  # pylint: disable=consider-merging-classes-inherited

    customer_count = fields.Integer(string="Customers", compute="_compute_customer_count")

    @api.depends("active", "sequence", "partner_id", "domain", *CRITERIA)
    def _compute_customer_count(self):
        """One query a policy that is for many, whatever the number of customers."""
        for policy in self:
            policy.customer_count = bool(policy.partner_id)
        # sudo: for how many a policy holds does not depend on who looks at it
        many = self.sudo().filtered(lambda each: not each.partner_id)
        for company in many.company_id:
            left = self._get_population(company) & Domain("id", "not in", self._get_own(company))
            left &= Domain("is_company", "=", True) | Domain("parent_id", "=", False)
            for policy in self._get_ranked(company):
                try:
                    count = self.env["res.partner"].sudo().search_count(left & policy._get_domain())
                except ValueError:
                    continue  # see _find
                left &= ~policy._get_domain()
                mine = self.filtered(lambda each, own=policy: each._origin == own)
                mine.update({"customer_count": count})

    @api.model
    def _get_population(self, company):
        """Domain of whom a policy of that company may be about: its customers, and those of all.

        A contact or an address counts if it has a policy of its own.
        """
        customers = self.env["res.partner"]._crm_get_customer_domain()
        return (customers | Domain("id", "in", self._get_own(company))) & Domain(
            "company_id", "in", [False, company.id]
        )

    @api.model
    def _resolve(self, partners, company):
        """Which policy holds for each customer: ``{partner: policy}``, without those of none.

        One query a policy, whatever the number of customers; those who have found theirs are not
        looked at again.

        :param partners: ``res.partner`` with full rights
        """
        left = partners.filtered("active")
        own = self.sudo().search(
            [("company_id", "=", company.id), ("partner_id", "in", left.ids)], order="id desc"
        )
        ranked = own.sorted(lambda each: each._get_precedence(), reverse=True)
        found = {policy.partner_id: policy.with_env(self.env) for policy in ranked}
        left -= own.partner_id
        for policy in self._get_ranked(company):
            if not left:
                break
            mine = policy._find(left)
            found.update(dict.fromkeys(mine, policy.with_env(self.env)))
            left -= mine
        return found

    @api.model
    def _get_ranked(self, company):
        """The policies for many, the strongest first."""
        policies = self.sudo().search([("company_id", "=", company.id), ("partner_id", "=", False)])
        return policies.sorted(lambda each: each._get_precedence())

    @api.model
    def _get_own(self, company):
        """Who has a policy of its own."""
        own = self.sudo().search([("company_id", "=", company.id), ("partner_id", "!=", False)])
        return own.partner_id.ids

    def _get_precedence(self):
        return demand.precedence(
            bool(self.partner_id), self._count_conditions(), self.sequence, self.id
        )

    def _count_conditions(self):
        has_domain = not self._read_domain().is_true()
        return sum(bool(self[name]) for name in CRITERIA) + has_domain

    def _get_domain(self):
        """Domain of whom a policy for many means."""
        domain = self._read_domain()
        for name, field in CRITERIA.items():
            if self[name]:
                domain &= Domain(field, "in", self[name].ids)
        return domain

    def _find(self, partners):
        """Those of these customers whom a policy for many means."""
        try:
            customers = partners.search(self._get_domain() & Domain("id", "in", partners.ids))
        except ValueError as error:
            # a field of its conditions has gone with an addon: the others hold all the same
            _logger.info("Visit policy %s cannot be read any more: %s", self.id, error)
            return partners.browse()
        # a contact is visited with its company, unless it has a policy of its own
        return customers.filtered(lambda each: each.commercial_partner_id == each)
