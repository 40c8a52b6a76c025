import logging
import time
import zlib

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL, mute_logger, split_every

from ..engine.import_rows import Problem
from .crm_import_run import AT_ONCE

_logger = logging.getLogger(__name__)

CHANNEL = "crm_actions.import"
SECONDS = 45
"""How long a job works on a file: each start reads the whole file anew, which takes seconds, while
the scheduler alone would stop it after ten."""


class CrmImportRun(models.Model):
    """How a checked file is written: at once or in the background, in batches, each line once.

    A batch is written whole or not at all. ``position`` counts the lines of the file that are
    behind, in the order of the template, and is committed with the batch: a job that dies goes on
    where it was, and a line that was written all the same is known again by its key.
    """

    # one file for each purpose
    _inherit = "crm.import.run"  # pylint: disable=consider-merging-classes-inherited

    def action_import(self):
        """Import the whole file, or nothing while there is an error."""
        return self._begin(good_only=False)

    def action_import_good(self):
        """Import the lines without an error, and leave out the others."""
        return self._begin(good_only=True)

    def _begin(self, *, good_only):
        self.ensure_one()
        self.check_access("write")
        if self.state in ("queued", "running"):
            raise UserError(self.env._("This import is already running."))
        if self.state == "done":
            raise UserError(
                self.env._("This file has been imported: make a new import for another one.")
            )
        self._lock()
        work, changes = self._check_file()
        if not changes or (work.problems and not good_only):
            return True  # the form says what is wrong
        self._note({"good_only": good_only, "user_id": self.env.uid, "position": 0})
        if self.row_count > AT_ONCE:
            self._note({"state": "queued"})
            # sudo: whoever may import may wake the job that does it
            self.env.ref("crm_actions.ir_cron_import").sudo()._trigger()
            return True
        self._import_at_once(changes)
        return self._get_notification_action()

    def _lock(self):
        """Keep others out of this run until the transaction ends.

        :raise UserError: somebody is working on it
        """
        try:
            # sudo: a lock changes nothing
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._("This import is already running.")) from error

    def _take_turn(self):
        """Whether this is the only import of the company in the next transaction.

        Two at once could both find that a record is not there yet; unique keys would stop the
        second, but with a worse sentence.
        """
        key = zlib.crc32(f"crm.import.run,{self.company_id.id}".encode()) & 0x7FFFFFFF
        [(mine,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s)", key))
        return mine

    # -- at once ---------------------------------------------------------------------------------

    def _import_at_once(self, changes):
        """Write a small file in one go; if a line is refused, all or the good ones count."""
        if not self._take_turn():
            raise UserError(
                self.env._("Another import of this company is running. Try again in a moment.")
            )
        template = self._get_template()
        order = {row.line: place for place, row in enumerate(template._sort(_rows(changes)))}
        changes = sorted(changes, key=lambda change: order[change.row.line])
        savepoint = self.env.cr.savepoint()
        refused = self._write_changes(template, changes)
        if refused and not self.good_only:
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()
            self._note_problems(refused)
            self._note({"rejected_count": len(refused)})
            return
        savepoint.close(rollback=False)
        self._note_problems(refused)
        self._note_written(changes, refused, self.row_count)
        self._finish("done")

    def _note_written(self, changes, refused, position):
        """Correct what the check foretold by what became of each line."""
        lines = {problem.line for problem in refused}
        lost = [change for change in changes if change.row.line in lines]
        counts = self._count_lines(lost)
        self._note(
            {
                "position": position,
                "rejected_count": self.rejected_count + sum(counts.values()),
                **{name: self[name] - count for name, count in counts.items()},
            }
        )

    def _write_changes(self, template, changes):
        """Write what can be written, and find the lines that cannot by halving.

        :return: list of :class:`Problem` of the lines that were refused
        """
        if not changes:
            return []
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                template._apply(changes)
        except OperationalError:
            raise  # somebody else was faster: the whole transaction is tried again
        except (UserError, ValueError, IntegrityError) as error:
            if len(changes) == 1:
                message = self._word_refusal(template, error)
                args = {"message": message}
                return [
                    Problem(line, None, "refused", "", args) for line in sorted(changes[0].lines)
                ]
        else:
            return []
        half = len(changes) // 2
        first = self._write_changes(template, changes[:half])
        return first + self._write_changes(template, changes[half:])

    @api.model
    def _word_refusal(self, template, error):
        """What the model says against a line, in the language of who imports it."""
        if not isinstance(error, IntegrityError):
            return str(error)
        target = template._get_target()
        # the table may be that of something that comes with the record, as a rule with its plan
        parts = {target[name]._table: target[name] for name in target._fields
                 if target._fields[name].type == "one2many"}  # fmt: skip
        return parts.get(error.diag.table_name, target)._sql_error_to_message(error)

    # -- in the background -----------------------------------------------------------------------

    @api.model
    def _cron_import(self):
        """Import the files that wait, one after the other; a broken-off one goes on first."""
        cron = self.env["ir.cron"]
        waiting = self.search([("state", "in", ("running", "queued"))], order="state desc, id")
        cron._commit_progress(remaining=sum(run.row_count - run.position for run in waiting))
        for run in waiting:
            own = run.try_lock_for_update(allow_referencing=True)
            if own and not own._import_in_background():
                break

    def _import_in_background(self):
        """:return: seconds that are left for this job"""
        cron = self.env["ir.cron"]
        try:
            return self._as_importer()._import_batches()
        except OperationalError as error:
            self.env.cr.rollback()
            _logger.info("Import %s is left to the next run: %s", self.id, error)
            return self._leave_to_next_run()
        except Exception as error:  # noqa: BLE001 - the person gets a sentence, the log the rest
            self.env.cr.rollback()
            self._fail(error)
        return cron._commit_progress(max(1, self.row_count - self.position))

    def _leave_to_next_run(self):
        """:return: 0, as no time is left; the job counts as having done something"""
        self.env["ir.cron"]._commit_progress(1)
        return 0

    def _as_importer(self):
        """This run with the rights, language and company of who imports."""
        user = self.user_id
        own = self.with_user(user).with_company(self.company_id)
        return own.with_context(allowed_company_ids=self.company_id.ids, lang=user.lang, tz=user.tz)

    def _import_batches(self):
        self.check_access("write")
        template = self._get_template()
        self._note({"state": "running"})
        table, work = template._read_work(self._get_content())
        changes = {change.row.line: change for change in template._compare(work)}
        untold = self._get_untold(work)
        rows = template._sort(table.rows)
        # lines that could not even be read are told already; those behind are written
        start, limit = self.position, time.monotonic() + SECONDS
        for lines in split_every(template._import_batch, [row.line for row in rows[start:]], list):
            own = [changes[line] for line in lines if line in changes]
            problems = [problem for line in lines for problem in untold.get(line, ())]
            left = self._import_batch(template, lines, own, problems)
            if left is None or not (left or time.monotonic() < limit):
                return 0
        self._finish("done")
        self._tell("finished", self._get_notification())
        return self.env["ir.cron"]._commit_progress()

    def _get_untold(self, work):
        """What has become wrong with lines since the file was checked: lists by line."""
        told = set(self.sudo().error_ids.mapped("line"))  # sudo: see _note
        untold = {}
        for problem in work.problems:
            if problem.line not in told:
                untold.setdefault(problem.line, []).append(problem)
        return untold

    def _import_batch(self, template, lines, changes, problems):
        """Write one batch and commit it.

        :return: seconds that the scheduler leaves this job; None if somebody else is at work
        """
        # a lock ends with its transaction
        if not (self.sudo().try_lock_for_update(allow_referencing=True) and self._take_turn()):
            self._leave_to_next_run()
            return None
        refused = self._write_changes(template, changes)
        self._note_problems([*problems, *refused])
        self._note_written(changes, refused, self.position + len(lines))
        self._tell("progress", {"position": self.position, "count": self.row_count})
        return self.env["ir.cron"]._commit_progress(len(lines))

    def _fail(self, error):
        """Give the person a sentence; what is written stays and is known again."""
        if isinstance(error, UserError):
            message = str(error)
        else:
            _logger.error("Import %s failed", self.id, exc_info=error)
            message = self._as_importer().env._(
                "The import broke off. What is imported stays; your administrator finds the "
                "reason in the log."
            )
        self._note({"failure": {"code": "refused", "args": {"message": message}}})
        self._finish("failed")
        own = self._as_importer()
        own._tell("finished", own._get_notification())

    # -- the result ------------------------------------------------------------------------------

    def _finish(self, state):
        self._note({"state": state, "finished_at": fields.Datetime.now()})
        if state == "done":
            self._note({"position": self.row_count})

    def _tell(self, event, payload):
        """Tell the person's open pages; nothing in it but figures and the title of the import."""
        # sudo: a user's channel is written by the server
        self.user_id.sudo()._bus_send(f"{CHANNEL}/{event}", {"run_id": self.id, **payload})

    def _get_notification_action(self):
        if self.state != "done":
            return True
        reload = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {**self._get_notification(), "next": reload},
        }


def _rows(changes):
    return [change.row for change in changes]
