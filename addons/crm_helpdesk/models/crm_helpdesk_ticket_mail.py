from odoo import api, fields, models
from odoo.tools.mail import email_normalize, email_split, parse_contact_from_email

from ..by_flow import BY_FLOW
from ..engine.participants import Circle
from ..mail_receipt import KEY, Receipt
from .crm_helpdesk_stage import ACTIVE


class CrmHelpdeskTicket(models.Model):
    """What a mail makes of a request, once it has been let in.

    No contact is made of a mail, and nobody outside is told of what no participant has written.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    intake_ids = fields.One2many("crm.helpdesk.intake", "ticket_id", string="Entries")
    intake_count = fields.Integer(
        string="Number of entries", compute="_compute_intake_count", compute_sudo=True
    )
    cc_team_ids = fields.Many2many(
        "crm.helpdesk.team",
        "crm_helpdesk_ticket_cc_team_rel",
        string="Departments in copy",
        readonly=True,
        copy=False,
        help="The mail went to them too: they read the request and write notes.",
    )
    left_out_count = fields.Integer(
        string="Files kept apart", compute="_compute_intake_count", compute_sudo=True
    )

    @api.depends("intake_ids")
    def _compute_intake_count(self):
        # how many there are, for whoever sees the request; to read them takes a right of its own
        for ticket in self:
            ticket.intake_count = len(ticket.intake_ids)
            ticket.left_out_count = sum(ticket.intake_ids.mapped("left_out_count"))

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        if not self._mail_receipt():
            self.env["crm.helpdesk.intake"]._record_tickets(tickets)
        return tickets

    def action_open_intake(self):
        """How it came in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_intake_action"
        )
        return {**action, "domain": [("ticket_id", "=", self.id)], "context": {}}

    # -- the gateway -----------------------------------------------------------------------------

    def _mail_receipt(self):
        receipt = self.env.context.get(KEY)
        return receipt if isinstance(receipt, Receipt) else None

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        receipt = self._mail_receipt()
        values = self._prepare_mail_values(msg_dict, receipt) | (custom_values or {})
        maker = self.with_context(default_user_id=False, crm_helpdesk_flow=BY_FLOW)
        written = msg_dict.get("email_from") or ""
        # the address alone, since the name has a field of its own
        bare = {**msg_dict, "email_from": email_normalize(written) or written}
        ticket = super(CrmHelpdeskTicket, maker).message_new(bare, values)
        ticket = self.browse(ticket.id)
        if receipt:
            self._settle_new(receipt, ticket)
        return ticket

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """The gateway describes all fields of a request, to see whether it has a name."""
        if self._mail_receipt() and allfields is None:
            allfields, attributes = [self._rec_name or "name"], ["type"]
        return super().fields_get(allfields, attributes)

    @api.model
    def _prepare_mail_values(self, msg_dict, receipt):
        author = msg_dict.get("author_id") or False
        values = {
            "name": (msg_dict.get("subject") or "").strip() or self.env._("(no subject)"),
            "description": msg_dict.get("body"),
            "channel": "email",
            "user_id": False,
            "partner_id": author,
            "last_customer_at": fields.Datetime.now(),
        }
        if not author:
            values["partner_name"] = parse_contact_from_email(msg_dict.get("email_from") or "")[0]
        if receipt:
            values["sender_trust"] = receipt.trust.level
            if receipt.cc_team_ids:
                values["cc_team_ids"] = [(6, 0, receipt.cc_team_ids)]
            if receipt.trust.level == "suspicious":
                values["partner_id"] = False
        return values

    @api.model
    def _settle_new(self, receipt, ticket):
        """The first request of a mail is that of its row; another company has its own row."""
        admission = receipt.admissions.get(0)
        cause = "decided" if receipt.decision else admission.cause if admission else ""
        if not receipt.verdict:
            receipt.settle("accepted", cause, ticket.id)
            receipt.team_id, receipt.is_new = ticket.team_id.id, True
            return
        self.env["crm.helpdesk.intake"]._record(
            "email",
            company=ticket.company_id.sudo(),  # sudo: the other company that the mail names
            ticket=ticket,
            mailbox=receipt.others.get(ticket.team_id.id) or f"team-{ticket.team_id.id}",
            message_uid=receipt.arrival.uid,
            sender=receipt.arrival.sender,
            subject=receipt.arrival.subject,
        )

    def message_update(self, msg_dict, update_vals=None):
        receipt = self._mail_receipt()
        admission = receipt and receipt.admissions.get(self.id)
        if not admission:
            return super().message_update(msg_dict, update_vals)
        cause = "decided" if receipt.decision else admission.cause
        receipt.settle(admission.verdict, cause, self.id)
        receipt.thread_ticket_id = receipt.thread_ticket_id or self.id
        receipt.team_id = self.team_id.id
        if admission.verdict == "note_only":
            _make_internal(msg_dict)
        writer = self.with_context(crm_helpdesk_flow=BY_FLOW)  # whose address is in copy
        return super(CrmHelpdeskTicket, writer).message_update(msg_dict, update_vals)

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        # exactly that address: ana@x.es is not juliana@x.es
        return [("email_normalized", "=", email_from_normalized)]

    def _tell_of_note(self):
        """Somebody who does not take part has written: the agent may know who it is."""
        self.ensure_one()
        user = self.user_id or self.team_id.leader_id
        if user:
            ticket = self.with_context(lang=user.lang)
            ticket.message_notify(
                partner_ids=user.partner_id.ids,
                subject=ticket.env._("%(request)s: a note from outside", request=self.number),
                body=ticket.env._(
                    "Somebody who does not take part, or looks forged, has answered this request. "
                    "The customer has not been told of it."
                ),
            )

    # -- after the end ---------------------------------------------------------------------------

    def _is_long_done(self):
        """Whether a reply begins a new request: too late, or it was never a request."""
        self.ensure_one()
        if self.state in ACTIVE:
            return False
        if self.state == "cancelled":
            return True
        done = self.resolved_at or self.closed_at
        days = self.company_id.helpdesk_reopen_days
        return bool(done) and done < fields.Datetime.subtract(fields.Datetime.now(), days=days)

    def _get_circle(self):
        """Who takes part, for :func:`~..engine.participants.admit`.

        Colleagues take part by their address alone only as long as no server of ours says who
        they are.
        """
        self.ensure_one()
        followers = self.message_partner_ids | self.viewer_partner_ids | self.user_id.partner_id
        if self.company_id._helpdesk_trusted_servers():
            followers = followers.filtered("partner_share")
        copies = [email_normalize(each) for each in email_split(self.email_cc or "")]
        known = [*followers.mapped("email_normalized"), *copies, self.email_normalized]
        return Circle(
            addresses=frozenset(filter(None, known)),
            commercial_partner_id=self.commercial_partner_id.id or None,
            partner_email=self.email_normalized or "",
        )

    # -- what goes out ---------------------------------------------------------------------------

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers come back to the address of the department."""
        # sudo: the address is on each mail that goes out
        found = self.team_id.sudo()._notify_get_reply_to(default=default, author_id=author_id)
        return {ticket.id: found.get(ticket.team_id.id) for ticket in self}

    def _get_customer_information(self):
        """What a mail said of somebody, should an agent make a contact of the address."""
        found = super()._get_customer_information()
        for ticket in self.filtered(lambda each: each.email_normalized and not each.partner_id):
            values = {"name": ticket.partner_name, "phone": ticket.partner_phone}
            found.setdefault(ticket.email_normalized, {}).update(
                {name: value for name, value in values.items() if value}
            )
        return found


def _make_internal(msg_dict):
    """A note that nobody outside sees or is told of, and that lets nobody else take part."""
    msg_dict["is_internal"] = True
    msg_dict["author_id"] = False
    msg_dict["cc"] = ""
    msg_dict.pop("parent_id", None)
