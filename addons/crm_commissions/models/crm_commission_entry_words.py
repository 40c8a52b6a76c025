from decimal import Decimal

from odoo import models
from odoo.tools import format_date


class CrmCommissionEntry(models.Model):
    """An entry in words: how its amount comes about, and why it is there."""

    # one file for each purpose
    _inherit = "crm.commission.entry"  # pylint: disable=consider-merging-classes-inherited

    def _explain(self):
        """How the amount comes about, in a sentence or a few."""
        self.ensure_one()
        parts = [self._explain_amount(), *self._explain_share(), *self._explain_change()]
        return "; ".join(filter(None, [*parts, *self._explain_origin()]))

    def _explain_amount(self):
        explain = self.explain or {}
        code = explain.get("code")
        day, amount = format_date(self.env, self.event_date), self._format_money(self.amount)
        if code in ("cap", "floor", "draw", "recover"):
            return self.env._(
                "%(day)s: %(earned)s were earned, %(amount)s",
                day=day,
                earned=self._format_money(explain.get("earned") or 0),
                amount=amount,
            )
        if code == "dispute":
            return self._explain_dispute()
        if code == "gone":
            return self.env._("%(day)s: taken back, %(amount)s", day=day, amount=amount)
        formula = self._get_formula()
        if not formula:
            return self.env._("%(day)s: %(amount)s", day=day, amount=amount)
        return self.env._(
            "%(day)s: %(formula)s = %(amount)s", day=day, formula=formula, amount=amount
        )

    def _explain_share(self):
        """Share and factor are in the base already: where it comes from has to be said."""
        explain = self.explain or {}
        share, factor = explain.get("share"), explain.get("factor")
        if share and Decimal(share) != 100:
            yield self.env._("%s %% of the sale", self._format_figure(share))
        if factor and Decimal(factor) != 1:
            yield self.env._("counted %s times", self._format_figure(factor))

    def _explain_change(self):
        """A difference says what had been booked before."""
        booked = (self.explain or {}).get("booked")
        if booked:
            yield self.env._("%s had been booked before", self._format_money(booked))

    def _explain_origin(self):
        if self.origin_period_id != self.period_id:
            month = format_date(self.env, self.origin_period_id.date_from, date_format="MMMM y")
            yield self.env._("it belongs to %s", month)
