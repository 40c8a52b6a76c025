from odoo import api, models


class CrmActionPlan(models.Model):
    """Customers under a visit policy are planned by it alone, not by plans of visits too."""

    _inherit = "crm.action.plan"

    @api.model
    def _partners_planned_elsewhere(self, partners, start, stop):
        """What the plans have made for them already stays, for the planner to take into account.

        A customer is under a policy where a policy of the companies of these plans holds for it.
        """
        elsewhere = super()._partners_planned_elsewhere(partners, start, stop)
        # sudo: whether there is a policy does not depend on who looks
        policies = self.env["crm.visit.policy"].sudo()
        companies = self.sudo().company_id
        if not companies:
            found = policies._read_group([], ["company_id"])
            companies = companies.union(*(company for [company] in found))
        left = partners.sudo() - elsewhere.sudo()
        for company in companies:
            theirs = left.filtered_domain([("company_id", "in", [False, company.id])])
            found = policies._resolve(theirs, company)
            elsewhere |= partners.browse(each.id for each in found)
        return elsewhere

    def _get_warnings(self):
        """Whoever writes a plan has to know why it makes no visits for some."""
        warnings = super()._get_warnings()
        if self.type_id.code != "visit" or not self.company_id:
            return warnings
        partners = self._find_customers() if self.target == "rule" else self.partner_id._origin
        # sudo: as above
        policies = self.env["crm.visit.policy"].sudo()
        found = policies._resolve(partners.sudo(), self.company_id.sudo())
        if found and self.target == "partner":
            warnings.append(
                self.env._(
                    "%(customer)s is under the visit policy “%(policy)s”: routes plan its visits, "
                    "and this plan makes none.",
                    customer=self.partner_id.name,
                    policy=next(iter(found.values())).name,
                )
            )
        elif found:
            warnings.append(
                self.env._(
                    "%(under)d of %(count)d customers are under a visit policy: routes plan their "
                    "visits, and this plan makes none for them.",
                    under=len(found),
                    count=len(partners),
                )
            )
        return warnings
