from collections import Counter

from odoo import models
from odoo.fields import Domain
from odoo.tools.mail import email_normalize, email_normalize_all, email_split_and_format

from .res_partner_privacy_elsewhere import MESSAGE_TEXTS


class ResPartner(models.Model):
    """The post of a person: what is on its way to them or was sent, and who got what."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_erase_mails(self, emails, traces):
        """Delete the mails to these people alone; the others lose them among the recipients."""
        mails = self._crm_get_their_mails(emails)
        shared = mails.filtered(
            lambda mail: mail.recipient_ids - self or _read_addresses(mail) - emails
        )
        for mail in shared:
            mail.recipient_ids -= self
            mail.email_to = _without(mail.email_to, emails)
            mail.email_cc = _without(mail.email_cc, emails)
        self._crm_redact(shared, ("body_html",), traces)
        counts = Counter(mails=len(mails))
        self._crm_delete_mails(mails - shared, traces)
        self._crm_erase_notices(emails)
        return counts

    def _crm_get_their_mails(self, emails):
        # sudo: see _crm_get_people
        mails = self.env["mail.mail"].sudo()
        addressed = Domain.OR(
            Domain(name, "ilike", email) for email in emails for name in ("email_to", "email_cc")
        )
        # an address may be the end of a longer one
        return mails.search(Domain("recipient_ids", "in", self.ids) | addressed).filtered(
            lambda mail: mail.recipient_ids & self or emails & _read_addresses(mail)
        )

    def _crm_delete_mails(self, mails, traces):
        """A mail takes its message along unless it only tells of it."""
        kept = self._crm_filter_kept(mails.mail_message_id)
        mails.filtered(lambda mail: mail.mail_message_id in kept).write({"is_notification": True})
        mails.unlink()
        self._crm_redact(kept, MESSAGE_TEXTS, traces)

    def _crm_erase_notices(self, emails):
        # sudo: see _crm_get_people
        notices = self.env["mail.notification"].sudo()
        notices.search(
            Domain("res_partner_id", "in", self.ids)
            | Domain("mail_email_address", "in", list(emails))
        ).unlink()
        scheduled = self.env["mail.scheduled.message"].sudo()
        for message in scheduled.search([("partner_ids", "in", self.ids)]):
            message.partner_ids -= self


def _read_addresses(mail):
    return set(email_normalize_all(f"{mail.email_to or ''}, {mail.email_cc or ''}"))


def _without(text, emails):
    """A list of recipients without some addresses."""
    left = [one for one in email_split_and_format(text or "") if email_normalize(one) not in emails]
    return ", ".join(left) or False
