from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..settling import SETTLED, TYPES
from .crm_commission_statement_flow import ACCOUNTANT

_OF_SETTLEMENT = ("approved", *SETTLED)


class CrmCommissionStatement(models.Model):
    """Settling: an approved statement becomes a bill or an entry, once.

    What is settled and paid is not told to a statement: it follows from the bill in the accounts.
    A bill that is cancelled, reversed or deleted leaves it approved, with all of its entries.
    """

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    settlement_type = fields.Selection(TYPES, string="Settled by", readonly=True, default="entry")
    settlement_ids = fields.One2many(
        "crm.commission.settlement",
        "statement_id",
        string="Settlements",
        readonly=True,
        groups="crm_commissions.group_commission_accountant,"
        "crm_commissions.group_commission_auditor,crm_commissions.group_commission_manager",
    )
    move_ids = fields.Many2many(
        "account.move", string="Bills and entries", compute="_compute_move_ids", compute_sudo=True
    )
    move_count = fields.Integer(compute="_compute_move_ids", compute_sudo=True)
    lock_notice = fields.Char(compute="_compute_lock_notice", compute_sudo=True)
    payroll_reference = fields.Char(compute="_compute_move_ids", compute_sudo=True)
    state = fields.Selection(compute="_compute_state", store=True, readonly=False)
    can_settle = fields.Boolean(compute="_compute_can_settle")
    can_match = fields.Boolean(compute="_compute_can_settle")
    can_undo = fields.Boolean(compute="_compute_can_settle")

    @api.depends("settlement_ids.status")
    def _compute_state(self):
        """Of what is approved; all other states are written by their steps."""
        for statement in self:
            state = statement.state
            if state in _OF_SETTLEMENT:
                live = statement.settlement_ids.filtered("is_live")
                state = {False: "approved", "paid": "paid"}.get(live.status, "settled")
            statement.state = state

    @api.depends("settlement_ids.move_id", "settlement_ids.is_live")
    def _compute_move_ids(self):
        for statement in self:
            statement.move_ids = statement.settlement_ids.move_id
            statement.move_count = len(statement.move_ids)
            live = statement.settlement_ids.filtered("is_live")
            statement.payroll_reference = live.reference

    @api.depends("settlement_ids.status")
    def _compute_lock_notice(self):
        """That the day of a draft is locked, before it is posted."""
        for statement in self:
            move = statement.settlement_ids.filtered(lambda row: row.status == "draft").move_id
            statement.lock_notice = bool(move) and move._get_lock_date_message(
                move._get_accounting_date_source(), move._affect_tax_report()
            )

    @api.depends("state", "settlement_type", "settlement_ids.status")
    @api.depends_context("uid")
    def _compute_can_settle(self):
        keeps = self._has(ACCOUNTANT)
        for statement in self:
            may = keeps and not statement._is_of(self.env.user)
            waits = may and statement.state == "approved"
            statement.can_settle = waits and (
                statement.settlement_type in ("bill", "entry") or not statement.amount_payable
            )
            statement.can_match = (
                waits and statement.payee_type == "external" and bool(statement.amount_payable)
            )
            live = statement.sudo().settlement_ids.filtered("is_live")
            of_accounts = live.kind in ("bill", "entry")
            statement.can_undo = may and bool(live) and (live.status == "draft" or not of_accounts)

    def _is_settled(self):
        # sudo: who takes a step backwards need not read settlements
        return super()._is_settled() or any(self.sudo().settlement_ids.mapped("is_live"))

    # -- settling --------------------------------------------------------------------------------

    def action_settle(self):
        """Make the bill or entry, as a draft, of statements that are approved.

        Those that are settled already stay as they are: pressed twice, it does the same as once.

        :raise AccessError: it is the own one, or not an accountant's step
        :raise UserError: one cannot be settled, with the reason
        """
        self._check_settler()
        waiting = self._take_to_settle()
        waiting._split_disputed()
        for statement in waiting:
            problem = statement._find_settle_problem()
            if problem:
                raise UserError(problem)
        waiting._settle()
        return self.action_open_moves()

    def _check_settler(self):
        self._check_group(ACCOUNTANT)
        for statement in self:
            if statement._is_of(self.env.user):
                raise AccessError(
                    self.env._(
                        "%s is your own: somebody else has to settle it.", statement.display_name
                    )
                )

    def _take_to_settle(self):
        """Lock these statements, and leave out those that are settled already.

        :raise UserError: somebody else is settling one of them at this moment
        """
        try:
            # sudo: rows are locked on behalf of whoever takes the step
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is working on these statements at this moment: look again in "
                    "a minute."
                )
            ) from error
        return self.filtered(lambda statement: not statement._is_settled())

    def _find_settle_problem(self):
        """Why it cannot be settled now, in a sentence; None if it can."""
        self.ensure_one()
        name = self.display_name
        if self._is_of(self.env.user):
            return self.env._("%s is your own: somebody else has to settle it.", name)
        if self.state != "approved":
            names = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(statement)s is at “%(state)s”: it has to be approved first.",
                statement=name,
                state=names[self.state],
            )
        if not self.amount_payable:
            return None
        if self.settlement_type == "vendor_bill":
            return self.env._(
                "%s waits for the bill of the agent: match it when it is there.", name
            )
        if self.settlement_type == "payroll":
            return self.env._(
                "%s is paid by payroll: take it over with the payroll file of the month.", name
            )
        return self._find_setup_problem()

    def _find_setup_problem(self):
        if not self.env["account.move"].has_access("create"):
            return self.env._(
                "You may not write bills and entries: ask for the right Invoicing in the accounts."
            )
        try:
            self.company_id._check_commission_setup(self.settlement_type)
        except UserError as error:
            return str(error)
        return None

    def _settle(self):
        """What was checked and locked is settled."""
        nothing = self.filtered(lambda statement: not statement.amount_payable)
        nothing._add_settlements("nothing")
        for (company, kind), group in (
            (self - nothing)
            .grouped(lambda statement: (statement.company_id, statement.settlement_type))
            .items()
        ):
            own = group.with_company(company)
            moves = own._make_bills() if kind == "bill" else own._make_entries()
            own._add_settlements(kind, moves)

    def _add_settlements(self, kind, moves=(), **values):
        """
        :param moves: in the order of the statements, if there are any
        """
        Settlement = self.env["crm.commission.settlement"]
        # what was cancelled just now makes room in the unique index only once it is written
        Settlement.flush_model(["is_live"])
        made = Settlement._by_flow().create(
            [
                {
                    "statement_id": statement.id,
                    "amount": statement.amount_payable,
                    "kind": kind,
                    "move_id": moves[place].id if moves else False,
                    **values,
                }
                for place, statement in enumerate(self)
            ]
        )
        self.invalidate_recordset(["settlement_ids", "move_ids", "move_count"])
        return made

    # -- and back --------------------------------------------------------------------------------

    def action_cancel_settlement(self):
        """Take back a settlement that is not in the accounts yet: a draft, or payroll.

        :raise UserError: its bill or entry is posted
        """
        self._check_settler()
        for statement in self:
            live = statement.settlement_ids.filtered("is_live")
            move = live.move_id
            if move.state == "posted":
                raise UserError(
                    self.env._(
                        "%(move)s is posted: cancel or reverse it in the accounts, and "
                        "%(statement)s is approved again.",
                        move=move.display_name,
                        statement=statement.display_name,
                    )
                )
            live._undo()

    def action_open_moves(self):
        """The bills and entries of these statements."""
        # the statement may be read, and whoever opens it needs the rights of the accounts
        moves = self.move_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bills and Entries of Commissions"),
            "res_model": "account.move",
            "context": {"create": False},
        }
        if len(moves) == 1:
            return {**action, "res_id": moves.id, "views": [(False, "form")]}
        return {
            **action,
            "domain": [("id", "in", moves.ids)],
            "views": [(False, "list"), (False, "form")],
        }
