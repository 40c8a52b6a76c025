from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..scope import ORDER_TRIGGERS

_DAY = timedelta(days=1)


class CrmCommissionPlan(models.Model):
    """The steps of a plan: draft, active, retired; and its revisions."""

    # one file for each purpose
    _inherit = "crm.commission.plan"  # pylint: disable=consider-merging-classes-inherited

    def action_activate(self):
        """Put the plan in force; the revision before it ends the day before.

        :raise UserError: it pays nothing, its steps do not begin at 0, or it begins in a closed
            period
        """
        for plan in self:
            plan._check_may_begin()
            former = plan._get_former()
            if former and (not former.date_to or former.date_to >= plan.date_from):
                former._by_flow().date_to = plan.date_from - _DAY
            plan._by_flow().state = "active"

    def action_retire(self):
        """End the plan today, where it does not end by itself before."""
        for plan in self:
            if plan.state != "active":
                raise UserError(self.env._("%s is not active.", plan.display_name))
            today = plan.company_id._crm_today()
            values = {"state": "retired"}
            if not plan.date_to or plan.date_to > today:
                values["date_to"] = max(today, plan.date_from)
            plan._by_flow().write(values)

    def action_revise(self):
        """Make the next revision, a draft from the first day that is still open, and open it.

        The plan stays in force until the revision is activated.
        """
        self.ensure_one()
        revision = self._revise()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": revision.id,
            "views": [(False, "form")],
        }

    def _revise(self, date_from=None):
        """
        :param date_from: first day of the revision; None: the first open day, or the first of the
            next month
        :return: the new plan, a draft
        """
        self.ensure_one()
        plans = self.search([("root_id", "=", self.root_id.id)], order="revision desc")
        drafts = plans.filtered(lambda plan: plan.state == "draft")
        if drafts:
            raise UserError(
                self.env._("%s is a draft already: change that one.", drafts[0].display_name)
            )
        latest = plans[0]
        values = {
            "name": self.name,
            "root_id": self.root_id.id,
            "revision": latest.revision + 1,
            "date_from": date_from or latest._get_next_first_day(),
        }
        return self._by_flow().copy(values).with_env(self.env)

    def action_open_participants(self):
        """Who takes part in the plan, in all of its revisions."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Participants"),
            "res_model": "crm.commission.participant",
            "domain": [("plan_id", "=", self.root_id.id)],
            "context": {"default_plan_id": self.root_id.id},
            "views": [(False, "list"), (False, "form")],
        }

    def _get_next_first_day(self):
        """The first day from which a revision may hold."""
        today = self.company_id._crm_today()
        first = self.env["crm.commission.period"]._get_first_open_day(self.company_id)
        return max(first or today.replace(day=1), self.date_from + _DAY)

    def _get_former(self):
        return self.search(
            [
                ("root_id", "=", self.root_id.id),
                ("revision", "<", self.revision),
                ("state", "!=", "draft"),
            ],
            order="revision desc",
            limit=1,
        )

    def _check_may_begin(self):
        if self.state != "draft":
            raise UserError(self.env._("%s is active already.", self.display_name))
        first = self.env["crm.commission.period"]._get_first_open_day(self.company_id)
        if first and self.date_from < first:
            raise UserError(
                self.env._(
                    "%(plan)s begins on %(day)s, in a closed period. Choose %(first)s or later.",
                    plan=self.display_name,
                    day=self.date_from,
                    first=first,
                )
            )
        former = self._get_former()
        if former and self.date_from <= former.date_from:
            raise UserError(
                self.env._(
                    "%(plan)s has to begin after %(former)s, which began on %(day)s.",
                    plan=self.display_name,
                    former=former.display_name,
                    day=former.date_from,
                )
            )
        if former:
            self._check_same_documents(former)
        problem = self._find_problem()
        if problem:
            raise UserError(problem)

    def _check_same_documents(self, former):
        """A sale is known by its line of an order or of an invoice: as the other one it would be
        another sale."""
        if (self.trigger in ORDER_TRIGGERS) == (former.trigger in ORDER_TRIGGERS):
            return
        triggers = dict(self._fields["trigger"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(plan)s pays on “%(trigger)s”, and %(former)s on “%(other)s”: what is ordered "
                "before %(day)s and invoiced later would be paid twice or not at all. Retire the "
                "plan and begin another one when its open orders are invoiced.",
                plan=self.display_name,
                trigger=triggers[self.trigger],
                former=former.display_name,
                other=triggers[former.trigger],
                day=format_date(self.env, self.date_from),
            )
        )

    def _find_problem(self):
        """Why nobody could be paid by the plan as it is, in a sentence; None if all is well."""
        bounds = self.tier_ids.mapped("bound_from")
        if self.tier_mode in ("curve", "goals"):
            return self._find_problem_of_targets()
        if self.tier_mode == "none":
            if not self.rate and not self.rule_ids:
                return self.env._("%s pays nothing: give it a rate, a rule or tiers.", self.name)
        elif not bounds:
            return self.env._("%s has tiers without steps: add them.", self.name)
        elif min(bounds) != 0:
            return self.env._("The first step of %s has to begin at 0.", self.name)
        return None
