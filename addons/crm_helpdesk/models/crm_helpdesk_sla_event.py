from odoo import api, fields, models
from odoo.exceptions import UserError

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

    def write(self, vals):
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
        data = self.data or {}
        promises, promise = data.get("promises"), data.get("promise")
        return log.Event(
            at=self.at,
            kind=self.kind,
            number=self.id,
            team=self.team_id.id or None,
            promises=promises and log.Promises(*(Promise(*promises[name]) for name in METRICS)),
            promise=promise and Promise(*promise),
            calendar=data.get("calendar"),
            becomes=data.get("becomes"),
        )

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
