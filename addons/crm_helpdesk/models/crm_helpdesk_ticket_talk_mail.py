from odoo import models


class CrmHelpdeskTicket(models.Model):
    """What a mail of the customer does to a request that is new."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _note_reply(self):
        """The mail that makes a request is no reply to it."""
        receipt = self._mail_receipt()
        if receipt and receipt.is_new and receipt.ticket_id == self.id:
            return
        super()._note_reply()
