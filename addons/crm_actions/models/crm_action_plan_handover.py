from datetime import timedelta

from odoo import models


class CrmActionPlan(models.Model):
    """Plans of a person who leaves."""

    # one file for each purpose
    _inherit = "crm.action.plan"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over_plans(self, former, user, date):
        """Give these plans to another rep from a day on.

        From today on the plan itself changes hands. Later, it ends on the day before, and a copy
        begins; what was called off or deleted after that day stays gone in the copy too. Visits
        that somebody has changed by hand are no longer the plan's to give away.

        :param former: the user who had them
        :param user: the user who gets them
        :param date: first day of the new one
        """
        self.filtered(lambda plan: plan.owner_id == former).write({"owner_id": user.id})
        plans = self.filtered(lambda plan: plan.user_id == former)
        at_once = plans.filtered(lambda plan: date <= plan.company_id.sudo()._crm_today())
        at_once.write({"user_id": user.id})
        for plan in plans - at_once:
            settled = plan.sudo()._get_settled(date)
            if plan.date_to and plan.date_to < date:
                continue  # it ends before
            if plan.date_from >= date:
                plan.user_id = user  # it begins later
                continue
            end = plan.date_to
            plan.date_to = date - timedelta(days=1)
            # sudo: the notes of what is left out are made by the plan alone
            plan.sudo().copy(
                {"user_id": user.id, "date_from": date, "date_to": end, "skip_ids": settled}
            )

    def _get_settled(self, date):
        """Commands that leave out of a copy what is gone from this plan, from that day on."""
        gone = self.action_ids.filtered(
            lambda visit: visit.state == "cancelled" and visit.plan_date >= date
        )
        keys = {(visit.partner_id.id, visit.plan_date) for visit in gone}
        keys |= {
            (skip.partner_id.id, skip.plan_date) for skip in self.skip_ids if skip.plan_date >= date
        }
        return [
            (0, 0, {"partner_id": partner_id, "plan_date": day}) for partner_id, day in sorted(keys)
        ]
