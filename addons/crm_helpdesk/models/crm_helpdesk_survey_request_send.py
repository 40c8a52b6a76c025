import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every
from odoo.tools.mail import email_normalize, formataddr, generate_tracking_message_id

from ..engine.satisfaction import SCALES
from .crm_helpdesk_survey_request import FINISHED

BATCH = 100
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


class CrmHelpdeskSurveyRequest(models.Model):
    """Sending: in batches, each of which is one transaction with the mails that it writes.

    A job that is killed leaves whole batches: a question is either still queued without a mail, or
    sent with one in the outbox.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.survey.request"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_send(self):
        """Questions that are due, of requests and campaigns: one job, so that quotas hold."""
        self._expire()
        campaigns = self.env["crm.helpdesk.survey.campaign"]
        campaigns._prepare_requests()
        due = [("state", "=", "queued"), ("send_at", "<=", fields.Datetime.now())]
        ids = self.search(due, order="send_at, id").ids
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(ids))
        for batch in split_every(BATCH, ids):
            self.browse(batch)._send_due()
            if not cron._commit_progress(len(batch)):
                break
        campaigns._finish_sending()
        cron._commit_progress()

    @api.model
    def _expire(self):
        """Links that nobody has used; anonymous ones when their campaign is closed, all at once."""
        late = [("state", "=", "sent"), ("expires_at", "<=", fields.Datetime.now())]
        self.search([*late, ("anonymous", "=", False)]).write({"state": "expired"})

    def _send_due(self):
        """Send these, or say why not. One that somebody else has under way is left alone."""
        locked = self.exists().try_lock_for_update()
        locked.invalidate_recordset()
        queued = locked.filtered(lambda request: request.state == "queued")
        reasons = queued._get_objections()
        for reason in set(reasons.values()):
            queued.filtered(lambda each, why=reason: reasons.get(each) == why)._cancel(reason)
        queued.filtered(lambda request: request not in reasons)._send()

    # -- whether -----------------------------------------------------------------------------

    def _get_objections(self):
        """Why some of these are not asked: ``{request: reason}``; the others are."""
        found = {}
        asked = self._find_asked_recently()
        our_people = self._find_our_addresses()
        for request in self:
            email = request._get_address()
            keys = request._get_keys()
            reason = request._get_objection()
            if not reason and not email:
                reason = "no_address"
            elif not reason and email in our_people:
                reason = "internal"
            elif not reason and asked.get(request.company_id, set()) & keys:
                reason = "quota"
            if reason:
                found[request] = reason
            elif request.company_id.helpdesk_survey_quota_days:
                asked.setdefault(request.company_id, set()).update(keys)
        return found

    def _get_objection(self):
        """What speaks against it in the request of the customer itself."""
        ticket, partner = self.ticket_id, self.partner_id
        if ticket.merged_into_id:
            return "merged"
        if ticket and ticket.state not in FINISHED:
            return "not_resolved"
        if ticket.auto_closed or ticket.resolution_kind == "silence":
            return "auto_closed"
        if partner and not partner.partner_share:
            return "internal"
        return ""

    def _get_address(self):
        """The contact's own; what stands on a request, whoever works on it could have changed."""
        return email_normalize(self.partner_id.email or self.ticket_id.partner_email or "") or ""

    def _get_keys(self):
        """By what a contact is known as the same: the record and the address."""
        return {key for key in (self.partner_id, self._get_address()) if key}

    def _find_our_addresses(self):
        """Which of the addresses are those of people of ours."""
        emails = {request._get_address() for request in self}
        users = self.env["res.users"].search(
            [("share", "=", False), ("email_normalized", "in", list(emails))]
        )
        return set(users.mapped("email_normalized"))

    def _find_asked_recently(self):
        """Whom each company has asked within its days: ``{company: {contact or address}}``."""
        now = fields.Datetime.now()
        emails = [email for email in {request._get_address() for request in self} if email]
        asked = {}
        for company in self.company_id.filtered("helpdesk_survey_quota_days"):
            since = now - timedelta(days=company.helpdesk_survey_quota_days)
            recent = self.search(
                Domain("company_id", "=", company.id)
                & Domain("sent_at", ">", since)
                & Domain("state", "!=", "bounced")
                & (
                    Domain("partner_id", "in", self.partner_id.ids)
                    | Domain("partner_id.email_normalized", "in", emails)
                    | Domain("ticket_id.email_normalized", "in", emails)
                )
            )
            asked[company] = {key for request in recent for key in request._get_keys()}
        return asked

    # -- the mail ----------------------------------------------------------------------------

    def _send(self):
        """Write the mails and mark these as sent, in one transaction."""
        now = fields.Datetime.now()
        mails = []
        for request in self:
            if request.kind == "questionnaire":
                request._invite()
                continue
            token = secrets.token_urlsafe(32)
            message_uid = generate_tracking_message_id("helpdesk-survey")
            mails.append(request._prepare_mail(token) | {"message_id": message_uid})
            request.write(
                {
                    "state": "sent",
                    "token_hash": self._hash(token),
                    "message_uid": message_uid,
                    "sent_at": now,
                    "expires_at": now + timedelta(days=request._get_days()),
                }
            )
        self.env["mail.mail"].create(mails)
        if mails:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _get_days(self):
        return self.campaign_id.open_days or self.company_id.helpdesk_survey_days

    def _get_language(self):
        """In which the customer is written to."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wished = (self.partner_id.lang, self.company_id.partner_id.lang, self.env.lang, "en_US")
        return next((code for code in wished if code in installed), None)

    def _get_link(self, token, score=None):
        link = f"{self.get_base_url()}/requests/rate/{token}"
        return link if score is None else f"{link}?score={score}"

    def _get_scores(self):
        low, high = SCALES[self.kind]
        return list(range(low, high + 1))

    def _prepare_mail(self, token):
        """A mail of its own, that no conversation keeps: whoever has the link may answer."""
        request = self.with_context(lang=self._get_language())
        company = request.company_id
        ours = company.partner_id.email_formatted or company.catchall_formatted
        team = request.ticket_id.team_id
        values = {**request._get_words(), "request": request, "token": token}
        body = request.env["ir.qweb"]._render(
            "crm_helpdesk.survey_mail", values, minimal_qcontext=True
        )
        address = request._get_address()
        return {
            "subject": values["subject"],
            "body_html": body,
            "email_from": ours or self.env.user.email_formatted,
            "reply_to": team.alias_email or company.partner_id.email or ours,
            "email_to": formataddr((request._get_name(), address)),
            "author_id": company.partner_id.id,
            "headers": repr(HEADERS),
            "auto_delete": True,
            "message_type": "auto_comment",
        }

    def _get_name(self):
        return self.partner_id.name or self.ticket_id.partner_name or ""

    def _get_words(self):
        """What the mail and the page say, in the language of the context.

        :return: ``{'subject', 'question', 'intro', 'low', 'high', 'about'}``
        """
        campaign = self.campaign_id
        about = self.ticket_id.display_name or ""
        question, low, high = self._get_usual_words()
        subject = self.env._("How did we do? %(request)s", request=about).strip()
        return {
            "question": campaign.question or question,
            "subject": campaign.subject or subject,
            "intro": campaign.introduction or "",
            "about": about,
            "low": low,
            "high": high,
        }

    def _get_usual_words(self):
        """The question where nobody has worded another, and what both ends of its scale mean."""
        if self.kind == "nps":
            return (
                self.env._("How likely is it that you recommend us to a colleague?"),
                self.env._("Not likely"),
                self.env._("Very likely"),
            )
        if self.kind == "ces":
            solved = self.env._("It was easy to get it solved.")
            question = solved if self.ticket_id else self.env._("It is easy to work with us.")
            return question, self.env._("I disagree"), self.env._("I agree")
        solved = self.env._("How satisfied are you with how we solved it?")
        question = solved if self.ticket_id else self.env._("How satisfied are you with us?")
        return question, self.env._("Not at all"), self.env._("Very satisfied")
