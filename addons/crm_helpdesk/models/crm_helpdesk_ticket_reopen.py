from datetime import timedelta

from lxml import html

from odoo import fields, models
from odoo.tools import html2plaintext

from ..by_flow import BY_FLOW
from ..engine import log
from ..engine.replies import is_thanks

QUESTION = "mail.mail_activity_data_todo"


class CrmHelpdeskTicket(models.Model):
    """What a customer writes after the end: thanks, not solved yet, or something new."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    thanked_at = fields.Datetime(
        string="Said thanks on",
        readonly=True,
        copy=False,
        help="A few words without a question, after it was resolved: it stays resolved.",
    )

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if self.state in ("resolved", "closed") and self._is_of_customer(message):
            self._reopen_by_customer(message)
        return result

    def _reopen_by_customer(self, message):
        """What a message that the customer has posted here after the end asks for.

        A few words without a question are taken as thanks, and the agent is asked to look. Until
        the days to reopen are over it goes on with what was left of its time; later a new request
        follows it, and takes the message along.

        :param message: ``mail.message`` on this request
        :return: the request that goes on: this one, or a new one
        """
        self.ensure_one()
        only_words = (
            self.state == "resolved" and not message.sudo().attachment_ids
        )  # sudo: as below
        if only_words and is_thanks(self._get_own_words(message)):
            self._note_thanks()
            return self
        if self._is_reopenable():
            self._by_flow()._reopen()
            self._log(log.REPLY)
            return self
        return self._follow_up(message)

    def _is_reopenable(self):
        """Whether an answer of the customer still opens it again."""
        days = timedelta(days=self.company_id.helpdesk_reopen_days)
        return bool(self.resolved_at) and fields.Datetime.now() <= self.resolved_at + days

    def _get_own_words(self, message):
        """What the customer wrote himself, without what his program quoted."""
        body = str(message.sudo().body or "")  # sudo: who posts it may read it
        if not body.strip():
            return ""
        tree = html.fromstring(f"<div>{body}</div>")
        for quoted in tree.xpath(
            "//blockquote | //*[@data-o-mail-quote] | //*[@data-o-mail-quote-container]"
        ):
            quoted.drop_tree()
        return html2plaintext(html.tostring(tree, encoding="unicode"))

    def _note_thanks(self):
        ticket = self._by_flow()
        ticket.thanked_at = fields.Datetime.now()
        user = ticket.user_id.filtered("active") or ticket.team_id.leader_id
        if user:
            words = ticket.with_context(lang=user.lang).env
            ticket.activity_schedule(
                QUESTION,
                user_id=user.id,
                summary=words._("Thanks? Open it again if it is not solved."),
            )

    def _follow_up(self, message):
        """A new request for what the customer wrote too late to open this one again.

        sudo: the customer writes it by writing.
        """
        new = self.sudo().with_context(crm_helpdesk_flow=BY_FLOW).create(
            {
                "name": self.name,
                "team_id": self.team_id.id,
                "category_id": self.category_id.id,
                "kind": self.kind,
                "partner_id": (message.author_id or self.partner_id).id,
                "partner_name": self.partner_name,
                "partner_email": self.partner_email,
                "channel": "email" if message.message_type == "email" else "portal",
                "origin_ticket_id": self.id,
                "collaborator_ids": [fields.Command.set(self.collaborator_ids.ids)],
                "last_customer_at": fields.Datetime.now(),
            }
        )  # fmt: skip
        message = message.sudo()  # sudo: it goes where it is worked on
        message.attachment_ids.filtered(
            lambda file: file.res_model == self._name and file.res_id == self.id
        ).write({"res_id": new.id})
        message.write({"res_id": new.id})
        new.message_post(
            body=self.env._("It follows %(request)s.", request=self.display_name),
            subtype_xmlid="mail.mt_note",
        )
        self.sudo().message_post(  # sudo: as above
            body=self.env._("%(request)s follows it.", request=new.display_name),
            subtype_xmlid="mail.mt_note",
        )
        return new.with_env(self.env)

    def _reopen(self, stage=None):
        result = super()._reopen(stage)
        self._by_flow().write({"thanked_at": False})
        self.sudo().activity_unlink([QUESTION])  # sudo: whoever opens it again
        return result
