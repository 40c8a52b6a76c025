from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import clean_context, format_date, format_list

from ..engine import pools

CHANNEL = "crm_routes.plan"


class CrmRoutePlan(models.Model):
    """From draft to published: what a person presses, and what follows from the jobs."""

    # one file for each purpose
    _inherit = "crm.route.plan"  # pylint: disable=consider-merging-classes-inherited

    # -- what a person presses -------------------------------------------------------------------

    def action_plan(self):
        """Have the routes worked out in the background."""
        for plan in self:
            plan._check_may("write", "draft", "proposed")
            plan._check_can_be_planned()
            plan._plan_sudo()
        return True

    def _plan_sudo(self):
        """Make the jobs of this plan, one a pool of reps; whose visits are published keep them.

        sudo: status and jobs are no person's to write; the rights on the plan were checked. What a
        screen has as defaults is none of the jobs'.
        """
        plan = self.sudo().with_context(clean_context(self.env.context))
        plan._forget_results()
        settled = plan.job_ids.user_ids
        pools_left = [users - settled for users in plan._get_pools()]
        plan.job_ids = [
            fields.Command.create({"user_ids": [fields.Command.set(users.ids)]})
            for users in pools_left
            if users
        ]
        plan._enter("planning")
        plan._follow_jobs()
        plan.job_ids._wake()

    def action_publish(self):
        """Have the visits written into the agendas, in the background."""
        for plan in self:
            if plan.state in ("publishing", "published"):
                continue  # pressed twice
            plan._check_may("write", "proposed")
            plan._check_is_current()
            # sudo: as in _plan_sudo
            mine = plan.sudo()
            done = mine.job_ids.filtered(lambda job: job.state == "done")
            done._leave("publishing", progress=0, problem=False)
            mine._enter("publishing")
            mine._follow_jobs()
            done._wake()
        return True

    def action_cancel(self):
        """Stop planning, or drop what was proposed; searches end within seconds.

        Where a part is published already, its plan is stopped, and what is published stays.
        """
        for plan in self:
            plan._check_may("write", "draft", "planning", "proposed")
            if plan._stop_the_rest():
                continue
            plan._check_not_in_agendas()
            # sudo: as in _plan_sudo
            plan.sudo().job_ids._leave("cancelled")
            plan.sudo()._enter("cancelled")
        return True

    def _stop_the_rest(self):
        """Stop planning the rest of what was published in part; False where there is no such.

        sudo: as in _plan_sudo.
        """
        plan = self.sudo()
        published = plan.job_ids.filtered(lambda job: job.state == "published")
        if plan.state != "planning" or not published:
            return False
        (plan.job_ids - published)._leave("cancelled")
        plan._enter("proposed")
        return True

    def action_draft(self):
        """Back to the question, without the answers."""
        for plan in self:
            plan._check_may("write", "proposed", "cancelled")
            plan._check_not_in_agendas()
            # sudo: as in _plan_sudo
            plan.sudo()._forget_results()
            plan.sudo()._enter("draft")
        return True

    def action_plan_again(self):
        """The same question once more, beside the plan that is in force; of days to come."""
        self.ensure_one()
        late = (self.company_id._crm_today() - self.date_from).days + 1
        weeks = timedelta(weeks=max(0, -(-late // 7)))
        [vals] = self.copy_data(
            {"date_from": self.date_from + weeks, "date_to": self.date_to + weeks}
        )
        if weeks:
            del vals["name"]  # it says the days
        anew = self.create(vals)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": anew.id,
            "views": [(False, "form")],
        }

    # -- whether it may --------------------------------------------------------------------------

    def _check_may(self, verb, *states):
        """One after the other: a second click waits, and then finds the new status.

        sudo: the lock alone; the rights are asked for first.
        """
        self.check_access(verb)
        if not self.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._("%(plan)s is just being worked on. Try again.", plan=self.name)
            )
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(plan)s is “%(state)s”: this is not possible now. Open it again to see how "
                    "far it is.",
                    plan=self.name,
                    state=labels[self.state],
                )
            )

    def _check_can_be_planned(self):
        if not self.rep_ids:
            raise UserError(self.env._("Choose the reps whose visits are to be planned."))
        tomorrow = self.company_id._crm_today() + timedelta(days=1)
        if self.date_from < tomorrow:
            raise UserError(
                self.env._(
                    "A plan begins tomorrow at the earliest, on %(date)s: today is under way.",
                    date=format_date(self.env, tomorrow),
                )
            )

    def _check_is_current(self):
        """Who has left, changed hands or cannot be visited any more is not put into an agenda.

        sudo: what is asked does not depend on who publishes.
        """
        stops = self.sudo().stop_ids.filtered(
            lambda stop: not stop.is_appointment and stop.job_id.state == "done"
        )
        rows = self.env["crm.visit.demand"].sudo()
        rows._refresh(self.company_id, stops.partner_id)
        able = rows.search(
            [
                ("partner_id", "in", stops.partner_id.ids),
                ("company_id", "=", self.company_id.id),
                ("blocked", "=", False),
            ]
        )
        jobs = self.sudo().job_ids.filtered(lambda job: job.state == "done")
        reps = {job: job.user_ids for job in jobs}
        mine = {row.partner_id: row.user_id for row in able}
        gone = self.env["res.partner"].sudo()
        for stop in stops:
            if mine.get(stop.partner_id) not in reps[stop.job_id]:
                gone |= stop.partner_id
        if gone:
            raise UserError(
                self.env._(
                    "Since it was planned, %(count)d customers have left, changed hands or cannot "
                    "be planned any more: %(names)s. Plan again, then publish.",
                    count=len(gone),
                    names=format_list(self.env, gone[:5].mapped("display_name")),
                )
            )
        clashes = jobs._find_clashes()
        if clashes:
            raise UserError(jobs._word_clashes(clashes))

    def _check_not_in_agendas(self):
        """What is in agendas is not forgotten: visits without a plan would be nobody's to move.

        sudo: it is asked of all agendas, whoever asks.
        """
        planned = self.env["crm.action"].sudo()
        domain = Domain("route_plan_id", "in", self.ids) & Domain("state", "=", "planned")
        if planned.search_count(domain, limit=1):
            raise UserError(
                self.env._(
                    "Visits of this plan are in the agendas already. Publish the rest of it, or "
                    "plan again."
                )
            )

    # -- what follows ----------------------------------------------------------------------------

    def _enter(self, state):
        """Each change of status writes the plan's row: of two at once one has to look again."""
        self.write({"state": state, "changed_at": fields.Datetime.now()})

    def _forget_results(self):
        """But for what was published: visits in agendas keep the routes that they are stops of."""
        kept = self.job_ids.filtered(lambda job: job.state == "published")
        self.route_ids.filtered(lambda route: route.job_id not in kept).unlink()
        self.left_out_ids.filtered(lambda each: each.job_id not in kept).unlink()
        (self.job_ids - kept).unlink()

    def _get_pools(self):
        """Users who are planned together, by zones whose customers are nobody's."""
        reps = self.rep_ids.sorted("id")
        zones = reps.zone_ids
        customers = self.env["crm.visit.demand"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("zone_id", "in", zones.ids),
                ("policy_id", "!=", False),
                ("partner_id.commercial_partner_id.user_id", "=", False),
            ],
            ["zone_id"],
        )
        shared = [
            reps.filtered(lambda rep, own=zone: own in rep.zone_ids).user_id.ids
            for [zone] in customers
        ]
        users = self.env["res.users"]
        return [users.browse(group) for group in pools.pools(reps.user_id.ids, shared)]

    def _follow_jobs(self):
        """The status that the jobs have come to; called whenever one of them has ended."""
        for plan in self:
            states = set(plan.job_ids.mapped("state"))
            if plan.state == "planning" and not states & {"waiting", "claimed"}:
                # what was published in part is no draft, whatever became of the rest
                plan._enter("proposed" if states & {"done", "published"} else "draft")
                plan._tell_planner("planned" if "done" in states else "unplanned")
            elif plan.state == "publishing" and "publishing" not in states:
                # what could not be published is still to be published
                plan._enter("proposed" if "done" in states else "published")
                plan.published_at = fields.Datetime.now()
                plan._tell_planner("unpublished" if "done" in states else "published")
            else:
                # no change of status, but of two jobs that end at once one has to look again
                plan.changed_at = fields.Datetime.now()

    def _tell_planner(self, what):
        """Whoever left the page is told what came of it."""
        plan = self.with_context(lang=self.user_id.lang)
        words = {
            "planned": plan.env._("%(plan)s is ready to be looked at.", plan=self.name),
            "unplanned": plan.env._("%(plan)s could not be planned; it says why.", plan=self.name),
            "published": plan.env._("%(plan)s was published.", plan=self.name),
            "unpublished": plan.env._(
                "%(plan)s could not be published as a whole; it says why.", plan=self.name
            ),
        }
        kind = "warning" if what.startswith("un") else "success"
        self.user_id._bus_send(
            f"{CHANNEL}/ended", {"plan_id": self.id, "type": kind, "message": words[what]}
        )

    @api.model
    def _close_over(self):
        """What was published for days that are over is history, as a whole or in part."""
        tomorrow = fields.Date.today() + timedelta(days=1)  # somewhere it is tomorrow already
        partly = Domain("state", "=", "proposed") & Domain("job_ids.state", "=", "published")
        is_out = Domain("state", "=", "published") | partly
        published = self.search(is_out & Domain("date_to", "<", tomorrow))
        over = published.filtered(lambda plan: plan.date_to < plan.company_id._crm_today())
        over._enter("closed")

    def _publish_example(self):
        """Plan and publish at once, in the caller's transaction, for the examples alone."""
        self.action_plan()
        for job in self.job_ids:
            job._begin()
            inputs = job._read_inputs()
            job._keep_inputs(job.token, inputs)
            job._finish(job.token, inputs, inputs.search_here(seconds=2))
        self.action_publish()
        for job in self.job_ids.filtered(lambda each: each.state == "publishing"):
            job._publish()
