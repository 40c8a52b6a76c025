from odoo import api, fields, models
from odoo.exceptions import UserError

from ..by_flow import BY_FLOW
from ..engine.disputes import clock

OPEN = ("new", "in_review")
"""States in which nobody has decided yet."""

# What a person may write: all else is written by a step.
_FREE = {"message_follower_ids", "message_ids", "activity_ids"}


class CrmCommissionDispute(models.Model):
    """What a payee does not agree with: an entry of the statement, or a document that is missing.

    It is opened from the statement (``crm_commission_statement_dispute.py``), its steps are in
    ``crm_commission_dispute_flow.py``, and what an accepted one books in
    ``crm_commission_dispute_book.py``. Nothing that is booked changes: it is decided by an entry
    more, or by words.
    """

    _name = "crm.commission.dispute"
    _description = "Commission Dispute"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sla_date, id"
    _rec_names_search = ["payee_id", "document", "move_id"]
    _check_company_auto = True
    _mail_post_access = "read"  # both sides talk about it, and neither writes it

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    statement_id = fields.Many2one(
        "crm.commission.statement",
        readonly=True,
        index=True,
        # statements of contacts that turn out to be one are made anew
        ondelete="set null",
        check_company=True,
    )
    period_id = fields.Many2one(
        "crm.commission.period", required=True, readonly=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    payee_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    payee_user_id = fields.Many2one(
        "res.users",
        string="User who is paid",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    opened_by_id = fields.Many2one(
        "res.users", string="Opened by", required=True, readonly=True, ondelete="restrict"
    )
    opened_at = fields.Datetime(string="Opened on", required=True, readonly=True)

    entry_id = fields.Many2one(
        "crm.commission.entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    document = fields.Char(readonly=True, help="As the payee has named it, or its number.")
    subject = fields.Char(string="What it is about", compute="_compute_subject", compute_sudo=True)
    reason = fields.Selection(
        [
            ("missing", "A sale is missing"),
            ("amount", "The amount is wrong"),
            ("rate", "The rate or tier is wrong"),
            ("share", "It is shared wrongly"),
            ("taken_back", "It should not have been taken back"),
            ("other", "Something else"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Text(string="In the payee's words", readonly=True)
    amount_claimed = fields.Monetary(
        string="Claimed", readonly=True, help="What it should be in the eyes of the payee."
    )

    user_id = fields.Many2one(
        "res.users",
        string="Decides",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
    )
    sla_date = fields.Date(
        string="Answer by", readonly=True, help="Five working days after it was opened."
    )
    sla_state = fields.Selection(
        [("ok", "In time"), ("soon", "Due soon"), ("late", "Late"), ("done", "Decided")],
        string="Time left",
        compute="_compute_sla_state",
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("in_review", "In review"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("closed", "Concluded"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="new",
        tracking=True,
        index=True,
        group_expand="_expand_states",
    )
    outcome = fields.Selection(
        [("accepted", "Accepted"), ("rejected", "Rejected"), ("withdrawn", "Withdrawn")],
        readonly=True,
    )
    resolution = fields.Text(string="Answer", readonly=True)
    amount_due = fields.Monetary(
        string="What is right", readonly=True, help="What was decided that it should be."
    )
    resolved_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="restrict"
    )
    resolved_at = fields.Datetime(string="Decided on", readonly=True)
    resolved_entry_id = fields.Many2one(
        "crm.commission.entry",
        string="Entry of the decision",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _entry_once = models.UniqueIndex(
        "(entry_id) WHERE state IN ('new', 'in_review')",
        "This entry is being disputed already.",
    )

    @api.depends("entry_id", "move_id", "document")
    @api.depends_context("lang")
    def _compute_subject(self):
        for dispute in self:
            # sudo: of an invoice that the payee may not open the number may be told
            named = dispute.sudo().move_id.name or dispute.document
            title = dispute.entry_id and dispute.entry_id._get_title()
            dispute.subject = " · ".join(filter(None, (title, named)))

    @api.depends("subject", "payee_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for dispute in self:
            # sudo: the name of the payee, of a dispute that may be read
            name = dispute.sudo().payee_id.name
            dispute.display_name = f"{name} · {dispute.subject}" if dispute.subject else name

    @api.depends("state", "sla_date")
    def _compute_sla_state(self):
        for dispute in self:
            today = dispute.company_id._crm_today()
            decided = dispute.state not in OPEN
            dispute.sla_state = clock(today, dispute.sla_date or None, decided=decided)

    @api.model
    def _expand_states(self, states, domain):
        return [state for state, _name in self._fields["state"].selection]

    # -- what nobody changes by hand -------------------------------------------------------------

    @api.model
    def _is_by_flow(self):
        return self.env.context.get("crm_commission_flow") is BY_FLOW

    def _by_flow(self):
        """These disputes, for a step to write on.

        sudo: who may take a step has been checked, and may do nothing else to a dispute.
        """
        return self.sudo().with_context(crm_commission_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            raise UserError(self.env._("Disputes are opened on a statement: open it there."))
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - _FREE and not self._is_by_flow():
            raise UserError(self.env._("Disputes go on by their buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Disputes are kept: none is deleted."))
