from odoo import api, models
from odoo.exceptions import AccessError

from .crm_commission_statement_flow import MANAGER

# What a plan asks of a target; its weight beside others pays nothing.
_ASKED = {
    "company_id",
    "metric_id",
    "user_id",
    "team_id",
    "categ_id",
    "zone_id",
    "period_type",
    "date_from",
    "amount",
}


class CrmSalesTarget(models.Model):
    """Nobody sets the target that he is paid by: that of a leader's team neither, where a plan
    pays the leader by it. Own ones are refused by rule."""

    # one file for each purpose
    _inherit = "crm.sales.target"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._check_not_paid_by()
        return targets

    def write(self, vals):
        asked = _ASKED.intersection(vals)
        if asked:
            self._check_not_paid_by()
        result = super().write(vals)
        if asked:
            self._check_not_paid_by()  # nor is another one made the own
        return result

    def unlink(self):
        self._check_not_paid_by()
        return super().unlink()

    def _check_not_paid_by(self):
        """
        :raise AccessError: the user is no manager, and is paid by one of these
        """
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        # sudo: a plan that pays somebody concerns him, seen or not
        of_teams = self.sudo().filtered(lambda target: target.team_id and not target.user_id)
        paid = of_teams._find_paid(self.env.user) if of_teams else of_teams
        if paid:
            raise AccessError(
                self.env._(
                    "You are paid by the target “%s”: a manager of commissions sets it.",
                    paid[0].display_name,
                )
            )

    def _find_paid(self, user):
        """Those of these targets of teams that a plan pays a user by; needs all rights."""
        seats = self.env["crm.commission.participant"].search(
            [
                ("role", "=", "override"),
                ("team_id", "in", self.team_id.ids),
                "|",
                ("user_id", "=", user.id),
                ("payee_id", "=", user.partner_id.id),
            ]
        )
        plans = self.env["crm.commission.plan"].search(
            [
                ("root_id", "in", seats.plan_id.ids),
                ("tier_mode", "in", ("curve", "goals")),
            ]
        )
        asked = {plan: plan._get_asked_targets() for plan in plans}
        return self.filtered(
            lambda target: any(
                target._get_what() in asked[plan] and target._is_of_seat(seat)
                for seat in seats
                for plan in plans
                if plan.root_id == seat.plan_id
            )
        )

    def _get_what(self):
        return self.metric_id, self.categ_id, self.zone_id, self.period_type

    def _is_of_seat(self, seat):
        return (
            seat.team_id == self.team_id
            and seat.date_from <= self.date_to
            and (not seat.date_to or seat.date_to >= self.date_from)
        )
