from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.mail import email_normalize_all


class CrmActionMixin(models.AbstractModel):
    """Which mails are a contact with the customer, and of whom."""

    # one file for each purpose
    _inherit = "crm.action.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _log_message_touch(self, message, recipients):
        """Log a mail between one of us and the customer, in either direction.

        :param message: ``mail.message`` that was posted on this record
        :param recipients: what ``_notify_thread`` returned
        """
        if not self or self.env.context.get("install_mode"):
            return
        # sudo: only who wrote to whom is looked at
        message = message.sudo()
        if self._is_automatic_mail(message):
            return
        by_mail = message.message_type == "email"
        if by_mail and self._is_from_customer(message):
            self._crm_log_touch(
                "email", message.date, direction="in", key=f"mail:{message.message_id}"
            )
        elif by_mail or (message.message_type == "comment" and not message.is_internal):
            self._log_our_mail(message, recipients)

    def _log_our_mail(self, message, recipients):
        author = message.author_id.user_ids._crm_salespeople()[:1]
        if not author or not self._filter_reached({self: _get_addressed(message, recipients)}):
            return
        self._crm_log_touch(
            "email",
            message.date,
            direction="out",
            contacted=False,
            user=author,
            summary=message.subject or message.record_name,
            key=f"mail:{message.message_id}",
        )

    @api.model
    def _is_automatic_mail(self, message):
        """Whether the gateway found that no person wrote it; see ``mail.thread`` of this addon."""
        return message.message_id == self.env.context.get("crm_automatic_mail", False)

    @api.model
    def _is_from_customer(self, message):
        """Whether a mail was written by somebody outside, not by a colleague."""
        return not message.author_id.user_ids.filtered(lambda user: not user.share)

    # -- to whom ---------------------------------------------------------------------------

    def _get_touch_customer(self):
        """The customer of this record (``res.partner``), and the address of a prospect."""
        raise NotImplementedError

    def _filter_reached(self, addressed):
        """Those of these records whose customer is among the recipients of a mail.

        The customer is the company with its contacts, or the address of a prospect. Where neither
        is known, whoever is outside may be it.

        :param addressed: map of a record to ``(partner ids, normalised addresses)``
        """
        # sudo: only whose mail address it is is looked at
        partners = self.env["res.partner"].sudo()
        every_id = {one for ids, _emails in addressed.values() for one in ids}
        every_email = {one for _ids, emails in addressed.values() for one in emails}
        known = partners.with_context(active_test=False).search(
            Domain("id", "in", list(every_id)) | Domain("email_normalized", "in", list(every_email))
        )
        by_email = known.grouped("email_normalized")
        reached = self.browse()
        for record, (ids, emails) in addressed.items():
            people = partners.browse(ids).union(
                *(by_email.get(email, partners) for email in emails)
            )
            if record.sudo()._is_reached(people, emails, set(emails) - by_email.keys()):
                reached += record
        return reached

    def _is_reached(self, people, emails, unknown):
        """Whether the customer is one of these contacts or addresses; runs with all rights."""
        customer, address = self._get_touch_customer()
        if customer and customer.commercial_partner_id in people.commercial_partner_id:
            return True
        if address and address in {*emails, *people.mapped("email_normalized")}:
            return True
        return not (customer or address) and bool(
            unknown or any(partner.partner_share for partner in people)
        )

    # -- to many at once -------------------------------------------------------------------

    def _log_mass_mails(self, mails):
        """Note what the composer has sent to many of these records, one mail each.

        A newsletter is work of the campaign, not of a rep.

        :param mails: ``mail.mail`` with full rights, not sent yet
        """
        mails = mails.filtered(lambda mail: mail.state == "outgoing")
        if "mailing_id" in mails._fields:
            mails = mails.filtered(lambda mail: not mail.mailing_id)
        authors = {partner: partner.user_ids._crm_salespeople()[:1] for partner in mails.author_id}
        found = self._find_addressed(mails.filtered(lambda mail: authors.get(mail.author_id)))
        records = self.browse([record.id for record in found])
        touches = records._prepare_touches("email", fields.Datetime.now(), contacted=False)
        # sudo: as where one mail logs itself
        self.env["crm.action"].sudo().create(
            [
                {
                    **vals,
                    "user_id": authors[found[record].author_id].id,
                    "touch_key": f"mail:{found[record].message_id}",
                    "touch_direction": "out",
                    "summary": found[record].subject or found[record].record_name,
                    "origin": "email",
                }
                for record, vals in touches.items()
            ]
        )

    def _find_addressed(self, mails):
        """Map those of these records whose customer gets one of the mails to that mail."""
        by_record = {self.browse(mail.res_id): mail for mail in mails if mail.res_id in self.ids}
        addressed = {
            record: (mail.recipient_ids.ids, email_normalize_all(mail.email_to or ""))
            for record, mail in by_record.items()
        }
        return {record: by_record[record] for record in self._filter_reached(addressed)}


def _get_addressed(message, recipients):
    """Whom a mail reached, here and in the mail program: ``(partner ids, addresses)``."""
    outside = [one for one in recipients or [] if one["share"] and one["notif"] == "email"]
    # what came in had been sent to these before Odoo passed it on
    written = (message.incoming_email_to, message.incoming_email_cc, message.outgoing_email_to)
    emails = email_normalize_all(", ".join(filter(None, written)))
    return [one["id"] for one in outside if one["id"]], emails
