from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.calls import KINDS, SIZES, CallEventError

FORGOTTEN = {"raw", "call_id"}
"""What may change: an event is told to a call, and forgotten when a person asks for it."""
BATCH = 1000


class CrmCallEvent(models.Model):
    """What a phone system sent, as it was sent: each event once, nothing changed.

    What could not be understood is kept too, with the reason as a code.
    """

    _name = "crm.call.event"
    _description = "Event of a Call"
    _order = "id desc"
    _rec_name = "linked_id"

    account_id = fields.Many2one(
        "crm.pbx.account", string="Phone system", required=True, readonly=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    call_id = fields.Many2one("crm.call", readonly=True, index="btree_not_null", ondelete="cascade")
    linked_id = fields.Char(string="Call number", readonly=True, export_string_translation=False)
    event = fields.Selection(
        [
            ("ringing", "Ringing"),
            ("answered", "Taken"),
            ("missed", "Missed"),
            ("failed", "Failed"),
            ("ended", "Ended"),
        ],
        readonly=True,
    )
    ext = fields.Char(string="Extension", readonly=True)
    at = fields.Datetime(string="When (clock of the system)", readonly=True)
    raw = fields.Text(string="As received", readonly=True)
    error = fields.Char(readonly=True, export_string_translation=False)
    problem = fields.Char(compute="_compute_problem")
    digest = fields.Char(readonly=True, export_string_translation=False)

    _event_unique = models.UniqueIndex(
        "(account_id, linked_id, event, COALESCE(ext, '')) WHERE event IS NOT NULL",
        "This event was already received.",
    )
    _rejected_unique = models.UniqueIndex(
        "(account_id, digest, error) WHERE event IS NULL", "This was already received."
    )
    _understood_or_not = models.Constraint(
        "CHECK ((event IS NULL) != (error IS NULL))",
        "An event was understood, or there is a reason why not.",
    )
    _received_idx = models.Index("(company_id, create_date)")

    @api.depends("error")
    @api.depends_context("lang")
    def _compute_problem(self):
        for event in self:
            event.problem = event.error and self._word_error(event.error)

    @api.model
    def _word_error(self, error):
        """A reason why an event was not taken, in a sentence: what is wrong and what to do.

        :param str error: code of ``CallEventError`` with the name of the part, or ``late``
        """
        code, _blank, name = error.partition(" ")
        sentences = {
            "json": self.env._("The body is no JSON. Send an object in UTF-8."),
            "object": self.env._("The body is no JSON object. Send one with its keys in braces."),
            "event": self.env._("“event” must be one of: %(kinds)s.", kinds=", ".join(KINDS)),
            "linked_id": self.env._(
                "“linked_id” is missing. Send the same one with all events of a call."
            ),
            "at": self.env._("“at” must say when it happened, in seconds since 1970 (UTC)."),
            "direction": self.env._("“direction” must be “in” or “out”."),
            "text": self.env._(
                "“%(name)s” must be a text of %(size)s characters at most.",
                name=name,
                size=SIZES.get(name, 0),
            ),
            "late": self.env._(
                "It was sent too long ago or too early by the clock of the phone system. Set both "
                "clocks by the network."
            ),
        }
        return sentences.get(code, error)

    @api.model
    def _note(self, vals):
        """Add an event unless it is known.

        Of two that arrive at the same moment one starts over and then knows it.

        :param dict vals: plain values, those of columns
        :return bool: whether it was new
        """
        now = fields.Datetime.now()
        vals = {
            **vals,
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO crm_call_event (%s) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, vals)),
                SQL(", ").join(SQL("%s", value) for value in vals.values()),
            ),
            # it is tried again; muting the logger would mute other threads' too
            log_exceptions=False,
        )
        return bool(self.env.cr.fetchone())

    def write(self, vals):
        if not vals.keys() <= FORGOTTEN:
            raise UserError(self.env._("What a phone system sent stays as it was sent."))
        return super().write(vals)

    def _to_events(self):
        """What these events say, as ``CallEvent``; None if the words of one are gone."""
        told = []
        for event in self:
            if not event.raw:
                return None
            try:
                told.append(event.account_id._parse_event(event.raw))
            except CallEventError:
                # a person in it was erased
                return None
        return told

    @api.model
    def _cron_purge_events(self):
        """Delete the events that are older than their company keeps them; the calls stay."""
        cron = self.env["ir.cron"]
        domain = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("create_date", "<", company._crm_get_call_event_limit())
            for company in self.env["res.company"].search([])
        )
        cron._commit_progress(remaining=self.search_count(domain))
        while old := self.search(domain, limit=BATCH):
            count = len(old)
            old.unlink()
            if not cron._commit_progress(count):
                break
