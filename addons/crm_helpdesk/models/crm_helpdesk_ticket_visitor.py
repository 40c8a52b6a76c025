from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..by_flow import BY_FLOW
from ..engine.duplicates import WINDOW, Request, propose
from .crm_helpdesk_stage import ACTIVE

_FIRST = "crm_helpdesk_first_message"
_TEXT = 20_000
_SUBJECT = 200


class CrmHelpdeskTicket(models.Model):
    """What a customer does with the own requests, and nothing beyond.

    A customer has no right to write: each of these steps checks by itself whose request it is,
    takes a few named values and leaves department, agent, priority, stage and promises alone.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    resolution_kind = fields.Selection(selection_add=[("customer", "Closed by the customer")])

    # -- write one -------------------------------------------------------------------------------

    @api.model
    def _create_from_outside(self, values, files=(), follows=None):
        """A request that somebody outside has written.

        sudo: nobody outside may write; what is written is named here, and the department, the
        priority and the kind follow from the category.

        :param values: ``name``, ``text``, ``category_id``, ``channel`` and ``sender_trust``; of
            whom it is: ``partner_id``, or ``partner_name``, ``partner_email``, ``partner_phone``;
            ``team_id`` where the form is that of a department
        :param files: ``[(name, content)]``
        :param follows: the request that it goes on with, checked by whoever calls
        :raise UserError: without a subject or a text, or no department takes requests
        """
        name, text = (values[key].strip() for key in ("name", "text"))
        if not name or not text:
            raise UserError(self.env._("Write what it is about, and what happened."))
        team = self._get_team_outside(values)
        flow = self.sudo().with_context(crm_helpdesk_flow=BY_FLOW)
        ticket = flow.create(
            {
                **{key: value for key, value in values.items() if key not in ("name", "text")},
                "name": name[:_SUBJECT],
                "description": plaintext2html(text[:_TEXT]),
                "team_id": team.id,
                "origin_ticket_id": follows.id if follows else False,
                "last_customer_at": fields.Datetime.now(),
            }
        ).with_context(crm_helpdesk_flow=False)
        if files:
            ticket.with_context(**{_FIRST: True})._post_from_outside("", files, ticket.partner_id)
        return ticket

    @api.model
    def _get_team_outside(self, values):
        """The department of the form, of the category, or the first that is on the portal."""
        # sudo: nobody outside sees departments
        teams = self.env["crm.helpdesk.team"].sudo()
        if values.get("team_id"):
            return teams.browse(values["team_id"])
        category = self.env["crm.helpdesk.category"].sudo().browse(values.get("category_id"))
        own = category.team_id
        if own.active and own.company_id == self.env.company:
            return own
        found = teams.search(
            [("company_id", "=", self.env.company.id), ("portal_visible", "=", True)], limit=1
        )
        if not found:
            raise UserError(
                self.env._("No department takes requests here. Please call or write to us.")
            )
        return found

    def _post_from_outside(self, text, files, author):
        """What somebody outside writes, as a message that both sides read.

        sudo: posting asks for a right to read alone, which whoever calls has checked.

        :param author: the contact, or none: then it is said by the address of the request
        """
        self.ensure_one()
        sender = {} if author else {"email_from": self.partner_email}
        ticket = self.sudo().with_context(
            mail_post_autofollow_author_skip=True, mail_post_autofollow=False
        )
        return ticket.message_post(
            body=plaintext2html(text[:_TEXT]) if text.strip() else "",
            attachments=list(files),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=author.id,
            **sender,
        )

    def _is_of_customer(self, message):
        """What a request begins with is no reply to anything."""
        return not self.env.context.get(_FIRST) and super()._is_of_customer(message)

    # -- perhaps the same ------------------------------------------------------------------------

    @api.model
    def _find_similar(self, subject):
        """Open requests that the visitor sees and that may be the same as what he writes.

        :return: the surest first
        """
        since = fields.Datetime.now() - WINDOW
        domain = self._get_portal_domain() & Domain(
            [("state", "in", ACTIVE), ("create_date", ">=", since)]
        )
        partner = self.env.user.partner_id
        new = Request(
            key=0,
            created_at=fields.Datetime.now(),
            subject=subject[:_SUBJECT],
            sender=partner.email or "",
            commercial_partner_id=partner.commercial_partner_id.id,
        )
        others = [
            Request(
                key=ticket.id,
                created_at=ticket.create_date,
                subject=ticket.name,
                sender=ticket.partner_email or "",
                commercial_partner_id=ticket.commercial_partner_id.id,
            )
            for ticket in self.search(domain, limit=200)
        ]
        return self.browse([each.key for each in propose(new, others)])

    # -- solved, or not --------------------------------------------------------------------------

    def _is_own(self):
        """Whether it is the visitor's own: a colleague reads and answers, but does not close."""
        return self.partner_id == self.env.user.partner_id

    def _check_own(self):
        self.ensure_one()
        self.check_access("read")
        if not self._is_own():
            raise AccessError(
                self.env._("Only who has written a request closes it or opens it again.")
            )

    def _may_close_outside(self):
        return self._is_own() and self.state in (*ACTIVE, "resolved")

    def _may_reopen_outside(self):
        """Within the days that the company gives; later it is a new request."""
        # sudo: a customer reads no company
        days = self.sudo().company_id.helpdesk_reopen_days
        return (
            self._is_own()
            and self.state in ("resolved", "closed")
            and bool(self.resolved_at)
            and self.resolved_at + timedelta(days=days) >= fields.Datetime.now()
        )

    def _close_outside(self):
        """The customer says that it is solved.

        What has to be done before it is closed, like a corrective action, keeps it resolved.

        sudo: a customer writes nothing; that it is his own was checked.

        :raise AccessError: another's
        :raise UserError: it is closed already, or a part of it is not done
        """
        self._check_own()
        if not self._may_close_outside():
            raise UserError(self.env._("This request is closed already."))
        ticket = self.sudo()
        if ticket.state in ACTIVE:
            ticket.action_resolve(kind="customer")
        ticket._note_outside(self.env._("The customer says that it is solved."))
        try:
            with self.env.cr.savepoint():
                ticket.action_close()
        except UserError:
            ticket.invalidate_recordset()
        return ticket.state

    def _reopen_outside(self, text):
        """The customer says that it is not solved, and what is still wrong.

        sudo: a customer writes nothing; that it is his own was checked.

        :raise AccessError: another's
        :raise UserError: nothing is said, or it is too late
        """
        self._check_own()
        if not text.strip():
            raise UserError(self.env._("Write what is still wrong."))
        if not self._may_reopen_outside():
            raise UserError(
                self.env._("It is too long ago to open this request again: write a new one.")
            )
        self.sudo()._reopen()
        self._post_from_outside(text, (), self.env.user.partner_id)

    def _note_outside(self, text):
        self.message_post(
            body=text, subtype_xmlid="mail.mt_note", author_id=self.env.user.partner_id.id
        )

    def _toggle_following(self):
        """Tell the visitor of news by mail, or no longer.

        sudo: of a request that may be read, on behalf of the visitor alone.
        """
        self.check_access("read")
        visitor = self.env.user.partner_id
        ticket = self.sudo()
        if visitor in ticket.message_partner_ids:
            ticket.message_unsubscribe(visitor.ids)
        else:
            ticket.message_subscribe(visitor.ids)
