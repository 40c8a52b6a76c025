from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.duplicates import WINDOW, Request, propose
from .crm_helpdesk_stage import ACTIVE

_MOST = 200
"""Requests of one customer within three days of which duplicates are looked for."""


class CrmHelpdeskTicket(models.Model):
    """Requests that may be one and the same, and parts of one that go to other departments."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    duplicate_ids = fields.Many2many(
        "crm.helpdesk.ticket", string="May be the same as", compute="_compute_duplicate_ids"
    )
    duplicate_words = fields.Char(compute="_compute_duplicate_ids", export_string_translation=False)
    part_count = fields.Integer(string="Number of parts", compute="_compute_part_count")

    @api.depends("name", "partner_id", "partner_email", "state", "create_date")
    @api.depends_context("lang")
    def _compute_duplicate_ids(self):
        for ticket in self:
            found = ticket._find_duplicates() if ticket.state in ACTIVE and ticket.id else []
            ticket.duplicate_ids = self.browse([each.key for each in found])
            ticket.duplicate_words = ", ".join(ticket._word_duplicates(found)) or False

    def _find_duplicates(self):
        """:return: list of :class:`~..engine.duplicates.Duplicate`, the surest first"""
        own = self._to_duplicate_request()
        same = Domain.FALSE
        if self.email_normalized:
            same |= Domain("email_normalized", "=", self.email_normalized)
        if self.commercial_partner_id:
            same |= Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
        others = self.search(
            same & self._get_duplicate_window() & Domain("id", "!=", self._origin.id)
            & Domain("state", "!=", "cancelled") & Domain("parent_id", "!=", self._origin.id),
            limit=_MOST,
        )  # fmt: skip
        others -= self.parent_id | self.origin_ticket_id
        return propose(own, [other._to_duplicate_request() for other in others])

    def _get_duplicate_window(self):
        """When the others were written. Extended by what belongs together at any time."""
        at = self.create_date or fields.Datetime.now()
        return Domain("create_date", ">=", at - WINDOW) & Domain("create_date", "<=", at + WINDOW)

    def _to_duplicate_request(self):
        """What is compared of this request. Extended by what is known of the mail it came by."""
        return Request(
            key=self._origin.id or self.id,
            created_at=(self.create_date or fields.Datetime.now()).replace(tzinfo=timezone.utc),
            subject=self.name or "",
            sender=self.email_normalized or "",
            commercial_partner_id=self.commercial_partner_id.id or None,
            references=frozenset(self._get_duplicate_references()),
            is_open=self.state in ACTIVE,
        )

    def _get_duplicate_references(self):
        """Keys of the documents that it is about. Extended."""
        return []

    def _word_duplicates(self, found):
        words = {
            "conversation": self.env._("same conversation"),
            "subject": self.env._("same subject"),
            "reference": self.env._("same order, delivery or lot"),
        }
        numbers = {ticket.id: ticket.number for ticket in self.duplicate_ids}
        return [f"{numbers[each.key]} ({words[each.what]})" for each in found]

    # -- parts -----------------------------------------------------------------------------------

    @api.depends("child_ids")
    def _compute_part_count(self):
        for ticket in self:
            ticket.part_count = len(ticket.child_ids)

    def action_add_part(self, team, subject):
        """Another department does something for this request at the same time.

        :return: the new request
        :raise UserError: it is done, or a part itself
        """
        self.ensure_one()
        self._check_agent()
        self._require(ACTIVE, self.env._("it is done. Open it again first."))
        if self.parent_id:
            raise UserError(
                self.env._(
                    "%(request)s is a part of %(whole)s: add another part there.",
                    request=self.number,
                    whole=self.parent_id.number,
                )
            )
        # sudo: for a department that need not be one's own
        part = self.sudo().create(self._prepare_part(team, subject))
        self.message_post(
            body=self.env._(
                "%(part)s is a part of it, for %(department)s.",
                part=part.display_name,
                department=team.display_name,
            ),
            subtype_xmlid="mail.mt_note",
        )
        return part.with_env(self.env)

    def _prepare_part(self, team, subject):
        return {
            "name": subject,
            "team_id": team.id,
            "parent_id": self.id,
            "partner_id": self.partner_id.id,
            "category_id": self.category_id.id,
            "kind": self.kind,
            "priority": self.priority,
        }

    def action_open_parts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_ticket_action"
        )
        context = {"default_parent_id": self.id}
        return {**action, "domain": [("parent_id", "=", self.id)], "context": context}

    def _subscribe_customer(self):
        """A part is work among ourselves: the customer hears of the whole."""
        return super(
            CrmHelpdeskTicket, self.filtered(lambda ticket: not ticket.parent_id)
        )._subscribe_customer()

    def _after_resolve(self):
        result = super()._after_resolve()
        for whole in self.parent_id.filtered(lambda ticket: ticket.state in ACTIVE):
            # sudo: of a department that need not be one's own
            if not whole.sudo().child_ids.filtered(lambda part: part.state in ACTIVE):
                whole.sudo()._tell_parts_done()
        return result

    def _tell_parts_done(self):
        user = self.user_id.filtered("active")
        own = self.with_context(lang=user.lang or self.env.lang)
        self.message_post(
            body=own.env._("All parts are done."),
            subtype_xmlid="mail.mt_note",
            partner_ids=user.partner_id.ids,
        )
