from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.crm_commission_period import ACCOUNTANT, MANAGER

INVOICING = "account.group_account_invoice"
_SALES = ("out_invoice", "out_receipt")


class CrmCommissionReturnWizard(models.TransientModel):
    """A receipt that came back: its invoice is open again, and receipt and return are matched.

    Nothing is done with the rights of somebody else: whoever confirms writes in the accounts.
    """

    _name = "crm.commission.return.wizard"
    _description = "Returned Receipt"

    control_id = fields.Many2one("crm.commission.control", readonly=True, ondelete="set null")
    line_id = fields.Many2one(
        "account.move.line", string="Debit", required=True, readonly=True, ondelete="cascade"
    )
    # what may not be read of the accounts is not read through this
    currency_id = fields.Many2one(related="line_id.currency_id", related_sudo=False)
    date = fields.Date(related="line_id.date", related_sudo=False)
    amount = fields.Monetary(
        string="Still open",
        related="line_id.amount_residual_currency",
        related_sudo=False,
        help="What is matched with nothing yet.",
    )
    partner_id = fields.Many2one(
        string="Customer", related="line_id.partner_id", related_sudo=False
    )
    move_id = fields.Many2one(string="Bank entry", related="line_id.move_id", related_sudo=False)
    candidate_ids = fields.Many2many(
        "account.move.line", string="Payments", compute="_compute_candidate_ids"
    )
    payment_line_id = fields.Many2one(
        "account.move.line",
        string="What came back",
        compute="_compute_payment_line_id",
        compute_sudo=False,  # nor are payments found that may not be read
        store=True,
        readonly=False,
        ondelete="cascade",
    )
    payment_date = fields.Date(
        string="Date of the payment", related="payment_line_id.date", related_sudo=False
    )
    payment_currency_id = fields.Many2one(
        string="Currency of the payment", related="payment_line_id.currency_id", related_sudo=False
    )
    payment_amount = fields.Monetary(
        string="Matched with invoices",
        currency_field="payment_currency_id",
        compute="_compute_payment",
    )
    invoice_ids = fields.Many2many("account.move", string="Invoices", compute="_compute_payment")

    @api.depends("line_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.candidate_ids = wizard._find_candidates()

    @api.depends("line_id")
    def _compute_payment_line_id(self):
        for wizard in self:
            same = wizard.candidate_ids.filtered(wizard._is_same)
            wizard.payment_line_id = same if len(same) == 1 else False

    @api.depends("payment_line_id")
    def _compute_payment(self):
        for wizard in self:
            wizard.payment_amount = wizard._get_matched(wizard.payment_line_id)
            wizard.invoice_ids = wizard.payment_line_id.matched_debit_ids.debit_move_id.move_id

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards._check_reader()
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self._check_reader()
        return result

    def _check_reader(self):
        (self.line_id | self.payment_line_id).check_access("read")

    # -- which payment ---------------------------------------------------------------------------

    def _find_candidates(self):
        """What the customer paid and is matched with invoices: of the same amount first, then the
        latest. Nobody's money is the return of nobody."""
        debit = self.line_id
        if not debit.partner_id:
            return debit.browse()
        found = debit.search(
            [
                ("company_id", "=", debit.company_id.id),
                ("account_id", "=", debit.account_id.id),
                (
                    "partner_id.commercial_partner_id",
                    "=",
                    debit.partner_id.commercial_partner_id.id,
                ),
                ("parent_state", "=", "posted"),
                ("balance", "<", 0),
                ("date", "<=", debit.date),
                ("move_id.move_type", "=", "entry"),
                "|",
                "|",
                ("move_id.origin_payment_id", "!=", False),
                ("move_id.statement_line_id", "!=", False),
                ("journal_id.type", "in", ("bank", "cash", "credit")),
                ("matched_debit_ids.debit_move_id.move_id.move_type", "in", _SALES),
            ],
            order="date desc, id desc",
        )
        return found.sorted(self._is_same, reverse=True)

    def _is_same(self, payment):
        """Whether as much came back as this had paid, to the cent."""
        currency = self.line_id.currency_id
        return payment.currency_id == currency and not currency.compare_amounts(
            self._get_matched(payment), self.line_id.amount_residual_currency
        )

    @staticmethod
    def _get_matched(payment):
        """How much of a payment is matched, in its currency, above zero."""
        return payment.amount_residual_currency - payment.amount_currency

    # -- what is done ----------------------------------------------------------------------------

    @api.model
    def _may_return(self):
        """Whether the user keeps commissions and writes in the accounts."""
        user = self.env.user
        return user.has_group(INVOICING) and (user.has_group(ACCOUNTANT) or user.has_group(MANAGER))

    @api.model
    def _check_may_return(self):
        """
        :raise AccessError: the user may not
        """
        if not self._may_return():
            raise AccessError(
                self.env._(
                    "Matching what came back takes the rights of commissions and of invoicing "
                    "together: ask an accountant."
                )
            )

    def action_return(self):
        """Open the invoice again, and match the payment with what came back.

        :raise AccessError: the user does not keep commissions, or may not write in the accounts
        :raise UserError: it is done already, or it is no simple return, with what to do by hand
        """
        self.ensure_one()
        self._check_may_return()
        self.control_id.check_access("write")
        problem = self._find_problem()
        if problem:
            raise UserError(problem)
        # two at once: both write the debit, so the database lets one of them begin anew, and it
        # is told that nothing is open
        self.payment_line_id.remove_move_reconcile()
        (self.payment_line_id | self.line_id).reconcile()
        if self.control_id:
            self.control_id._list_debits()
        return {"type": "ir.actions.act_window_close"}

    def _find_problem(self):
        """Why this is not done, or None."""
        debit, payment = self.line_id, self.payment_line_id
        if debit.currency_id.compare_amounts(debit.amount_residual_currency, 0) <= 0:
            return self.env._(
                "%s is matched already: there is nothing left to do.", debit.move_id.display_name
            )
        if not debit.partner_id:
            return self.env._(
                "Nobody knows whose money this is: write the customer on the bank entry first."
            )
        if not payment:
            return self.env._("Choose the payment that came back.")
        if payment not in self.candidate_ids:
            return self.env._(
                "%(payment)s is no payment of %(customer)s that an invoice is matched with: "
                "choose another one.",
                payment=payment.move_id.display_name,
                customer=debit.partner_id.display_name,
            )
        return self._find_difference()

    def _find_difference(self):
        debit, payment = self.line_id, self.payment_line_id
        if payment.currency_id != debit.currency_id:
            return self.env._(
                "%(payment)s is in %(other)s and what came back in %(currency)s. %(by_hand)s",
                payment=payment.move_id.display_name,
                other=payment.currency_id.name,
                currency=debit.currency_id.name,
                by_hand=self._get_by_hand(),
            )
        if not self._is_same(payment):
            return self.env._(
                "%(payment)s is matched with %(matched)s and %(open)s came back. %(by_hand)s",
                payment=payment.move_id.display_name,
                matched=payment.currency_id.format(self._get_matched(payment)),
                open=debit.currency_id.format(debit.amount_residual_currency),
                by_hand=self._get_by_hand(),
            )
        others = self.invoice_ids.filtered(self._is_other)
        if others:
            return self.env._(
                "%(payment)s is matched with %(others)s as well. %(by_hand)s",
                payment=payment.move_id.display_name,
                others=", ".join(others.mapped("display_name")),
                by_hand=self._get_by_hand(),
            )
        return None

    def _is_other(self, move):
        """Neither an invoice nor the difference of exchange that comes and goes with it."""
        exchange = move.company_id.currency_exchange_journal_id
        return move.move_type not in _SALES and move.journal_id != exchange

    def _get_by_hand(self):
        return self.env._(
            "Do it by hand: on the invoice undo the match with the payment, match what came back "
            "with the payment, and book the difference, like the fees of the bank, by itself."
        )
