from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, formatLang

from ..engine import days

SHOWN = 10


class CrmSalesMetric(models.Model):
    """What a metric gives this month, so that its author sees whether it says what he means."""

    # one file for each purpose
    _inherit = "crm.sales.metric"  # pylint: disable=consider-merging-classes-inherited

    preview = fields.Text(string="This month", compute="_compute_preview")

    @api.depends(
        "code", "model", "domain", "user_field", "date_field", "aggregate", "measure_field", "unit"
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_preview(self):
        for metric in self:
            metric.preview = metric._describe_month()

    def _describe_month(self):
        """The ten best of this month, a line each; False while the definition is unfinished."""
        if self._find_problem() or not self._is_manager():
            return False
        company = self.env.company
        first = company._crm_today().replace(day=1)
        span = [
            days.to_utc(datetime.combine(day, time.min), company._crm_tz())
            for day in (first, first + relativedelta(months=1))
        ]
        people = self.env["res.users"].search(
            [("share", "=", False), ("company_ids", "in", self.env.companies.ids)]
        )
        try:
            values = self._get_values(people, *span)
        except (AccessError, UserError):
            return False
        best = sorted(people, key=lambda user: (-values[user.id], user.name))[:SHOWN]
        return "\n".join(
            f"{user.name}: {self._format_value(values[user.id])}"
            for user in best
            if values[user.id]
        ) or self.env._("Nobody has a result yet.")

    @api.model
    def _is_manager(self):
        return self.env.user.has_group("sales_team.group_sale_manager")

    def _format_value(self, value):
        """A figure as people read it in their language."""
        self.ensure_one()
        if self.unit == "money":
            return format_amount(self.env, value, self.env.company.currency_id)
        text = formatLang(self.env, value, digits=0 if value == int(value) else 2)
        return f"{text} %" if self.unit == "percent" else text
