from odoo import api, models
from odoo.exceptions import UserError

from ..engine import demand, patterns, plannable, territory


class CrmVisitDemand(models.Model):
    """The button beside each reason: it mends it, or opens where it is mended."""

    # one file for each purpose
    _inherit = "crm.visit.demand"  # pylint: disable=consider-merging-classes-inherited

    def action_check_now(self):
        """Look at all customers again."""
        self._refresh(self.env.companies)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_solve(self):
        """Mend what comes first, or open where a person does."""
        self.ensure_one()
        self.check_access("read")
        solvers = {
            demand.NO_POLICY: self._solve_policy,
            demand.NO_OWNER: self._solve_owner,
            demand.OWNER_GONE: self._solve_owner,
            demand.NO_GEO: self._solve_place,
            demand.APPROXIMATE: self._solve_place,
            demand.NO_START: self._solve_rep,
            demand.NO_SHIFT: self._solve_rep,
            demand.NO_HOURS: self._solve_hours,
            demand.NO_DAY: self._solve_hours,
            demand.NO_ROAD: self.action_open_customer,
        }
        return solvers.get(self.reason, self._solve_policy)()

    def _solve_in_plan(self, reason):
        """Where a person mends what only a plan has found, False where it is the customer.

        No room is left for those worth least: the policy says what a visit is worth.
        """
        if not self:
            return False
        if reason == territory.NO_ROOM:
            return self._solve_policy()
        closed = (plannable.NO_PATTERN, plannable.CLOSED, patterns.MISSED_CLOSED)
        return self._solve_hours() if reason in closed else False

    def action_open_customer(self):
        self.ensure_one()
        return self._open("res.partner", self.partner_id.id)

    @api.model
    def _open(self, model, res_id=False, **context):
        if not res_id and not self.env[model].has_access("create"):
            raise UserError(
                self.env._("Ask your leader or a route planner: what is missing is theirs to add.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "views": [(False, "form")],
            "context": context,
        }

    def _solve_policy(self):
        """The policy that holds, or a new one for this customer."""
        if self.policy_id:
            return self._open("crm.visit.policy", self.policy_id.id)
        return self._open(
            "crm.visit.policy",
            default_partner_id=self.partner_id.id,
            default_name=self.partner_id.display_name,
        )

    def _solve_owner(self):
        customer = self.partner_id.commercial_partner_id
        return customer.action_view_crm_assignments()

    def _solve_place(self):
        """Ask the geocoder where the customer is; where it does not know, a person sets it."""
        partner = self.partner_id
        if partner.street and partner.has_access("write"):
            partner.geo_localize()
            self._refresh(self.company_id, partner)
            self.invalidate_recordset()
            if self.reason not in (demand.NO_GEO, demand.APPROXIMATE):
                return {
                    "type": "ir.actions.client",
                    "tag": "display_notification",
                    "params": {
                        "type": "success",
                        "message": self.env._(
                            "%(customer)s was located.", customer=partner.display_name
                        ),
                        "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                    },
                }
        return self.action_open_customer()

    def _solve_rep(self):
        reps = self.env["crm.route.rep"]
        known = reps.search(
            [("user_id", "=", self.user_id.id), ("company_id", "=", self.company_id.id)], limit=1
        )
        return self._open("crm.route.rep", known.id, default_user_id=self.user_id.id)

    def _solve_hours(self):
        """The hours of the customer; where they are known, the policy that forbids the days."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_routes.crm_opening_hours_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.partner_id.id)],
            "context": {"default_partner_id": self.partner_id.id},
        }
