from itertools import chain

from odoo import api, fields, models

from ..engine.clock import FIRST_RESPONSE, RESOLUTION
from ..engine.kpis import median, one_touch_rate, percentile, ping_pong, reopen_rate
from .crm_helpdesk_figures import _sum_of


class CrmHelpdeskFigures(models.AbstractModel):
    """Durations and what is said of what was resolved, by month and by department."""

    # one file for each purpose
    _inherit = "crm.helpdesk.figures"  # pylint: disable=consider-merging-classes-inherited

    def _show_durations(self, wanted, durations):
        """How long customers waited, in working minutes."""
        shown = (
            ("first_median", self.env._("First answer, median"), FIRST_RESPONSE, median),
            ("first_p90", self.env._("First answer, nine of ten within"), FIRST_RESPONSE, _p90),
            ("resolution_p90", self.env._("Solution, nine of ten within"), RESOLUTION, _p90),
        )
        return [
            {
                "key": key,
                "label": label,
                **self._as_minutes(figure, _values_of(durations, metric)),
                "domain": self._get_duration_domain(wanted, metric, wanted.start, wanted.stop),
                "cells": [
                    {
                        **self._as_minutes(figure, _values_of(durations, metric, f"{month:%Y-%m}")),
                        "domain": self._get_duration_domain(wanted, metric, *wanted.bounds(month)),
                    }
                    for month in wanted.months
                ],
            }
            for key, label, metric, figure in shown
        ]

    @api.model
    def _as_minutes(self, figure, seconds):
        """
        :return: ``{'minutes', 'of'}``: minutes False of none
        """
        value = figure(seconds)
        return {"minutes": False if value is None else round(value / 60), "of": len(seconds)}

    @api.model
    def _get_duration_domain(self, wanted, metric, start, stop):
        text = fields.Datetime.to_string
        domain = [
            ("metric", "=", metric),
            ("ticket_id.company_id", "=", self.env.company.id),
            ("ticket_id.team_id", "in", wanted.teams.ids),
            ("state", "in", ["met", "breached"]),
            ("stopped_at", ">=", text(start)),
            ("stopped_at", "<", text(stop)),
        ]
        if metric == FIRST_RESPONSE:
            domain.append(("ticket_id.first_answer_at", "!=", False))
        return domain

    def _show_done(self, wanted, done):
        """What came back, went to and fro, and was solved with one answer, of what was resolved."""
        rates = (
            ("reopened", self.env._("Opened again"), reopen_rate, [("reopen_count", ">", 0)]),
            (
                "one_touch",
                self.env._("Solved with one answer"),
                one_touch_rate,
                [("answer_count", "=", 1)],
            ),
        )
        rows = [
            {
                "key": key,
                "label": label,
                "total": self._as_share(rate([each.done for each in done])),
                "domain": [*self._get_done_domain(wanted, wanted.start, wanted.stop), *of],
                "cells": [
                    {
                        **self._as_share(rate(_done_in(done, month))),
                        "domain": [*self._get_done_domain(wanted, *wanted.bounds(month)), *of],
                    }
                    for month in wanted.months
                ],
            }
            for key, label, rate, of in rates
        ]
        return {"rates": rows, "transfers": self._show_transfers(wanted, done)}

    def _show_transfers(self, wanted, done):
        """Transfers for each resolved request: the ping-pong."""
        every = [each.done for each in done]
        return {
            "label": self.env._("Transfers of each"),
            "value": _number(ping_pong(every)),
            "of": len(every),
            "domain": self._get_done_domain(wanted, wanted.start, wanted.stop),
            "cells": [
                {
                    "value": _number(ping_pong(_done_in(done, month))),
                    "of": len(_done_in(done, month)),
                    "domain": self._get_done_domain(wanted, *wanted.bounds(month)),
                }
                for month in wanted.months
            ],
        }

    @api.model
    def _get_done_domain(self, wanted, start, stop):
        text = fields.Datetime.to_string
        return [
            *wanted.domain,
            ("state", "in", ["resolved", "closed"]),
            ("resolved_at", ">=", text(start)),
            ("resolved_at", "<", text(stop)),
        ]

    def _show_departments(self, wanted, promises, durations, done):
        """The whole time, department by department."""
        return [
            {
                "id": team,
                "name": name,
                "promises": self._as_share(_sum_of(promises, metric=RESOLUTION, team=team)),
                "first": self._as_minutes(median, _values_of(durations, FIRST_RESPONSE, team=team)),
                "resolution": self._as_minutes(_p90, _values_of(durations, RESOLUTION, team=team)),
                "reopened": self._as_share(reopen_rate(_done_in(done, team=team))),
                "one_touch": self._as_share(one_touch_rate(_done_in(done, team=team))),
                "transfers": _number(ping_pong(_done_in(done, team=team))),
                "resolved": len(_done_in(done, team=team)),
            }
            for team, name in wanted.names.items()
        ]


def _p90(values):
    return percentile(values, 90)


def _number(value):
    return False if value is None else float(value)


def _values_of(durations, metric, month=None, team=None):
    return list(
        chain.from_iterable(
            values
            for (of_metric, of_month, of_team), values in durations.items()
            if of_metric == metric and month in (None, of_month) and team in (None, of_team)
        )
    )


def _done_in(done, month=None, team=None):
    key = month and f"{month:%Y-%m}"
    return [each.done for each in done if key in (None, each.month) and team in (None, each.team)]
