from collections import defaultdict
from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from ..engine.kpis import Done
from ..engine.shares import Share
from .crm_helpdesk_stage import ACTIVE


@dataclass(frozen=True)
class Placed:
    """A request that was resolved: in which month, by which department."""

    month: str
    team: int
    done: Done


class CrmHelpdeskFiguresQuery(models.AbstractModel):
    """The rows behind the figures: one statement for each kind, however many requests there are."""

    _name = "crm.helpdesk.figures.query"
    _description = "Rows behind the Figures of Requests"

    @api.model
    def _get_visible(self, wanted):
        """The requests that the reader may see, as a subselect."""
        tickets = self.env["crm.helpdesk.ticket"]
        tickets.check_access("read")
        for model in ("crm.helpdesk.ticket", "crm.helpdesk.sla.target", "crm.helpdesk.transfer"):
            self.env[model].flush_model()
        return tickets._search([("company_id", "=", self.env.company.id)]).subselect()

    @api.model
    def _month_of(self, wanted, column):
        """2026-10 of an instant, where the company is."""
        return SQL("to_char(%s AT TIME ZONE 'UTC' AT TIME ZONE %s, 'YYYY-MM')", column, wanted.zone)

    @api.model
    def _select(self, sql):
        return self.env.execute_query(sql)

    @api.model
    def _count_promises(self, wanted):
        """
        :return: ``{(metric, month, team): Share}`` of those met, of those met or late by now
        """
        rows = self._select(
            SQL(
                """
                SELECT target.metric, %(month)s,
                       CASE target.metric WHEN 'department' THEN target.team_id
                                          ELSE ticket.team_id END AS team,
                       COUNT(*) FILTER (WHERE target.state = 'met'), COUNT(*)
                  FROM crm_helpdesk_sla_target target
                  JOIN crm_helpdesk_ticket ticket ON ticket.id = target.ticket_id
                 WHERE target.ticket_id IN %(visible)s
                   AND target.budget_s > 0
                   AND target.deadline >= %(start)s AND target.deadline < %(stop)s
                   AND (target.state IN ('met', 'breached')
                        OR target.state = 'running' AND target.deadline < %(now)s)
                 GROUP BY 1, 2, 3
                """,
                month=self._month_of(wanted, SQL("target.deadline")),
                visible=self._get_visible(wanted),
                start=wanted.start,
                stop=wanted.stop,
                now=wanted.now,
            )
        )
        return {
            (metric, month, team): Share(met, decided)
            for metric, month, team, met, decided in rows
            if team in wanted.names
        }

    @api.model
    def _read_durations(self, wanted):
        """Working seconds until the first answer and the solution, of those that came to it.

        :return: ``{(metric, month, team): [seconds]}``
        """
        rows = self._select(
            SQL(
                """
                SELECT target.metric, %(month)s, ticket.team_id, array_agg(target.accrued_s)
                  FROM crm_helpdesk_sla_target target
                  JOIN crm_helpdesk_ticket ticket ON ticket.id = target.ticket_id
                 WHERE target.ticket_id IN %(visible)s
                   AND target.metric IN ('first_response', 'resolution')
                   AND (target.metric = 'resolution' OR ticket.first_answer_at IS NOT NULL)
                   AND target.state IN ('met', 'breached')
                   AND target.stopped_at >= %(start)s AND target.stopped_at < %(stop)s
                 GROUP BY 1, 2, 3
                """,
                month=self._month_of(wanted, SQL("target.stopped_at")),
                visible=self._get_visible(wanted),
                start=wanted.start,
                stop=wanted.stop,
            )
        )
        return {tuple(key): seconds for *key, seconds in rows if key[2] in wanted.names}

    @api.model
    def _read_done(self, wanted):
        """What was resolved: how often each came back, went on and was answered.

        :return: list of :class:`Placed`
        """
        rows = self._select(
            SQL(
                """
                SELECT %(month)s, ticket.team_id, ticket.reopen_count, COUNT(transfer.id),
                       ticket.answer_count
                  FROM crm_helpdesk_ticket ticket
                  LEFT JOIN crm_helpdesk_transfer transfer ON transfer.ticket_id = ticket.id
                 WHERE ticket.id IN %(visible)s
                   AND ticket.state IN ('resolved', 'closed')
                   AND ticket.resolved_at >= %(start)s AND ticket.resolved_at < %(stop)s
                 GROUP BY ticket.id
                """,
                month=self._month_of(wanted, SQL("ticket.resolved_at")),
                visible=self._get_visible(wanted),
                start=wanted.start,
                stop=wanted.stop,
            )
        )
        return [
            Placed(month, team, Done(reopenings or 0, transfers, answers or 0))
            for month, team, reopenings, transfers, answers in rows
            if team in wanted.names
        ]

    @api.model
    def _count_backlog(self, wanted):
        """
        :return: ``{date: open requests that came on it}``, of the departments together
        """
        rows = self._select(
            SQL(
                """
                SELECT (ticket.create_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
                       ticket.team_id, COUNT(*)
                  FROM crm_helpdesk_ticket ticket
                 WHERE ticket.id IN %(visible)s AND ticket.state IN %(active)s
                 GROUP BY 1, 2
                """,
                zone=wanted.zone,
                visible=self._get_visible(wanted),
                active=tuple(ACTIVE),
            )
        )
        found = defaultdict(int)
        for day, team, count in rows:
            if team in wanted.names:
                found[day] += count
        return found
