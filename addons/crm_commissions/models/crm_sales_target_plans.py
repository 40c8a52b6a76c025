from odoo import models


class CrmSalesTarget(models.Model):
    """A target that plans pay by: when it changes, what they owe may be something else."""

    # one file for each purpose
    _inherit = "crm.sales.target"  # pylint: disable=consider-merging-classes-inherited

    def _tell_plans(self):
        result = super()._tell_plans()
        # sudo: what follows from a target follows whoever sets it
        plans = (
            self.env["crm.commission.plan"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("state", "!=", "draft"),
                    ("tier_mode", "in", ("curve", "goals")),
                ]
            )
        )
        metrics = self.sudo().metric_id
        for plan in plans:
            if plan.goal_ids.metric_id & metrics or (
                plan._pays_by_own_targets() and plan._get_target_metric() in metrics
            ):
                plan._mark_dirty()
        return result
