from datetime import timedelta

from odoo import api, fields, models

from .crm_helpdesk_stage import ACTIVE

AGAIN = timedelta(minutes=15)
"""Missed calls of a number that are no further apart are one request."""


class CrmHelpdeskTicket(models.Model):
    """A request by telephone: answered at once, or to be called back."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    call_ids = fields.One2many("crm.call", "helpdesk_ticket_id", string="Calls", readonly=True)
    callback_number = fields.Char(string="Call back", readonly=True, copy=False)
    missed_count = fields.Integer(
        string="Missed calls", readonly=True, copy=False, aggregator="sum",
        help="How often the customer has called in vain.",
    )  # fmt: skip
    last_missed_at = fields.Datetime(string="Called in vain on", readonly=True, copy=False)

    _call_back_once = models.UniqueIndex(
        "(company_id, callback_number) WHERE callback_number IS NOT NULL AND state = 'new'",
        "This number waits to be called back already.",
    )

    # -- on the telephone ------------------------------------------------------------------------

    @api.model
    def _create_by_phone(self, values):
        """A request that a customer tells on the telephone.

        :param values: as of :meth:`create`; with the rights of whoever writes it down
        """
        return self.create({**values, "channel": "phone"})

    def _answer_live(self, said=""):
        """The customer was answered while he was on the telephone: no promise of an answer is open.

        :param said: what he was told, for the colleagues to read
        """
        self.ensure_one()
        if said.strip():
            self._note_of_call(said)
        # sudo: whoever writes a request down need not be an agent
        self.sudo()._note_answer()

    def _tell_on_phone(self, text):
        """The customer calls about a request that is there: what he said, and that he did."""
        self.ensure_one()
        if text.strip():
            self._note_of_call(text)
        # sudo: a call is heard by whoever lifts the receiver
        self.sudo()._note_reply()

    def _note_of_call(self, text):
        self.message_post(
            body=self.env._("On the telephone: %(text)s", text=text.strip()),
            subtype_xmlid="mail.mt_note",
        )

    # -- to be called back -----------------------------------------------------------------------

    @api.model
    def _find_call_back(self, number, team, at):
        """The request by which a number is called back: one that nobody has begun with, or one of
        a moment ago."""
        found = self.search(
            [
                ("callback_number", "=", number),
                ("company_id", "=", team.company_id.id),
                ("state", "in", ACTIVE),
            ],
            order="id desc",
        )
        return found.filtered(
            lambda one: (
                one.state == "new" or (one.last_missed_at and one.last_missed_at >= at - AGAIN)
            )
        )[:1]

    @api.model
    def _create_call_back(self, call, team):
        who = call.partner_id.display_name or call.caller_name or call._get_shown_number()
        lang = team.leader_id.lang or team.company_id.partner_id.lang
        words = self.with_context(lang=lang) if lang else self
        return (
            self._by_flow()
            .with_company(team.company_id)
            .create(
                {
                    "name": words.env._("Call back %(who)s", who=who),
                    "team_id": team.id,
                    "partner_id": call.partner_id.id,
                    "partner_name": call.partner_id.name or call.caller_name or who,
                    "partner_phone": call._get_shown_number(),
                    "kind": "request",
                    "channel": "phone",
                    "callback_number": call.phone_sanitized,
                }
            )
            .with_context(crm_helpdesk_flow=False)
        )

    def _get_glance(self):
        """A line about a request for whoever has the customer on the telephone."""
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "stage": self.stage_id.name,
            "deadline": self._say_instant(self.deadline),
        }
