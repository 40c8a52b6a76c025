from odoo import api, fields, models

from ..engine import days
from ..mirror import BY_MIRROR

BY_PLAN = object()
"""Value of the context key ``crm_action_by_plan`` while a plan changes its own visits.

An object, so that no context that comes over the network can pretend to be the plan.
"""
CHANGED_BY_HAND = {
    "type_id", "partner_id", "opportunity_id", "user_id", "team_id", "company_id", "start", "stop",
    "allday", "summary", "note",
}  # fmt: skip


class CrmAction(models.Model):
    """A visit that a plan made: which one it is, and whether a person has changed it since."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    plan_id = fields.Many2one(
        "crm.action.plan", string="Visit plan", readonly=True, copy=False, ondelete="set null"
    )
    plan_date = fields.Date(
        string="Due by plan",
        readonly=True,
        copy=False,
        help="The date that the plan gave the visit, before a holiday or a person moved it.",
    )
    plan_touched = fields.Boolean(
        string="Changed by hand",
        readonly=True,
        copy=False,
        help="Somebody changed it after the plan had made it, so the plan leaves it alone.",
    )

    _plan_date_unique = models.UniqueIndex(
        "(plan_id, partner_id, plan_date) WHERE plan_id IS NOT NULL",
        "The plan has already made this visit.",
    )

    @api.model
    def _is_by_plan(self):
        return self.env.context.get("crm_action_by_plan") is BY_PLAN

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions.filtered(lambda action: action.state == "done")._replan_cycles()
        return actions

    def write(self, vals):
        by_hand = CHANGED_BY_HAND.intersection(vals) and not self._is_by_plan()
        newly_touched = by_hand and self.filtered(
            lambda action: action.plan_id and not action.plan_touched
        )
        result = super().write(vals)
        if newly_touched:
            # sudo: the mark is readonly for people
            newly_touched.sudo().write({"plan_touched": True})
        if vals.get("state") == "done":
            self._replan_cycles()
        return result

    def unlink(self):
        """A visit that a person deletes must not come back at night."""
        left_out = [] if self._is_by_plan() else self._prepare_skips()
        result = super().unlink()
        # sudo: the note belongs to whoever may delete the visit
        self.env["crm.action.plan.skip"].sudo().create(left_out)
        return result

    def _prepare_skips(self):
        return [
            {
                "plan_id": action.plan_id.id,
                "partner_id": action.partner_id.id,
                "plan_date": action.plan_date,
            }
            # sudo: a rep may have a visit from a plan that he cannot read
            for action in self.sudo()
            if action.plan_id and action.partner_id
        ]

    def _replan_cycles(self):
        """A visit that was made decides when the next one of a cycle is due, at once."""
        partners = self.partner_id | self.commercial_partner_id
        if not partners:
            return
        # sudo: the plans of a customer follow his visits, whoever made them
        planned = self.sudo().search(
            [
                ("partner_id", "in", partners.ids),
                ("state", "=", "planned"),
                ("plan_id.mode", "=", "cycle"),
            ]
        )
        plans = self.env["crm.action.plan"].sudo()
        own = plans.search([("mode", "=", "cycle"), ("partner_id", "in", partners.ids)])
        pairs = {(action.plan_id, action.partner_id) for action in planned}
        pairs |= {(plan, plan.partner_id) for plan in own}
        plans._generate_pairs({(plan, partner) for plan, partner in pairs if plan.active})

    def _leave_plan(self, customer):
        """Visits that a customer who was entered twice has twice: they stay, called off."""
        still_planned = self.filtered(lambda visit: visit.state == "planned")
        self.write({"plan_id": False})
        if still_planned:
            still_planned.cancel(
                self.env._(
                    "Merged into %(customer)s, who has this visit already.",
                    customer=customer.display_name,
                )
            )

    # -- what the plan does with its visits -----------------------------------------------------

    def _plan_day(self):
        """The date on which the visit takes place, on the clock of its plan."""
        return (
            self.start.date() if self.allday else days.to_wall(self.start, self.plan_id.tz).date()
        )

    def _is_free(self, today, now):
        """Whether the plan may still change it: to come, and changed by nobody."""
        return (
            self.state == "planned"
            and not self.checkin_at
            and not self.plan_touched
            and (self._plan_day() >= today if self.allday else self.start > now)
        )

    @api.model
    def _change_by_plan(self, changes):
        """Write what a plan changes, in silence and with the calendar updated once for all.

        :param changes: values by visit
        """
        if not changes:
            return
        former = {visit: visit.user_id.partner_id for visit in changes}
        mirror_off = self.with_context(crm_action_mirror=BY_MIRROR)
        for visit, vals in changes.items():
            mirror_off.browse(visit.id).write(vals)
        visits = self.browse([visit.id for visit in changes])
        written = {name for vals in changes.values() for name in vals}
        visits._sync_calendar_events(written, former)
        visits.filtered(lambda visit: "user_id" in changes[visit])._subscribe_reps()
        visits.filtered(lambda visit: "start" in changes[visit])._promise_again()

    def _subscribe_reps(self):
        """The rep follows his visits as if he had planned them, but is not told of each."""
        followers = self.env["mail.followers"].sudo()  # sudo: as mail.thread itself does
        for rep, visits in self.grouped("user_id").items():
            followers._insert_followers(
                self._name, visits.ids, rep.partner_id.ids, check_existing=True
            )
