from odoo import models

from ..engine.curve import CurvePoint
from ..engine.plan_terms import PlanTerms
from ..engine.tiers import Tier
from ..reading import to_decimal


class CrmCommissionPlan(models.Model):
    """The plan as the engine reads it."""

    # one file for each purpose
    _inherit = "crm.commission.plan"  # pylint: disable=consider-merging-classes-inherited

    def _to_terms(self):
        """
        :return: what the plan pays, money in its currency
        """
        self.ensure_one()
        curve = self.tier_mode in ("curve", "goals")
        steps = [(to_decimal(step.bound_from), to_decimal(step.rate)) for step in self.tier_ids]
        return PlanTerms(
            tier_mode=self.tier_mode,
            tier_window=self.tier_window,
            tiers=() if curve else tuple(Tier(*step) for step in steps),
            points=tuple(CurvePoint(*step) for step in steps) if curve else (),
            target=to_decimal(self.target_amount),
            on_target_pay=to_decimal(self.on_target_pay),
            rules=tuple(rule._to_engine() for rule in self.rule_ids),
            metric=self.metric,
            rate=to_decimal(self.rate),
            own_targets={} if self._pays_by_own_targets() else None,
        )
