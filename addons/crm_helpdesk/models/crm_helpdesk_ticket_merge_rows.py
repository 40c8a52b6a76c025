from odoo import models


class CrmHelpdeskTicket(models.Model):
    """How a request came in goes along when it goes on as another: entries and calls."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _merge_dependents(self, target):
        """With all rights: an entry that was let in has one request that goes on."""
        result = super()._merge_dependents(target)
        self.intake_ids._by_flow().write({"ticket_id": target.id})
        self.call_ids.write({"helpdesk_ticket_id": target.id})
        return result
