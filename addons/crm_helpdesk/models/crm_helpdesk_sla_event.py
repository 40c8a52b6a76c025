import json
from functools import lru_cache

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..by_flow import BY_FLOW
from ..engine import log
from ..engine.clock import METRICS, Promise


class CrmHelpdeskSlaEvent(models.Model):
    """Something that happened to a request and that its clocks follow from. Only ever appended.

    ``data`` holds what a kind needs: ``promises``, ``{metric: [budget in working seconds or null,
    timetable, policy or null]}``; ``promise``, the same of a department; ``calendar`` and
    ``becomes``, timetables.
    """

    _name = "crm.helpdesk.sla.event"
    _description = "Event of a Request"
    _order = "at, id"
    _rec_name = "kind"

    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    at = fields.Datetime(required=True, readonly=True, help="When the server knew it.")
    kind = fields.Selection(
        [
            (log.START, "Came in"),
            (log.ANSWER, "Answer to the customer"),
            (log.REPLY, "The customer wrote"),
            (log.PAUSE, "Waiting for the customer"),
            (log.HOLD, "Waiting for others"),
            (log.RESUME, "Goes on"),
            (log.STOP, "Resolved"),
            (log.REOPEN, "Open again"),
            (log.CANCEL, "Cancelled"),
            (log.TRANSFER, "Other department"),
            (log.POLICY, "Other promise"),
            (log.CALENDAR, "Other working hours"),
        ],
        required=True,
        readonly=True,
    )
    team_id = fields.Many2one("crm.helpdesk.team", readonly=True, ondelete="restrict")
    data = fields.Json(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(self.env._("The log of a request is written by its steps."))
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What has happened to a request is not changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        if self.env.context.get("crm_helpdesk_flow") is not BY_FLOW:
            raise UserError(self.env._("What has happened to a request is kept."))

    def _to_engine(self):
        """The events as the engine reads them.

        :return: list of :class:`~..engine.log.Event`
        """
        return [row._to_event() for row in self]

    def _to_event(self):
        data = json.dumps(self.data) if self.data else ""
        return log.Event(self.at, self.kind, self.id, self.team_id.id or None, *_read_data(data))

    @api.model
    def _read_logs(self, ticket_ids):
        """The logs of requests, as plain rows: there may be thousands.

        :return: ``{ticket id: [engine events in order]}``
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT ticket_id, at, kind, id, team_id, COALESCE(data::text, '')
                  FROM crm_helpdesk_sla_event
                 WHERE ticket_id = ANY(%s)
                 ORDER BY at, id
                """,
                list(ticket_ids),
            )
        )
        found = {}
        for ticket_id, at, kind, number, team, data in rows:
            event = log.Event(at, kind, number, team, *_read_data(data))
            found.setdefault(ticket_id, []).append(event)
        return found

    @api.model
    def _append_to_all(self, ticket_ids, at, kind, data):
        """The same event in the logs of many requests, by one statement."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_helpdesk_sla_event
                            (ticket_id, at, kind, data, create_uid, write_uid, create_date,
                             write_date)
                     SELECT ticket_id, %(at)s, %(kind)s, %(data)s::jsonb, %(user)s, %(user)s,
                            %(now)s, %(now)s
                       FROM unnest(%(tickets)s) AS ticket_id
                """,
                at=at,
                kind=kind,
                data=json.dumps(data),
                user=self.env.uid,
                now=self.env.cr.now(),
                tickets=list(ticket_ids),
            )
        )
        self.env["crm.helpdesk.ticket"].invalidate_model(["event_ids"])

    @api.model
    def _get_timetable_ids(self, events):
        """Which timetables engine events name."""
        found = set()
        for event in events:
            if event.promises:
                found |= {event.promises.of(metric).calendar for metric in METRICS}
            if event.promise:
                found.add(event.promise.calendar)
            found |= {event.calendar, event.becomes}
        return found - {None}


@lru_cache(maxsize=4096)
def _read_data(text):
    """What an event carries, as the engine has it; the same words are read once.

    :param text: JSON; "" for nothing
    :return: promises, promise, calendar, becomes
    """
    data = json.loads(text) if text else {}
    promises, promise = data.get("promises"), data.get("promise")
    return (
        promises and log.Promises(*(Promise(*promises[name]) for name in METRICS)),
        promise and Promise(*promise),
        data.get("calendar"),
        data.get("becomes"),
    )
