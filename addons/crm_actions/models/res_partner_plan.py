from odoo import fields, models


class ResPartner(models.Model):
    """The visit plans of a customer."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    crm_plan_count = fields.Integer(
        string="Visit plans",
        compute="_compute_crm_plan_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_crm_plan_count(self):
        for partner in self:
            partner.crm_plan_count = 0
        own = self.env["crm.action.plan"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["id:recordset"]
        )
        by_rule = self.env["crm.action"]._read_group(
            [("partner_id", "in", self.ids), ("state", "=", "planned"), ("plan_id", "!=", False)],
            ["partner_id"],
            ["plan_id:recordset"],
        )
        found = dict(own)
        for partner, plans in by_rule:
            found[partner] = found.get(partner, plans.browse()) | plans
        for partner, plans in found.items():
            self.browse(partner.id).crm_plan_count = len(plans)

    def action_view_crm_plans(self):
        """Open the plans of this customer, or a new one if there is none."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_actions.crm_action_plan_action")
        return {
            **action,
            "domain": ["|", ("partner_id", "=", self.id), ("action_ids.partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
            "views": [(False, "form")] if not self.crm_plan_count else action["views"],
        }

    def _crm_before_merge(self, destination):
        """Fold the visits of one plan and date before core gives them all to one contact.

        The destination's visit is the one that the plan knows; of the others the link to the plan
        goes, and what was still to come is called off, or the customer would be visited twice.

        :param destination: the contact that stays; ``self`` are those that go
        """
        result = super()._crm_before_merge(destination)
        self._fold_plan_skips(destination)
        # sudo: a merge concerns all visits of the contacts, whoever made them
        visits = (
            self.env["crm.action"]
            .sudo()
            .search([("partner_id", "in", (self | destination).ids), ("plan_id", "!=", False)])
        )
        ranked = visits.sorted(lambda visit: (visit.partner_id != destination, visit.id))
        known, doubled = set(), visits.browse()
        for visit in ranked:
            key = visit.plan_id, visit.plan_date
            if key in known:
                doubled += visit
            known.add(key)
        still_planned = doubled.filtered(lambda visit: visit.state == "planned")
        doubled.write({"plan_id": False})
        if still_planned:
            still_planned.cancel(
                self.env._(
                    "Merged into %(customer)s, who has this visit already.",
                    customer=destination.display_name,
                )
            )
        # core writes the new customer by SQL
        self.env.flush_all()
        return result

    def _fold_plan_skips(self, destination):
        # sudo: likewise
        skips = (
            self.env["crm.action.plan.skip"]
            .sudo()
            .search([("partner_id", "in", (self | destination).ids)])
        )
        known, doubled = set(), skips.browse()
        for skip in skips.sorted(lambda skip: (skip.partner_id != destination, skip.id)):
            key = skip.plan_id, skip.plan_date
            if key in known:
                doubled += skip
            known.add(key)
        doubled._fold()
