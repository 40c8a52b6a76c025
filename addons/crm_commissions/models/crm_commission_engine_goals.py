from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from odoo import models

from ..engine.earnings import OVERRIDE, TIER, expected
from ..engine.goal_pay import Measured, pay
from ..engine.ledger import Key, growth
from ..engine.money import percent_of
from ..engine.windows import window_key
from ..reading import groups_of, to_decimal, window_days

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class _Seat(NamedTuple):
    """Somebody who takes part in a window."""

    participant: object
    first: object
    last: object


class CrmCommissionEngine(models.AbstractModel):
    """What is paid by targets: by weighted goals, or by a curve against each payee's own target.

    Goals are measured in all windows that the revision has had, by as many queries as there are
    goals and months in a window, whoever takes part: nobody knows from one invoice which goals it
    changes. What a month of a window adds is booked in it, as for tiers.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _expect(self, company, plan, read):
        if plan._pays_by_own_targets():
            return expected(read.facts, self._get_terms(company, plan))
        due = super()._expect(company, plan, read)
        if plan.tier_mode == "goals":
            due.update(self._expect_goals(company, plan, read))
        return due

    # -- a curve against each payee's target -----------------------------------------------------

    def _get_terms(self, company, plan):
        """The plan's terms, with everybody's targets where it pays by them."""
        terms = plan._to_terms()
        if not plan._pays_by_own_targets():
            return terms
        targets = self.env["crm.sales.target"].search(
            [
                ("company_id", "=", company.id),
                ("metric_id", "=", plan._get_target_metric().id),
                ("period_type", "=", plan.tier_window),
                ("categ_id", "=", False),
                ("zone_id", "=", False),
            ]
        )
        amounts = {_key_of(target, target.date_from): target.amount for target in targets}
        own = {}
        for participant in plan._get_participants():
            for first in {target.date_from for target in targets}:
                amount = amounts.get(_about(participant, first))
                if amount:
                    window = window_key(plan.tier_window, first, "", "")
                    own[participant.id, window] = to_decimal(amount)
        return replace(terms, own_targets=own)

    # -- goals -----------------------------------------------------------------------------------

    def _expect_goals(self, company, plan, read):
        """
        :param read: gets the days of what is found
        :return: map of a key to `Expected`
        """
        today = company._crm_today()
        seats = self._get_goal_seats(plan, today)
        targets = self._find_goal_targets(company, plan, seats)
        values = self._measure_goals(plan, targets)
        calendar = self._read_calendar(company)
        periods = {each.date_from: each for each in calendar.periods}
        found = {}
        for seat in seats:
            before = {}
            for number, first in enumerate(_get_months(seat, today), 1):
                period = periods.get(first)
                due = self._pay_goals(plan, seat, targets, values[number])
                if not due or not period or period.date_to < plan.date_from:
                    continue
                now = {1: due}
                month = calendar.month_at(first)
                for key, grown in self._get_growth(plan, seat, period, month, before, now):
                    found[key] = grown
                    group = groups_of(key)[0]
                    read.newest[group] = read.fresh[group] = min(period.date_to, today)
                before = now
        return found

    def _get_growth(self, plan, seat, period, month, before, now):
        window = window_key(plan.tier_window, seat.first, "", "")
        kind = OVERRIDE if seat.participant.role == "override" else TIER
        for number, due in growth(before, now).items():
            key = Key(seat.participant.id, None, kind, None, window, number, period.id, month)
            yield key, due

    def _get_goal_seats(self, plan, today):
        """Everybody in each window that has begun. A window is paid by the last revision and the
        last participation that hold in it, since its target is one for all of it."""
        revisions = self.env["crm.commission.plan"].search(
            [("root_id", "=", plan.root_id.id), ("state", "!=", "draft")]
        )
        following = min(
            (each.date_from for each in revisions if each.date_from > plan.date_from),
            default=None,
        )
        seats = []
        day = window_days(plan.tier_window, plan.date_from)[0]
        end = min(plan.date_to or today, today)
        while day <= end:
            first, last = window_days(plan.tier_window, day)
            if not following or following > last:
                seats += [_Seat(who, first, last) for who in _get_last(plan, first, last)]
            day = last + timedelta(days=1)
        return seats

    def _find_goal_targets(self, company, plan, seats):
        """Map of (goal, participant, first day) to the target; what has none is not in it."""
        targets = self.env["crm.sales.target"].search(
            [
                ("company_id", "=", company.id),
                ("metric_id", "in", plan.goal_ids.metric_id.ids),
                ("period_type", "=", plan.tier_window),
                ("date_from", "in", list({seat.first for seat in seats})),
            ]
        )
        known = {
            (target.metric_id, target.categ_id, target.zone_id, _key_of(target, target.date_from)):
            target
            for target in targets
        }  # fmt: skip
        found = {}
        for goal in plan.goal_ids:
            for seat in seats:
                about = _about(seat.participant, seat.first)
                target = known.get((goal.metric_id, goal.categ_id, goal.zone_id, about))
                if target:
                    found[goal, seat.participant, seat.first] = target
        return found

    def _measure_goals(self, plan, targets):
        """By number of months from the first day: ``{target id: figure}``."""
        months = _MONTHS[plan.tier_window]
        everything = self.env["crm.sales.target"].union(*targets.values())
        measured = {}
        for number in range(1, months + 1):
            values = measured[number] = {}
            for metric, some in everything.grouped("metric_id").items():
                values.update(metric._get_values_by(some, number if number < months else None))
        return measured

    def _pay_goals(self, plan, seat, targets, values):
        """What the goals pay somebody; None without any target."""
        measured = []
        for goal in plan.goal_ids:
            target = targets.get((goal, seat.participant, seat.first))
            measured.append(
                Measured(
                    goal.id,
                    to_decimal(goal.weight),
                    to_decimal(goal.cap) if goal.cap else None,
                    to_decimal(goal.gate) if goal.gate else None,
                    to_decimal(values[target.id] if target else 0),
                    to_decimal(target.amount) if target else None,
                )
            )
        if all(each.target is None for each in measured):
            return None
        share = to_decimal(seat.participant.share)
        return pay(
            measured, plan._to_terms().points, percent_of(to_decimal(plan.on_target_pay), share)
        )


def _key_of(target, first):
    return target.user_id.id, target.team_id.id if not target.user_id else False, first


def _about(participant, first):
    """Whose target it is that somebody is paid by: the team's for the sales of a team."""
    if participant.role == "override":
        return False, participant.team_id.id, first
    return participant.user_id.id, False, first


def _get_last(plan, first, last):
    """Who takes part in a window; of several spans of one payee the last one."""
    rows = {}
    for who in plan._get_participants().sorted("date_from"):
        if who.date_from <= last and (not who.date_to or who.date_to >= first):
            rows[who.payee_id, who.role, who.team_id] = who
    return rows.values()


def _get_months(seat, today):
    day = seat.first
    while day <= min(seat.last, today):
        yield day
        day = window_days("month", day)[1] + timedelta(days=1)
