from decimal import Decimal

from odoo import models

from ..engine.money import ZERO
from ..engine.what_if import Effect

_OF_AMOUNT = ("sales_ordered", "sales_invoiced", "sales_collected")


class CrmCommissionEngine(models.AbstractModel):
    """What a quotation would add to weighted goals."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _get_judge_of_goals(self, company, plan, participants, day):
        """As `_get_judge`, of goals alone: function of quoted lines to the effects."""
        if plan.tier_mode != "goals":
            return lambda lines: {}
        seats = [
            seat
            for seat in self._get_goal_seats(plan, day)
            if seat.first <= day <= seat.last and seat.participant.id in participants
        ]
        targets = self._find_goal_targets(company, plan, seats)
        values = {}
        everything = self.env["crm.sales.target"].union(*targets.values())
        for metric, some in everything.grouped("metric_id").items():
            values.update(metric._get_values_by(some))

        def judge(lines):
            found = {}
            for seat in seats:
                mine = [line for line in lines if line.participant_id == seat.participant.id]
                more = {
                    target.id: values[target.id] + float(_get_added(target, mine))
                    for target in targets.values()
                }
                amounts = [self._pay_goals(plan, seat, targets, some) for some in (values, more)]
                if all(amounts):
                    before, after = (due.amount for due in amounts)
                    found[seat.participant.id] = Effect(before, after)
            return found

        return judge


def _get_added(target, lines):
    """What quoted lines would add to a target."""
    code = target.metric_id.code
    counted = [line for line in lines if _is_about(target, line)]
    if code in _OF_AMOUNT:
        return sum((line.amount for line in counted), ZERO)
    if code == "margin":
        return sum((line.margin for line in counted), ZERO)
    if code == "quantity":
        return sum((line.quantity for line in counted), ZERO)
    if code == "new_customers":
        return Decimal(any(line.customer_days is None for line in counted))
    return ZERO


def _is_about(target, line):
    categories = line.values.get("categories") or ()
    return (not target.categ_id or target.categ_id.id in categories) and (
        not target.zone_id or target.zone_id.id == line.values.get("zone")
    )
