from markupsafe import Markup, escape

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
        """Fold plans that say the same, and the visits of one plan and date.

        Core gives all of them to one contact by SQL, and deletes what then breaks a unique key.

        :param destination: the contact that stays; ``self`` are those that go
        """
        result = super()._crm_before_merge(destination)
        self._fold_plans(destination)
        self._fold_plan_skips(destination)
        self._fold_plan_visits(destination)
        # core writes the new customer by SQL
        self.env.flush_all()
        return result

    def _crm_after_merge(self):
        """The plans go on from what both contacts have behind and before them."""
        result = super()._crm_after_merge()
        # sudo: a merge concerns all plans of the contacts, whoever made them
        plans = self.env["crm.action.plan"].sudo()
        plans.search([("partner_id", "in", self.ids)])._replan()
        return result

    def _fold_plans(self, destination):
        # sudo: likewise
        plans = self.env["crm.action.plan"].sudo()
        found = plans.search([("partner_id", "in", (self | destination).ids)])
        ranked = found.sorted(lambda plan: (plan.partner_id != destination, plan.id))
        told = [
            self.env._(
                "The visit plan “%(plan)s” of %(customer)s says the same as “%(kept)s”. It was "
                "archived, and its visits go on with the latter.",
                plan=plan.name or plan.summary or plan.schedule_text,
                customer=plan.partner_id.display_name,
                kept=kept.name or kept.summary or kept.schedule_text,
            )
            for plan, kept in ranked._fold_equals(destination).items()
        ]
        if told:
            destination._message_log(body=Markup("<br/>").join(escape(line) for line in told))

    def _fold_plan_visits(self, destination):
        """Of the visits of one plan and date the plan knows one: no customer is visited twice.

        First what was done or begun, then what somebody changed by hand, then the destination's.
        """
        # sudo: likewise
        visits = (
            self.env["crm.action"]
            .sudo()
            .search([("partner_id", "in", (self | destination).ids), ("plan_id", "!=", False)])
        )
        ranked = visits.sorted(
            lambda visit: (
                visit.state not in ("done", "in_progress"),
                not (visit.state == "planned" and visit.plan_touched),
                visit.partner_id != destination,
                visit.id,
            )
        )
        known, doubled = set(), visits.browse()
        for visit in ranked:
            key = visit.plan_id, visit.plan_date
            if key in known:
                doubled += visit
            known.add(key)
        doubled._leave_plan(destination)

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
