import uuid

from odoo import api, fields, models

OVER = ("ended", "missed", "failed")
"""States in which nothing more happens."""


class CrmCall(models.Model):
    """A telephone call, told by a phone system or written down by hand.

    Moments are UTC, those of a phone system by its own clock; lengths are seconds. What may be
    written is in ``crm_call_guard.py``, what follows from events in ``crm_call_follow.py``, who
    calls in ``crm_call_caller.py``, what pops up in ``crm_call_popup.py``.
    """

    _name = "crm.call"
    _description = "Telephone Call"
    _order = "started_at desc, id desc"
    _check_company_auto = True

    uuid = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid.uuid4()),
        export_string_translation=False,
    )
    direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing")], required=True, default="out"
    )
    state = fields.Selection(
        [
            ("ringing", "Ringing"),
            ("answered", "Talking"),
            ("ended", "Talked"),
            ("missed", "Missed"),
            ("failed", "Not reached"),
        ],
        string="Status",
        required=True,
        default="ended",
        index=True,
        copy=False,
    )
    # with whom
    number = fields.Char(help="As it was told or written.")
    phone_sanitized = fields.Char(
        string="International number",
        compute="_compute_phone_sanitized",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    caller_name = fields.Char(string="Name on the telephone")
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    candidate_partner_ids = fields.Many2many(
        "res.partner", "crm_call_candidate_rel", "call_id", "partner_id",
        string="Who it may be", readonly=True, copy=False,
        help="All contacts with this number: somebody has to say which one it was.",
    )  # fmt: skip
    # who
    user_id = fields.Many2one(
        "res.users",
        string="Answered or made by",
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    rung_user_ids = fields.Many2many(
        "res.users", "crm_call_rung_rel", "call_id", "user_id",
        string="Rang at", readonly=True, copy=False,
    )  # fmt: skip
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        compute="_compute_team_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="set null",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # of which exchange
    pbx_account_id = fields.Many2one(
        "crm.pbx.account", string="Phone system", readonly=True, copy=False, index=True,
        ondelete="restrict", check_company=True,
    )  # fmt: skip
    extension_id = fields.Many2one(
        "crm.pbx.extension", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip
    linked_id = fields.Char(
        string="Call number", readonly=True, copy=False, export_string_translation=False
    )
    event_ids = fields.One2many("crm.call.event", "call_id", string="Events")
    event_count = fields.Integer(
        string="Events told", readonly=True, copy=False, aggregator=None,
        help="How many events it follows from.",
    )  # fmt: skip
    # when
    started_at = fields.Datetime(
        string="When", required=True, index=True, default=fields.Datetime.now
    )
    ringing_at = fields.Datetime(string="Rang", readonly=True, copy=False)
    answered_at = fields.Datetime(string="Taken at", readonly=True, copy=False)
    ended_at = fields.Datetime(string="Hung up", readonly=True, copy=False)
    ring_s = fields.Integer(string="Ringing (s)", readonly=True, copy=False, aggregator="avg")
    talk_s = fields.Integer(string="Talk (s)", aggregator="sum")
    talk_time = fields.Char(string="Talk", compute="_compute_talk_time")
    talk_minutes = fields.Integer(
        string="Talk (minutes)",
        compute="_compute_talk_minutes",
        inverse="_inverse_talk_minutes",
        help="About how long: nobody counts seconds by hand.",
    )
    hangup_cause = fields.Char(string="Cause of the end", readonly=True, copy=False)
    # what was said
    notes = fields.Text()
    action_id = fields.Many2one(
        "crm.action", string="Logged as", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip

    _uuid_unique = models.UniqueIndex("(uuid)", "This call was already written down.")
    _linked_unique = models.UniqueIndex(
        "(pbx_account_id, linked_id) WHERE linked_id IS NOT NULL",
        "This call of the phone system is already known.",
    )
    _talk_range = models.Constraint(
        "CHECK (talk_s BETWEEN 0 AND 86400 OR talk_s IS NULL OR pbx_account_id IS NOT NULL)",
        "A call lasts from 0 seconds to 24 hours.",
    )

    @api.depends("number", "company_id", "pbx_account_id")
    def _compute_phone_sanitized(self):
        for call in self:
            country = call.pbx_account_id.country_id or call.company_id.country_id
            call.phone_sanitized = self._sanitize(call.number, country)

    @api.depends("user_id", "company_id")
    def _compute_team_id(self):
        for call in self:
            team = call.user_id.sale_team_id
            fits = not team.company_id or team.company_id == call.company_id
            call.team_id = team if fits else False

    @api.depends("talk_s")
    def _compute_talk_time(self):
        """Minutes and seconds, as telephones show them."""
        for call in self:
            minutes, seconds = divmod(call.talk_s, 60)
            call.talk_time = f"{minutes}:{seconds:02}" if call.talk_s else False

    @api.depends("talk_s")
    def _compute_talk_minutes(self):
        for call in self:
            call.talk_minutes = round(call.talk_s / 60)

    def _inverse_talk_minutes(self):
        for call in self:
            call.talk_s = 60 * call.talk_minutes

    @api.depends("partner_id", "caller_name", "number")
    def _compute_display_name(self):
        # sudo: the name that the column of the contact shows, also of one that one may not open
        for call in self.sudo():
            who = call.partner_id.display_name or call.caller_name or call.number
            call.display_name = who or self.env._("Unknown number")

    def action_open_partner(self):
        """Open the page of the customer who was at the other end."""
        self.ensure_one()
        return self.partner_id.action_open_customer_360()

    def action_open_logged(self):
        """Open the action that this conversation is in the history of the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.action",
            "res_id": self.action_id.id,
            "views": [(False, "form")],
        }
