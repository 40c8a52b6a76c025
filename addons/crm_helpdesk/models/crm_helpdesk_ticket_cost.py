from odoo import fields, models

from ..engine.pareto import divide


class CrmHelpdeskTicket(models.Model):
    """What a request has cost, in the currency of the company."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    currency_id = fields.Many2one(related="company_id.currency_id")
    quality_cost = fields.Monetary(
        string="Cost by hand", copy=False, tracking=True,
        help="What no document says: a journey, an hour of work, a gift.",
    )  # fmt: skip

    _quality_cost_positive = models.Constraint(
        "CHECK(quality_cost >= 0)", "A cost of non-quality is not below zero."
    )

    def _get_quality_costs(self):
        """What each of these requests has cost by itself.

        Whoever knows of returns, refunds or the like adds their part::

            costs = super()._get_quality_costs()
            return {ticket: cost + refunded[ticket] for ticket, cost in costs.items()}

        :return: ``{ticket: amount in the company's currency}``, of all of these requests
        """
        return {ticket: ticket.quality_cost for ticket in self}

    def _get_whole_costs(self):
        """The same with the share of each in what its nonconformity costs as a whole.

        What is shared is divided to the coin, evenly: the parts of all requests of a nonconformity
        add up to it.

        :return: ``{ticket: amount in the company's currency}``
        """
        costs = dict(self._get_quality_costs())
        for parent in self.nonconformity_id.filtered("extra_cost"):
            unit = parent.currency_id.rounding
            tickets = parent.ticket_ids.sorted("id")
            parts = divide(round(parent.extra_cost / unit), [1] * len(tickets))
            for ticket, part in zip(tickets, parts, strict=True):
                if ticket in costs:
                    costs[ticket] = parent.currency_id.round(costs[ticket] + part * unit)
        return costs
