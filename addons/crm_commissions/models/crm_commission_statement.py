from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..by_flow import BY_FLOW

LIVE = ("draft", "sent", "acknowledged", "disputed")
"""States in which figures still follow the ledger; afterwards they stand."""

# What a person may write: all else comes from the ledger or from a step.
_FREE = {"message_follower_ids", "message_ids", "activity_ids"}


class CrmCommissionStatement(models.Model):
    """What a payee is paid for a period, in one currency, with all the entries it consists of.

    It exists from the first entry on and follows the ledger until it is approved. Its figures are
    made in ``crm_commission_statement_refresh.py``, its steps in
    ``crm_commission_statement_flow.py``, and what a payee unfolds in
    ``crm_commission_statement_drill.py``.
    """

    _name = "crm.commission.statement"
    _description = "Commission Statement"
    _inherit = ["mail.thread"]
    _order = "date_from desc, payee_id, id"
    _rec_names_search = ["payee_id", "period_id"]
    _check_company_auto = True
    _mail_post_access = "read"  # payees and accountants talk about it, though they do not write it

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    payee_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    payee_type = fields.Selection(
        [("employee", "Employee"), ("external", "Agent from outside")],
        string="Paid as",
        required=True,
        readonly=True,
        default="employee",
    )
    user_id = fields.Many2one(
        "res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Whose sales are paid: may see the statement and acknowledge it.",
    )
    period_id = fields.Many2one(
        "crm.commission.period",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date_from = fields.Date(related="period_id.date_from", store=True, precompute=True)
    period_state = fields.Selection(related="period_id.state", string="Status of the period")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    entry_ids = fields.One2many(
        "crm.commission.entry", "statement_id", string="Entries", readonly=True
    )
    entry_count = fields.Integer(readonly=True, aggregator="sum")

    amount_earned = fields.Monetary(
        string="Earned", readonly=True, help="What was earned in the period itself."
    )
    amount_late = fields.Monetary(
        string="Changes of earlier periods",
        readonly=True,
        help="Refunds, returned payments and corrections of what is closed already.",
    )
    draw_amount = fields.Monetary(
        string="Draw", readonly=True, help="What was advanced, less what was recovered."
    )
    amount_gross = fields.Monetary(
        string="Total of the entries", readonly=True, help="Rounded once."
    )
    carry_in = fields.Monetary(
        string="Carried from the statement before", readonly=True, aggregator=False
    )
    carry_out = fields.Monetary(string="Carried to the next one", readonly=True, aggregator=False)
    amount_payable = fields.Monetary(string="To pay", readonly=True)
    rounding_in = fields.Float(
        string="Rounding carried in", digits=(16, 6), readonly=True, aggregator=False
    )
    rounding_out = fields.Float(
        string="Rounding carried out", digits=(16, 6), readonly=True, aggregator=False
    )
    previous_id = fields.Many2one(
        "crm.commission.statement",
        string="Statement before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    fingerprint = fields.Char(
        readonly=True,
        copy=False,
        help="Changes with any entry or figure: what was approved can be told from anything else.",
    )
    due_date = fields.Date(
        string="Due",
        readonly=True,
        help="The last day: for agents the end of the month after the quarter, for employees the "
        "end of the year.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("acknowledged", "Acknowledged"),
            ("disputed", "Disputed"),
            ("approved", "Approved"),
            ("settled", "Settled"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        index=True,
    )
    sent_at = fields.Datetime(string="Sent on", readonly=True)
    acknowledged_by_id = fields.Many2one(
        "res.users", string="Acknowledged by", readonly=True, ondelete="restrict"
    )
    acknowledged_at = fields.Datetime(string="Acknowledged on", readonly=True)
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, ondelete="restrict"
    )
    approved_at = fields.Datetime(string="Approved on", readonly=True)

    _payee_period_unique = models.UniqueIndex(
        "(payee_id, period_id, currency_id, company_id)",
        "This payee has a statement of the period already.",
    )

    @api.depends("period_id.date_from", "payee_id.name")
    def _compute_display_name(self):
        for statement in self:
            month = format_date(self.env, statement.period_id.date_from, date_format="MMMM y")
            statement.display_name = f"{statement.payee_id.name} · {month}"

    def _is_settled(self):
        """Whether a bill or an entry of the accounts pays it: then it cannot go back to draft.

        Settlement hooks in here.
        """
        self.ensure_one()
        return self.state in ("settled", "paid")

    def _split_disputed(self):
        """Move what is disputed to the next statements, so that the rest can be settled.

        Disputes hook in here.
        """

    # -- what nobody changes by hand -------------------------------------------------------------

    @api.model
    def _is_by_flow(self):
        return self.env.context.get("crm_commission_flow") is BY_FLOW

    def _by_flow(self):
        """These statements, for a step or the ledger to write on.

        sudo: payees, managers and accountants may do their step, and nothing else to a statement.
        """
        return self.sudo().with_context(crm_commission_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            raise UserError(self.env._("Statements come from the ledger: nobody writes them."))
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - _FREE and not self._is_by_flow():
            raise UserError(self.env._("Statements follow the ledger and go on by their buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self._is_by_flow():
            raise UserError(self.env._("Statements are kept: none is deleted."))
