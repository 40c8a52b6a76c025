from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import format_date, formatLang

from ..engine import satisfaction
from ..engine.satisfaction import SCALES

AGENT = "crm_helpdesk.group_helpdesk_agent"
SUPERVISOR = "crm_helpdesk.group_helpdesk_supervisor"
QUALITY = "crm_helpdesk.group_helpdesk_quality"
MONTHS = 6
_MINUS = "\N{MINUS SIGN}"


class CrmHelpdeskSurveyOverview(models.AbstractModel):
    """Satisfaction by department and month, with its denominators.

    Agents see their departments, requests that are closed, and no group of few answers.
    Anonymous campaigns stand apart: they are never part of these figures.
    """

    _name = "crm.helpdesk.survey.overview"
    _description = "Satisfaction of Customers"

    @api.readonly
    @api.model
    def get_overview(self, months=MONTHS):
        """The page, for whoever works on requests or on quality.

        Months are those of the company, by the day of the answer; the response rate of a month
        is of the questions that were sent in it.

        :param int months: how many at most, the present one the last
        :return: ``{'months': [label], 'least': n, 'aggregated': bool, 'kinds': [{'kind', 'title',
            'help', 'figure', 'response', 'teams': [{'id', 'name', 'figure', 'cells': [figure]}]}],
            'campaigns': [{'id', 'name', 'kind', 'anonymous', 'figure', 'response'}]}``; figures
            as :meth:`_show_figure` gives them
        :raise AccessError: somebody else asks
        """
        self._check_reader()
        count = max(1, min(24, months if isinstance(months, int) else MONTHS))
        last = self.env.company._crm_today().replace(day=1)
        firsts = [last - relativedelta(months=back) for back in reversed(range(count))]
        cells = self._read_cells(firsts[0])
        asked = self._read_asked(firsts[0])
        # months from before anybody was asked say nothing
        answered = [month for each in cells.values() for _team, month in each]
        firsts = [first for first in firsts if first >= min(answered, default=last)]
        return {
            "months": [format_date(self.env, first, date_format="LLL yyyy") for first in firsts],
            "least": self._get_least(),
            "aggregated": not self._sees_names(),
            "kinds": [self._show_kind(kind, firsts, cells[kind], asked[kind]) for kind in SCALES],
            "campaigns": self._show_campaigns(),
        }

    # -- who sees what -----------------------------------------------------------------------

    def _check_reader(self):
        if not (self._sees_names() or self.env.user.has_group(AGENT)):
            raise AccessError(
                self.env._(
                    "Satisfaction is seen by agents, supervisors and the quality department."
                )
            )

    def _sees_names(self):
        user = self.env.user
        return self.env.su or user.has_group(SUPERVISOR) or user.has_group(QUALITY)

    def _get_least(self):
        """Answers below which a group is not shown: of an agent's own, one answer is a name."""
        return 1 if self._sees_names() else self.env.company.helpdesk_anon_min_n

    def _get_reach(self):
        """Which named answers are counted for the reader."""
        reach = Domain("company_id", "=", self.env.company.id) & Domain("anonymous", "=", False)
        if self._sees_names():
            return reach
        user = self.env.user
        return (
            reach
            & Domain("ticket_id.state", "=", "closed")
            & (
                Domain("team_id.member_ids.user_id", "=", user.id)
                | Domain("team_id.leader_id", "=", user.id)
            )
        )

    # -- reading -----------------------------------------------------------------------------

    def _read_cells(self, first):
        """Scores since a day: ``{kind: {(department, first of the month): [score]}}``."""
        # sudo: agents read no answer, and see what is counted here in groups
        answers = self.env["crm.helpdesk.survey.answer"].sudo()
        groups = answers._read_group(
            self._get_reach()
            & Domain("answer_day", ">=", first)
            & Domain("ticket_id", "!=", False),
            ["kind", "team_id", "answer_day:month"],
            ["score:array_agg"],
        )
        cells = defaultdict(dict)
        for kind, team, month, scores in groups:
            cells[kind][team, month] = scores
        return cells

    def _read_asked(self, first):
        """Questions after requests since a day: ``{kind: [sent, bounced, answered]}``."""
        # sudo: see _read_cells
        requests = self.env["crm.helpdesk.survey.request"].sudo()
        domain = (
            Domain("company_id", "=", self.env.company.id)
            & Domain("ticket_id", "!=", False)
            & Domain("sent_at", ">=", first)
        )
        if not self._sees_names():
            domain &= Domain("ticket_id.state", "=", "closed")
            domain &= Domain("ticket_id.team_id.member_ids.user_id", "=", self.env.uid)
        asked = defaultdict(lambda: [0, 0, 0])
        for kind, state, count in requests._read_group(domain, ["kind", "state"], ["__count"]):
            asked[kind][0] += count
            asked[kind][1] += count * (state == "bounced")
            asked[kind][2] += count * (state == "answered")
        return asked

    # -- showing -----------------------------------------------------------------------------

    def _show_kind(self, kind, firsts, cells, asked):
        least = self._get_least()
        shown = satisfaction.publish(cells, least)
        teams = {team.id: team for team, _month in cells}
        titles = {
            "csat": (self.env._("Satisfied (CSAT)"), self.env._("Scores of 4 and 5, of 1 to 5")),
            "nps": (
                self.env._("Recommendation (NPS)"),
                self.env._("Percent of 9 and 10 less percent of 0 to 6"),
            ),
            "ces": (self.env._("Ease (CES)"), self.env._("Mean of 1 to 7")),
        }
        title, words = titles[kind]
        total = sum(map(len, cells.values()))
        return {
            "kind": kind,
            "title": title,
            "help": words,
            "figure": self._show_figure(kind, shown.total, total, least),
            "response": self._show_response(*asked),
            "teams": [
                self._show_team(kind, team, firsts, cells, shown)
                for team in sorted(teams.values(), key=lambda each: each.name)
            ],
        }

    def _show_team(self, kind, team, firsts, cells, shown):
        least = self._get_least()
        own = {month: cells.get((team, month), []) for month in firsts}
        hidden = any(shown.cells.get((team, month)) is None for month in firsts if own[month])
        scores = [score for each in own.values() for score in each]
        alone = all(each == team for each, _month in cells)
        # a total over a hidden month would tell it, where all others are shown
        told = shown.total if alone else None if hidden else scores
        return {
            "id": team.id,
            "name": team.name,
            "figure": self._show_figure(kind, told, len(scores), least),
            "cells": [
                self._show_figure(
                    kind,
                    shown.cells.get((team, month)) if own[month] else [],
                    len(own[month]),
                    least,
                )
                for month in firsts
            ],
        }

    @api.model
    def _show_figure(self, kind, scores, count, least):
        """One figure in words.

        :param scores: None where they may not be shown
        :param int count: how many there are
        :return: ``{'text', 'n', 'hidden', 'tone'}``; ``text`` is empty of no answer
        """
        if not count:
            return {"text": "", "n": 0, "hidden": False, "tone": ""}
        if scores is None:
            # how many a small group has is not told either
            text = f"n<{least}" if count < least else self.env._("not shown")
            return {"text": text, "n": 0, "hidden": True, "tone": ""}
        number = len(scores)
        if kind == "nps":
            score = satisfaction.nps(scores).score
            sign = "+" if score > 0 else _MINUS if score < 0 else ""
            text, tone = f"{sign}{abs(score)}", _tone_of(score, 30, 0)
        elif kind == "csat":
            percent = satisfaction.csat(scores).percent
            text, tone = self._show_percent(percent), _tone_of(percent, 80, 60)
        else:
            mean = satisfaction.ces(scores)
            text, tone = formatLang(self.env, float(mean), digits=1), _tone_of(mean, 5.5, 4)
        return {"text": text, "n": number, "hidden": False, "tone": tone}

    @api.model
    def _show_percent(self, percent):
        digits = 0 if percent == int(percent) else 1
        return f"{formatLang(self.env, float(percent), digits=digits)}\N{NO-BREAK SPACE}%"

    @api.model
    def _show_response(self, sent, bounced, answered):
        """How many answered of those whom the question reached: ``{'text', 'answered', 'of'}``."""
        reached = max(sent - bounced, answered)
        share = satisfaction.response_rate(reached, 0, answered)
        percent = share.percent
        return {
            "text": "" if percent is None else self._show_percent(percent),
            "answered": answered,
            "of": reached,
        }

    def _show_campaigns(self):
        """The latest campaigns, for those who may open them."""
        campaigns = self.env["crm.helpdesk.survey.campaign"]
        if not campaigns.has_access("read"):
            return []
        kinds = dict(campaigns._fields["kind"]._description_selection(self.env))
        found = campaigns.search(
            [("state", "in", ("sent", "closed")), ("company_id", "=", self.env.company.id)], limit=8
        )
        return [
            {
                "id": campaign.id,
                "name": campaign.name,
                "kind": kinds[campaign.kind],
                "anonymous": campaign.anonymous,
                "figure": campaign.result["figure"],
                "response": campaign.result["response"],
            }
            for campaign in found
        ]


def _tone_of(value, good, fair):
    return "good" if value >= good else "watch" if value >= fair else "bad"
