import logging
from datetime import timedelta
from itertools import pairwise

from odoo import models

from ..engine import checker, figures, patterns, plannable, territory, transport

_logger = logging.getLogger(__name__)


class CrmRoutePlanJob(models.Model):
    """What a search has found, as routes and stops, and what it is worth."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    def _write_result(self, inputs, result):
        """Keep a result that breaks no rule.

        :return: the problem of one that cannot be kept (see ``_word_problem``), None without one
        """
        instance, dates = inputs.instance, inputs.territory.dates
        found = transport.read_plan(result["plan"])
        problem = self._find_problem(instance, found, dates)
        if problem:
            return problem
        self.route_ids.unlink()
        self.env["crm.route.left.out"].search([("job_id", "=", self.id)]).unlink()
        self._write_routes(inputs, found)
        self._write_left_out(inputs, found)
        groups = {key: row.segment_id.id for key, row in inputs.rows.items()}
        naive = transport.read_plan(result["naive"])
        current = figures.of_known(instance, inputs.current)
        plain = inputs.territory.instance
        self.write(
            {
                "result": result,
                "best_km": found.metres // 1000,
                "figures": {
                    "new": figures.figures(plain, found, groups),
                    "naive": figures.figures(plain, naive, groups),
                    "current": figures.figures(plain, current, groups),
                },
            }
        )
        return None

    def _find_problem(self, instance, found, dates):
        """Promises that fight, else the first rule that is broken; None if it may be kept."""
        violations = checker.check(instance, found)
        if not violations:
            return None
        for conflict in plannable.conflicts(instance):
            return {
                "code": "conflict",
                "customers": self._get_partner_ids(conflict.customers),
                "day": str(dates[conflict.day]),
            }
        first = violations[0]
        _logger.info("Job %s breaks a rule: %s", self.id, first)
        return {
            "code": "violation",
            "customers": self._get_partner_ids([first.customer]),
            "day": str(dates[first.day]) if first.day is not None else "",
            "kind": first.kind,
            "figures": dict(first.figures),
        }

    def _get_partner_ids(self, keys):
        """Customers of engine keys; what is negative is an action."""
        actions = self.env["crm.action"].browse([-key for key in keys if key and key < 0])
        return [key for key in keys if key and key > 0] + actions.partner_id.ids

    # -- routes ----------------------------------------------------------------------------------

    def _write_routes(self, inputs, found):
        dates = inputs.territory.dates
        routes = self.env["crm.route"].create(
            [self._prepare_route(inputs, dates[route.day], route) for route in found.routes]
        )
        vals_list = []
        for record, route in zip(routes, found.routes, strict=True):
            vals_list += self._prepare_stops(inputs, record, route)
        self.env["crm.route.stop"].create(vals_list)

    def _prepare_route(self, inputs, day, route):
        user = self.env["res.users"].browse(route.rep)
        return {
            "plan_id": self.plan_id.id,
            "job_id": self.id,
            "user_id": user.id,
            "team_id": user.sale_team_id.id,
            "date": day,
            "departure": self._to_utc(user, day, route.departure),
            "back": self._to_utc(user, day, route.back),
            "km": route.metres / 1000,
            "driving_minutes": round(sum(leg[1] for leg in _legs(inputs, route)) / 60),
            "visit_count": sum(stop.customer > 0 for stop in route.stops),
        }

    def _prepare_stops(self, inputs, record, route):
        customers = {each.key: each for each in inputs.instance.customers}
        before = inputs.agenda.days_of()
        vals_list = []
        for number, (stop, leg) in enumerate(
            zip(route.stops, _legs(inputs, route), strict=False), 1
        ):
            service = customers[stop.customer].service
            kept = inputs.appointments.get(stop.customer) or inputs.actions.get(
                (stop.customer, record.date)
            )
            is_appointment = stop.customer < 0
            is_ours = not kept or kept.company_id == self.company_id
            partner_id = kept.partner_id.id if is_appointment else stop.customer
            start = self._to_utc(record.user_id, record.date, stop.start)
            if kept and not kept.allday:
                start = kept.start  # the customer was told this hour, not one near it
            vals_list.append(
                {
                    "route_id": record.id,
                    "sequence": number,
                    # what is done for another company takes time, and whose it is stays there
                    "partner_id": partner_id if is_ours else False,
                    "start": start,
                    "stop": start + timedelta(seconds=service),
                    "minutes": round(service / 60),
                    "travel_km": leg[0] / 1000,
                    "travel_minutes": round(leg[1] / 60),
                    "slack_minutes": (stop.latest - stop.start) // 60,
                    "locked": bool(kept),
                    "promised": bool(kept),
                    "is_appointment": is_appointment,
                    "action_id": kept.id if kept and is_ours else False,
                    "reason": self._get_reason(inputs, stop, route.day, kept, before),
                }
            )
        return vals_list

    def _get_reason(self, inputs, stop, day, kept, before):
        if stop.customer < 0:
            return "appointment"
        if kept:
            return "promised"
        if day in before.get(stop.customer, ()):
            return "as_before"
        return "overdue" if inputs.rows[stop.customer].overdue_days else "due"

    def _write_left_out(self, inputs, found):
        """Who gets no visit, or fewer because its shop is shut.

        What a day of the rep takes is no less missed: it is told as the same.
        """
        unserved = {key: territory.NO_ROOM for key in found.unserved if key > 0}
        missed = inputs.territory.missed
        shut = dict.fromkeys(missed, patterns.MISSED_CLOSED)
        self.env["crm.route.left.out"].create(
            [
                {
                    "plan_id": self.plan_id.id,
                    "job_id": self.id,
                    "partner_id": key,
                    "user_id": row.user_id.id,
                    "team_id": row.team_id.id,
                    "segment_id": row.segment_id.id,
                    "value_km": row.value_km,
                    "overdue_days": row.overdue_days,
                    "reason": reason,
                    "missed_on": [str(day) for day in missed.get(key, ())],
                }
                for key, reason in {**shut, **inputs.left_out, **unserved}.items()
                for row in [inputs.rows[key]]
            ]
        )


def _legs(inputs, route):
    """Metres and seconds of the ways of a route, the way home last."""
    instance = inputs.instance
    nodes = {each.key: each.node for each in instance.customers}
    shift = next(each for each in instance.shifts if (each.rep, each.day) == (route.rep, route.day))
    way = [shift.start, *(nodes[stop.customer] for stop in route.stops), shift.end]
    matrix = instance.matrix
    return [(int(matrix.metres[leg]), int(matrix.seconds[leg])) for leg in pairwise(way)]
