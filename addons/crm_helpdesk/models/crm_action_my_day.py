from odoo import api, fields, models

from .crm_helpdesk_stage import ACTIVE, light_of


class CrmAction(models.Model):
    """The rep's day: what the day's customers still wait for."""

    _inherit = "crm.action"

    @api.model
    def _my_day_partner_summary(self, partners):
        """``requests`` of a customer: how many are open, how many late, and the first of them."""
        summary = super()._my_day_partner_summary(partners)
        tickets = self.env["crm.helpdesk.ticket"]
        if not tickets.has_access("read"):
            return summary
        # sudo: who may read the action may know whose contact it is with
        customers = {one.id: one.sudo().commercial_partner_id.id for one in partners}
        found = tickets.search_fetch(
            [
                ("commercial_partner_id", "in", list(customers.values())),
                ("state", "in", ACTIVE),
            ],
            ["name", "state", "sla_state", "deadline", "warn_at", "commercial_partner_id"],
            order="deadline, id",
        )
        by_customer = found.grouped(lambda ticket: ticket.commercial_partner_id.id)
        now = fields.Datetime.now()
        for partner_id, customer_id in customers.items():
            if own := by_customer.get(customer_id):
                summary[partner_id]["requests"] = self._summarise_requests(own, now)
        return summary

    @api.model
    def _summarise_requests(self, tickets, now):
        lights = [
            light_of(one.state, one.sla_state, one.deadline, one.warn_at, now) for one in tickets
        ]
        return {
            "count": len(tickets),
            "late": lights.count("late"),
            "first": tickets[:1].name,
        }
