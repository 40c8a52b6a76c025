from collections import Counter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.mail import email_normalize

from ..engine.privacy import find_traces, phone_forms, redact

MESSAGE_TEXTS = (
    "body", "subject", "email_from", "reply_to", "incoming_email_to", "incoming_email_cc",
    "outgoing_email_to",
)  # fmt: skip
EVENT_TEXTS = ("name", "location", "description")
TRACKED_TEXTS = ("old_value_char", "new_value_char", "old_value_text", "new_value_text")
WHOLE = {"email_from", "reply_to", "contact_name"}
"""Fields that say nothing else once they have named the person."""
NEVER_EMPTY = {"snooze_reason"}
"""Fields without which a record is refused although they are not marked as required."""
SILENT = {
    "tracking_disable": True,
    "mail_notrack": True,
    "no_mail_to_attendees": True,
    "skip_attendee_notification": True,
    "active_test": False,
}


class ResPartner(models.Model):
    """What stands about a person in records that are somebody else's."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_erase(self):
        # before names and addresses are gone, by which it is found
        self._crm_check_privacy_officer()
        people = self._crm_get_people()
        emails, phones = people._crm_get_own_addresses()
        traces = people._crm_get_traces()
        opportunities = people._crm_get_their_opportunities()
        counts = super()._crm_erase()
        counts.update(people._crm_erase_messages(traces, emails))
        counts.update(people._crm_erase_meetings(traces, opportunities))
        counts.update(people._crm_erase_mails(emails, traces))
        counts.update(self._crm_erase_mentions(emails, phones, traces))
        people._crm_erase_links()
        return counts

    @api.model
    def _crm_get_erasure_labels(self):
        return {
            **super()._crm_get_erasure_labels(),
            "mails": self.env._("mails sent or waiting"),
            "meetings": self.env._("meetings"),
            "mentions": self.env._("texts that named an address or number"),
        }

    def _crm_get_traces(self):
        """What names these people in a text that is known to be about them."""
        fresh = self.filtered(lambda person: not person.crm_erased_on)
        return find_traces(
            fresh.mapped("name"),
            fresh.filtered("email_normalized").mapped("email_normalized"),
            fresh.filtered("phone").mapped("phone"),
        )

    def _crm_get_own_addresses(self):
        """Mail addresses and numbers by which these people and nobody else can be found.

        What a whole house uses says nothing about one of them.

        :return: two sets, of normalised addresses and of numbers
        """
        emails = {email for email in self.mapped("email_normalized") if email}
        phones = {phone for phone in self.mapped("phone_sanitized") if phone}
        others = (
            self.env["res.partner"]
            .sudo()  # sudo: see _crm_get_people
            .with_context(active_test=False)
            .search(
                Domain("id", "not in", self.ids)
                & (
                    Domain("email_normalized", "in", list(emails))
                    | Domain("phone_sanitized", "in", list(phones))
                )
            )
        )
        return (
            emails - set(others.mapped("email_normalized")),
            phones - set(others.mapped("phone_sanitized")),
        )

    @api.model
    def _crm_get_kept_documents(self):
        """Domains, by model, of documents whose correspondence the law asks to keep."""
        return {
            "account.move": Domain("state", "=", "posted"),
            "sale.order": Domain("state", "=", "sale"),
        }

    @api.model
    def _crm_get_places(self):
        """Text fields, by model, in which a person's address may stand whoever they are about.

        An addon adds its own.
        """
        return {
            "calendar.event": EVENT_TEXTS,
            "crm.action": ("summary", "note", "cancel_reason"),
            "crm.action.plan": ("name", "summary"),
            "crm.lead": tuple(self._crm_get_clearable(self.env["crm.lead"])) + ("name",),
            "mail.activity": ("summary", "note", "feedback"),
            "mail.message": MESSAGE_TEXTS,
            "mail.scheduled.message": ("subject", "body"),
            "mail.tracking.value": TRACKED_TEXTS,
            "res.partner": ("comment",),
        }  # fmt: skip

    # -- messages ----------------------------------------------------------------------------

    def _crm_get_their_messages(self, emails):
        """What these people wrote, wherever it stands."""
        written = Domain("author_id", "in", self.ids)
        written |= Domain.OR(Domain("email_from", "ilike", email) for email in emails)
        # sudo: see _crm_get_people
        found = self.env["mail.message"].sudo().search(written)
        # an address may be the end of a longer one
        return found.filtered(
            lambda message: (
                message.author_id in self or email_normalize(message.email_from or "") in emails
            )
        )

    def _crm_get_colleagues(self):
        """Those of these people who work or worked here: what they did so is the company's."""
        return self.filtered(lambda one: any(not user.share for user in one.user_ids))

    def _crm_erase_messages(self, traces, emails):
        """Delete what they wrote; what the law keeps, or others wrote to them, loses the name."""
        written = self._crm_get_their_messages(emails)
        colleagues = self._crm_get_colleagues()
        deleted = (written - self._crm_filter_kept(written)).filtered(
            lambda message: (
                message.message_type in ("comment", "email") and message.author_id not in colleagues
            )
        )
        received = written.search(
            Domain("partner_ids", "in", self.ids)
            | Domain("notification_ids.res_partner_id", "in", self.ids)
        )
        counts = self._crm_delete_messages(deleted)
        kept = (written | received).exists()
        counts["messages"] += self._crm_redact(kept, MESSAGE_TEXTS, traces)
        self._crm_redact(self._crm_get_tracked(), TRACKED_TEXTS, traces)
        return counts

    def _crm_get_tracked(self):
        """Changes in the history of documents from or to one of these people."""
        # sudo: see _crm_get_people
        values = self.env["mail.tracking.value"].sudo()
        return values.search(
            Domain("field_id.relation", "=", self._name)
            & (
                Domain("old_value_integer", "in", self.ids)
                | Domain("new_value_integer", "in", self.ids)
            )
        )

    @api.model
    def _crm_filter_kept(self, messages):
        """Those of these messages that the law keeps with their document."""
        kept = messages.browse()
        for model, domain in self._crm_get_kept_documents().items():
            own = messages.filtered(lambda message, model=model: message.model == model)
            # sudo: see _crm_get_people
            documents = self.env[model].sudo().with_context(active_test=False)
            ids = set(documents.search(domain & Domain("id", "in", own.mapped("res_id"))).ids)
            kept |= own.filtered(lambda message, ids=ids: message.res_id in ids)
        return kept

    @api.model
    def _crm_erase_mentions(self, emails, phones, traces):
        """Take a person out of whatever text has an address or a number of theirs."""
        forms = {form for phone in phones for form in phone_forms(phone)} | emails
        found = 0
        for model, names in self._crm_get_places().items():
            if not forms:
                break
            # sudo: see _crm_get_people
            records = self.env[model].sudo().with_context(**SILENT)
            domain = Domain.OR(Domain(name, "ilike", form) for name in names for form in forms)
            found += self._crm_redact(records.search(domain), names, traces)
        return Counter(mentions=found)

    @api.model
    def _crm_redact(self, records, names, traces):
        """Take the traces out of some texts.

        :return: number of records that changed
        """
        changed = 0
        for record in records:
            values = {}
            for name in names:
                rest = redact(record[name] or "", traces)
                if rest != (record[name] or ""):
                    rest = None if name in WHOLE else rest
                    required = record._fields[name].required or name in NEVER_EMPTY
                    values[name] = rest or ("…" if required else False)
            if values:
                record.write(values)
                changed += 1
        return changed

    # -- meetings ----------------------------------------------------------------------------

    def _crm_get_their_meetings(self, opportunities):
        """Meetings that somebody made by hand, with these people or about them."""
        # sudo: see _crm_get_people
        events = self.env["calendar.event"].sudo().with_context(**SILENT)
        return events.search(
            Domain("partner_ids", "in", self.ids)
            | Domain("opportunity_id", "in", opportunities.ids)
            | (Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids))
        )

    def _crm_erase_meetings(self, traces, opportunities):
        """A meeting stays in the calendars of the others; with nobody else outside, bare."""
        events = self._crm_get_their_meetings(opportunities)
        guests_only = self - self._crm_get_colleagues()
        theirs = guests_only._crm_get_their_meetings(opportunities)
        by_hand = theirs.filtered(lambda event: not event.crm_action_id)
        alone = by_hand.filtered(lambda event: event.partner_ids.filtered("partner_share") <= self)
        bare = {"name": self.env._("Meeting"), "location": False, "description": False}
        told = alone.filtered(
            lambda event: any((event[name] or False) != value for name, value in bare.items())
        )
        counts = Counter(meetings=len(told), **self._crm_erase_talk(alone))
        for event in events:
            guests = event.partner_ids & self
            values = {"partner_ids": [(3, guest.id) for guest in guests]} if guests else {}
            if event in told:
                values.update(bare)
            if values:
                event.write(values)
        counts["meetings"] += self._crm_redact(events - alone, EVENT_TEXTS, traces)
        return counts

    def _crm_erase_links(self):
        """They follow nothing any more, and their old user is called after nobody."""
        # sudo: see _crm_get_people
        followers = self.env["mail.followers"].sudo()
        followers.search([("partner_id", "in", self.ids)]).unlink()
        for user in self.user_ids:
            user.write({"login": f"erased-{user.id}", "signature": False})
        orders = self.env["sale.order"].sudo()
        unsigned = Domain("state", "!=", "sale") & Domain("signed_by", "!=", False)
        orders.search(Domain("partner_id", "in", self.ids) & unsigned).write(
            {"signed_by": False, "signature": False}
        )
