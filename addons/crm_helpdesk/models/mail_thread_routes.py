from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.mail import email_normalize

from ..engine import attachments, participants
from ..engine.mail_headers import storable
from ..engine.mail_loops import LoopLimit, screen

TICKET = "crm.helpdesk.ticket"


class MailThread(models.AbstractModel):
    """To which request a mail goes, as what, and what waits for a person's decision."""

    # one file for each purpose
    _inherit = "mail.thread"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def message_parse(self, message, save_original=False):
        """What no database stores, like half characters, does not cost the rest of the mail."""
        values = super().message_parse(message, save_original=save_original)
        if self._helpdesk_receipt():
            for name, value in values.items():
                if isinstance(value, str) and (clean := storable(value)) != value:
                    values[name] = type(value)(clean)
        return values

    def _partner_find_from_emails(self, records_emails, *args, no_create=False, **more):
        """Who is no contact is looked for once, though the gateway asks four times for him."""
        receipt = no_create and self._helpdesk_receipt()
        if receipt and self._helpdesk_are_strangers(receipt, records_emails.values()):
            numbers = self.ids or [record.id for record in records_emails]
            return dict.fromkeys(numbers, self.env["res.partner"])
        return super()._partner_find_from_emails(records_emails, *args, no_create=no_create, **more)

    @api.model
    def _helpdesk_are_strangers(self, receipt, lists):
        emails = {email_normalize(email, strict=False) for emails in lists for email in emails}
        if False in emails:
            return False
        if new := emails - receipt.contacts.keys():
            arrival = receipt.arrival
            new |= {arrival.sender, *arrival.recipients} - receipt.contacts.keys() - {""}
            # sudo: only whether there is one
            partners = self.env["res.partner"].sudo()
            found = partners._read_group(
                [("email_normalized", "in", list(new))], ["email_normalized"]
            )
            receipt.contacts |= {**dict.fromkeys(new, False), **{email: True for [email] in found}}
        return not any(receipt.contacts[email] for email in emails)

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        receipt = self._helpdesk_receipt()
        if receipt is None:
            return super().message_route(message, message_dict, model, thread_id, custom_values)
        self._helpdesk_classify(receipt, message)
        if receipt.decision:
            return [self._helpdesk_decided_route(receipt)]
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if not routes and message_dict.get("is_bounce"):
            routes = self._helpdesk_route_of_bounce(message_dict)
        return self._helpdesk_rewrite(receipt, message_dict, routes)

    @api.model
    def _helpdesk_decided_route(self, receipt):
        ticket_id, team_id = receipt.decision
        values = {"team_id": team_id} if team_id else {}
        return (TICKET, ticket_id, values, self.env.uid, self.env["mail.alias"])

    @api.model
    def _helpdesk_route_of_bounce(self, message_dict):
        """What came back of ours is noted on the request; Odoo marks it, and shows no reason."""
        message = message_dict.get("bounced_message")
        if not message or message.model != TICKET or not message.res_id:
            return []
        return [(TICKET, message.res_id, None, self.env.uid, self.env["mail.alias"])]

    @api.model
    def _helpdesk_rewrite(self, receipt, message_dict, routes):
        """Follow what was joined, begin anew what is long done, one request for a mail to many."""
        rewritten, new = [], []
        for route in routes or []:
            if route[0] != TICKET:
                rewritten.append(route)
            elif route[1]:
                rewritten.append(self._helpdesk_follow(receipt, message_dict, route))
            else:
                new.append(route)
        return [*rewritten, *self._helpdesk_join_departments(receipt, new)]

    @api.model
    def _helpdesk_follow(self, receipt, message_dict, route):
        # sudo: where a mail goes does not depend on who sends it
        ticket = self.env[TICKET].sudo().browse(route[1])
        ticket = ticket._get_survivor()
        receipt.thread_ticket_id = ticket.id
        author = self._helpdesk_author(message_dict)
        inside = author and not author.partner_share
        if not inside and not receipt.mail_class.is_automatic and ticket._is_long_done():
            values = {"origin_ticket_id": ticket.id, "team_id": ticket.team_id.id}
            return (TICKET, 0, values, *route[3:])
        return (TICKET, ticket.id, *route[2:])

    @api.model
    def _helpdesk_join_departments(self, receipt, routes):
        """Of each company the department that the mail names first; its others are in copy."""
        if len(routes) < 2:
            return routes
        order = self.env["crm.helpdesk.team"].sudo()  # sudo: addresses, whoever writes to them
        teams = order.browse([(route[2] or {}).get("team_id") for route in routes if route[2]])
        places = order._find_by_addresses(receipt.arrival.recipients)
        ranked = sorted(teams, key=lambda team: _place(places, team.id))
        by_team = {(route[2] or {}).get("team_id"): route for route in routes}
        kept = {}
        for team in ranked:
            kept.setdefault(team.company_id, []).append(team)
        first = ranked[0] if ranked else order
        receipt.cc_team_ids = tuple(team.id for team in kept.get(first.company_id, [])[1:])
        receipt.others = {
            found[0].id: found[0].alias_full_name or ""
            for company, found in kept.items()
            if company != first.company_id
        }
        return [by_team[found[0].id] for found in kept.values()] or routes[:1]

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """A sender of whom too many come waits, without an answer that feeds the loop.

        Mails are counted by the ledger: exactly of that address, and also those that wait.
        """
        receipt = self._helpdesk_receipt()
        if receipt is None:
            return super()._detect_loop_sender(message, message_dict, routes)
        ours = [route for route in routes if route[0] == TICKET]
        others = [route for route in routes if route[0] != TICKET]
        if ours and not receipt.decision and self._helpdesk_is_loop(receipt):
            receipt.settle("quarantined", "loop")
            routes[:] = others
            if not others:
                return True
        return bool(others) and super()._detect_loop_sender(message, message_dict, others)

    @api.model
    def _helpdesk_is_loop(self, receipt):
        read = self.env["ir.config_parameter"].sudo().get_param  # sudo: settings of the gateway
        limit = LoopLimit(
            int(read("mail.gateway.loop.threshold", 20)),
            timedelta(minutes=int(read("mail.gateway.loop.minutes", 120))),
        )
        arrivals = self.env["crm.helpdesk.intake"]._get_arrivals(receipt, limit)
        sender = receipt.arrival.sender
        if not screen(arrivals, sender, fields.Datetime.now(), limit).is_loop:
            return False
        # sudo: whom the administrator lets through
        allowed = self.env["mail.gateway.allowed"].sudo()
        return not allowed.search_count([("email_normalized", "=", sender)], limit=1)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        receipt = self._helpdesk_receipt()
        if receipt is None or all(route[0] != TICKET for route in routes or ()):
            return super()._message_route_process(message, message_dict, routes)
        routes = [
            route
            for route in routes
            if route[0] != TICKET or self._helpdesk_admit(receipt, message_dict, route[1])
        ]
        if not routes:
            return False
        receipt.body = message_dict.get("body") or ""
        self._helpdesk_leave_out(receipt, message_dict)
        result = super()._message_route_process(message, message_dict, routes)
        if receipt.verdict == "note_only" and not receipt.mail_class.is_automatic:
            # sudo: whoever works on it is told, whoever wrote
            self.env[TICKET].sudo().browse(receipt.ticket_id)._tell_of_note()
        return result

    @api.model
    def _helpdesk_author(self, message_dict):
        # sudo: whose address it is, whoever reads the mail
        return self.env["res.partner"].sudo().browse(message_dict.get("author_id") or [])

    @api.model
    def _helpdesk_admit(self, receipt, message_dict, ticket_id):
        """Whether a mail gets onto a request, or onto a new one; else it waits."""
        ticket = self.env[TICKET].sudo().browse(ticket_id or [])  # sudo: who takes part
        author = self._helpdesk_author(message_dict)
        # sudo: the rules of the company
        company = self.env["res.company"].sudo().browse(receipt.company_id)
        sender = participants.Sender(
            address=receipt.arrival.sender,
            commercial_partner_id=author.commercial_partner_id.id or None,
            is_internal=bool(author) and not author.partner_share,
            is_blocked=company._helpdesk_holds_back(receipt.arrival.sender),
        )
        admission = participants.admit(
            sender,
            ticket._get_circle() if ticket else None,
            receipt.trust.level,
            receipt.mail_class,
            company._helpdesk_free_domains(),
        )
        if receipt.decision:
            verdict = "appended" if ticket else "accepted"
            admission = participants.Admission(verdict, admission.cause)
        receipt.admissions[ticket_id or 0] = admission
        if admission.verdict == "quarantined":
            receipt.settle("quarantined", admission.cause)
            return False
        receipt.may_acknowledge = admission.may_acknowledge and not sender.is_internal
        return True

    @api.model
    def _helpdesk_leave_out(self, receipt, message_dict):
        """Files over the limit, or that a click would run, stay with the raw mail."""
        files = message_dict.get("attachments")
        if not files:
            return
        company = self.env["res.company"].sudo().browse(receipt.company_id)  # sudo: its limit
        found = [attachments.File(each[0] or "", _size(each[1])) for each in files]
        reasons = attachments.split(found, company._helpdesk_max_bytes())
        receipt.left_out = [
            [file.name, file.size, why] for file, why in zip(found, reasons, strict=True) if why
        ]
        message_dict["attachments"] = [
            each for each, why in zip(files, reasons, strict=True) if not why
        ]


def _place(places, team_id):
    return places.index(team_id) if team_id in places else len(places)


def _size(content):
    return len(content) if isinstance(content, str | bytes) else 0
