from decimal import Decimal
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL

from ..engine.earnings import expected
from ..engine.ledger import Key, differences
from ..reading import Calendar, Period, Read, gather, groups_of

_OPEN = ("open", "calculated")  # what somebody has looked at and approved stays as it was
_OF_KEY = Key._fields[:-1]


class _Booked(NamedTuple):
    """What stands in the ledger for a key, and in how many entries."""

    amount: Decimal = Decimal(0)
    base: Decimal = Decimal(0)
    count: int = 0

    def plus(self, amount, base, count):
        """With so much more."""
        return _Booked(self.amount + amount, self.base + base, self.count + count)


_NOTHING = _Booked()


class _Found(NamedTuple):
    """What a plan lacks in the ledger, and what it was found by.

    :param deltas: as `engine.ledger.Delta`; :param booked: map of each key to `_Booked`
    """

    deltas: list
    read: Read | None = None
    booked: dict | None = None
    calendar: Calendar | None = None


class CrmCommissionEngine(models.AbstractModel):
    """What the facts earn, less what was booked for them, becomes entries.

    At the end of every open month the ledger says what the facts until then earn, whatever came
    first and however often it ran: see `engine.ledger`. So an entry is booked in the period of what
    happened, or in the first open one if that is closed, and has the day of what happened. What is
    taken back because it is no more, like a payment that was undone, has no day of its own: it is
    dated today, and goes where it had been booked, if that is still open.
    """

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _book(self, company, plan, scope, changed, run_id):
        """
        :param changed: ids of credits and tuples of facts that have changed, see `_update_facts`
        :return: how many entries were booked
        """
        found = self._find_deltas(company, plan, scope, changed, run_id)
        if not found.deltas:
            return 0
        rows = self._get_rows(company, found)
        self._insert(company, plan, rows, run_id)
        return len(rows)

    def _find_deltas(self, company, plan, scope, changed, run_id, shuffle=None):
        """
        :param shuffle: changes the order of the list of facts, which must not matter
        :return: `_Found`
        """
        of_facts, of_entries = self._get_reach(plan, scope, changed)
        if of_facts is None:
            return _Found([])
        calendar = self._read_calendar(company)
        read = self._read_facts(company, plan, of_facts, run_id, calendar)
        if shuffle:
            shuffle(read.facts)
        booked = self._read_booked(plan, of_entries, calendar)
        deltas = differences(
            self._expect(company, plan, read),
            {key: row.amount for key, row in booked.items()},
            {key: row.base for key, row in booked.items()},
        )
        return _Found(deltas, read, booked, calendar)

    # -- what is owed, and what is booked --------------------------------------------------------

    def _expect(self, company, plan, read):
        """What the facts earn.

        :param read: as `reading.Read`
        :return: map of a key to `Expected`
        """
        return expected(read.facts, plan._to_terms())

    def _read_facts(self, company, plan, reach, run_id, calendar=None):
        """
        :param calendar: says in which month each is booked; None: in that of its day
        :return: `reading.Read`, without what lies after the last period
        """
        with_sale = bool(plan.rule_ids)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT fact.credit_id, fact.participant_id, credit.source_model, credit.source_id,
                       credit.move_id, credit.order_id, credit.product_id, credit.share::text,
                       participant.role, fact.origin_date, fact.event_date, period.id,
                       fact.base::text, fact.quantity::text, fact.run_id = %(run)s, %(sale)s
                  FROM crm_commission_fact AS fact
                  JOIN crm_commission_credit AS credit ON credit.id = fact.credit_id
                  JOIN crm_commission_participant AS participant
                    ON participant.id = fact.participant_id
                  JOIN crm_commission_period AS period ON period.company_id = %(company)s
                   AND fact.origin_date BETWEEN period.date_from AND period.date_to
                 WHERE credit.plan_id = %(plan)s
                   AND fact.event_date <= (SELECT MAX(date_to) FROM crm_commission_period
                                            WHERE company_id = %(company)s)
                   AND %(reach)s
                """,
                run=run_id,
                sale=_SALE if with_sale else SQL("NULL"),
                company=company.id,
                plan=plan.id,
                reach=reach,
            )
        )
        if not calendar:
            return gather(rows, plan.tier_window)
        return gather(rows, plan.tier_window, calendar.month_at)

    def _read_booked(self, plan, reach, calendar):
        """
        :return: map of a key to `_Booked`; what was booked in a period that is closed since stands
            with the first open one after it
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT entry.participant_id, entry.rule_id, entry.kind, entry.credit_id,
                       entry.window_key, entry.bracket, entry.origin_period_id,
                       period.date_from, SUM(entry.amount)::text, SUM(entry.base)::text, COUNT(*)
                  FROM crm_commission_entry AS entry
                  JOIN crm_commission_period AS origin ON origin.id = entry.origin_period_id
                  JOIN crm_commission_period AS period ON period.id = entry.period_id
                 WHERE entry.plan_id = %(plan)s
                   AND entry.kind IN ('earn', 'tier', 'override')
                   AND %(reach)s
              GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
                """,
                plan=plan.id,
                reach=reach,
            )
        )
        booked = {}
        for *about, day, amount, base, count in rows:
            key = Key(*about, calendar.month_at(day))
            known = booked.get(key, _NOTHING)
            booked[key] = known.plus(Decimal(amount), Decimal(base), count)
        return booked

    # -- entries ---------------------------------------------------------------------------------

    def _get_rows(self, company, found):
        """Values of the entries, as `_insert` takes them, in the order in which things happened."""
        today = company._crm_today()
        standing = _Standing(found.booked)
        rows = []
        for delta in found.deltas:  # of one thing, the earlier months stand before the later ones
            key, due = delta.key, delta.expected
            before = standing.add(key, delta.amount, delta.base)
            rows.append(
                {
                    **dict(zip(_OF_KEY, key, strict=False)),  # the month is that of the period
                    "event_date": _get_day(key, found) or today,
                    "period_id": found.calendar.open_at(key.month).id,
                    "base": delta.base,
                    "rate": due.rate if due else 0,
                    "amount": delta.amount,
                    "number": before.count + 1,
                    "explain": _explain(due, before),
                }
            )
        self._reopen_calculated({row["period_id"] for row in rows})
        return sorted(rows, key=lambda row: row["event_date"])

    def _read_calendar(self, company):
        """The periods of a company; one is made if none is open."""
        Month = self.env["crm.commission.period"]
        periods = Month.search([("company_id", "=", company.id)], order="date_from")
        if periods[-1].state not in _OPEN:
            day = fields.Date.add(periods[-1].date_to, days=1)
            periods += Month._ensure_periods(company, day, day)
        return Calendar(
            [Period(each.date_from, each.date_to, each.id, each.state in _OPEN) for each in periods]
        )

    def _reopen_calculated(self, period_ids):
        """What was calculated is no longer all there is."""
        used = self.env["crm.commission.period"].browse(period_ids)
        used.filtered(lambda period: period.state == "calculated")._back_to_open()


# What rules ask about, of a fact and its credit.
_SALE = SQL(
    "jsonb_build_array(credit.snapshot, fact.margin_percent::text, fact.customer_days, "
    "fact.delay_days)"
)


class _Standing:
    """What the ledger says about each thing, month by month, while entries are added to it."""

    def __init__(self, booked):
        self._months = {}
        for key, row in booked.items():
            self._months.setdefault(key[:-1], {})[key.month] = row

    def add(self, key, amount, base):
        """Note an entry more.

        :return: `_Booked` before it: how much until the end of its month, and the count of all
        """
        months = self._months.setdefault(key[:-1], {})
        if not months:  # of most there is one entry, and very many are the first
            months[key.month] = _Booked(amount, base, 1)
            return _NOTHING
        until = [row.amount for month, row in months.items() if month <= key.month]
        count = sum(row.count for row in months.values())
        months[key.month] = months.get(key.month, _NOTHING).plus(amount, base, 1)
        return _Booked(sum(until, Decimal(0)), count=count)


def _get_day(key, found):
    """The day of what happened; None for what is no more, or has come to be worth something else
    by what happened in other months."""
    groups, read = groups_of(key), found.read
    fresh = next((read.fresh[group] for group in groups if group in read.fresh), None)
    if fresh or key in found.booked:
        return fresh
    return next((read.newest[group] for group in groups if group in read.newest), None)


def _explain(due, before):
    """Codes and figures of the engine, and what was booked before; nothing may be due any more."""
    explain = dict(due.explain) if due else {"code": "gone"}
    if before.amount:
        explain["booked"] = format(before.amount, "f")
    return explain
