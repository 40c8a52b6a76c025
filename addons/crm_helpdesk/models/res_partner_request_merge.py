from odoo import models


class ResPartner(models.Model):
    """Requests of customers that turn out to be one."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_after_merge(self):
        """Whose a request is follows from its contact; whoever stays does not see it twice."""
        result = super()._crm_after_merge()
        tickets = self.env["crm.helpdesk.ticket"].search([("partner_id", "in", self.ids)])
        self.env.add_to_compute(tickets._fields["commercial_partner_id"], tickets)
        doubled = tickets.filtered(lambda ticket: ticket.partner_id in ticket.collaborator_ids)
        for ticket in doubled:
            ticket.collaborator_ids -= ticket.partner_id
        return result
