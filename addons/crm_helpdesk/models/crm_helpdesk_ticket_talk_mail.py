from odoo import fields, models

from ..engine import log
from ..engine.replies import is_thanks

_DONE = ("resolved", "closed")


class CrmHelpdeskTicket(models.Model):
    """What a mail of the customer does to a request that is new, or done."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _note_reply(self):
        """The mail that makes a request is no reply; after the end it opens it, or says thanks."""
        receipt = self._mail_receipt()
        if receipt and receipt.is_new and receipt.ticket_id == self.id:
            return
        super()._note_reply()
        if receipt and self.state in _DONE:
            if is_thanks(self._helpdesk_plain_body(receipt)) and not receipt.has_files:
                self._by_flow().write({"thanked_at": fields.Datetime.now()})
            else:
                self._reopen()
                self._log(log.REPLY)
