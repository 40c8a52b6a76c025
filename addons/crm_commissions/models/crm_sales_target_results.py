from odoo import models

from ..engine.forecast import AHEAD, AWAITED, BEHIND


class CrmSalesTarget(models.Model):
    """A target as the pages of a person show it."""

    # one file for each purpose
    _inherit = "crm.sales.target"  # pylint: disable=consider-merging-classes-inherited

    def _to_results(self):
        """Plain values; figures are worded for the reader."""
        self.ensure_one()
        metric = self.metric_id.with_company(self.company_id)
        about = (self.categ_id.display_name, self.zone_id.display_name)
        states = dict(self._fields["status"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": " · ".join(filter(None, [metric.name, *about])),
            "period": self._get_period_name(),
            "is_team": not self.user_id,
            "who": self.team_id.name if not self.user_id else "",
            "value": metric._format_value(self.value),
            "amount": metric._format_value(self.amount),
            "percent": self.percent,
            "pace": self.pace,
            "status": self.status,
            "status_text": states.get(self.status, ""),
            "ahead": self._word_ahead(),
            "gap": self._word_gap(metric),
            "estimate": self.estimate_text or "",
        }

    def _word_ahead(self):
        """How far before or behind the days that are over, in points."""
        if self.status not in (AHEAD, BEHIND):
            return ""
        points = round(self.percent - self.pace)
        if points > 0:
            return self.env._("%s points ahead", points)
        return self.env._("%s points behind", -points) if points else self.env._("On pace")

    def _word_gap(self, metric):
        if self.status == AWAITED or not self.gap:
            return ""
        gap = metric._format_value(self.gap)
        if not self.gap_a_day:
            return self.env._("%s missing", gap)
        return self.env._(
            "%(gap)s missing, %(a_day)s a working day",
            gap=gap,
            a_day=metric._format_value(self.gap_a_day),
        )
