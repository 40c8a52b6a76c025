from odoo import models

from ..mail_receipt import KEY, Receipt


class MailAliasDomain(models.Model):
    """Addresses of ours, asked once for each mail."""

    _inherit = "mail.alias.domain"

    def _find_aliases(self, email_list):
        """The gateway asks seven times for the same few addresses of a mail; one query does."""
        receipt = self.env.context.get(KEY)
        if not isinstance(receipt, Receipt):
            return super()._find_aliases(email_list)
        known = receipt.aliases
        if missing := [each for each in email_list if each and each not in known]:
            arrival = receipt.arrival
            missing = list({*missing, *arrival.recipients, arrival.sender} - known.keys() - {""})
            found = set(super()._find_aliases(missing))
            known.update((each, each in found) for each in missing)
        return [each for each in email_list if each and known[each]]
