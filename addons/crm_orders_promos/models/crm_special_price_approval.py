from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from .crm_special_price import AGREED

MANAGER = "sales_team.group_sale_manager"
LEADER = "crm_actions.group_team_leader"
IN_FORCE = ("approved", "expired")
"""States of a price that holds, or held on its days."""
_LIFE = {"state", "approver_id", "approved_on", "proposed_by_id", "used_qty"}


class CrmSpecialPrice(models.Model):
    """A rep proposes, a leader approves for the team's customers, a manager any.

    =============  ==============================  ===========================================
    action         from                            who
    =============  ==============================  ===========================================
    propose        draft, refused                  whoever may write it
    approve        draft, to_approve               leader of the customer's team, unless it is
                                                   below cost or margin; manager
    refuse         to_approve                      as approve, below cost too
    draft          to_approve, refused             whoever may write it
    draft          approved, expired               as approve
    end            approved                        as approve
    =============  ==============================  ===========================================
    """

    # one file for each purpose
    _inherit = "crm.special.price"  # pylint: disable=consider-merging-classes-inherited

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("expired", "Expired"),
            ("refused", "Refused"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    proposed_by_id = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    approved_on = fields.Date("Approved on", readonly=True, copy=False)
    can_approve = fields.Boolean(compute="_compute_can_approve")
    can_decide = fields.Boolean(compute="_compute_can_approve")

    @api.depends("team_id.user_id", "scope", "floor_verdict")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        manages = self.env.su or self.env.user.has_group(MANAGER)
        leads = self.env.user.has_group(LEADER)
        for price in self:
            of_team = leads and price.scope == "partner" and price.team_id
            price.can_decide = manages or bool(of_team and of_team.user_id == self.env.user)
            price.can_approve = manages or (price.can_decide and not price.floor_verdict)

    # -- what may be written -------------------------------------------------------------------

    @api.model
    def _with_new_life(self, vals):
        """Values of a new price, whose life begins now whatever the caller brings."""
        if self.env.su:
            return vals
        self._check_life_untouched({key: value for key, value in vals.items() if value != "draft"})
        return {**vals, **dict.fromkeys(_LIFE, False), "state": "draft", "used_qty": 0.0}

    @api.model
    def _check_life_untouched(self, vals):
        touched = {name for name in _LIFE & set(vals) if vals[name]}
        if touched and not self.env.su:
            raise AccessError(
                self.env._(
                    "A special price is proposed, approved and refused with its buttons, not "
                    "written: %(fields)s.",
                    fields=self._list_labels(touched),
                )
            )

    def _check_agreement_untouched(self, vals):
        """What was approved stays as it was approved; a wish of a rep waits as it was sent."""
        touched = AGREED & set(vals)
        if self.env.su or not touched:
            return
        for price in self:
            waits = price.state == "to_approve" and not price.can_decide
            if price.state in IN_FORCE or waits:
                raise UserError(
                    self.env._(
                        "%(price)s is %(state)s: set it back to draft to change %(fields)s.",
                        price=price.display_name,
                        state=self._get_state_word(price.state),
                        fields=self._list_labels(touched),
                    )
                )

    @api.model
    def _list_labels(self, names):
        labels = (self._fields[name]._description_string(self.env) for name in names)
        return format_list(self.env, sorted(labels))

    @api.model
    def _get_state_word(self, state):
        return dict(self._fields["state"]._description_selection(self.env))[state].lower()

    # -- actions -------------------------------------------------------------------------------

    def action_propose(self):
        """Send it to whoever approves prices of this customer."""
        self._check_step("write", ("draft", "refused"))
        self._live("to_approve", proposed_by_id=self.env.uid, approver_id=False)
        for price in self:
            approver = price._get_approver()
            if approver and approver != self.env.user:
                price.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=approver.id,
                    summary=self.env._("Special price to approve"),
                )

    def _get_approver(self):
        """Who is asked: the leader of the customer's team, unless a manager has to approve.

        sudo: who leads a team is no secret.
        """
        self.ensure_one()
        leader = self.sudo().team_id.user_id
        return leader if not self.floor_verdict else self.env["res.users"]

    def action_approve(self):
        """From now on it holds."""
        self._check_step("approve", ("draft", "to_approve"))
        today = fields.Date.context_today(self)
        self._live("approved", approver_id=self.env.uid, approved_on=today)
        self._settle_quota()
        self._close_activities()

    def action_refuse(self):
        self._check_step("decide", ("to_approve",))
        self._live("refused", approver_id=self.env.uid)
        self._close_activities()

    def action_draft(self):
        """Take it back, to change it or to give it up."""
        agreed = self.filtered(lambda price: price.state in IN_FORCE)
        agreed._check_step("decide", IN_FORCE)
        (self - agreed)._check_step("write", ("to_approve", "refused"))
        self._live("draft", approver_id=False, approved_on=False)
        self._close_activities()

    def action_end(self):
        """Yesterday was its last day; what was ordered at it stays."""
        self._check_step("decide", ("approved",))
        for company, prices in self.grouped("company_id").items():
            last = company._crm_today() - timedelta(days=1)
            for price in prices:
                first = price.date_from
                # a price that has not begun never holds: its days are one day that has passed
                values = {"date_from": last} if first and first > last else {}
                price._live("expired", date_to=last, **values)

    def _check_step(self, right, states):
        """Whether the user may take this step with these prices now.

        :raise AccessError: neither the rights of the model nor the role allow it
        :raise UserError: its state does not
        """
        self.check_access("write")
        for price in self:
            if price.state not in states:
                raise UserError(
                    self.env._(
                        "%(price)s is %(state)s.",
                        price=price.display_name,
                        state=self._get_state_word(price.state),
                    )
                )
            if right != "write" and not (
                price.can_approve if right == "approve" else price.can_decide
            ):
                raise AccessError(price._get_no_right_message(right))

    def _get_no_right_message(self, right):
        self.ensure_one()
        if right == "approve" and self.can_decide:
            return self.env._(
                "%(price)s: %(floor)s A sales manager approves it.",
                price=self.display_name,
                floor=self.floor_words,
            )
        return self.env._(
            "%(price)s is decided by a sales manager, or by the leader of the customer's team.",
            price=self.display_name,
        )

    def _live(self, state, **values):
        """sudo: nobody writes the life of a price but the actions, which have checked it."""
        self.sudo().write({"state": state, **values})

    def _close_activities(self):
        self.sudo().activity_feedback(["mail.mail_activity_data_todo"])

    @api.model
    def _cron_expire(self):
        """What held until yesterday is expired; whether it held on a day is asked of its dates."""
        today = {company: company._crm_today() for company in self.env["res.company"].search([])}
        over = Domain("state", "=", "approved") & Domain("date_to", "<", max(today.values()))
        self.search(over).filtered(lambda price: price.date_to < today[price.company_id])._live(
            "expired"
        )
