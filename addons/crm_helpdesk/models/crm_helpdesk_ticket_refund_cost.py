from odoo import models


class CrmHelpdeskTicket(models.Model):
    """What was refunded is a cost of non-quality."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_quality_costs(self):
        """With what posted refunds give back without taxes, in the currency of the company.

        A refund of several requests is the first one's.
        """
        costs = super()._get_quality_costs()
        counted = self.env["account.move"]
        # sudo: a sum, for whoever may see what a request has cost
        for ticket in sorted(costs, key=lambda each: each.id):
            refunds = ticket.sudo().refund_ids.filtered(
                lambda move: move.state == "posted" and move.move_type == "out_refund"
            )
            fresh = refunds - counted
            counted |= fresh
            costs[ticket] += abs(sum(fresh.mapped("amount_untaxed_signed")))
        return costs
