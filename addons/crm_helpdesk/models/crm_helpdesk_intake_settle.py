import json

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..by_flow import BY_FLOW
from ..engine.mail_loops import LoopLimit
from .mail_thread_routes import TICKET

_AGAIN = ("SerializationFailure", "DeadlockDetected", "LockNotAvailable")
"""Errors of the database of which the next try knows nothing any more."""
_LONGEST_ERROR = 2000


class CrmHelpdeskIntake(models.Model):
    """What has become of a mail, written where its request is written."""

    # one file for each purpose
    _inherit = "crm.helpdesk.intake"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _settle(self, receipt):
        """The verdict of a mail that went through the gateway.

        A transaction that began before the row was written does not see it: then the verdict
        follows when it ends, and until then the mail counts as not read.
        """
        self._complete(receipt)
        values = self._prepare_verdict(receipt)
        if self._write_verdict(receipt.intake_id, values):
            self.browse(receipt.intake_id).invalidate_recordset()
            return
        registry, number = self.pool, receipt.intake_id

        def write_later():
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["crm.helpdesk.intake"]._write_verdict(number, values)

        self.env.cr.postcommit.add(write_later)

    @api.model
    def _complete(self, receipt):
        """What Odoo's gateway has left alone: what came twice, what bounced, and the rest."""
        if receipt.verdict:
            return
        if ticket := self._find_ticket(receipt.arrival.uid):
            receipt.settle("appended", "duplicate", ticket.id)
            receipt.team_id = ticket.team_id.id
        elif receipt.mail_class.is_automatic:
            receipt.settle("quarantined", receipt.mail_class.cause)
        else:
            receipt.settle("quarantined", "no_route")

    @api.model
    def _find_ticket(self, uid):
        """The request with a mail of this Message-Id."""
        # sudo: whoever reads the mail
        message = (
            self.env["mail.message"]
            .sudo()
            .search([("message_id", "=", uid), ("model", "=", TICKET)], limit=1)
        )
        return self.env[TICKET].sudo().browse(message.res_id or []).exists()

    @api.model
    def _prepare_verdict(self, receipt):
        verdict = receipt.verdict
        if verdict == "accepted" and receipt.is_known:
            verdict = "replayed"
        values = {
            "verdict": verdict,
            "cause": receipt.cause or None,
            "ticket_id": receipt.ticket_id or None,
            "thread_ticket_id": receipt.thread_ticket_id or None,
            "team_id": receipt.team_id or None,
            "sender_trust": receipt.trust.level,
            "left_out": SQL("%s::jsonb", _json(receipt.left_out)),
            "acknowledgement": self._prepare_acknowledgement(receipt),
            "error": None,
            "next_try": None,
            "write_date": fields.Datetime.now(),
        }
        if receipt.decision:
            values |= {"decided_by": self.env.uid, "decided_at": fields.Datetime.now()}
        return values

    @api.model
    def _prepare_acknowledgement(self, receipt):
        """Whoever has written a request is told its number, unless a person had to decide."""
        if not (receipt.is_new and receipt.may_acknowledge) or receipt.decision:
            return None
        company = self.env["res.company"].sudo().browse(receipt.company_id)  # sudo: its rule
        return "due" if company.helpdesk_acknowledge else None

    @api.model
    def _write_verdict(self, number, values):
        """:return: whether the row is seen by this transaction"""
        self.env.cr.execute(
            SQL(
                "UPDATE crm_helpdesk_intake SET %s WHERE id = %s RETURNING id",
                SQL(", ").join(SQL("%s = %s", SQL.identifier(k), v) for k, v in values.items()),
                number,
            )
        )
        return bool(self.env.cr.fetchone())

    # -- what failed ---------------------------------------------------------------------------

    @api.model
    def _explain(self, error):
        """``(cause, text)`` of what stopped the gateway."""
        text = f"{type(error).__name__}: {error}".replace("\x00", "\ufffd")[:_LONGEST_ERROR]
        no_route = isinstance(error, ValueError) and "No possible route" in text
        return ("no_route" if no_route else "exception"), text

    def _note_failure(self, error, attempts=0):
        """Keep why it failed and when it is tried again; what somebody has read is left alone."""
        self.ensure_one()
        cause, text = self._explain(error)
        soon = type(error).__name__ in _AGAIN
        limit = self.company_id.helpdesk_replay_attempts
        wait = 0 if soon else 2 ** (attempts + 1)
        next_try = fields.Datetime.add(fields.Datetime.now(), minutes=wait)
        rows = self.with_context(crm_helpdesk_flow=BY_FLOW).filtered(
            lambda row: row.verdict == "failed"
        )
        rows.write(
            {
                "cause": cause,
                "error": text,
                "attempts": attempts,
                "next_try": next_try if attempts < limit else False,
            }
        )

    # -- what the sender wrote before ------------------------------------------------------------

    @api.model
    def _get_arrivals(self, receipt, limit: LoopLimit):
        """Mails of the same sender in the window, for the same request, or of new ones.

        :return: ``[(sender, naive UTC)]``, no more than decide
        """
        if not receipt.arrival.sender:
            return []
        same = SQL("thread_ticket_id IS NULL")
        if receipt.thread_ticket_id:
            same = SQL("thread_ticket_id = %s", receipt.thread_ticket_id)
        return self.env.execute_query(
            SQL(
                """
                SELECT sender, received_at FROM crm_helpdesk_intake
                 WHERE channel = 'email' AND sender = %s AND received_at >= %s AND id <> %s
                   AND %s AND COALESCE(cause, '') NOT IN ('duplicate', 'interrupted')
                 ORDER BY received_at DESC LIMIT %s
                """,
                receipt.arrival.sender,
                fields.Datetime.now() - limit.window,
                receipt.intake_id,
                same,
                limit.mails + 1,
            )
        )


def _json(value):
    return json.dumps(value) if value else None
