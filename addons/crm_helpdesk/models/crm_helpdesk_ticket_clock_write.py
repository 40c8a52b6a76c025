import json

from odoo import api, models
from odoo.tools import SQL

_COLUMNS = {
    "ticket_id": "integer", "metric": "text", "cycle": "integer", "team_id": "integer",
    "policy_id": "integer", "timetable_id": "integer", "state": "text", "is_running": "boolean",
    "budget_s": "integer", "accrued_s": "integer", "overdue_s": "integer", "since": "timestamp",
    "running_since": "timestamp", "deadline": "timestamp", "warn_at": "timestamp",
    "stopped_at": "timestamp", "breached_at": "timestamp", "retroactive": "boolean",
    "company_id": "integer",
}  # fmt: skip
_KEY = ("ticket_id", "metric", "cycle")


class CrmHelpdeskTicket(models.Model):
    """What the clocks show, kept for lists and figures."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _write_clocks(self, rows, heads):
        """By one statement each, however many there are: they follow from the log alone."""
        self.env["crm.helpdesk.ticket"].flush_model()
        columns = SQL(", ").join(map(SQL.identifier, _COLUMNS))
        types = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(kind)) for name, kind in _COLUMNS.items()
        )
        updates = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in _COLUMNS
            if name not in _KEY
        )
        # those that have ended first, so that a kind of clock never runs twice
        rows = sorted(rows, key=lambda row: row["is_running"])
        for running in (False, True):
            part = [row for row in rows if row["is_running"] is running]
            if part:
                self.env.cr.execute(
                    SQL(
                        """
                        INSERT INTO crm_helpdesk_sla_target (%s)
                             SELECT %s FROM json_to_recordset(%s::json) AS given (%s)
                        ON CONFLICT (ticket_id, metric, cycle) DO UPDATE SET %s
                              WHERE (%s) IS DISTINCT FROM (%s)
                        """,
                        columns, columns, json.dumps(part, default=str), types, updates,
                        _values_of("crm_helpdesk_sla_target"), _values_of("excluded"),
                    )
                )  # fmt: skip
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_helpdesk_ticket ticket
                   SET deadline = given.deadline, deadline_metric = given.metric,
                       warn_at = given.warn_at, sla_state = given.state
                  FROM json_to_recordset(%s::json)
                    AS given (id integer, deadline timestamp, metric text, warn_at timestamp,
                              state text)
                 WHERE ticket.id = given.id
                   AND (ticket.deadline, ticket.deadline_metric, ticket.warn_at, ticket.sla_state)
                       IS DISTINCT FROM (given.deadline, given.metric, given.warn_at, given.state)
                """,
                json.dumps(heads, default=str),
            )
        )
        self.env["crm.helpdesk.sla.target"].invalidate_model()
        names = ["deadline", "deadline_metric", "warn_at", "sla_state", "target_ids", "sla_light"]
        self.invalidate_model(names)


def _values_of(table):
    return SQL(", ").join(SQL.identifier(table, name) for name in _COLUMNS if name not in _KEY)
