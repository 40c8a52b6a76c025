from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ..engine.earnings import window_totals
from ..engine.money import HUNDRED, ZERO, percent_of, round_half_up
from ..engine.tiers import Tier, marginal, whole
from ..engine.what_if import next_tier
from ..engine.windows import window_key
from ..reading import to_decimal, window_days

_WINDOWS = ("month", "quarter", "year")


class CrmCommissionResults(models.AbstractModel):
    """How far somebody has come in the tiers, and what is missing for the next one."""

    # one file for each purpose
    _inherit = "crm.commission.results"  # pylint: disable=consider-merging-classes-inherited

    def _get_plans(self, user, day):
        """The plans with tiers in which somebody takes part on a day."""
        company = self.env.company
        Plan = self.env["crm.commission.plan"]
        participants = self._find_participants(user).filtered(
            lambda one: one.date_from <= day and (not one.date_to or one.date_to >= day)
        )
        plans = Plan.search(
            Plan._get_in_force_domain(company, day, day)
            & Domain("root_id", "in", participants.plan_id.ids)
            & Domain("tier_mode", "not in", ("none", "goals"))
            & Domain("tier_window", "in", _WINDOWS)
        )
        return [
            found
            for plan in plans
            for participant in participants.filtered(lambda one, p=plan: one.plan_id == p.root_id)
            if (found := self._get_plan(plan, participant, day))
        ]

    def _get_plan(self, plan, participant, day):
        company = self.env.company
        engine = self.env["crm.commission.engine"]._as_company(company)
        terms = engine._get_terms(company, plan)
        if not terms.has_tiers:
            return None
        facts = engine._read_known(company, plan, {participant.id}, day, ())
        key = participant.id, window_key(plan.tier_window, day, "", "")
        total = window_totals(facts, terms).get(key, ZERO)
        target = terms.target if terms.own_targets is None else terms.own_targets.get(key, ZERO)
        steps = _get_steps(plan, terms, target)
        return {
            "key": f"{plan.id}-{participant.id}",
            "name": plan.name,
            "window": self._name_window(plan, day),
            "total": self._format_total(plan, total),
            "formula": self._get_formula_of(plan, terms, total),
            "steps": [
                {
                    "rate": self._format_rate(plan, step.rate),
                    "bound": self._format_total(plan, step.bound_from),
                    "filled": _get_filled(steps, number, total),
                }
                for number, step in enumerate(steps)
            ],
            "next": self._word_next(plan, total, steps),
        }

    def _name_window(self, plan, day):
        first = window_days(plan.tier_window, day)[0]
        pattern = {"month": "MMMM y", "quarter": "QQQ y", "year": "y"}[plan.tier_window]
        return format_date(self.env, first, date_format=pattern)

    def _word_next(self, plan, total, steps):
        found = next_tier(total, steps)
        if not found:
            return ""
        return self.env._(
            "%(missing)s more until %(rate)s",
            missing=self._format_total(plan, found.missing),
            rate=self._format_rate(plan, found.rate),
        )

    def _get_formula_of(self, plan, terms, total):
        if plan.tier_mode not in ("marginal", "whole"):
            return ""
        brackets = marginal if plan.tier_mode == "marginal" else whole
        return " + ".join(
            f"{self._format_total(plan, part.base)} × {self._format_rate(plan, part.rate)}"
            for part in brackets(total, terms.tiers, pieces=terms.pieces)
        )

    def _format_total(self, plan, total):
        if plan.metric in ("amount", "margin"):
            return plan.currency_id.format(float(round_half_up(total)))
        return formatLang(self.env, float(total), digits=0 if total == int(total) else 2)

    def _format_rate(self, plan, rate):
        if plan.tier_mode != "curve" and plan.metric not in ("amount", "margin"):
            return plan.currency_id.format(float(rate))
        return f"{formatLang(self.env, float(rate), digits=0 if rate == int(rate) else 2)} %"


def _get_steps(plan, terms, target):
    """Steps by what has to be sold; of a curve its points, if there is a target."""
    if plan.tier_mode != "curve":
        return terms.tiers
    if target <= 0:
        return ()
    points = [Tier(percent_of(target, point.attainment), point.payout) for point in terms.points]
    return tuple(points if points[0].bound_from == 0 else [Tier(ZERO, ZERO), *points])


def _get_filled(steps, number, total):
    """How much of a step is filled, in percent; the last one has no end."""
    low = steps[number].bound_from
    if number + 1 == len(steps):
        return 100 if total > low else 0
    size = steps[number + 1].bound_from - low
    part = HUNDRED * (min(max(total, low), low + size) - low) / size
    return float(to_decimal(round(part, 1)))
