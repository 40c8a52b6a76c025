from contextlib import suppress

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from ..engine import arrivals, mail_class, trust
from ..engine.mail_headers import addresses
from ..mail_receipt import KEY, Receipt
from .mail_thread_routes import TICKET


class MailThread(models.AbstractModel):
    """The gateway: no mail that concerns the helpdesk gets lost, whatever happens to it.

    Each is kept by a transaction of its own before it is read, and what has become of it is
    written with the request. These methods run on the abstract model, so that they are extended
    here. Where it goes is in ``mail_thread_routes.py``.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        more = (custom_values, save_original, strip_attachments, thread_id)
        if receipt := self._helpdesk_receipt():
            return self._helpdesk_process(receipt, model, receipt.arrival.raw, *more)
        arrival = arrivals.read(_as_bytes(message))
        receipt = self._helpdesk_receive(model, arrival)
        if receipt is None:
            return self._helpdesk_process_other(model, arrival, message, *more)
        try:
            return self.with_context(**{KEY: receipt})._helpdesk_process(
                receipt, model, receipt.arrival.raw, *more
            )
        except Exception as error:
            self._helpdesk_keep_failure(receipt, error)
            raise

    def _helpdesk_receipt(self):
        receipt = self.env.context.get(KEY)
        return receipt if isinstance(receipt, Receipt) else None

    @api.model
    def _helpdesk_process(self, receipt, model, raw, *more):
        """Through Odoo's gateway, and into the ledger what has become of it.

        What would fail when the transaction ends fails here, where the reason is kept. Of two
        that read the same mail one goes on.
        """
        if not self._helpdesk_lock(receipt) or self._helpdesk_is_settled(receipt):
            return False
        result = super().message_process(  # pylint: disable=super-method-mismatch
            model, raw, *more
        )
        self.env.flush_all()
        self.env["crm.helpdesk.intake"]._settle(receipt)
        return result

    # -- what concerns us ----------------------------------------------------------------------

    @api.model
    def _helpdesk_own_cursor(self):
        """A transaction of its own: what it writes stays, whatever becomes of the mail."""
        return self.pool.cursor()

    @api.model
    def _helpdesk_receive(self, model, arrival):
        """Keep a mail that concerns us.

        Of two that keep the same mail at the same moment the second looks again.

        :return: its receipt; None where it does not concern us
        """
        self.env.flush_all()
        for _again in range(_TRIES):
            with suppress(SerializationFailure):
                return self._helpdesk_keep(model, arrival)
        return self._helpdesk_keep(model, arrival)

    @api.model
    def _helpdesk_keep(self, model, arrival):
        mailbox = self._helpdesk_mailbox()
        with self._helpdesk_own_cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company_id, team_id = self._helpdesk_owner(env, model, arrival)
            if not company_id:
                return None
            number, is_new = env["crm.helpdesk.intake"]._receive_mail(
                arrival, company_id, team_id, mailbox
            )
            return Receipt(number, arrival, company_id, not is_new, team_id=team_id)

    @api.model
    def _helpdesk_mailbox(self):
        server = self.env.context.get("default_fetchmail_server_id")
        return f"fetchmail-{server}" if isinstance(server, int) else ""

    @api.model
    def _helpdesk_owner(self, env, model, arrival):
        """``(company id, team id)`` that a mail concerns; None for none."""
        for team_id, company_id in env["crm.helpdesk.team"]._find_owners(arrival.recipients):
            return company_id, team_id
        if arrival.references:
            rows = env.execute_query(
                SQL(
                    """
                    SELECT ticket.company_id, ticket.team_id
                      FROM mail_message message
                      JOIN crm_helpdesk_ticket ticket ON ticket.id = message.res_id
                     WHERE message.model = %s AND message.message_id IN %s
                     ORDER BY message.id DESC LIMIT 1
                    """,
                    TICKET,
                    arrival.references,
                )
            )
            if rows:
                return rows[0]
        if model == TICKET:
            team = env["crm.helpdesk.team"].search([], limit=1)
            return team.company_id.id or None, team.id or None
        return None, None

    @api.model
    def _helpdesk_lock(self, receipt):
        """Whether nobody else reads this mail at this moment, until the transaction ends.

        A lock by name, since a transaction that began before does not see the row.
        """
        self.env.cr.execute(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                f"crm.helpdesk.intake {receipt.arrival.uid}",
            )
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _helpdesk_is_settled(self, receipt):
        """Whether a mail that came before needs nothing more; what could not be read does."""
        if not receipt.is_known:
            return False
        with self._helpdesk_own_cursor() as cr:  # our own transaction may have begun before
            cr.execute(
                SQL("SELECT verdict FROM crm_helpdesk_intake WHERE id = %s", receipt.intake_id)
            )
            return cr.fetchone()[0] != "failed"

    # -- what goes wrong -----------------------------------------------------------------------

    @api.model
    def _helpdesk_keep_failure(self, receipt, error):
        """Why it could not be read, and when it is tried again; the caller rolls back the rest."""
        with self._helpdesk_own_cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["crm.helpdesk.intake"].browse(receipt.intake_id)._note_failure(error)

    @api.model
    def _helpdesk_process_other(self, model, arrival, message, *more):
        """A mail that is not ours; one that nobody's is, is kept, since nobody else keeps it."""
        try:
            return super().message_process(  # pylint: disable=super-method-mismatch
                model, message, *more
            )
        except Exception as error:
            self._helpdesk_keep_stray(model, arrival, error)
            raise

    @api.model
    def _helpdesk_keep_stray(self, model, arrival, error):
        if model:
            return
        with self._helpdesk_own_cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if self._helpdesk_is_others(env, arrival):
                return
            company = env["res.company"].search([], limit=1, order="id")
            env["crm.helpdesk.intake"]._receive_mail(
                arrival,
                company.id,
                None,
                self._helpdesk_mailbox(),
                *env["crm.helpdesk.intake"]._explain(error),
            )

    @api.model
    def _helpdesk_is_others(self, env, arrival):
        """Whether a mail is for something else in Odoo: applications are no business of ours."""
        if env["mail.alias.domain"]._find_aliases(list(arrival.recipients)):
            return True
        known = [("message_id", "in", list(arrival.references)), ("model", "!=", False)]
        return bool(arrival.references and env["mail.message"].search_count(known, limit=1))

    # -- what is known of it once it can be read -----------------------------------------------

    @api.model
    def _helpdesk_classify(self, receipt, message):
        """Cause and trust by its headers, once."""
        headers = list(message.raw_items())
        company = self.env["res.company"].sudo().browse(receipt.company_id)  # sudo: its rules
        senders = [str(value) for name, value in headers if name.lower() in _SENDERS]
        written = {address for value in senders for address in addresses(value)}
        own = self.env["mail.alias.domain"].sudo()._find_aliases(list(written))  # sudo: addresses
        receipt.mail_class = mail_class.classify(
            headers,
            mail_class.Envelope(
                size=len(receipt.arrival.raw),
                max_size=company._helpdesk_max_bytes(),
                own_addresses=frozenset(own),
            ),
        )
        receipt.trust = trust.judge(headers, company._helpdesk_trusted_servers())


_TRIES = 3
_SENDERS = {"from", "sender", "return-path", "x-loop"}


def _as_bytes(message):
    """Bytes of what callers give: bytes, text, or what XML-RPC wraps them in."""
    if isinstance(message, str):
        return message.encode("utf-8", "surrogateescape")
    return bytes(getattr(message, "data", message))
