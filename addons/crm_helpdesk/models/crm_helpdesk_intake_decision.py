from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import LockError, UserError

from ..by_flow import BY_FLOW
from ..engine import arrivals
from ..mail_receipt import KEY, Receipt
from .mail_thread_routes import TICKET


class CrmHelpdeskIntake(models.Model):
    """What a supervisor decides on what waits, with the own name."""

    # one file for each purpose
    _inherit = "crm.helpdesk.intake"  # pylint: disable=consider-merging-classes-inherited

    def action_make_ticket(self):
        """These become requests, each with all that the mail holds."""
        self._decide_all(0)
        tickets = self.ticket_id
        return tickets._get_records_action() if len(tickets) == 1 else True

    def _append_to(self, ticket):
        """These are added to a request, for the customer to see what is his.

        :param ticket: ``crm.helpdesk.ticket`` that the person may read
        """
        ticket.check_access("read")
        self._decide_all(ticket.id)

    def action_append(self):
        """Ask to which request."""
        self._check_decides()
        self._check_waits()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Append to a Request"),
            "res_model": "crm.helpdesk.intake.append",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_intake_ids": [(6, 0, self.ids)],
                "default_ticket_id": self.thread_ticket_id[:1].id,
            },
        }

    def action_discard(self):
        """These need nothing; who said so stays written."""
        self._check_decides()
        self._check_waits()
        self._lock_rows()
        self._by_flow().write(
            {
                "verdict": "discarded",
                "decided_by": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "next_try": False,
            }
        )

    def action_discard_and_hold_back(self):
        """These need nothing, and what their senders write from now on waits."""
        self.action_discard()
        for company, rows in self.grouped("company_id").items():
            company = company.sudo()  # sudo: a supervisor decides who waits, and writes no more
            held = (company.helpdesk_held_back or "").split()
            held += filter(None, rows.mapped("sender"))
            company.helpdesk_held_back = "\n".join(dict.fromkeys(held))

    def action_download(self):
        """The original, as it came."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/raw/{self.raw_name}?download=true",
            "target": "self",
        }

    def _check_waits(self):
        for row in self:
            if row.verdict not in ("quarantined", "failed", "discarded"):
                raise UserError(
                    self.env._(
                        "%(entry)s is on %(request)s already.",
                        entry=row.display_name,
                        request=row.ticket_id.number,
                    )
                )

    def _lock_rows(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is deciding on this right now. Look at it again.")
            ) from error
        self.invalidate_recordset(["verdict", "ticket_id"])
        self._check_waits()

    def _decide_all(self, ticket_id):
        self._check_decides()
        self._check_waits()
        self._lock_rows()
        for row in self:
            row._decide(ticket_id)

    def _decide(self, ticket_id):
        """Read the mail again with the person's word over what its headers say."""
        raw = self._read_raw()
        try:
            with self.env.cr.savepoint():
                if not raw:
                    raise UserError(self.env._("The original of this is kept no longer."))
                self._read_again(raw, (ticket_id, self.team_id.id or None))
        except Exception as error:  # noqa: BLE001 whatever a mail does, the person gets a request
            self._decide_unread(ticket_id, error)

    def _read_again(self, raw, decision=None):
        """Through the gateway, as the mail came.

        :param decision: ``(ticket id or 0, team id or None)``, or None for what its headers say
        """
        arrival = arrivals.read(raw)
        team_id = self.team_id.id or None
        receipt = Receipt(
            self.id, arrival, self.company_id.id, not decision, decision=decision, team_id=team_id
        )
        # sudo: the gateway writes requests whoever sends the mail; who decides has been checked
        thread = self.env["mail.thread"].sudo().with_context(**{KEY: receipt})
        # what came without an address of ours has a department if its box is that of requests
        thread.message_process(TICKET if team_id or decision else False, raw, {"team_id": team_id})
        self.invalidate_recordset()
        return receipt

    def _decide_unread(self, ticket_id, error):
        """What no program can read becomes a request all the same: its original is with the row."""
        text = self.env._(
            "This could not be read (%(error)s). Its original is with the entry.",
            error=self._explain(error)[1],
        )
        if ticket_id:
            # sudo: who decides has been checked
            ticket = self.env[TICKET].sudo().browse(ticket_id)
            ticket.message_post(body=text, subtype_xmlid="mail.mt_note")
        else:
            ticket = self._make_unread_ticket(text)
        self._by_flow().write(
            {
                "verdict": "appended" if ticket_id else "accepted",
                "cause": "decided",
                "ticket_id": ticket.id,
                "team_id": ticket.team_id.id,
                "decided_by": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "next_try": False,
            }
        )

    def _make_unread_ticket(self, text):
        receipt = Receipt(self.id, arrivals.read(b""))
        # sudo: who decides has been checked
        maker = self.env[TICKET].sudo().with_context(**{KEY: receipt}, crm_helpdesk_flow=BY_FLOW)
        values = {
            "name": self.subject or self.env._("(no subject)"),
            "channel": "email",
            "description": Markup("<p>%s</p>") % text,
            "partner_email": self.sender,
            "user_id": False,
        }
        if self.team_id:
            values["team_id"] = self.team_id.id
        else:
            values["team_id"] = (
                self.env["crm.helpdesk.team"]
                .search([("company_id", "=", self.company_id.id)], limit=1)
                .id
            )
        ticket = maker.create(values)
        return self.env[TICKET].sudo().browse(ticket.id)  # sudo: as above
