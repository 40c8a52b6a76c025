from odoo import api, fields, models


class CrmRoutePlan(models.Model):
    """Where the distances of a plan came from, in words."""

    # one file for each purpose
    _inherit = "crm.route.plan"  # pylint: disable=consider-merging-classes-inherited

    distances_text = fields.Text(string="Distances", compute="_compute_distances_text")
    has_distance_notes = fields.Boolean(compute="_compute_distances_text")

    @api.depends("job_ids.distances")
    @api.depends_context("lang")
    def _compute_distances_text(self):
        for plan in self:
            jobs = plan.job_ids.filtered("distances")
            by_text = jobs.grouped("distances_text")
            lines = [
                text if len(by_text) == 1 else f"{', '.join(some.mapped('display_name'))}: {text}"
                for text, some in by_text.items()
            ]
            plan.distances_text = "\n".join(lines) or False
            plan.has_distance_notes = any(job.distances["notes"] for job in jobs)
