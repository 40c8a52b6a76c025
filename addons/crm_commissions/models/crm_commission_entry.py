from odoo import api, fields, models
from odoo.exceptions import UserError

from ..by_flow import BY_FLOW

_TO_LINK = {"statement_id"}


class CrmCommissionEntry(models.Model):
    """The ledger: what was booked for whom, when, and why. It only grows.

    Nothing in it is ever changed: a correction is an entry more. The database refuses the rest, see
    ``crm_commission_entry_guard.py``.
    """

    _name = "crm.commission.entry"
    _description = "Commission Entry"
    _log_access = False
    _order = "event_date desc, id desc"
    _rec_name = "id"

    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    participant_id = fields.Many2one(
        "crm.commission.participant", readonly=True, ondelete="restrict"
    )
    payee_id = fields.Many2one("res.partner", required=True, readonly=True, ondelete="restrict")
    plan_id = fields.Many2one("crm.commission.plan", readonly=True, index=True, ondelete="restrict")
    rule_id = fields.Many2one("crm.commission.rule", readonly=True, ondelete="restrict")
    credit_id = fields.Many2one("crm.commission.credit", readonly=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null")
    move_id = fields.Many2one(related="credit_id.move_id", string="Invoice")
    order_id = fields.Many2one(related="credit_id.order_id", string="Order")
    kind = fields.Selection(
        [
            ("earn", "Earned"),
            ("tier", "Tier"),
            ("override", "Team"),
            ("draw", "Draw"),
            ("recover", "Draw recovered"),
            ("cap", "Cap"),
            ("floor", "Floor"),
            ("manual", "By hand"),
            ("dispute", "Dispute"),
        ],
        required=True,
        readonly=True,
    )
    event_date = fields.Date(string="Date", required=True, readonly=True)
    origin_period_id = fields.Many2one(
        "crm.commission.period",
        string="Period of origin",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="In which the sale counts for its tiers.",
    )
    period_id = fields.Many2one(
        "crm.commission.period",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="In which it is booked.",
    )
    company_id = fields.Many2one(related="period_id.company_id")
    window_key = fields.Char(string="Window", readonly=True)
    bracket = fields.Integer(readonly=True, aggregator=False)
    base = fields.Float(digits=(16, 6), readonly=True)
    rate = fields.Float(digits=(16, 6), readonly=True, aggregator=False)
    amount = fields.Float(digits=(16, 6), required=True, readonly=True)
    explain = fields.Json(readonly=True)
    explanation = fields.Char(compute="_compute_explanation")
    number = fields.Integer(
        readonly=True, aggregator=False, help="The first entry about something has 1."
    )
    run_id = fields.Integer(readonly=True, aggregator=False, index=True)
    run_at = fields.Datetime(string="Booked at", required=True, readonly=True)

    # Two runs at once can not book the same difference.
    _number_unique = models.UniqueIndex(
        "(participant_id, plan_id, kind, origin_period_id, COALESCE(credit_id, 0), "
        "COALESCE(rule_id, 0), COALESCE(window_key, ''), COALESCE(bracket, 0), number) "
        "WHERE kind NOT IN ('manual', 'dispute')",
        "This was booked already.",
    )
    _of_credit = models.Index("(credit_id, origin_period_id)")
    _of_payee = models.Index("(payee_id, period_id)")
    _of_period = models.Index("(period_id)")

    @api.depends("kind", "explain", "base", "rate", "amount")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for entry in self:
            entry.explanation = entry._explain()

    @api.depends("kind", "credit_id", "participant_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            # sudo: the name of what is paid for, of an invoice that a payee may not open
            known = entry.sudo()
            document = known.move_id.name or known.order_id.name or known.payee_id.name
            entry.display_name = f"{kinds.get(entry.kind, '')} · {document or ''}"

    @api.model
    def _is_by_flow(self):
        return self.env.context.get("crm_commission_flow") is BY_FLOW

    def _by_flow(self):
        return self.with_context(crm_commission_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        """
        :raise UserError: somebody else than the run, or a step of a statement, books
        """
        if not self._is_by_flow():
            raise UserError(self.env._("Entries are booked by the run and by steps of statements."))
        return super().create(vals_list)

    def write(self, vals):
        """
        :raise UserError: something else than the statement would change
        """
        if set(vals) - _TO_LINK or not self._is_by_flow():
            raise UserError(
                self.env._("What is booked is not changed: a correction is an entry more.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What is booked is not deleted: a correction is an entry more."))
