import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.crm_actions.engine import days

from ..engine import demand, planner, search, stability, territory, transport
from ..engine.naive import naive_plan
from ..engine.wishes import Traveller, Wish
from .crm_visit_demand_refresh import PATIENT

KM = 1000
ONE_DAY = timedelta(days=1)


@dataclass
class Inputs:
    """What a job plans over."""

    territory: object
    instance: object  # the territory with what was published in its biases
    agenda: object  # untouched visits of these customers, as a plan to begin with
    current: object  # all visits of the agenda, as a plan to compare with
    rows: dict  # customer id: row of the list of customers to visit
    left_out: dict  # customer id: reason
    actions: dict = field(default_factory=dict)  # (customer id, date): crm.action that is kept
    appointments: dict = field(default_factory=dict)  # engine key: crm.action
    fingerprint: str = ""
    notes: dict = field(default_factory=dict)  # what the job itself keeps of them

    def question(self, seconds, seed):
        """What the search is asked."""
        agenda = transport.plain_plan(self.agenda) if self.agenda.routes else None
        return {
            "instance": transport.plain_instance(self.instance),
            "published": agenda,
            "seconds": seconds,
            "seed": seed,
        }

    def search_here(self, seconds):
        """The same answer without a process of its own: examples are loaded in one transaction."""
        found = planner.plan(self.instance, search.Budget(seconds=seconds), published=self.agenda)
        naive = naive_plan(self.instance)
        return {"plan": transport.plain_plan(found), "naive": transport.plain_plan(naive)}


class CrmRoutePlanJob(models.Model):
    """What a territory consists of, by a constant number of queries."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    def _read_inputs(self):
        """Customers, reps and agenda of the job's horizon as the engine takes them.

        Jobs run with full rights: what is planned does not depend on who pressed the button. The
        job itself is not written, so that signs of life can be (``sign_of_life.py``).
        """
        plan, users = self.plan_id, self.user_ids
        reps = plan.rep_ids.filtered(lambda rep: rep.user_id in users)
        rows = self._read_rows(reps)
        reps = reps.filtered("user_id.active")  # the customers of who has left say so
        blocked = {row.partner_id.id: row.reason for row in rows.values() if self._is_blocked(row)}
        able = {key: row for key, row in rows.items() if key not in blocked}
        points, travellers = self._get_travellers(reps)
        nodes = {}
        for key, row in able.items():
            nodes[key] = len(points)
            points.append(row._get_place(row.partner_id))
        agenda = self._read_agenda(able, travellers, nodes, points)
        wishes = self._get_wishes(able, reps, nodes, agenda)
        matrix = self.company_id._get_distances(points)
        made = territory.territory(wishes, travellers, agenda["appointments"], matrix)
        inputs = Inputs(
            territory=made,
            instance=made.instance,
            agenda=territory.agenda_plan(agenda["free"], made.dates),
            current=territory.agenda_plan(agenda["all"], made.dates),
            rows=rows,
            left_out={**blocked, **made.left_out},
            actions=agenda["kept"],
            appointments=agenda["actions"],
        )
        inputs.fingerprint = self._get_fingerprint(made)
        self._weigh(inputs)
        inputs.notes = {
            "scope": sorted(able),
            "seen": agenda["seen"],
            "fingerprint": inputs.fingerprint,
            "distances": self._describe_distances(matrix, nodes),
            "problem": False,
        }
        return inputs

    def _is_blocked(self, row):
        """Who has no road is judged anew with all distances, which say what else is wrong there."""
        return row.blocked and row.reason != demand.NO_ROAD

    def _get_fingerprint(self, made):
        """The same for the same customers, agenda and dates."""
        text = made.instance.fingerprint() + ",".join(map(str, made.dates))
        return hashlib.sha256(text.encode()).hexdigest()

    def _weigh(self, inputs):
        """What was published has a price to change; the next days do not change at all."""
        if not inputs.agenda.routes:
            return
        plan = self.plan_id
        last = self.company_id._crm_today() + plan.frozen_days * ONE_DAY
        inputs.instance = stability.stable(
            inputs.territory.instance,
            inputs.agenda,
            frozen_days=sum(day <= last for day in inputs.territory.dates),
        )

    # -- customers -------------------------------------------------------------------------------

    def _read_rows(self, reps):
        """The list of customers to visit of these reps, looked at now: rows by customer id."""
        plan = self.plan_id
        customers = self.env["crm.visit.demand"]
        theirs = Domain.OR(
            [
                Domain("user_id", "in", self.user_ids.ids),
                Domain("commercial_partner_id.user_id", "in", self.user_ids.ids),
                Domain("crm_zone_id", "in", reps.zone_ids.ids),
            ]
        )
        customers._refresh(
            self.company_id, self.env["res.partner"].search(theirs), patience=PATIENT
        )
        domain = Domain("company_id", "=", self.company_id.id) & Domain("policy_id", "!=", False)
        domain &= Domain("user_id", "in", self.user_ids.ids)
        for name, path in (
            ("segment_ids", "segment_id"),
            ("zone_ids", "zone_id"),
            ("category_ids", "partner_id.category_id"),
        ):
            if plan[name]:
                domain &= Domain(path, "in", plan[name].ids)
        return {row.partner_id.id: row for row in customers.search(domain, order="partner_id")}

    def _get_wishes(self, rows, reps, nodes, agenda):
        partners = self.env["res.partner"].browse(rows)
        plan = self.plan_id
        hours = self.env["crm.opening.hours"]._get_spans(partners)
        closed = self.env["crm.closing.days"]._get_closed(partners, plan.date_from, plan.date_to)
        owners = partners._crm_owners_at(self.company_id._crm_today())
        shared = defaultdict(set)
        for rep in reps:
            for zone in rep.zone_ids:
                shared[zone].add(rep.user_id.id)
        coming, wishes = self._read_coming(rows), []
        for key, row in rows.items():
            policy, owner = row.policy_id, owners.get(row.partner_id)
            may = {owner.id} if owner else shared[row.zone_id] or {row.user_id.id}
            last_visit, worth = self._get_urgency(row, coming)
            asked = policy._to_demand(last_visit)
            wishes.append(
                Wish(
                    key,
                    nodes[key],
                    policy.minutes * 60,
                    replace(asked, closed=closed.get(key, frozenset())),
                    policy.value_km * KM,
                    worth,
                    frozenset(may),
                    hours.get(key),
                    tuple(agenda["bookings"].get(key, ())),
                )
            )
        return wishes

    # -- reps ------------------------------------------------------------------------------------

    def _get_travellers(self, reps):
        """Places where days begin and end, and the reps with their nodes there."""
        plan = self.plan_id
        calendars = self.env["crm.route.rep"]._get_days(
            self.user_ids, self.company_id, plan.date_from, plan.date_to
        )
        points, travellers = [], []
        for rep in reps.sorted("id"):
            start, end = (rep._get_point(place) for place in (rep._get_start(), rep._get_end()))
            if start is None:
                continue  # its customers say so
            points += [start, end or start]
            travellers.append(
                Traveller(
                    rep.user_id.id,
                    tuple(calendars[rep.user_id]),
                    len(points) - 2,
                    len(points) - 1,
                    rep.max_visits or None,
                    rep.max_km * KM or None,
                )
            )
        return points, travellers

    # -- clocks ----------------------------------------------------------------------------------

    @api.model
    def _get_wall(self, action):
        """Date, second of the day and length of an action on its rep's clock."""
        wall = action.start
        if not action.allday:
            wall = days.to_wall(action.start, self._get_tz(action.user_id))
        start = wall.hour * 3600 + wall.minute * 60 + wall.second
        length = action.type_id.default_minutes * 60
        if not action.allday:
            length = int((action.stop - action.start).total_seconds())
        return wall.date(), start, length

    def _get_tz(self, user):
        return user.tz or self.company_id._crm_tz()

    def _to_utc(self, user, day, seconds):
        """The instant at which the rep's clock shows that second of the day."""
        wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
        return days.to_utc(wall, self._get_tz(user))

    # -- the same question once more -------------------------------------------------------------

    def _find_unchanged(self, inputs):
        """The result of a published job with the same inputs, if the agenda still says it."""
        twin = self.search(
            [
                ("fingerprint", "=", inputs.fingerprint),
                ("state", "=", "published"),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
                # another number asks for another plan
                ("plan_id.seed", "=", self.plan_id.seed),
            ],
            order="id desc",
            limit=1,
        )
        if not twin or not twin.result:
            return None
        asked = {
            (stop.customer, route.day, route.rep)
            for route, stop in transport.read_plan(twin.result["plan"]).each_stop()
            if stop.customer not in inputs.appointments
        }
        kept = {(key, day) for key, day in inputs.actions}
        place = {day: number for number, day in enumerate(inputs.territory.dates)}
        there = {(stop.customer, route.day, route.rep) for route, stop in inputs.agenda.each_stop()}
        there |= {
            (key, place[day], inputs.actions[key, day].user_id.id)
            for key, day in kept
            if day in place
        }
        if asked != there:
            return None
        inputs.instance = inputs.territory.instance
        return twin.result
