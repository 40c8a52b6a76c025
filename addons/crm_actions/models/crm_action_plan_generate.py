import logging
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, mute_logger, split_every

from ..engine import days, plans, turns
from .crm_action_plan_link import BY_PLAN

_logger = logging.getLogger(__name__)

COMPARED = ("plan_date", "start", "stop", "allday", "user_id", "type_id", "summary")
AT_ONCE = 100
"""Customers up to which saving a plan makes its visits at once, instead of in the background."""
ONE_DAY = timedelta(days=1)
BATCH = 500
"""Customers whose visits are made in one transaction at night."""


@dataclass
class Facts:
    """What has to be known of a batch of customers before their visits are worked out."""

    horizons: dict  # plan: (first, last)
    visits: dict  # (plan, customer): crm.action
    skipped: dict  # (plan, customer): dates
    last_done: dict  # (kind of action, company): {customer: UTC}
    days_off: dict  # company: dates
    elsewhere: set  # customers that somebody else plans
    customers: dict  # plan: customers
    reps: dict  # plan: {customer: user}


@dataclass
class Work:
    """What has to be done, collected over many customers so that it is done at once."""

    create: list = field(default_factory=list)
    change: dict = field(default_factory=dict)
    remove: list = field(default_factory=list)
    cancel: dict = field(default_factory=lambda: defaultdict(list))

    def add_change(self, visit, vals):
        """Note what of a visit differs from what its plan wants."""
        changes = {name: vals[name] for name in COMPARED if not _is_equal(visit, name, vals[name])}
        if {"start", "stop", "allday"} & changes.keys():
            changes.update({name: vals[name] for name in ("start", "stop", "allday")})
        if changes:
            self.change[visit] = changes


class CrmActionPlan(models.Model):
    """How a plan makes its visits, again and again, and each of them once."""

    # one file for each purpose
    _inherit = "crm.action.plan"  # pylint: disable=consider-merging-classes-inherited

    def generate(self, until=None):
        """Make the visits of these plans up to the horizon, and bring untouched ones in line.

        It can run as often as one likes: a visit that was made, moved, called off or deleted is
        not made again.

        :param until: last date to plan (date or ISO text); default: the company's horizon
        :return: ``{'created', 'moved', 'removed', 'cancelled', 'busy'}``: numbers of visits, and
            of plans that another run is working on and that were left to it
        :raise UserError: ``until`` in the past or more than a year ahead
        """
        self.check_access("write")
        for plan in self[:1]:
            plan._get_horizon(until)
        # sudo: a plan makes the visits of its rep; the rights on the plan were checked
        mine = self.sudo().try_lock_for_update(allow_referencing=True)
        done = mine._generate_pairs(mine._get_pairs(), until)
        mine._mark_generated()
        return {**done, "busy": len(self - mine)}

    def _replan(self):
        """Make the visits of new or changed plans: now if they are few, else in the background.

        With ``crm_plan_later`` in the context always there: an import has hundreds of plans.
        """
        if not self:
            return
        # sudo: as in generate
        plans_sudo = self.sudo()
        later = self.env.context.get("crm_plan_later")
        pairs = () if later else plans_sudo._get_pairs()
        if not later and (len(pairs) <= AT_ONCE or not any(self.mapped("active"))):
            plans_sudo._generate_pairs(pairs)
            plans_sudo._mark_generated()
        else:
            plans_sudo.write({"generated_on": False})
            self.env.ref("crm_actions.ir_cron_generate_plans").sudo()._trigger()

    def _withdraw(self):
        """Take back what these plans have made and nobody has touched."""
        Action = self.env["crm.action"]
        planned = Action.search([("plan_id", "in", self.ids), ("state", "=", "planned")])
        now = fields.Datetime.now()
        free = planned.filtered(lambda visit: visit._is_free(visit.plan_id._today(), now))
        free.with_context(crm_action_by_plan=BY_PLAN).unlink()

    def _mark_generated(self):
        for company, own in self.grouped("company_id").items():
            own.write({"generated_on": company._crm_today()})

    def _today(self):
        return days.to_wall(fields.Datetime.now(), self.tz).date()

    # -- every night ----------------------------------------------------------------------------

    @api.model
    def _cron_generate(self):
        """Make the visits of all plans that were not worked out today, by their company's clock.

        It runs every hour, so that each company is served shortly after its own midnight. Each
        batch is committed: a job that dies goes on where it was.
        """
        due = self._get_due()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for ids in split_every(BATCH, due.ids):
            if not self._generate_night(self.browse(ids)):
                break

    @api.model
    def _get_due(self):
        due = self.browse()
        for company in self.env["res.company"].search(Domain.TRUE):
            due += self.search(
                [
                    ("company_id", "=", company.id),
                    "|", ("generated_on", "=", False),
                    ("generated_on", "<", company._crm_today()),
                ],
                order="id",
            )  # fmt: skip
        return due

    def _generate_night(self, batch):
        """Work out a batch of plans; if that fails, plan by plan, so that one stops no other.

        :return: seconds that are left for this job
        """
        try:
            return batch._generate_and_commit()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other plans are made
            self.env.cr.rollback()
            if len(batch) == 1:
                return batch._note_failure(error)
        left = 0
        for plan in batch:
            left = self._generate_night(plan)
            if not left:
                break
        return left

    def _note_failure(self, error):
        if isinstance(error, OperationalError):
            # somebody was changing the same visits; an hour later nobody will be
            _logger.info("The visits of plan %s are left to the next run: %s", self.id, error)
        else:
            _logger.error("The visits of plan %s could not be made", self.id, exc_info=error)
            self._mark_generated()
        return self.env["ir.cron"]._commit_progress(1)

    def _generate_and_commit(self):
        commit = self.env["ir.cron"]._commit_progress
        mine = self.try_lock_for_update(allow_referencing=True)
        pairs = sorted(mine._get_pairs(), key=_by_ids)
        left = 1
        for start in range(0, max(len(pairs), 1), BATCH):
            self._generate_pairs([pair for pair in pairs[start : start + BATCH] if pair[0] in mine])
            # a plan for thousands of customers is made in parts, and counts when it is whole
            to_come = self.browse({plan.id for plan, _partner in pairs[start + BATCH :]})
            (mine - to_come)._mark_generated()
            left = commit(len(mine - to_come))
            if not left:
                break
            mine = (mine & to_come).try_lock_for_update(allow_referencing=True)
        return left

    # -- working out ----------------------------------------------------------------------------

    def _get_pairs(self):
        """Pairs of plan and customer to look at: who is planned now, and who was before."""
        planned = self.env["crm.action"]._read_group(
            [("plan_id", "in", self.ids), ("state", "=", "planned")], ["plan_id", "partner_id"]
        )
        pairs = set(planned)
        for plan in self.filtered("active"):
            pairs.update((plan, partner) for partner in plan._get_customers())
        return pairs

    @api.model
    def _generate_pairs(self, pairs, until=None):
        """Make, move, withdraw and call off the visits of pairs of plan and customer.

        :param pairs: (plan, customer) with full rights
        :return: numbers by what was done
        """
        work = Work()
        if pairs:
            facts = self._gather(pairs, until)
            for plan, partner in sorted(pairs, key=_by_ids):
                plan._work_out(partner, facts, work)
        return self._carry_out(work)

    def _gather(self, pairs, until):
        """Read what is needed for all pairs, in as many queries for many as for a few."""
        every_plan = self.browse({plan.id for plan, _partner in pairs})
        partners = self.env["res.partner"].browse({partner.id for _plan, partner in pairs})
        customers = {
            plan: plan._get_customers(partners) if plan.active else partners.browse()
            for plan in every_plan
        }
        spans = {plan: plan._get_horizon(until) for plan in every_plan}
        first = min(first for first, _last in spans.values()) - ONE_DAY
        last = max(last for _first, last in spans.values()) + ONE_DAY
        bounds = plans.days_off_span(first, last)
        visits = self._read_visits(every_plan, partners, bounds[0])
        farthest = max([last, *(visit.start.date() + ONE_DAY for visit in visits)])
        bounds = plans.days_off_span(first, farthest)
        horizon = datetime.combine(first, time.min), datetime.combine(last, time.max)
        return Facts(
            horizons=spans,
            visits=visits.grouped(lambda visit: (visit.plan_id, visit.partner_id)),
            skipped=self._read_skips(every_plan, partners),
            last_done=self._read_last_done(every_plan, partners),
            days_off={company: company._crm_days_off(*bounds) for company in every_plan.company_id},
            elsewhere=set(self._partners_planned_elsewhere(partners, *horizon)),
            customers={plan: set(found) for plan, found in customers.items()},
            reps={plan: plan._get_reps(found) for plan, found in customers.items()},
        )

    def _read_visits(self, every_plan, partners, since):
        """The visits that are planned, or whose date may be wanted."""
        return self.env["crm.action"].search(
            Domain("plan_id", "in", every_plan.ids)
            & Domain("partner_id", "in", partners.ids)
            & (Domain("state", "=", "planned") | Domain("plan_date", ">=", since)),
            order="start, id",
        )

    def _read_skips(self, every_plan, partners):
        skips = defaultdict(set)
        for skip in self.env["crm.action.plan.skip"].search(
            [("plan_id", "in", every_plan.ids), ("partner_id", "in", partners.ids)]
        ):
            skips[skip.plan_id, skip.partner_id].add(skip.plan_date)
        return skips

    def _read_last_done(self, every_plan, partners):
        """When each customer was last visited: ``{(kind, company): {partner: UTC}}``."""
        cycles = every_plan.filtered(lambda plan: plan.mode == "cycle")
        return {
            (code, company): partners._read_action_groups(
                Domain("state", "=", "done")
                & Domain("type_id.code", "=", code)
                & Domain("company_id", "=", company.id),
                "done_at:max",
            )
            for code, company in {(plan.type_id.code, plan.company_id) for plan in cycles}
        }

    def _get_last_done(self, partner, last_done):
        """Date of the last done visit of a cycle, on the plan's clock; None without one."""
        moment = last_done.get((self.type_id.code, self.company_id), {}).get(partner)
        return days.to_wall(moment, self.tz).date() if moment else None

    def _get_occurrences(self, partner, first, last, days_off, done):
        """The visits that the plan wants for a customer, whatever there is already."""
        interval = self._get_interval(partner)
        if not interval:
            return []
        rhythm = self._to_engine(interval)
        if self.target == "rule" and self.mode == "cycle" and not done:
            rhythm = replace(rhythm, date_from=plans.spread_start(rhythm, partner.id))
        found = plans.occurrences(rhythm, first, last, days_off, done)
        now = fields.Datetime.now()
        return [one for one in found if self.allday or one.start > now]

    def _work_out(self, partner, facts, work):
        """Find out what the visits of one customer need, and add it to the work."""
        is_customer = partner in facts.customers[self]
        rep = facts.reps[self].get(partner)
        # who is visited by another plan of visits is still called as this one says
        elsewhere = partner in facts.elsewhere and self.type_id.code == "visit"
        if elsewhere or (is_customer and not self._is_able(rep)):
            return
        visits = facts.visits.get((self, partner), self.env["crm.action"])
        now, today = fields.Datetime.now(), self._today()
        free = {visit.id: visit for visit in visits if visit._is_free(today, now)}
        done = self._get_last_done(partner, facts.last_done)
        last = facts.horizons[self][1]
        wanted = []
        if is_customer:
            farthest = max([last, *(visit._plan_day() for visit in free.values())])
            days_off = facts.days_off[self.company_id]
            wanted = self._get_occurrences(partner, today, farthest, days_off, done)
            wanted = self._without_moved(partner, wanted, visits)
        skipped = facts.skipped.get((self, partner), set())
        settled = {visit.plan_date for visit in visits if visit.id not in free} | skipped
        free_dates = {visit_id: visit.plan_date for visit_id, visit in free.items()}
        if self.mode == "fixed":
            called_off = self._get_called_off(visits, skipped, today)
            wanted = turns.without_called_off(
                self._to_engine(self.interval), wanted, called_off, free_dates.values()
            )
        changes = plans.reconcile(wanted, free_dates, settled, last)
        work.remove += changes.surplus
        work.create += [self._prepare_visit(partner, rep, one) for one in changes.missing]
        for visit_id, one in {**changes.kept, **changes.moved}.items():
            work.add_change(free[visit_id], self._prepare_visit(partner, rep, one))
        self._call_off_outlived(visits, today, done, work)

    def _is_able(self, rep):
        """Whether that person can make the visits at all; the form says why not."""
        return bool(rep) and rep.active and self.company_id in rep.sudo().company_ids

    def _get_called_off(self, visits, skipped, today):
        """Dates of what somebody called off or deleted and whose turn may still be to come.

        What lies before a visit that was due already may have been called off by the plan itself.
        """
        due = [visit for visit in visits if visit._plan_day() < today]
        since = max((one.plan_date for one in due if one.state != "cancelled"), default=date.min)
        cancelled = {visit.plan_date for visit in visits if visit.state == "cancelled"}
        return {day for day in cancelled | skipped if day >= today or day > since}

    def _without_moved(self, partner, wanted, visits):
        """A visit of a cycle that a person moved stands for the one next to it."""
        if self.mode != "cycle":
            return wanted
        dates = {one.plan_date for one in wanted}
        moved = [
            visit._plan_day()
            for visit in visits
            if visit.state in ("planned", "in_progress")
            and visit.plan_touched
            and visit.plan_date not in dates
        ]
        return plans.without_replaced(wanted, moved, reach=self._get_interval(partner) // 2)

    def _prepare_visit(self, partner, rep, one):
        return {
            "plan_id": self.id,
            "plan_date": one.plan_date,
            "partner_id": partner.id,
            "user_id": rep.id,
            "company_id": self.company_id.id,
            "type_id": self.type_id.id,
            "start": one.start,
            "stop": one.stop,
            "allday": self.allday,
            "summary": self.summary,
            "origin": "plan",
        }

    def _call_off_outlived(self, visits, today, done, work):
        """Overdue visits do not pile up: the last one waits, those before it are called off."""
        overdue = {
            visit.id: visit
            for visit in visits
            if visit.state == "planned"
            and not (visit.plan_touched or visit.checkin_at)
            and visit._plan_day() < today
        }
        waiting = [(visit._plan_day(), visit_id) for visit_id, visit in overdue.items()]
        visited_on = done if self.mode == "cycle" else None
        for visit_id in plans.outlived(waiting, visited_on):
            visit = overdue[visit_id]
            visited = visited_on is not None and visited_on >= visit._plan_day()
            # the words are the rep's: it is his agenda
            work.cancel[visit.user_id.lang, visited and visited_on].append(visit_id)

    # -- carrying out ---------------------------------------------------------------------------

    def _carry_out(self, work):
        Action = self.env["crm.action"].with_context(
            crm_action_by_plan=BY_PLAN, tracking_disable=True
        )
        Action.browse(work.remove).unlink()
        Action._change_by_plan(work.change)
        for (lang, done), ids in work.cancel.items():
            Action.browse(ids)._write_lifecycle(
                {"state": "cancelled", "cancel_reason": self._word_outlived(lang, done)}
            )
        return {
            "created": len(self._create_visits(Action, work.create)),
            "moved": len(work.change),
            "removed": len(work.remove),
            "cancelled": sum(map(len, work.cancel.values())),
        }

    def _word_outlived(self, lang, done):
        plan = self.with_context(lang=lang)
        if done:
            return plan.env._(
                "Not made; the customer was visited on %(date)s.", date=format_date(plan.env, done)
            )
        return plan.env._("Not made; the next visit of the plan has taken its place.")

    def _create_visits(self, Action, vals_list):
        if not vals_list:
            return Action
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                visits = Action.create(vals_list)
                self.env.flush_all()
        except UniqueViolation:
            # another run was faster after this one had looked: leave out what it made, no more
            if len(vals_list) == 1:
                _logger.info("A visit of a plan was made by another run at the same moment")
                return Action
            half = len(vals_list) // 2
            first = self._create_visits(Action, vals_list[:half])
            return first | self._create_visits(Action, vals_list[half:])
        visits._subscribe_reps()
        return visits


def _is_equal(record, name, value):
    current = record[name].id if record._fields[name].type == "many2one" else record[name]
    return (current or False) == (value or False)


def _by_ids(pair):
    return pair[0].id, pair[1].id
