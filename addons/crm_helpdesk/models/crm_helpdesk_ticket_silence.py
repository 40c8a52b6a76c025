import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..engine.silence import REMIND, next_step, working_days

_logger = logging.getLogger(__name__)

_BATCH = 100


class CrmHelpdeskTicket(models.Model):
    """Customers who were asked and say nothing, and requests that are resolved for good."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    asked_at = fields.Datetime(string="Waits for the customer since", readonly=True, copy=False)
    reminder_count = fields.Integer(string="Reminders", readonly=True, copy=False)
    reminded_at = fields.Datetime(string="Reminded on", readonly=True, copy=False)

    def action_wait_for_customer(self, stage=None):
        result = super().action_wait_for_customer(stage)
        self._by_flow().write(
            {"asked_at": fields.Datetime.now(), "reminder_count": 0, "reminded_at": False}
        )
        return result

    @api.model
    def _cron_auto_close(self):
        """Remind, give up and close what is due; each request is committed with its mail.

        So a job that dies in between neither forgets a reminder nor sends it twice.
        """
        if self._close_silent():
            self._close_resolved()

    @api.model
    def _close_silent(self):
        """:return: whether all were done"""
        waiting = self.search(
            [("state", "=", "pending_customer"), ("team_id.auto_close_days", ">", 0)], order="id"
        )
        tables = waiting.team_id._get_timetables()
        now = fields.Datetime.now()
        due = [ticket for ticket in waiting if ticket._get_silence_step(tables, now)]
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(due))
        for ticket in due:
            # somebody may have answered meanwhile
            if ticket.try_lock_for_update():
                ticket._take_silence_step(ticket._get_silence_step(tables, now))
            if not progress._commit_progress(1):
                return False
        return True

    def _get_silence_step(self, tables, now):
        """What is due, while the department works; see ``engine/silence.py``."""
        table = tables[self.team_id]
        if self.state != "pending_customer" or not table.is_open(now):
            return ""
        asked = self.asked_at or self.stage_since or self.create_date
        return next_step(
            self.team_id.auto_close_days,
            working_days(table, asked, now),
            working_days(table, self.reminded_at or asked, now),
            self.reminder_count,
        )

    def _take_silence_step(self, step):
        if step == REMIND:
            self._remind_customer()
        elif step:
            self._give_up()

    def _give_up(self):
        """What may not be resolved yet, as it has open parts, goes on waiting."""
        try:
            with self.env.cr.savepoint():
                # before it is resolved, so that nobody is asked how it was
                self._by_flow().auto_closed = True
                self.action_resolve(kind="silence")
        except UserError as error:
            _logger.info("Request %s goes on waiting: %s", self.number, error)

    def _remind_customer(self):
        """No answer of ours: the clocks do not move."""
        self._by_flow().write(
            {"reminder_count": self.reminder_count + 1, "reminded_at": fields.Datetime.now()}
        )
        own = self.with_context(lang=self.partner_id.lang or self.env.lang)
        self.message_post(
            body=own.env._(
                "We are still waiting for your answer to our question about “%(subject)s”. Reply "
                "to this message, or tell us that it is solved.",
                subject=self.name,
            ),
            subject=self._get_mail_subject(),
            message_type="auto_comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.partner_id.ids,
            outgoing_email_to=False if self.partner_id else self.partner_email,
        )

    @api.model
    def _close_resolved(self):
        """Close what the customer has left alone since it was resolved."""
        now = fields.Datetime.now()
        ids = []
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            since = now - timedelta(days=company.helpdesk_reopen_days)
            domain = [("company_id", "=", company.id), ("state", "=", "resolved")]
            ids += self.search([*domain, ("resolved_at", "<=", since)]).ids
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(ids))
        for part in split_every(_BATCH, ids):
            self.browse(part).try_lock_for_update()._close_what_may()
            if not progress._commit_progress(len(part)):
                return

    def _close_what_may(self):
        """Those that may not be closed yet stay resolved."""
        for ticket in self:
            try:
                with self.env.cr.savepoint():
                    ticket._close()
            except UserError as error:
                _logger.info("Request %s stays resolved: %s", ticket.number, error)
