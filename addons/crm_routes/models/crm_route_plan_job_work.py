import logging
import time

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import LockError, UserError

from ..search_process import SearchFailed, SearchProcess
from ..sign_of_life import SignOfLife
from .crm_route_plan_job import BUSY
from .ir_cron import get_limit, get_spent

_logger = logging.getLogger(__name__)

GRACE = 120
"""Seconds that a search may take beyond its budget: the first one has a kernel to compile."""
TRIES = 5
LOOK = 1.0


class CrmRoutePlanJob(models.Model):
    """What a planner does with a job that it has taken."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _in_transaction(self, work):
        """Do it and commit; whoever comes second does it again on what the first has left."""
        for left in reversed(range(TRIES)):
            try:
                result = work()
                self.env.flush_all()
                self.env["ir.cron"]._commit_progress()
                return result
            except (OperationalError, LockError, UniqueViolation):
                self.env.cr.rollback()
                if not left:
                    raise
                time.sleep(0.2)
        return None

    def _work(self):
        """Search or publish; whatever goes wrong is told on the job and stops no other."""
        if self.state not in BUSY:
            return
        token = self.token
        # what goes wrong is told to the planner
        job = self.with_context(lang=self.plan_id.user_id.lang)
        try:
            if job.state == "publishing":
                job._in_transaction(job._publish)
            else:
                job._search_routes()
        except UserError as error:
            self._give_up(token, {"code": "told", "text": str(error)})
        except SearchFailed as error:
            self._give_up(token, {"code": "search", "text": str(error)})
        except Exception as error:
            _logger.error("Job %s of routes failed", self.id, exc_info=error)
            self._give_up(token, {"code": "error"})

    def _give_up(self, token, problem):
        self.env.cr.rollback()
        self._in_transaction(lambda: self._is_mine(token) and self._fail(problem))

    def _is_mine(self, token):
        """Whether the job is still the one that was taken; it is locked then.

        It may be gone with its plan, cancelled, or another planner's, who took us for dead.
        """
        if not self.exists():
            return False
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset()
        return self.token == token and self.state in BUSY

    def _fail(self, problem):
        """There is no result, and this is why; a proposal that is not published is still one."""
        state = "done" if self.state == "publishing" else "failed"
        self._leave(state, problem=problem, progress=100)
        self.plan_id._follow_jobs()

    # -- the search ------------------------------------------------------------------------------

    def _search_routes(self):
        token = self.token
        # thousands of customers, and a route server that is far: that may take minutes
        with SignOfLife(self, token):
            inputs = self._in_transaction(self._read_inputs)
            known = self._in_transaction(lambda: self._find_unchanged(inputs))
        if not self._in_transaction(lambda: self._keep_inputs(token, inputs)):
            return
        result = known or self._run(inputs, token)
        if result is not None:
            self._in_transaction(lambda: self._finish(token, inputs, result))

    def _keep_inputs(self, token, inputs):
        """Write down what the job has seen; False when nobody wants a result any more."""
        if not self._is_mine(token):
            return False
        self.write({**inputs.notes, "heartbeat_at": self._get_now()})
        return True

    def _get_seconds(self):
        """The budget of the plan, within a third of the limit: reading and writing take time."""
        return max(1, min(self.plan_id.seconds, get_limit() // 3))

    def _run(self, inputs, token):
        """The answer of a child process; None if nobody wants it any more."""
        seconds = self._get_seconds()
        with SignOfLife(self, token):
            question = inputs.question(seconds, self.plan_id.seed)
            self.env["ir.cron"]._commit_progress()
            process = SearchProcess(question)
        # rather without a result than cut off by the scheduler, which would begin all over again
        allowed = min(seconds + GRACE, 0.8 * get_limit() - get_spent())
        until = time.monotonic() + allowed
        with process:
            while not process.look(LOOK):
                if not self._beat(process, token):
                    return None
                if time.monotonic() > until:
                    raise SearchFailed("timeout")
            return process.result

    def _beat(self, process, token):
        """Write how far it is, as a sign of life; False when nobody wants the result any more."""
        try:
            is_wanted = self._renew(
                token,
                progress=100 * process.progress,
                best_km=(process.metres or 0) // 1000,
            )
            self.env.flush_all()
            self.env["ir.cron"]._commit_progress()
        except OperationalError:
            self.env.cr.rollback()
            return True
        return is_wanted

    def _renew(self, token, **values):
        """Whoever has the token goes on; False when nobody wants the result any more."""
        if not self.exists():
            return False
        job = self.try_lock_for_update(allow_referencing=True)
        if not job:
            return True  # somebody is changing it: the next look will tell
        job.invalidate_recordset(["state", "token"])
        if job.token != token or job.state != "claimed":
            return False
        job.write({**values, "heartbeat_at": self._get_now()})
        return True

    def _finish(self, token, inputs, result):
        """Keep the result, once: a job that was claimed by another meanwhile is that one's."""
        if not self._is_mine(token):
            return
        problem = self._write_result(inputs, result)
        if problem:
            self._fail(problem)
            return
        self._leave("done", progress=100, problem=False)
        self.plan_id._follow_jobs()
