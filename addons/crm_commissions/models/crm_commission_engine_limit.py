from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..engine.draws import NONE, RECOVERABLE, settle_draw
from ..engine.limits import apply_limits
from ..engine.money import ZERO, to_ledger
from ..reading import to_decimal

_EARNED = ("earn", "tier", "override", "manual", "dispute")


class CrmCommissionEngine(models.AbstractModel):
    """Caps, floors and draws: what a month pays more or less than was earned in it.

    They are entries as well, of kinds of their own, so that a statement is the sum of its entries.
    A month is limited first; then its draw is settled. Months are looked at in order, since what
    one advances the next ones recover.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _book_limits(self, company, revisions, run_id):
        """Bring the limits of all open months until today up to date.

        :return: how many entries were booked
        """
        limited = self._get_limited(revisions)
        if not limited:
            return 0
        sums = self._read_limit_sums(limited)
        calendar = self._read_calendar(company)
        today = company._crm_today()
        months = [each for each in calendar.periods if each.date_from <= today]
        by_plan = {}
        for participant in limited:
            plans = revisions.filtered(lambda plan, root=participant.plan_id: plan.root_id == root)
            for plan, rows in self._settle(participant, plans, months, sums, today).items():
                by_plan.setdefault(plan, []).extend(rows)
        for plan, rows in by_plan.items():
            self._insert(company, plan, rows, run_id)
        self._reopen_calculated({row["period_id"] for rows in by_plan.values() for row in rows})
        return sum(map(len, by_plan.values()))

    def _get_limited(self, revisions):
        """Who has a draw, or takes part in a plan with a cap or a floor."""
        capped = revisions.filtered(lambda plan: plan.cap_amount or plan.floor_amount).root_id
        return revisions.root_id.participant_ids.filtered(
            lambda each: each.draw_type != "none" or each.plan_id in capped
        )

    def _read_limit_sums(self, participants):
        """
        :return: map of (participant, period) to a map of (kind, kind of draw) to (amount, count of
            entries)
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT participant_id, period_id,
                       CASE WHEN kind IN %(earned)s THEN 'earned' ELSE kind END,
                       CASE WHEN kind = 'draw' THEN window_key END,
                       SUM(amount)::text, COUNT(*)
                  FROM crm_commission_entry
                 WHERE participant_id = ANY(%(participants)s)
              GROUP BY 1, 2, 3, 4
                """,
                earned=_EARNED,
                participants=participants.ids,
            )
        )
        sums = {}
        for participant, period, kind, draw, amount, count in rows:
            sums.setdefault((participant, period), {})[kind, draw] = Decimal(amount), count
        return sums

    def _settle(self, participant, plans, months, sums, today):
        """
        :param months: until today, as `reading.Period`
        :param sums: of `_read_limit_sums`
        :return: map of a revision to values of entries
        """
        found, balance = {}, ZERO
        for month in months:
            booked = _Booked(sums.get((participant.id, month.id), {}))
            plan = plans.filtered(lambda each, last=month.date_to: each.date_from <= last)[-1:]
            if not month.is_open or not plan:
                balance += booked.owed()
                continue
            due, balance = self._get_due_limits(participant, plan, month, booked, balance)
            day = min(month.date_to, today)
            rows = [
                _values(participant, month, day, booked, key, amount)
                for key, amount in due.items()
                if amount != booked.amount(*key)
            ]
            if rows:
                found.setdefault(plan, []).extend(rows)
        return found

    def _get_due_limits(self, participant, plan, month, booked, balance):
        """
        :return: map of (kind, kind of draw) to what it has to be, and what is owed afterwards
        """
        is_active = _is_on(participant, month) and _is_on(plan, month)
        limits = apply_limits(
            booked.amount("earned"),
            to_decimal(plan.cap_amount) if plan.cap_amount else None,
            to_decimal(plan.floor_amount) if plan.floor_amount and is_active else None,
        )
        draw_type = participant.draw_type if is_active else NONE
        draw = settle_draw(
            limits.amount, draw_type, to_decimal(participant.draw_amount or 0), balance
        )
        due = dict.fromkeys(booked.draws(), ZERO)
        due |= {
            ("cap", None): limits.cap_cut,
            ("floor", None): limits.floor_raise,
            ("recover", None): -draw.recovered,
        }
        if draw_type != NONE:
            due["draw", draw_type] = draw.advance
        return {key: to_ledger(amount) for key, amount in due.items()}, draw.balance


class _Booked:
    """What is booked for somebody in a month.

    :param rows: map of (kind, kind of draw) to (amount, count of entries)
    """

    def __init__(self, rows):
        self._rows = rows

    def amount(self, kind, draw=None):
        return self._rows.get((kind, draw), (ZERO, 0))[0]

    def count(self, kind, draw=None):
        return self._rows.get((kind, draw), (ZERO, 0))[1]

    def draws(self):
        return [key for key in self._rows if key[0] == "draw"]

    def owed(self):
        """What the month adds to what is still to be recovered."""
        return self.amount("draw", RECOVERABLE) + self.amount("recover")


def _is_on(record, month):
    return record.date_from <= month.date_to and (
        not record.date_to or record.date_to >= month.date_from
    )


def _values(participant, month, day, booked, key, amount):
    kind, draw = key
    return {
        "participant_id": participant.id,
        "kind": kind,
        "window": draw,
        "origin_period_id": month.id,
        "period_id": month.id,
        "event_date": str(day),
        "base": str(booked.amount("earned")),
        "rate": "0",
        "amount": str(amount - booked.amount(*key)),
        "number": booked.count(*key) + 1,
        "explain": {"code": kind, "earned": str(booked.amount("earned")), "due": str(amount)},
    }
