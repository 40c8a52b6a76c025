import hashlib
import secrets
import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import calls

GENERATED = ("token", "secret")
UNKNOWN = secrets.token_hex(32)
"""In place of the secret of an exchange that nobody knows: its answer takes as long."""


class CrmPbxAccount(models.Model):
    """A telephone exchange that tells what happens to calls.

    What it tells arrives at ``/crm/pbx/<token>``, signed with the secret. Another addon adds a
    protocol by ``selection_add`` on ``adapter`` and a method ``_parse_event_<adapter>``.
    """

    _name = "crm.pbx.account"
    _description = "Phone System"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    country_id = fields.Many2one(
        "res.country",
        compute="_compute_country_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Of numbers that it tells without the code of a country.",
    )
    adapter = fields.Selection(
        [("webhook", "Signed web request")], string="Protocol", required=True, default="webhook"
    )
    tolerance_s = fields.Integer(
        string="Clock tolerance (s)",
        required=True,
        default=300,
        help="What was sent longer ago, or later by its clock, is refused.",
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="base.group_system",
        default=lambda self: self._make_token(),
        export_string_translation=False,
    )
    secret = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="base.group_system",
        default=lambda self: self._make_secret(),
        help="Requests are signed with it; it is never sent.",
    )
    webhook_url = fields.Char(
        string="Address", compute="_compute_webhook_url", groups="base.group_system"
    )
    extension_ids = fields.One2many("crm.pbx.extension", "account_id", string="Extensions")
    last_event_at = fields.Datetime(
        string="Last request", compute="_compute_last_event", groups="base.group_system"
    )
    rejected_count = fields.Integer(
        string="Not understood", compute="_compute_last_event", groups="base.group_system"
    )

    _token_unique = models.UniqueIndex("(token)", "Another phone system has this address.")
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "This company already has a phone system of that name."
    )
    _tolerance_range = models.Constraint(
        "CHECK (tolerance_s BETWEEN 10 AND 3600)",
        "The tolerance of the clock goes from 10 to 3,600 seconds.",
    )

    @api.model
    def _make_token(self):
        return secrets.token_urlsafe(24)

    @api.model
    def _make_secret(self):
        return secrets.token_hex(32)

    @api.depends("company_id")
    def _compute_country_id(self):
        for account in self:
            account.country_id = account.country_id or account.company_id.country_id

    @api.depends("token")
    def _compute_webhook_url(self):
        for account in self:
            account.webhook_url = f"{account.get_base_url()}/crm/pbx/{account.token}"

    def _compute_last_event(self):
        events = self.env["crm.call.event"]
        last = dict(
            events._read_group(
                [("account_id", "in", self.ids)], ["account_id"], ["create_date:max"]
            )
        )
        rejected = dict(
            events._read_group(
                [("account_id", "in", self.ids), ("error", "!=", False)],
                ["account_id"],
                ["__count"],
            )
        )
        for account in self:
            account.last_event_at = last.get(account)
            account.rejected_count = rejected.get(account, 0)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_chosen(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_chosen(vals)
        if "company_id" in vals:
            self._check_company_open(vals["company_id"])
        return super().write(vals)

    def _check_company_open(self, company_id):
        """Calls stay in the company in which they were told."""
        moved = self.filtered(lambda account: account.company_id.id != company_id)
        # sudo: calls of colleagues count too
        if moved and self.env["crm.call"].sudo().search_count(
            [("pbx_account_id", "in", moved.ids)], limit=1
        ):
            raise UserError(
                self.env._(
                    "This phone system has told of calls already. Archive it and add one for the "
                    "other company."
                )
            )

    @api.model
    def _check_not_chosen(self, vals):
        """Token and secret are made by chance: what people choose can be guessed."""
        if not self.env.su and any(name in vals for name in GENERATED):
            raise UserError(
                self.env._("Address and secret of a phone system are made anew by its button.")
            )

    def action_renew(self):
        """Give it another address and secret; what it sends with the old ones is refused."""
        self.check_access("write")
        for account in self:
            # sudo: see _check_not_chosen
            account.sudo().write({"token": self._make_token(), "secret": self._make_secret()})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._("Enter the new address and secret in the phone system."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_view_rejected(self):
        """What it sent and nobody understood."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_actions.crm_call_event_action")
        return {
            **action,
            "context": {"search_default_account_id": self.id, "search_default_filter_rejected": 1},
        }

    # -- what arrives --------------------------------------------------------------------------

    @api.model
    def _authenticate(self, token, timestamp, body, signature):
        """The account of a request that is signed rightly, with all rights; else none.

        Whether the token is unknown or the signature wrong takes the same time to find out.
        """
        # sudo: who sends has no user; token and signature say who it is
        known = Domain("token", "=", token) if token.isprintable() else Domain.FALSE
        account = self.sudo().search(known, limit=1)
        secret = account.secret or UNKNOWN
        return account if calls.is_signed(secret, timestamp, body, signature) else self.browse()

    def _receive(self, timestamp, body):
        """Take what a signed request says.

        :param str timestamp: epoch at which it was sent
        :param bytes body: what was sent
        :return: ``(status of HTTP, plain dict)``
        """
        self.ensure_one()
        if not calls.is_fresh(timestamp, time.time(), self.tolerance_s):
            self._keep_rejected(body, "late")
            return 401, {}
        try:
            event = self._parse_event(body)
        except calls.CallEventError as error:
            self._keep_rejected(body, str(error))
            words = self.env["crm.call.event"]._word_error(str(error))
            return 400, {"error": words}
        known = not self._take_event(event, body.decode("utf-8", "replace"))
        return 200, {"status": "known" if known else "ok"}

    def _parse_event(self, body):
        """What a request says, as ``CallEvent``.

        :raise CallEventError: it makes no sense
        """
        return getattr(self, f"_parse_event_{self.adapter}")(body)

    def _parse_event_webhook(self, body):
        return calls.parse_event(body)

    def _take_event(self, event, raw):
        """Note an event of a call and let the call follow; adapters without requests call it too.

        :param event: ``CallEvent``
        :param str raw: what was received, as :meth:`_parse_event` reads it
        :return bool: whether it was new
        """
        self.ensure_one()
        # first the call, so that of two requests about it one waits and knows what both say
        call = self.env["crm.call"]._reserve(self, event)
        new = self.env["crm.call.event"]._note(
            {
                "account_id": self.id,
                "company_id": self.company_id.id,
                "call_id": call.id,
                "linked_id": event.linked_id,
                "event": event.kind,
                "ext": event.ext,
                "at": calls.to_utc(event.at),
                "raw": raw.replace("\x00", ""),
            }
        )
        if new:
            call._follow_events()
        return new

    def _keep_rejected(self, body, error):
        """Keep what cannot be used for an administrator to read; sent again, it is kept once."""
        self.env["crm.call.event"]._note(
            {
                "account_id": self.id,
                "company_id": self.company_id.id,
                "error": error,
                "digest": hashlib.sha256(body).hexdigest(),
                "raw": body.decode("utf-8", "replace").replace("\x00", "�"),
            }
        )
