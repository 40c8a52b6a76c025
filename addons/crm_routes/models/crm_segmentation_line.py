from odoo import api, fields, models
from odoo.tools import formatLang

from ..engine import segmentation


class CrmSegmentationLine(models.Model):
    """A segment with the limit from which on customers belong to it."""

    _name = "crm.segmentation.line"
    _description = "Limit of a Segment"
    _order = "sequence, id"

    segmentation_id = fields.Many2one(
        "crm.segmentation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="segmentation_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    segment_id = fields.Many2one("crm.segment", required=True, index=True, ondelete="restrict")
    limit = fields.Float(
        digits=(16, 2),
        help="Percent of all sales, or the least amount. The last segment needs none: it takes "
        "whoever is left.",
    )

    is_rest = fields.Boolean(compute="_compute_is_rest", export_string_translation=False)

    _segment_once = models.Constraint(
        "UNIQUE (segmentation_id, segment_id)", "Each segment is listed once."
    )

    @api.depends("segmentation_id.line_ids.sequence")
    def _compute_is_rest(self):
        for line in self:
            rule = line.segmentation_id
            line.is_rest = bool(rule) and line == rule._get_ranked()[-1:]

    def _word_limit(self):
        """The segment with its limit, as in a list of them."""
        rule = self.segmentation_id
        name = self.segment_id.name
        if self == rule._get_ranked()[-1:]:
            return self.env._("%(segment)s all others", segment=name)
        if rule.limits_by == segmentation.SHARE:
            return self.env._(
                "%(segment)s up to %(percent)s %% of all", segment=name, percent=f"{self.limit:g}"
            )
        currency = rule.company_id.currency_id
        return self.env._(
            "%(segment)s from %(amount)s",
            segment=name,
            amount=formatLang(self.env, self.limit, currency_obj=currency),
        )
