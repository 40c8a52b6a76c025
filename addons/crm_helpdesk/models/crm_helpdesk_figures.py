from dataclasses import dataclass, field
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..engine.clock import METRICS
from ..engine.instants import to_utc
from ..engine.kpis import backlog_by_age
from ..engine.shares import Share
from .crm_helpdesk_stage import ACTIVE

_WORKERS = "crm_helpdesk.group_helpdesk_agent,crm_helpdesk.group_helpdesk_quality"
_SEE_ALL = "crm_helpdesk.group_helpdesk_supervisor,crm_helpdesk.group_helpdesk_quality"
_MOST_MONTHS = 24


@dataclass
class Wanted:
    """What a page is about: months of the company, departments, and whose requests."""

    months: list
    zone: str
    now: datetime
    teams: object
    domain: list
    names: dict = field(default_factory=dict)

    @property
    def start(self):
        """The first moment, naive UTC."""
        return to_utc(datetime.combine(self.months[0], time.min), self.zone)

    @property
    def stop(self):
        """The first moment after it, naive UTC."""
        return self.bounds(self.months[-1])[1]

    def bounds(self, month):
        """A month, from its first moment to the first of the next, in naive UTC."""
        following = month + relativedelta(months=1)
        return tuple(
            to_utc(datetime.combine(day, time.min), self.zone) for day in (month, following)
        )


class CrmHelpdeskFigures(models.AbstractModel):
    """The figures of departments, each with what it is a share of and the rows behind it."""

    _name = "crm.helpdesk.figures"
    _description = "Figures of Requests"

    @api.model
    @api.readonly
    def get_page(self, months=6, team_id=False):
        """The page of the current company.

        An agent sees the own departments, supervisors and quality all. Months are those of the
        company's time zone; a promise belongs to the month of its deadline, an answer, a solution
        and what is said of a request to the month in which it happened.

        :param int months: how many, this one included; 24 at most
        :param int team_id: a department; all that the reader has without it
        :return: dict with ``teams``, ``team_id``, ``count``, ``months`` (first days),
            ``promises``, ``durations`` (working minutes), ``done``, ``backlog`` and
            ``departments``; shares are ``{'n', 'of', 'percent'}``, percent False of none
        :raise AccessError: the reader does not work on requests
        :raise ValidationError: no such number of months
        """
        self._check_reader()
        if (
            isinstance(months, bool)
            or not isinstance(months, int)
            or not 1 <= months <= _MOST_MONTHS
        ):
            raise ValidationError(
                self.env._("Choose from 1 to %(most)s months.", most=_MOST_MONTHS)
            )
        wanted = self._get_wanted(months, team_id)
        query = self.env["crm.helpdesk.figures.query"]
        promises = query._count_promises(wanted)
        durations = query._read_durations(wanted)
        done = query._read_done(wanted)
        return {
            "teams": [{"id": team.id, "name": team.name} for team in self._get_teams()],
            "team_id": team_id or False,
            "count": months,
            "months": [fields.Date.to_string(month) for month in wanted.months],
            "promises": self._show_promises(wanted, promises),
            "durations": self._show_durations(wanted, durations),
            "done": self._show_done(wanted, done),
            "backlog": self._show_backlog(wanted, query._count_backlog(wanted)),
            "departments": self._show_departments(wanted, promises, durations, done),
        }

    # -- who sees what -----------------------------------------------------------------------

    @api.model
    def _check_reader(self):
        if not self.env.su and not self.env.user.has_groups(_WORKERS):
            raise AccessError(self.env._("The figures are for those who work on requests."))

    @api.model
    def _sees_all(self):
        return self.env.su or self.env.user.has_groups(_SEE_ALL)

    @api.model
    def _get_teams(self):
        """Departments of the company whose figures the reader sees."""
        teams = self.env["crm.helpdesk.team"].search([("company_id", "=", self.env.company.id)])
        if self._sees_all():
            return teams
        user = self.env.user
        return teams.filtered(lambda team: user in team.member_user_ids | team.leader_id)

    @api.model
    def _get_wanted(self, months, team_id):
        zone = self.env.company._crm_tz()
        now = fields.Datetime.now()
        this = self.env.company._crm_today().replace(day=1)
        teams = self._get_teams()
        if team_id:
            teams = teams.filtered(lambda team: team.id == team_id)
        return Wanted(
            months=[this - relativedelta(months=back) for back in reversed(range(months))],
            zone=zone,
            now=now,
            teams=teams,
            domain=[("company_id", "=", self.env.company.id), ("team_id", "in", teams.ids)],
            names={team.id: team.name for team in teams},
        )

    # -- promises ----------------------------------------------------------------------------

    def _show_promises(self, wanted, counts):
        """The share met, by promise and month of the deadline.

        :param counts: ``{(metric, month, team): Share}``
        """
        labels = dict(
            self.env["crm.helpdesk.sla.target"]._fields["metric"]._description_selection(self.env)
        )
        return [
            {
                "key": metric,
                "label": labels[metric],
                "total": self._as_share(_sum_of(counts, metric=metric)),
                "domain": self._get_promise_domain(wanted, metric, wanted.start, wanted.stop),
                "cells": [
                    {
                        **self._as_share(_sum_of(counts, metric=metric, month=f"{month:%Y-%m}")),
                        "domain": self._get_promise_domain(wanted, metric, *wanted.bounds(month)),
                    }
                    for month in wanted.months
                ],
            }
            for metric in METRICS
        ]

    @api.model
    def _as_share(self, share):
        percent = share.percent
        return {
            "n": share.numerator,
            "of": share.denominator,
            "percent": False if percent is None else float(percent),
        }

    @api.model
    def _get_promise_domain(self, wanted, metric, start, stop):
        """The clocks that a share counts."""
        text = fields.Datetime.to_string
        return [
            ("metric", "=", metric),
            ("budget_s", ">", 0),
            ("ticket_id.company_id", "=", self.env.company.id),
            ("team_id" if metric == "department" else "ticket_id.team_id", "in", wanted.teams.ids),
            ("deadline", ">=", text(start)),
            ("deadline", "<", text(stop)),
            "|",
            ("state", "in", ["met", "breached"]),
            "&",
            ("state", "=", "running"),
            ("deadline", "<", text(wanted.now)),
        ]

    # -- backlog -----------------------------------------------------------------------------

    def _show_backlog(self, wanted, counts):
        """Open requests by calendar days since they came.

        :param counts: ``{date: how many}``
        """
        today = self.env.company._crm_today()
        days = [day for day, count in counts.items() for _each in range(count)]
        found = backlog_by_age(days, today)
        return [
            {
                "key": band,
                "count": count,
                "of": len(days),
                "domain": self._get_backlog_domain(wanted, band, today),
            }
            for band, count in found.items()
        ]

    @api.model
    def _get_backlog_domain(self, wanted, band, today):
        """The open requests of a band like "2-3" or "31+"."""
        first, _sign, last = band.rstrip("+").partition("-")
        text = fields.Datetime.to_string

        def begin(days):
            wall = datetime.combine(today - relativedelta(days=days), time.min)
            return text(to_utc(wall, wanted.zone))

        domain = [
            *wanted.domain,
            ("state", "in", list(ACTIVE)),
            ("create_date", "<", begin(int(first) - 1)),
        ]
        return [*domain, ("create_date", ">=", begin(int(last)))] if last else domain


def _sum_of(counts, metric=None, month=None, team=None):
    """The shares of a metric, a month, a department added up; None stands for all."""
    total = Share(0, 0)
    for (of_metric, of_month, of_team), share in counts.items():
        if metric in (None, of_metric) and month in (None, of_month) and team in (None, of_team):
            total += share
    return total
