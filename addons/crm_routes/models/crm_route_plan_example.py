from datetime import datetime, timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..engine import geometry

LATE = timedelta(minutes=45)


class CrmRoutePlan(models.Model):
    """Examples: a plan of weeks that are over, so that one sees what became of it."""

    # one file for each purpose
    _inherit = "crm.route.plan"  # pylint: disable=consider-merging-classes-inherited

    def _publish_past_example(self):
        """Make routes of the visits that were in the agenda of these days, and close the plan.

        Each seventh visit was on no route, each sixth was planned three quarters of an hour
        earlier than the rep came.
        """
        self.published_at = datetime.combine(self.date_from, datetime.min.time())
        groups = {}
        for number, visit in enumerate(self._find_past_visits()):
            day = self.env["crm.route"]._get_local(visit.start, visit).date()
            if number % 7 != 6 and self.date_from <= day <= self.date_to:
                start = visit.start - (LATE if number % 6 == 5 else timedelta())
                groups.setdefault((visit.user_id, day), []).append((start, visit))
        for (user, day), stops in groups.items():
            self._make_past_route(user, day, stops)
        self._enter("published")
        self._enter("closed")

    def _find_past_visits(self):
        found = self.env["crm.action"].search(
            Domain("user_id", "in", self.rep_ids.user_id.ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("type_id.code", "=", "visit")
            & Domain("allday", "=", False)
            & Domain("start", "<", fields.Datetime.now()),
            order="start, id",
        )
        place = self.env["crm.route.rep"]._get_point
        return found.filtered(lambda visit: place(visit.partner_id))

    def _make_past_route(self, user, day, stops):
        """:param stops: pairs of the planned hour and the visit, in their order"""
        reps = self.env["crm.route.rep"]
        rep = self.rep_ids.filtered(lambda each: each.user_id == user)
        places = [reps._get_point(visit.partner_id) for _start, visit in stops]
        ends = [reps._get_point(rep._get_start()), reps._get_point(rep._get_end())]
        matrix = geometry.estimate([ends[0] or places[0], *places, ends[1] or places[-1]])
        ways = [
            (int(matrix.metres[leg, leg + 1]), int(matrix.seconds[leg, leg + 1]))
            for leg in range(len(stops) + 1)
        ]
        last = stops[-1][1]
        route = self.env["crm.route"].create(
            {
                "plan_id": self.id,
                "user_id": user.id,
                "team_id": user.sale_team_id.id,
                "date": day,
                "departure": stops[0][0] - timedelta(seconds=ways[0][1]),
                "back": last.stop + timedelta(seconds=ways[-1][1]),
                "km": sum(metres for metres, _seconds in ways) / 1000,
                "driving_minutes": round(sum(seconds for _metres, seconds in ways) / 60),
                "visit_count": len(stops),
            }
        )
        self.env["crm.route.stop"].create(
            [
                {
                    "route_id": route.id,
                    "sequence": number,
                    "partner_id": visit.partner_id.id,
                    "start": start,
                    "stop": start + (visit.stop - visit.start),
                    "minutes": round((visit.stop - visit.start) / timedelta(minutes=1)),
                    "travel_km": metres / 1000,
                    "travel_minutes": round(seconds / 60),
                    "reason": "due",
                    "action_id": visit.id,
                    "in_force": True,
                }
                for number, ((start, visit), (metres, seconds)) in enumerate(
                    zip(stops, ways, strict=False), 1
                )
            ]
        )
