from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from .crm_commission_dispute import OPEN
from .crm_commission_statement_flow import MANAGER

LEADER = "crm_actions.group_team_leader"
_TODO = "mail.mail_activity_data_todo"


class CrmCommissionDispute(models.Model):
    """The steps of a dispute, who may take them and when.

    =========  ====================  =============================================================
    step       from                  who
    =========  ====================  =============================================================
    review     new                   whoever may decide
    accept     new, in review        the leader of the payee's team, or a manager; never who is
    reject                           paid, nor who has opened it
    withdraw   new, in review        the payee, or who has opened it
    close      accepted, rejected    by itself, as soon as the payee acknowledges the statement or
                                     it is approved
    =========  ====================  =============================================================
    """

    # one file for each purpose
    _inherit = "crm.commission.dispute"  # pylint: disable=consider-merging-classes-inherited

    is_own = fields.Boolean(compute="_compute_rights")
    can_review = fields.Boolean(compute="_compute_rights")
    can_decide = fields.Boolean(compute="_compute_rights")
    can_withdraw = fields.Boolean(compute="_compute_rights")

    @api.depends("state", "payee_id", "payee_user_id", "opened_by_id")
    @api.depends_context("uid")
    def _compute_rights(self):
        for dispute in self:
            own, is_open = dispute._is_of(self.env.user), dispute.state in OPEN
            decides = is_open and not own and dispute._is_decider(self.env.user)
            dispute.is_own = own
            dispute.can_decide = decides
            dispute.can_review = decides and dispute.state == "new"
            dispute.can_withdraw = is_open and own

    def _is_of(self, user):
        """Whether a user is paid by it, or has opened it for somebody."""
        self.ensure_one()
        # sudo: whom a user is must be known of everybody, or four eyes are two
        own = self.sudo()
        partner = user.sudo().partner_id
        return (
            user in (own.payee_user_id, own.opened_by_id)
            or own.payee_id == partner
            or bool(partner.parent_id and own.payee_id == partner.commercial_partner_id)
        )

    def _is_decider(self, user):
        self.ensure_one()
        if user.has_group(MANAGER):
            return True
        # sudo: who leads the team of a payee is no secret
        leader = self.sudo().payee_user_id.sale_team_id.user_id
        return user == leader and user.has_group(LEADER)

    def _find_decider(self, but=None):
        """Whom to ask: the leader of the payee's team, else a manager; no user if there is none.

        :param but: a user who is not asked
        """
        self.ensure_one()
        # sudo: whoever opens a dispute has it decided by others, seen or not
        own = self.sudo()
        leader = own.payee_user_id.sale_team_id.user_id
        managers = self.env.ref(MANAGER).sudo().all_user_ids.sorted("id")
        for user in (*leader, *managers):
            if user != but and own._may_be_asked(user):
                return user
        return managers.browse()

    def _may_be_asked(self, user):
        """Whether a user works here and may decide it."""
        self.ensure_one()
        # sudo: whoever opens a dispute has it decided by others, seen or not
        own, user = self.sudo(), user.sudo()
        within = user.active and own.company_id in user.company_ids
        return within and not own._is_of(user) and own._is_decider(user)

    # -- steps -----------------------------------------------------------------------------------

    def action_review(self):
        """Look into it: the payee sees that somebody does.

        :raise AccessError: it is the own one, or of another team
        """
        for dispute in self:
            dispute._take("new")
            dispute._by_flow().write({"state": "in_review", "user_id": self.env.uid})

    def accept(self, amount, text=""):
        """Agree: what is right, less what is booked, is booked as an entry.

        :param amount: what the disputed entry or the missing document should come to
        :param text: an answer in words; needed where there is nothing to book
        :raise AccessError: it is the own one, or of another team
        :raise UserError: it is decided already, or somebody is deciding it
        """
        self._take(*OPEN)
        entry = self._book(amount)
        if not entry:
            self._check_text(text)
        values = {"amount_due": amount, "resolved_entry_id": entry.id}
        self._decide("accepted", text, values)

    def reject(self, text):
        """Disagree, and say why.

        :raise AccessError: it is the own one, or of another team
        :raise UserError: without a reason, or it is decided already
        """
        self._take(*OPEN)
        self._check_text(text)
        self._decide("rejected", text, {})

    def action_withdraw(self):
        """The payee lets it be.

        :raise AccessError: it is somebody else's
        :raise UserError: it is decided already
        """
        for dispute in self:
            dispute.check_access("read")
            if not dispute._is_of(self.env.user):
                raise AccessError(
                    self.env._("%s is withdrawn by who has opened it.", dispute.display_name)
                )
            dispute._check_state(*OPEN)
            dispute._lock()
            dispute._by_flow().write({"state": "closed", "outcome": "withdrawn"})
            dispute._end_activity()
            dispute.sudo().statement_id._after_dispute()

    def _close_decided(self):
        """What was decided is agreed to."""
        decided = self.filtered(lambda dispute: dispute.state in ("accepted", "rejected"))
        decided._by_flow().write({"state": "closed"})

    def _decide(self, outcome, text, values):
        text = (text or "").strip()
        self._by_flow().write(
            {
                "state": outcome,
                "outcome": outcome,
                "resolution": text,
                "resolved_by_id": self.env.uid,
                "resolved_at": fields.Datetime.now(),
                **values,
            }
        )
        self._end_activity()
        self._tell_payee()
        # sudo: the statement goes on, whoever has decided
        self.sudo().statement_id._after_dispute()

    # -- whom it concerns ------------------------------------------------------------------------

    def _ask_decider(self):
        """An activity of whoever decides, due on the last day for an answer."""
        for dispute in self.sudo():  # sudo: the payee asks, and may give nobody work otherwise
            if dispute.user_id:
                lang = dispute.user_id.lang or self.env.lang
                asked = dispute.with_context(lang=lang)
                dispute.activity_schedule(
                    _TODO,
                    date_deadline=dispute.sla_date,
                    user_id=dispute.user_id.id,
                    summary=asked.env._("Commission dispute: %s", asked.display_name),
                )

    def _end_activity(self):
        self.sudo().activity_unlink([_TODO])  # sudo: of whoever had been asked

    def _tell_payee(self):
        """A message with the answer to who is paid."""
        # sudo: the contact of a payee may be read by whoever reads the dispute
        own = self.sudo()
        partners = own._get_payee_partners()
        told = self.with_context(lang=partners[:1].lang or self.env.lang)
        states = dict(self._fields["state"]._description_selection(told.env))
        words = told.env._(
            "Your dispute about %(subject)s: %(state)s. %(text)s",
            subject=told.sudo().subject,
            state=states[own.state],
            text=own.resolution or "",
        )
        told.message_post(body=words.strip(), partner_ids=partners.ids)

    def _get_payee_partners(self):
        """The contacts through which who is paid can be told something."""
        user = self.payee_user_id
        return user.partner_id or self.payee_id

    # -- guards ----------------------------------------------------------------------------------

    def _take(self, *states):
        """Have the dispute for oneself until the end of the transaction, if one may decide it."""
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if self._is_of(user):
            raise AccessError(
                self.env._("%s is your own: somebody else has to decide it.", self.display_name)
            )
        if not self._is_decider(user):
            raise AccessError(
                self.env._(
                    "Disputes are decided by the leader of the payee's team or by a commission "
                    "manager."
                )
            )
        self._lock()
        self._check_state(*states)

    def _lock(self):
        try:
            self.sudo().lock_for_update(allow_referencing=True)  # sudo: nobody may write
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is deciding %s at this moment: look at it again.",
                    self.display_name,
                )
            ) from error

    def _check_state(self, *states):
        if self.state not in states:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(dispute)s is at “%(state)s” already: there is nothing left to do.",
                    dispute=self.display_name,
                    state=names[self.state],
                )
            )

    def _check_text(self, text):
        if not (text or "").strip():
            raise UserError(self.env._("Say why: the payee reads your answer."))
