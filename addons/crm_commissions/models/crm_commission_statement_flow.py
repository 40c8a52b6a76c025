from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .crm_commission_statement import LIVE

MANAGER = "crm_commissions.group_commission_manager"
ACCOUNTANT = "crm_commissions.group_commission_accountant"


class CrmCommissionStatement(models.Model):
    """The steps of a statement, who may take them and when.

    =============  =========================  ==================================================
    step           from                       who
    =============  =========================  ==================================================
    send           draft                      manager, accountant
    acknowledge    sent                       the payee; a manager or accountant on his behalf
    approve        sent, acknowledged         manager, and never of the own statement
    back to draft  sent, acknowledged,        manager, and never of the own statement
                   approved
    =============  =========================  ==================================================

    What changes after it was sent is a draft again, so nobody approves what the payee has not seen.
    """

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    is_own = fields.Boolean(compute="_compute_rights")
    can_send = fields.Boolean(compute="_compute_rights")
    can_acknowledge = fields.Boolean(compute="_compute_rights")
    can_approve = fields.Boolean(compute="_compute_rights")
    can_reset = fields.Boolean(compute="_compute_rights")
    blocked_reason = fields.Char(
        compute="_compute_rights", help="Why the next step cannot be taken now."
    )

    @api.depends("state", "period_state", "user_id", "payee_id", "previous_id.state")
    @api.depends_context("uid", "lang")
    def _compute_rights(self):
        manages, keeps = self._has(MANAGER), self._has(MANAGER, ACCOUNTANT)
        for statement in self:
            own = statement._is_of(self.env.user)
            statement.is_own = own
            problem = statement._find_problem()
            statement.can_send = keeps and statement.state == "draft" and not problem
            statement.can_acknowledge = statement.state == "sent" and (own or keeps)
            open_to_approval = statement.state in ("sent", "acknowledged") and not problem
            statement.can_approve = manages and not own and open_to_approval
            statement.can_reset = (
                manages and not own and statement.state in ("sent", "acknowledged", "approved")
            )
            if keeps and not problem and own and statement.state in ("sent", "acknowledged"):
                problem = self.env._("Somebody else has to approve your own statement.")
            statement.blocked_reason = keeps and statement.state in LIVE and problem

    def _is_of(self, user):
        """Whether it pays this user, directly or as the contact that is paid."""
        self.ensure_one()
        # sudo: whom a user is must be known of everybody, or four eyes are two
        partner = user.sudo().partner_id
        # sudo: the same of the payee
        payee = self.sudo().payee_id
        own = user == self.sudo().user_id or payee == partner
        return own or bool(partner.parent_id and payee == partner.commercial_partner_id)

    def _find_problem(self):
        """What keeps a statement from being sent or approved, in a sentence; None if nothing."""
        self.ensure_one()
        if self.period_state == "open":
            return self.env._(
                "%s is still open and its figures may change: calculate it first.",
                self._get_month(),
            )
        before = self.sudo().previous_id
        if before.state in LIVE:
            return self.env._(
                "The statement of %s comes first: what it leaves is carried into this one.",
                before._get_month(),
            )
        return None

    def _get_month(self):
        return format_date(self.env, self.sudo().date_from, date_format="MMMM y")

    # -- steps -----------------------------------------------------------------------------------

    def action_send(self):
        """Show the statement to the payee as something to agree to.

        :raise UserError: the period is open, or an earlier statement comes first
        """
        self._check_group(MANAGER, ACCOUNTANT)
        self._check_step("draft", before_others=True)
        self._by_flow().write({"state": "sent", "sent_at": fields.Datetime.now()})
        for statement in self:
            statement._tell_payee()

    def action_acknowledge(self):
        """The payee agrees to the figures."""
        self.check_access("read")
        for statement in self:
            if not statement._is_of(self.env.user):
                statement._check_group(MANAGER, ACCOUNTANT)
        self._check_step("sent")
        self._by_flow().write(
            {
                "state": "acknowledged",
                "acknowledged_by_id": self.env.uid,
                "acknowledged_at": fields.Datetime.now(),
            }
        )

    def action_approve(self):
        """Agree to pay the statement: from here on its figures stand.

        :raise AccessError: it is the own one, or not a manager's step
        :raise UserError: it has not been sent, the period is open, or an earlier one comes first
        """
        self._check_four_eyes()
        self._check_step("sent", "acknowledged", before_others=True)
        self._check_adds_up()
        self._by_flow().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )

    def action_back_to_draft(self):
        """Let the figures follow the ledger again.

        :raise UserError: it is settled, or the next one has been approved
        """
        self._check_four_eyes()
        self._check_step("sent", "acknowledged", "approved")
        for statement in self:
            if statement._is_settled():
                raise UserError(
                    self.env._("%s is settled: cancel its settlement.", statement.display_name)
                )
            if statement.period_state == "closed":
                raise UserError(
                    self.env._(
                        "%s is closed: what changes is booked into the next period.",
                        statement._get_month(),
                    )
                )
        self._check_nothing_follows()
        self._by_flow().write(self._get_draft_values())
        for company in self.company_id:
            self._refresh(company)

    @api.model
    def _get_draft_values(self):
        return {
            "state": "draft",
            "sent_at": False,
            "acknowledged_by_id": False,
            "acknowledged_at": False,
            "approved_by_id": False,
            "approved_at": False,
        }

    def _tell_payee(self):
        """A message to whoever is paid, in the inbox or by mail as he prefers."""
        partners = self._get_told_partners()
        statement = self.with_context(lang=partners[:1].lang or self.env.lang)
        statement.message_post(
            body=statement.env._(
                "Your commission statement of %s is ready: look it through and acknowledge it.",
                statement._get_month(),
            ),
            partner_ids=partners.ids,
        )

    def _get_told_partners(self):
        """The contacts by which whoever is paid hears of the statement."""
        # sudo: the contact of a user may be read by whoever reads the user
        return self.sudo().user_id.partner_id

    # -- guards ----------------------------------------------------------------------------------

    def _has(self, *groups):
        return self.env.su or any(self.env.user.has_group(group) for group in groups)

    def _check_group(self, *groups):
        self.check_access("read")
        if not self._has(*groups):
            raise AccessError(self.env._("Ask a commission manager or accountant to do this."))

    def _check_four_eyes(self):
        self._check_group(MANAGER)
        for statement in self:
            if statement._is_of(self.env.user):
                raise AccessError(
                    self.env._(
                        "%s is your own: somebody else has to approve it.", statement.display_name
                    )
                )

    def _check_step(self, *states, before_others=False):
        names = dict(self._fields["state"]._description_selection(self.env))
        for statement in self:
            if statement.state not in states:
                raise UserError(
                    self.env._(
                        "%(statement)s is at “%(state)s”: it has to be at “%(before)s” first.",
                        statement=statement.display_name,
                        state=names[statement.state],
                        before=names[states[0]],
                    )
                )
            problem = before_others and statement._find_problem()
            if problem:
                raise UserError(problem)

    def _check_adds_up(self):
        wrong = self._get_wrong()
        for statement in self:
            if statement.id in wrong:
                raise UserError(
                    self.env._(
                        "%(statement)s does not add up: %(problem)s Run the commissions and look "
                        "again.",
                        statement=statement.display_name,
                        problem=wrong[statement.id],
                    )
                )

    def _check_nothing_follows(self):
        # sudo: a later statement counts, seen or not
        later = self.sudo().search(
            [("previous_id", "in", self.ids), ("state", "not in", (*LIVE, "cancelled"))], limit=1
        )
        if later - self:
            raise UserError(
                self.env._(
                    "%s has been approved already with what this one left: take that one back "
                    "first.",
                    later.display_name,
                )
            )
