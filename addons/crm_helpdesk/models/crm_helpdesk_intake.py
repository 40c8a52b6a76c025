from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..by_flow import BY_FLOW
from .crm_helpdesk_ticket import CHANNELS

VERDICTS = [
    ("accepted", "Made a request"),
    ("appended", "Added to a request"),
    ("note_only", "Note on a request"),
    ("quarantined", "Waits for a decision"),
    ("failed", "Could not be read yet"),
    ("discarded", "Discarded"),
    ("replayed", "Made a request later"),
]
# In the order of engine.mail_class.Cause, then what other parts find out.
_CAUSE_LABELS = [
    ("none", "Nothing"),
    ("auto_reply", "Automatic reply"),
    ("auto_generated", "Written by a machine"),
    ("vacation", "Absence"),
    ("bounce", "Returned mail"),
    ("loop", "Loop"),
    ("bulk", "Mass mail"),
    ("no_reply", "Sender that reads no answers"),
    ("suppressed", "Asks for no automatic answer"),
    ("oversized", "Too large"),
    ("auth_fail", "Sender looks forged"),
    ("not_participant", "Does not take part"),
    ("blocklist", "Held back by us"),
    ("no_route", "No department has that address"),
    ("duplicate", "Came twice"),
    ("interrupted", "Being read"),
    ("exception", "Error"),
    ("decided", "Decided by us"),
]
_TALK = {"activity_ids", "message_ids", "message_follower_ids"}


class CrmHelpdeskIntake(models.Model):
    """Whatever came in by any channel, one row each, and what became of it. Nothing is deleted.

    A row of a mail is written before the mail is read, by a transaction of its own, and holds its
    bytes: whatever happens then, the mail is there and is read again. Its verdict is written with
    the request. What came in is counted apart (``crm.helpdesk.intake.day``).

    How they come in is in ``…_receive.py``, decisions in ``…_decision.py``, reading again in
    ``…_replay.py``, acknowledgements in ``…_acknowledge.py``.
    """

    _name = "crm.helpdesk.intake"
    _description = "Entry of the Helpdesk"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "received_at desc, id desc"
    _rec_name = "subject"
    _mail_post_access = "read"
    _check_company_auto = True

    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    mailbox = fields.Char(readonly=True, help="The box from which it was fetched.")
    message_uid = fields.Char(
        string="Message-Id", readonly=True, help="Or its hash where it has none."
    )
    received_at = fields.Datetime(string="Received on", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, help="Where the company works.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    team_id = fields.Many2one(
        "crm.helpdesk.team",
        string="Department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    sender = fields.Char(readonly=True)
    subject = fields.Char(readonly=True)
    size = fields.Integer(string="Size in bytes", readonly=True)
    raw = fields.Binary(string="Original", attachment=True, readonly=True)
    raw_name = fields.Char(compute="_compute_raw_name")
    verdict = fields.Selection(VERDICTS, required=True, readonly=True, index=True)
    cause = fields.Selection(_CAUSE_LABELS, readonly=True)
    error = fields.Text(readonly=True)
    attempts = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True)
    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Request",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    thread_ticket_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Answers the request",
        readonly=True,
        index="btree_not_null",
        help="The request that its headers name, whether it got there or not.",
    )
    sender_trust = fields.Selection(
        [
            ("authenticated", "Logged in"),
            ("verified", "Verified"),
            ("unverified", "Not verified"),
            ("suspicious", "Suspicious"),
        ],
        string="Trust",
        readonly=True,
    )
    left_out = fields.Json(readonly=True)
    left_out_count = fields.Integer(
        string="Files that stayed here", compute="_compute_left_out_count"
    )
    acknowledgement = fields.Selection(
        [("due", "Due"), ("sent", "Sent"), ("skipped", "Told before")], readonly=True
    )
    acknowledged_at = fields.Datetime(readonly=True)
    decided_by = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    decided_at = fields.Datetime(readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _once = models.UniqueIndex(
        "(channel, COALESCE(mailbox, ''), message_uid) WHERE message_uid IS NOT NULL",
        "This has come in already.",
    )
    _by_day = models.Index("(company_id, day)")
    _by_sender = models.Index("(sender, received_at) WHERE sender IS NOT NULL")
    _to_read = models.Index("(next_try) WHERE verdict = 'failed'")
    _to_acknowledge = models.Index("(id) WHERE acknowledgement = 'due'")

    @api.depends("message_uid")
    def _compute_raw_name(self):
        for row in self:
            row.raw_name = f"entry-{row.id}.eml"

    @api.depends("left_out")
    def _compute_left_out_count(self):
        for row in self:
            row.left_out_count = len(row.left_out or [])

    @api.depends_context("uid")
    @api.depends("verdict")
    def _compute_can_decide(self):
        may = self._may_decide()
        for row in self:
            row.can_decide = may and row.verdict in ("quarantined", "failed", "discarded")

    @api.depends("subject", "sender")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.subject or row.sender or self.env._("Entry %s", row.id)

    # -- rows are written by what happens ------------------------------------------------------

    def _by_flow(self):
        """These rows, for a step to write on.

        sudo: who may decide has been checked, and what comes in is recorded whoever sends it.
        """
        return self.sudo().with_context(
            crm_helpdesk_flow=BY_FLOW, tracking_disable=True, mail_create_nosubscribe=True
        )

    def _check_by_flow(self):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(
                self.env._("What came in is not changed by hand: decide on it with the buttons.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_flow()
        return super().create(vals_list)

    def write(self, vals):
        if not set(vals) <= _TALK:  # activities and notes of people change nothing of it
            self._check_by_flow()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("What came in is kept. Discard it instead."))

    def _may_decide(self):
        return self.env.su or self.env.user.has_group("crm_helpdesk.group_helpdesk_supervisor")

    def _check_decides(self):
        """:raise AccessError: only supervisors decide, and on rows that they may read"""
        self.check_access("read")
        if not self._may_decide():
            raise AccessError(self.env._("Supervisors decide what becomes of an entry."))
