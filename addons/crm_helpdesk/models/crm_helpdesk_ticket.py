from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import email_normalize

from ..by_flow import BY_FLOW
from .crm_helpdesk_category import KINDS, PRIORITIES
from .crm_helpdesk_stage import ACTIVE

CHANNELS = [
    ("email", "E-mail"),
    ("portal", "Portal"),
    ("form", "Web form"),
    ("phone", "Telephone"),
    ("agent", "Written by us"),
]
BY_STEPS = {
    "number", "stage_id", "team_id", "channel", "resolved_at", "closed_at", "resolution_kind",
    "reopen_count", "answer_count", "waits_for", "deadline", "deadline_metric", "warn_at",
    "sla_state", "first_answer_at", "merged_into_id", "origin_ticket_id", "sender_trust",
    "last_customer_at", "last_answer_at", "stage_since", "auto_closed", "email_normalized",
    "assigned_why", "queued_at", "cancel_kind", "asked_at", "reminder_count", "reminded_at",
    "thanked_at", "return_ids", "refund_ids",
    "callback_number", "missed_count", "last_missed_at",
}  # fmt: skip
"""What the steps of a request write, and nobody by hand."""
PROMISED_BY = {"priority", "category_id", "kind", "partner_id"}
"""What service level policies look at."""


class CrmHelpdeskTicket(models.Model):
    """A request of a customer, from whatever channel, until it is solved.

    Its steps are in ``crm_helpdesk_ticket_flow.py``, its clocks in ``…_clock.py``, transfers in
    ``…_transfer.py``, and what a message does to it in ``…_talk.py``.
    """

    _name = "crm.helpdesk.ticket"
    _description = "Request"
    _inherit = [
        "mail.thread.cc",
        "mail.activity.mixin",
        "portal.mixin",
        "mail.tracking.duration.mixin",
    ]
    _order = "priority desc, deadline, id desc"
    _rec_names_search = ["number", "name"]
    _primary_email = "partner_email"
    _mail_post_access = "read"
    _track_duration_field = "stage_id"
    _check_company_auto = True

    number = fields.Char(required=True, readonly=True, copy=False, default="/", index="trigram")
    name = fields.Char(string="Subject", required=True, tracking=True, index="trigram")
    description = fields.Html(
        help="What the customer wrote first.", sanitize_attributes=True, sanitize_form=True
    )
    kind = fields.Selection(
        KINDS, required=True, tracking=True,
        compute="_compute_from_category", store=True, readonly=False, precompute=True,
    )  # fmt: skip
    priority = fields.Selection(
        PRIORITIES, required=True, tracking=True, index=True,
        compute="_compute_from_category", store=True, readonly=False, precompute=True,
    )  # fmt: skip
    channel = fields.Selection(CHANNELS, required=True, readonly=True, default="agent")
    category_id = fields.Many2one(
        "crm.helpdesk.category", tracking=True, index="btree_not_null", check_company=True
    )
    cause_id = fields.Many2one(
        "crm.helpdesk.cause", tracking=True, index="btree_not_null", help="As it was found out."
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True,
        compute="_compute_company_id", store=True, precompute=True,
    )  # fmt: skip

    team_id = fields.Many2one(
        "crm.helpdesk.team",
        string="Department",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self._default_team_id(),
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Agent",
        tracking=True,
        index="btree_not_null",
        copy=False,
        domain="[('share', '=', False)]",
        check_company=True,
    )
    stage_id = fields.Many2one(
        "crm.helpdesk.stage",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env["crm.helpdesk.stage"]._get_for(
            "new", self.env["crm.helpdesk.team"]
        ),
        group_expand="_group_expand_stage_id",
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', team_id)]",
    )
    state = fields.Selection(related="stage_id.state", store=True, index=True)
    stage_since = fields.Datetime(string="In this stage since", readonly=True, copy=False)

    partner_id = fields.Many2one(
        "res.partner", string="Contact", tracking=True, index="btree_not_null"
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer",
        store=True,
        index="btree_not_null",
    )
    partner_name = fields.Char(
        string="Name as given", compute="_compute_from_partner", store=True, readonly=False
    )
    partner_email = fields.Char(
        string="E-mail", compute="_compute_from_partner", store=True, readonly=False
    )
    partner_phone = fields.Char(
        string="Phone", compute="_compute_from_partner", store=True, readonly=False
    )
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index="btree_not_null"
    )
    viewer_partner_ids = fields.Many2many(
        "res.partner",
        "crm_helpdesk_ticket_viewer_rel",
        string="Collaborators",
        help="They see it on the portal too and may answer.",
        copy=False,
    )
    sender_trust = fields.Selection(
        [
            ("authenticated", "Logged in"),
            ("verified", "Verified"),
            ("unverified", "Not verified"),
            ("suspicious", "Suspicious"),
        ],
        string="Sender",
        readonly=True,
        copy=False,
        help="Whether the address of the sender is known to be the sender's.",
    )

    parent_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Part of",
        index="btree_not_null",
        check_company=True,
        copy=False,
    )
    child_ids = fields.One2many("crm.helpdesk.ticket", "parent_id", string="Parts")
    origin_ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", string="Follows", readonly=True, index="btree_not_null", copy=False
    )
    merged_into_id = fields.Many2one(
        "crm.helpdesk.ticket",
        string="Merged into",
        readonly=True,
        index="btree_not_null",
        copy=False,
    )

    answer_count = fields.Integer(string="Answers", readonly=True, copy=False)
    reopen_count = fields.Integer(string="Opened again", readonly=True, copy=False)
    transfer_ids = fields.One2many("crm.helpdesk.transfer", "ticket_id", string="Transfers")
    first_answer_at = fields.Datetime(readonly=True, copy=False)
    last_answer_at = fields.Datetime(readonly=True, copy=False)
    last_customer_at = fields.Datetime(string="Customer wrote last on", readonly=True, copy=False)
    resolved_at = fields.Datetime(string="Resolved on", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    resolution_kind = fields.Selection(
        [
            ("solved", "Solved"),
            ("workaround", "Solved for now"),
            ("information", "Answered"),
            ("refunded", "Replaced or refunded"),
            ("not_reproduced", "Could not be confirmed"),
            ("rejected", "Not accepted"),
            ("silence", "No answer of the customer"),
        ],
        string="How it ended",
        readonly=True,
        copy=False,
    )
    auto_closed = fields.Boolean(readonly=True, copy=False)
    waits_for = fields.Char(string="Waits for", readonly=True, copy=False)
    color = fields.Integer()

    _number_once = models.Constraint(
        "UNIQUE(company_id, number)", "Each request has a number of its own."
    )
    _active_by_deadline = models.Index(
        "(team_id, deadline) WHERE state IN ('new', 'open', 'pending_customer', 'pending_third')"
    )

    @api.model
    def _default_team_id(self):
        """The first department of the company in which the person works, or that there is."""
        teams = self.env["crm.helpdesk.team"].search([("company_id", "=", self.env.company.id)])
        own = teams.filtered(lambda team: self.env.user in team.member_user_ids)
        return (own or teams)[:1]

    @api.depends("team_id")
    def _compute_company_id(self):
        for ticket in self:
            ticket.company_id = ticket.team_id.company_id or self.env.company

    @api.depends("category_id")
    def _compute_from_category(self):
        for ticket in self:
            category = ticket.category_id
            ticket.kind = category.kind or ticket.kind or "incident"
            ticket.priority = category.priority or ticket.priority or "1"

    @api.depends("partner_id")
    def _compute_from_partner(self):
        for ticket in self.filtered("partner_id"):
            partner = ticket.partner_id
            ticket.partner_name = partner.name
            ticket.partner_email = partner.email or ticket.partner_email
            ticket.partner_phone = partner.phone or ticket.partner_phone

    @api.depends("partner_email")
    def _compute_email_normalized(self):
        for ticket in self:
            ticket.email_normalized = email_normalize(ticket.partner_email or "") or False

    @api.depends("number", "name")
    def _compute_display_name(self):
        for ticket in self:
            number = ticket.number if ticket.number != "/" else ""  # not kept yet
            ticket.display_name = f"{number} {ticket.name or ''}".strip()

    def _get_mail_subject(self):
        """The number, by which a person finds it again, before the subject."""
        return f"[{self.number}] {self.name}"

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f"/my/requests/{ticket.id}"
        return result

    @api.model
    def _group_expand_stage_id(self, stages, _domain):
        """Each stage of the departments that one sees is a column, with or without requests."""
        team = self.env.context.get("default_team_id")
        found = stages.search([])  # pylint: disable=no-search-all
        if not team:
            return found
        return found.filtered(lambda stage: not stage.team_ids or team in stage.team_ids.ids)

    # -- create, write, delete ---------------------------------------------------------------

    def _is_by_flow(self):
        return self.env.context.get("crm_helpdesk_flow") is BY_FLOW

    def _by_flow(self):
        """These requests, for a step to write on.

        sudo: who may take a step has been checked, and may do nothing else to a request.
        """
        return self.sudo().with_context(crm_helpdesk_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        now = fields.Datetime.now()
        for vals in vals_list:
            if not self._is_by_flow():
                # a request begins at its beginning, whatever an import or a call says
                for name in BY_STEPS - {"team_id", "channel"}:
                    vals.pop(name, None)
            vals["number"] = self.env["ir.sequence"].sudo().next_by_code("crm.helpdesk.ticket")
            vals["stage_since"] = now
            self._route_by_category(vals)
        tickets = super().create(vals_list)
        tickets._place_in_first_stage()
        tickets._log_start()
        tickets._subscribe_customer()
        return tickets

    @api.model
    def _route_by_category(self, vals):
        """A category that has a department sends its requests there."""
        category = self.env["crm.helpdesk.category"].browse(vals.get("category_id"))
        if not vals.get("team_id") and (team := category._get_team(self.env.company)):
            vals["team_id"] = team.id

    def _place_in_first_stage(self):
        """A department may have its own first column."""
        stages = self.env["crm.helpdesk.stage"]
        for team, tickets in self.grouped("team_id").items():
            stage = stages._get_for("new", team)
            wrong = tickets.filtered(lambda one, stage=stage: one.stage_id != stage)
            if stage and wrong:
                wrong._by_flow().write({"stage_id": stage.id})

    def _subscribe_customer(self):
        # sudo: whoever may write a request down has its customer told of it, without more rights
        for ticket in self.sudo().filtered("partner_id"):
            ticket.message_subscribe(ticket.partner_id.ids)

    def write(self, vals):
        if self._is_by_flow():
            return super().write(vals)
        vals = dict(vals)
        stage = self.env["crm.helpdesk.stage"].browse(vals.pop("stage_id", None))
        if forbidden := BY_STEPS & set(vals):
            self._refuse(forbidden)
        result = super().write(vals) if vals else True
        if PROMISED_BY & set(vals):
            self._refresh_promises()
        if stage:
            self._move_to(stage)
        return result

    def _refuse(self, names):
        if "team_id" in names:
            raise UserError(
                self.env._("A request goes to another department by Transfer, with a reason.")
            )
        labels = [self._fields[name]._description_string(self.env) for name in sorted(names)]
        raise UserError(
            self.env._("%(fields)s: the steps of a request write this.", fields=", ".join(labels))
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("A request is not deleted: cancel it as spam or as a duplicate.")
        )

    def copy_data(self, default=None):
        rows = super().copy_data(default)
        for row in rows:
            row.pop("number", None)
        return rows

    @api.model
    def _get_active_domain(self):
        return [("state", "in", ACTIVE)]

    def _after_transfer(self, team):
        """Extended by whatever follows, like telling the other department."""

    def _merge_dependents(self, target):
        """What points at this request goes to ``target``. With all rights; extended."""

    @api.model
    def _get_merged_fields(self):
        """What the one that goes on takes over where it says nothing. Extended."""
        return ["partner_id", "partner_name", "partner_email", "partner_phone", "category_id",
                "cause_id", "description", "email_cc"]  # fmt: skip
