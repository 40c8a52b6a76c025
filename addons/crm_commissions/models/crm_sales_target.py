from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..reading import window_days

_ABOUT = ("user_id", "team_id", "categ_id", "zone_id")


class CrmSalesTarget(models.Model):
    """How much of a metric is to be reached in a period, by whom and of what.

    What is left empty is not asked about: without person and team it is the company's. How far it
    has come is in ``crm_sales_target_progress.py``.
    """

    _name = "crm.sales.target"
    _description = "Sales Target"
    _inherit = ["mail.thread"]
    _order = "date_from desc, user_id, team_id, weight desc, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    metric_id = fields.Many2one("crm.sales.metric", required=True, index=True, ondelete="restrict")
    unit = fields.Selection(related="metric_id.unit")
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    team_id = fields.Many2one(
        "crm.team", index="btree_not_null", ondelete="restrict", check_company=True
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Product family",
        ondelete="restrict",
        help="With the families in it.",
    )
    zone_id = fields.Many2one(
        "crm.zone", ondelete="restrict", check_company=True, help="Of the customers."
    )
    period_type = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
        string="Period",
        required=True,
        default="month",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._crm_today().replace(day=1),
        help="The first day of the month, quarter or year.",
    )
    date_to = fields.Date(
        string="Until", compute="_compute_date_to", store=True, precompute=True, index=True
    )
    amount = fields.Float(
        string="Target",
        digits=(16, 2),
        required=True,
        tracking=True,  # people are paid by it
        help="Money in the company's currency, or pieces, as the metric counts.",
    )
    weight = fields.Float(
        digits=(16, 2),
        default=1,
        aggregator=False,
        help="How much it counts beside the other targets of the same person and period. The "
        "heaviest one is shown first.",
    )

    _about_unique = models.UniqueIndex(
        "(company_id, metric_id, period_type, date_from, COALESCE(user_id, 0), "
        "COALESCE(team_id, 0), COALESCE(categ_id, 0), COALESCE(zone_id, 0))",
        "There is a target of this metric for the same people, products and period already.",
    )
    _figures_range = models.Constraint(
        "CHECK (amount > 0 AND weight >= 0)", "A target is above 0, and its weight not below."
    )

    @api.depends("date_from", "period_type")
    def _compute_date_to(self):
        for target in self:
            target.date_to = (
                window_days(target.period_type, target.date_from)[1]
                if target.date_from and target.period_type
                else False
            )

    @api.depends("metric_id", "period_type", "date_from", *_ABOUT)
    @api.depends_context("lang")
    def _compute_display_name(self):
        for target in self:
            names = [target.metric_id.name, *(target[name].display_name for name in _ABOUT)]
            target.display_name = " · ".join(filter(None, [*names, target._get_period_name()]))

    @api.onchange("period_type", "date_from")
    def _onchange_period(self):
        """Any day of a period stands for it while it is chosen."""
        if self.period_type and self.date_from:
            self.date_from = window_days(self.period_type, self.date_from)[0]

    @api.constrains("date_from", "period_type")
    def _check_first_day(self):
        for target in self:
            first = window_days(target.period_type, target.date_from)[0]
            if target.date_from != first:
                raise ValidationError(
                    self.env._(
                        "The period of a target begins on its first day: choose %(first)s instead "
                        "of %(day)s.",
                        first=format_date(self.env, first),
                        day=format_date(self.env, target.date_from),
                    )
                )

    @api.constrains("metric_id", "categ_id", "zone_id")
    def _check_can_be_split(self):
        for target in self:
            if (target.categ_id or target.zone_id) and not target.metric_id._get_rows_method():
                raise ValidationError(
                    self.env._(
                        "%s is not counted by product family or zone: leave both empty.",
                        target.metric_id.name,
                    )
                )

    # -- what it is about ------------------------------------------------------------------------

    def _get_span(self, months=None):
        """First and last day of the period.

        :param months: only of its first months
        """
        self.ensure_one()
        if not months:
            return self.date_from, self.date_to
        after = fields.Date.add(self.date_from, months=months)
        return self.date_from, min(fields.Date.subtract(after, days=1), self.date_to)

    def _get_people(self):
        """Whose results make up the target, where they are counted by person."""
        self.ensure_one()
        if self.user_id:
            return self.user_id
        teams = self.team_id or self.env["crm.team"].search(
            [("company_id", "in", [self.company_id.id, False])]
        )
        return teams.crm_team_member_ids.user_id

    def _get_period_name(self):
        if not self.date_from:
            return ""
        if self.period_type == "year":
            return str(self.date_from.year)
        pattern = "MMMM y" if self.period_type == "month" else "QQQ y"
        return format_date(self.env, self.date_from, date_format=pattern)

    def _tell_plans(self):
        """Hook: who is paid by these targets is told that they come, go or change."""

    # -- the next period -------------------------------------------------------------------------

    def action_copy_to_next(self):
        """The same targets for the period after each; those that are there already stay."""
        months = {"month": 1, "quarter": 3, "year": 12}
        keys = {target: target._get_key(months[target.period_type]) for target in self}
        known = {
            target._get_key(0)
            for target in self.search([("date_from", "in", [key[2] for key in keys.values()])])
        }
        made = self.create(
            [
                {**target.copy_data()[0], "date_from": key[2]}
                for target, key in keys.items()
                if key not in known
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Targets of the Next Period"),
            "res_model": self._name,
            "domain": [("id", "in", made.ids)],
            "views": [(False, "list"), (False, "form")],
        }

    def _get_key(self, months):
        day = fields.Date.add(self.date_from, months=months)
        about = tuple(self[name].id for name in _ABOUT)
        return self.company_id.id, self.metric_id.id, day, self.period_type, about
