from odoo import models

from ..engine import plans_compared


class CrmActionPlan(models.Model):
    """Two plans for what turns out to be one customer."""

    # one file for each purpose
    _inherit = "crm.action.plan"  # pylint: disable=consider-merging-classes-inherited

    def _fold_equals(self, destination):
        """Of the plans that say the same, leave the first in force.

        What the others have made goes on with it; they stay, archived, with their own history.
        Two plans that the destination has anyway are somebody's decision and stay. Called with all
        rights, before the contacts become one.

        :param destination: the contact that stays; its plans come first in ``self``
        :return: map of each plan that was archived to the one that stands for it
        """
        standing, folded = [], {}
        for plan in self:
            same = (
                one
                for one in standing
                if plan.partner_id != destination and one._says_the_same(plan, destination)
            )
            kept = next(same, None)
            if kept:
                folded[plan] = kept
            else:
                standing.append(plan)
        for plan, kept in folded.items():
            plan._give_visits_to(kept)
            kept._take_time_of(plan)
        self.browse([plan.id for plan in folded]).write({"active": False})
        return folded

    def _says_the_same(self, other, destination):
        """Whether both send the same person to the customer on the same days for the same."""
        what, others = (
            (plan.company_id, plan.type_id, plan.user_id or destination.user_id)
            for plan in (self, other)
        )
        return what == others and plans_compared.want_the_same(
            *(plan._to_engine(plan._get_interval(destination)) for plan in (self, other))
        )

    def _give_visits_to(self, kept):
        """All visits of this plan become those of another one.

        Where that one knows the contact and the date already, a visit stands for itself.
        """
        known = {(visit.partner_id, visit.plan_date) for visit in kept.action_ids}
        doubled = self.action_ids.filtered(
            lambda visit: (visit.partner_id, visit.plan_date) in known
        )
        (self.action_ids - doubled).write({"plan_id": kept.id})
        doubled._leave_plan(kept.partner_id)

    def _take_time_of(self, other):
        first, last = plans_compared.joined_span(*(plan._to_engine(1) for plan in (self, other)))
        if (self.date_from, self.date_to or None) != (first, last):
            # the visits are worked out when the contacts are one
            self.with_context(crm_plan_later=True).write({"date_from": first, "date_to": last})
