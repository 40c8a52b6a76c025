from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.fields import Domain

from .ir_cron import get_limit, get_spent

LEASE = timedelta(seconds=60)
"""Without a sign of life for so long, whoever worked on a job is dead."""
ATTEMPTS = 3
BUSY = ("claimed", "publishing")


class CrmRoutePlanJob(models.Model):
    """The part of a plan that is one search: a rep, or reps who share a territory.

    Many planners (rows of ``ir.cron``) take the jobs, each one at a time, and do what
    ``crm_route_plan_job_work.py`` says. What is read is in ``crm_route_plan_job_input.py``, what
    is kept in ``crm_route_plan_job_result.py``.
    """

    _name = "crm.route.plan.job"
    _description = "Territory of a Route Plan"
    _order = "plan_id, id"

    plan_id = fields.Many2one("crm.route.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    user_ids = fields.Many2many(
        "res.users",
        "crm_route_plan_job_user_rel",
        "job_id",
        "user_id",
        string="Reps",
        # of who has left since, the customers are still to be told about
        context={"active_test": False},
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("claimed", "Planning"),
            ("done", "Ready"),
            ("failed", "Failed"),
            ("publishing", "Publishing"),
            ("published", "Published"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="waiting",
        index=True,
    )
    progress = fields.Float(aggregator="avg")
    best_km = fields.Integer(string="Best so far (km)", aggregator=False)
    token = fields.Char(export_string_translation=False)
    heartbeat_at = fields.Datetime(string="Last sign of life")
    attempts = fields.Integer(aggregator=False)
    problem = fields.Json(string="Problem as told", export_string_translation=False)
    problem_text = fields.Text(string="Problem", compute="_compute_problem_text")
    fingerprint = fields.Char(index=True, export_string_translation=False)
    # long, and read by none but the planners
    scope = fields.Json(prefetch=False, export_string_translation=False)
    seen = fields.Json(prefetch=False, export_string_translation=False)
    result = fields.Json(prefetch=False, export_string_translation=False)
    figures = fields.Json(export_string_translation=False)
    route_ids = fields.One2many("crm.route", "job_id")

    @api.depends("user_ids")
    def _compute_display_name(self):
        for job in self:
            # sudo: names of colleagues, as on every board
            job.display_name = ", ".join(job.sudo().user_ids.mapped("name"))

    @api.depends("problem")
    @api.depends_context("lang")
    def _compute_problem_text(self):
        for job in self:
            job.problem_text = job._word_problem(job.problem) if job.problem else False

    # -- planners --------------------------------------------------------------------------------

    @api.model
    def _get_planners(self):
        """The rows of the scheduler that are switched on."""
        return self._get_all_planners().filtered("active")

    @api.model
    def _get_all_planners(self):
        action = self.env.ref("crm_routes.ir_cron_plan_routes").ir_actions_server_id
        return (
            self.env["ir.cron"]
            .with_context(active_test=False)
            .search([("model_id", "=", action.model_id.id), ("code", "=", action.code)], order="id")
        )

    @api.model
    def _set_planners(self, count):
        """Have so many planners: more are copies of the first one."""
        first = self.env.ref("crm_routes.ir_cron_plan_routes")
        every = first | self._get_all_planners()
        for _missing in range(count - len(every)):
            every |= first.copy()
        # who is at work cannot be written, and need not be
        every[:count].filtered(lambda planner: not planner.active).active = True
        every[count:].filtered("active").active = False

    def _wake(self):
        """Tell all planners that there is work.

        sudo: whoever plans need not be allowed to run jobs.
        """
        for planner in self.sudo()._get_planners():
            planner._trigger()

    @api.model
    def _cron_work(self):
        """Take jobs one after the other, as long as the scheduler has time for another one."""
        self._in_transaction(self.env["crm.route.plan"]._close_over)
        is_idle = False
        while not is_idle and self._has_time():
            job = self._claim()
            is_idle = not job
            job._work()
            self.env["ir.cron"]._commit_progress(len(job))
        self._in_transaction(lambda: self._come_back(is_idle))

    @api.model
    def _has_time(self):
        """A job takes up to a third of the time limit to search, and less to read and write."""
        return get_spent() < get_limit() / 3

    @api.model
    def _come_back(self, is_idle):
        """Have this planner called again for what is left, and for what others may leave undone.

        :param is_idle: nothing was left for it
        """
        planner = self.env["ir.cron"].browse(self.env.context.get("cron_id"))
        if planner and self.search_count([("state", "in", ("waiting", *BUSY))], limit=1):
            planner._trigger(at=fields.Datetime.now() + LEASE if is_idle else None)

    @api.model
    def _get_free(self):
        """Domains of the jobs that wait, what is most urgent first: somebody waits for visits."""
        left = Domain("heartbeat_at", "=", False)
        left |= Domain("heartbeat_at", "<", self._get_now() - LEASE)
        return (
            Domain("state", "=", "publishing") & left,
            Domain("state", "=", "waiting") | (Domain("state", "=", "claimed") & left),
        )

    @api.model
    def _get_now(self):
        """The clock of the database: those of its servers may differ."""
        return self.env.cr.now().replace(microsecond=0)

    @api.model
    def _claim(self):
        """One job that nobody works on, marked as ours and committed; empty without one."""

        def take():
            for free in self._get_free():
                job = self.search(free, order="id").try_lock_for_update(limit=1)
                if job:
                    job._begin()
                    return job
            return self.browse()

        return self._in_transaction(take)

    def _begin(self):
        if self.attempts >= ATTEMPTS:
            self._fail({"code": "killed", "count": self.attempts})
            return
        self.write(
            {
                "state": "publishing" if self.state == "publishing" else "claimed",
                "token": str(uuid4()),
                "heartbeat_at": self._get_now(),
                "attempts": self.attempts + 1,
                "progress": 0,
            }
        )

    def _leave(self, state, **values):
        """Nobody works on it any more."""
        self.write({"state": state, "token": False, "heartbeat_at": False, "attempts": 0, **values})
