from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..engine import discounts

STATES = [
    ("asked", "Asked for"),
    ("approved", "Discounts approved"),
    ("refused", "Discounts refused"),
]


class SaleOrder(models.Model):
    """Discounts beyond a person's limit are approved before the quotation leaves the house."""

    _inherit = "sale.order"

    discount_approval = fields.Selection(STATES, copy=False, readonly=True, tracking=True)
    discounts_over_limit = fields.Boolean(compute="_compute_discounts_over_limit")
    highest_discount = fields.Float(
        "Highest discount (%)",
        compute="_compute_highest_discount",
        digits="Discount",
        help="The highest of all lines, all their discounts and a lower price counted.",
    )
    can_approve_discounts = fields.Boolean(compute="_compute_can_approve_discounts")

    @api.depends(
        "order_line.discount",
        "order_line.price_cut",
        "order_line.approved_discount",
        "order_line.product_id",
    )
    @api.depends_context("uid")
    def _compute_discounts_over_limit(self):
        for order in self:
            open_order = order.state in ("draft", "sent")
            order.discounts_over_limit = open_order and bool(order._get_lines_over_limit())

    @api.depends("order_line.discount", "order_line.price_cut")
    def _compute_highest_discount(self):
        for order in self:
            lines = order.order_line.filtered(lambda line: line._takes_discount_chain())
            order.highest_discount = max(
                (line._get_given_discount() for line in lines), default=0.0
            )

    @api.depends("team_id.user_id", "user_id", "discount_approval")
    @api.depends_context("uid")
    def _compute_can_approve_discounts(self):
        for order in self:
            order.can_approve_discounts = order.discount_approval == "asked" and (
                order._is_discount_approver()
            )

    def _is_discount_approver(self):
        """A manager, or the leader of the order's team within his or her own limit."""
        self.ensure_one()
        if self.env.user.has_group("sales_team.group_sale_manager"):
            return True
        leads = self.env.user.has_group("crm_actions.group_team_leader")
        return (
            leads
            and self.team_id.user_id == self.env.user
            and not self._get_lines_over_limit(self.env.user)
        )

    def _get_discount_givers(self):
        """Whose limit counts: who works on the order; when the customer signs, the strictest of
        who made it and who sells it. sudo: a customer does not read users.
        """
        self.ensure_one()
        if _gives_discounts(self.env.user):
            return self.env.user
        return (self.sudo().create_uid | self.sudo().user_id).filtered(_gives_discounts)

    def _get_lines_over_limit(self, users=None):
        """The lines with more discount than one of ``users`` may give and than was approved."""
        self.ensure_one()
        users = self._get_discount_givers() if users is None else users
        return self.order_line.browse().union(*(self._get_lines_over(user) for user in users))

    def _get_lines_over(self, user):
        lines = self.order_line.filtered(lambda line: line._takes_discount_chain())
        limits = self.env["crm.discount.limit"]._get_limits(user, lines.product_id, self.company_id)
        return lines.filtered(lambda line: line._is_over(limits.get(line.product_id)))

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._get_over_limit_message()

    def action_quotation_send(self):
        self._check_may_leave()
        return super().action_quotation_send()

    def action_quotation_sent(self):
        self._check_may_leave()
        return super().action_quotation_sent()

    def _check_may_leave(self):
        """Raises UserError beyond the limit. Who sends what others may not give has approved it."""
        for order in self.filtered(lambda each: each.state in ("draft", "sent")):
            message = order._get_over_limit_message()
            if message:
                raise UserError(message)
            others = (order.create_uid | order.user_id).filtered(_gives_discounts)
            order._get_lines_over_limit(others - self.env.user)._approve_discount()

    def _get_global_discount_share(self):
        """What core's own discount of the whole order takes off each line, in percent."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        reduced = lines.filtered(lambda line: line._is_global_discount())
        if not reduced:
            return 0.0
        before = sum((lines - reduced).mapped("price_subtotal"))
        return discounts.cut(before, before + sum(reduced.mapped("price_subtotal")))

    def _get_over_limit_message(self):
        """Why this order may not be sent or confirmed, or False."""
        self.ensure_one()
        lines = self._get_lines_over_limit()
        if not lines:
            return False
        shown = [
            f"{line.product_id.display_name} ({line._get_given_discount():.2f} %)"
            for line in lines[:3]
        ]
        return self.env._(
            "%(order)s has discounts beyond the limit of %(person)s: %(lines)s. Ask for approval "
            "first.",
            order=self.display_name,
            person=format_list(self.env, self._get_discount_givers().mapped("name")),
            lines=format_list(self.env, shown),
        )

    def action_ask_discount_approval(self):
        self.ensure_one()
        if not self._get_lines_over_limit():
            raise UserError(self.env._("No discount is beyond your limit."))
        self._set_discount_approval("asked")
        approver = self.sudo().team_id.user_id
        if approver and approver != self.env.user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=approver.id,
                summary=self.env._("Discounts to approve"),
            )

    def action_approve_discounts(self):
        self.ensure_one()
        self._check_discount_approver()
        self.order_line._approve_discount()
        self._close_approval("approved")

    def action_refuse_discounts(self):
        self.ensure_one()
        self._check_discount_approver()
        self._close_approval("refused")

    def _check_discount_approver(self):
        if not self._is_discount_approver():
            raise AccessError(
                self.env._(
                    "Discounts of this order are approved by a sales manager, or by the leader of "
                    "its team up to the leader's own limit."
                )
            )

    def _close_approval(self, state):
        self._set_discount_approval(state)
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def _set_discount_approval(self, state):
        """sudo: nobody writes the state of an approval but these actions, which have checked it."""
        self.sudo().discount_approval = state

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_approval_not_written(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_approval_not_written(vals)
        if vals.get("state") in ("sent", "sale") and not self.env.su:
            self._check_may_leave()
        return super().write(vals)

    @api.model
    def _check_approval_not_written(self, vals):
        if vals.get("discount_approval") and not self.env.su:
            raise AccessError(
                self.env._("Discounts are approved with the buttons of the order, not written.")
            )


def _gives_discounts(user):
    return bool(user) and user.id != SUPERUSER_ID and user._is_internal()
