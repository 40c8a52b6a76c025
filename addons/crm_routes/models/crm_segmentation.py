from math import inf

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import segmentation

COUNTED_BY = [
    ("invoiced", "Invoiced sales"),
    ("ordered", "Ordered sales"),
    ("margin", "Margin of what was invoiced"),
]


class CrmSegmentation(models.Model):
    """How the segments of a company's customers follow from what they buy.

    ``crm_segmentation_compute.py`` reads the sales and sets the segments, the arithmetic is in
    ``engine/segmentation.py``.
    """

    _name = "crm.segmentation"
    _description = "Computing of Segments"
    _order = "company_id, id"
    _check_company_auto = True

    name = fields.Char(required=True, default=lambda self: self.env._("A, B and C by sales"))
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    counted_by = fields.Selection(
        COUNTED_BY,
        string="Counts",
        required=True,
        default="invoiced",
        help="Invoices less refunds, confirmed orders, or invoices less today's cost of what was "
        "sold; without taxes, in the currency of the company.",
    )
    window_months = fields.Integer(
        string="Months",
        default=12,
        help="Sales of these months up to today are counted.",
    )
    limits_by = fields.Selection(
        [
            (segmentation.SHARE, "Share of all sales"),
            (segmentation.VALUE, "Amount"),
        ],
        string="Limits by",
        required=True,
        default=segmentation.SHARE,
        help="Share: with a limit of 80 % the customers are A that make the first 80 % of all "
        "sales. Amount: who buys for at least so much.",
    )
    band = fields.Float(
        string="Band (%)",
        default=5.0,
        digits=(5, 2),
        help="So that nobody flips each month: a customer leaves its segment once it has passed "
        "the limit by this much, in percent points of a share or in percent of an amount.",
    )
    shared_customers = fields.Boolean(
        string="Customers of all companies",
        default=lambda self: self._default_shared_customers(),
        help="Also customers that belong to no company in particular. One company alone decides "
        "about them.",
    )
    is_monthly = fields.Boolean(
        string="Each month",
        default=True,
        help="A job sets the segments once a month. Otherwise they are set when you press the "
        "button.",
    )
    line_ids = fields.One2many("crm.segmentation.line", "segmentation_id", string="Segments")
    computed_on = fields.Date(string="Computed on", readonly=True, copy=False)
    locked_count = fields.Integer(string="Set by hand", compute="_compute_locked_count")
    sentence = fields.Char(string="In one sentence", compute="_compute_sentence")

    _one_a_company = models.UniqueIndex(
        "(company_id) WHERE active",
        "This company computes its segments already: change that one, or archive it first.",
    )
    _one_for_shared = models.UniqueIndex(
        "(shared_customers) WHERE active AND shared_customers",
        "Another company decides about the customers of all companies already.",
    )
    _window_range = models.Constraint(
        "CHECK (window_months BETWEEN 1 AND 60)", "Sales of 1 to 60 months are counted."
    )
    _band_range = models.Constraint(
        "CHECK (band BETWEEN 0 AND 50)", "The band goes from 0 to 50 percent."
    )

    @api.model
    def _default_shared_customers(self):
        # sudo: whether another company decides about them already
        taken = self.sudo().search_count([("shared_customers", "=", True)], limit=1)
        return not taken

    @api.depends("line_ids.segment_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_locked_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [
                    ("crm_segment_id", "in", self.line_ids.segment_id.ids),
                    ("segment_locked", "=", True),
                ],
                ["crm_segment_id"],
                ["__count"],
            )
        )
        for rule in self:
            rule.locked_count = sum(counts.get(each, 0) for each in rule.line_ids.segment_id)

    @api.depends(
        "counted_by", "window_months", "limits_by", "line_ids.segment_id", "line_ids.limit"
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        words = dict(self._fields["counted_by"]._description_selection(self.env))
        for rule in self:
            names = [line._word_limit() for line in rule._get_ranked() if line.segment_id]
            counted = words.get(rule.counted_by, "")
            segments = "; ".join(names) or self.env._("no segment yet")
            if rule.window_months == 1:
                rule.sentence = self.env._(
                    "%(counted)s of one month: %(segments)s.", counted=counted, segments=segments
                )
                continue
            rule.sentence = self.env._(
                "%(counted)s of %(months)d months: %(segments)s.",
                counted=counted,
                months=rule.window_months,
                segments=segments,
            )

    @api.constrains("line_ids", "limits_by", "shared_customers", "company_id")
    def _check_limits(self):
        for rule in self:
            lines = rule._get_ranked()
            problem = segmentation.problem(lines[:-1].mapped("limit"), rule.limits_by)
            if problem:
                raise ValidationError(rule._word_problem(problem))
            rule._check_segments(lines.segment_id)

    def _check_segments(self, segments):
        """A customer of all companies is in no segment of one company: core refuses that."""
        foreign = segments.company_id - self.company_id
        own = segments.filtered("company_id") if self.shared_customers else segments.browse()
        for segment in foreign and segments.filtered(lambda each: each.company_id in foreign):
            raise ValidationError(
                self.env._(
                    "The segment %(segment)s belongs to %(company)s.",
                    segment=segment.name,
                    company=segment.company_id.name,
                )
            )
        for segment in own:
            raise ValidationError(
                self.env._(
                    "The segment %(segment)s is of %(company)s alone: customers of all companies "
                    "need segments without a company.",
                    segment=segment.name,
                    company=segment.company_id.name,
                )
            )

    def _word_problem(self, code):
        if code == segmentation.NO_LIMITS:
            return self.env._("List at least two segments, the best first.")
        if code == segmentation.OUT_OF_RANGE:
            if self.limits_by == segmentation.SHARE:
                return self.env._("A share lies between 0 and 100 percent.")
            return self.env._("An amount is above zero.")
        if self.limits_by == segmentation.SHARE:
            return self.env._(
                "The best segment comes first: its share is the smallest, such as 80, then 95."
            )
        return self.env._(
            "The best segment comes first: its amount is the largest, such as 10,000, then 2,000."
        )

    def _get_ranked(self):
        """The lines, the best segment first; the last one takes whoever is left."""
        self.ensure_one()
        return self.line_ids.sorted(lambda line: (line.sequence, line._origin.id or inf))

    def action_preview(self):
        """Show what computing would change, before it does."""
        self.ensure_one()
        self.check_access("write")
        wizard = self.env["crm.segmentation.wizard"]._make(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What would change"),
            "res_model": "crm.segmentation.wizard",
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_compute(self):
        """Set the segments now and say what was done."""
        self.ensure_one()
        self.check_access("write")
        if not self.active:
            raise UserError(self.env._("This way of computing is archived."))
        changed = self._compute_segments()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Customers in another segment than before: %d.", changed),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_view_history(self):
        """Open what computing and people have changed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_routes.crm_segment_history_action"
        )
        return {**action, "domain": [("segment_id", "in", self.line_ids.segment_id.ids)]}
