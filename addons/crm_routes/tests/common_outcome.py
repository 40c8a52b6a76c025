from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time

from .common import RoutesCase

AVILES, CANDAS, GRADO, CARRENO = (
    (43.5547, -5.9248), (43.5890, -5.7650), (43.3880, -6.0730), (43.53, -5.70),
)  # fmt: skip
MONDAY = date(2026, 11, 23)
FRIDAY_EVENING = datetime(2026, 11, 27, 18)
TWENTY_MINUTES = timedelta(minutes=20)


def at(day, hour, minute=0):
    """An instant (UTC) of November 2026; in Madrid it is an hour later."""
    return datetime(2026, 11, day, hour, minute)


class OutcomeCase(RoutesCase):
    """Nora's week from Monday 23 to Friday 27 November 2026, as a plan has published it.

    Written at once as publishing would have left it, so that the figures stand in the open.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.route.plan"].search([]).sudo().write({"state": "cancelled"})
        cls.reps = cls.env["crm.route.rep"].search([("company_id", "=", cls.company.id)])
        cls.reps.active = False
        cls.reps = cls.env["crm.route.rep"].create(
            [{"user_id": user.id} for user in (cls.nora, cls.nils, cls.sara)]
        )
        cls.shops = cls.env["res.partner"].union(
            *(
                cls._shop(f"Shop {number}", place=place, crm_segment_id=cls.b.id)
                for number, place in enumerate((AVILES, CANDAS, GRADO, CARRENO), 1)
            )
        )
        cls.plan = cls._published_plan()

    @classmethod
    def _published_plan(cls, **values):
        return (
            cls.env["crm.route.plan"]
            .sudo()
            .create(
                {
                    "name": "Week 48",
                    "date_from": MONDAY,
                    "date_to": MONDAY + timedelta(days=4),
                    "rep_ids": [Command.set(cls.reps.ids)],
                    "state": "published",
                    "published_at": at(20, 9),
                    **values,
                }
            )
        )

    @classmethod
    def _route(cls, *stops, user=None, plan=None, action=None, **values):
        """A route of the day of its first stop.

        :param stops: (customer, begin in UTC); each takes 20 minutes, 10 km from the one before
        :param action: a visit that is in the agenda already; else they are made
        """
        user, plan = user or cls.nora, plan or cls.plan
        day = stops[0][1].date()
        route = cls.env["crm.route"].create(
            {
                "plan_id": plan.id,
                "user_id": user.id,
                "team_id": user.sale_team_id.id,
                "date": day,
                "departure": datetime.combine(day, datetime.min.time()) + timedelta(hours=7.5),
                "back": datetime.combine(day, datetime.min.time()) + timedelta(hours=17),
                "km": 10 * len(stops) + 10,
                "driving_minutes": 15 * len(stops) + 15,
                "visit_count": len(stops),
                **values,
            }
        )
        actions = action or cls.env["crm.action"].create(
            [
                {
                    "type_id": cls.visit_type.id,
                    "partner_id": partner.id,
                    "user_id": user.id,
                    "company_id": plan.company_id.id,
                    "start": start,
                    "stop": start + TWENTY_MINUTES,
                    "origin": "route",
                    "route_plan_id": plan.id,
                    "route_date": day,
                }
                for partner, start in stops
            ]
        )
        cls.env["crm.route.stop"].create(
            [
                {
                    "route_id": route.id,
                    "sequence": number,
                    "partner_id": partner.id,
                    "start": start,
                    "stop": start + TWENTY_MINUTES,
                    "minutes": 20,
                    "travel_km": 10,
                    "travel_minutes": 15,
                    "slack_minutes": 35,
                    "action_id": action.id,
                    "in_force": True,
                }
                for number, ((partner, start), action) in enumerate(
                    zip(stops, actions, strict=True), 1
                )
            ]
        )
        route._count_outcome()
        return route

    @classmethod
    def _make(cls, action, moment, user=None, place=None, minutes=20):
        """The visit is made: check-in at the customer's, or at ``place``; closed later on."""
        user = user or action.user_id
        partner = action.partner_id
        place = place or (partner.partner_latitude, partner.partner_longitude)
        with freeze_time(moment):
            action.with_user(user).check_in(cls._fix(place, 20))
        with freeze_time(moment + timedelta(minutes=minutes)):
            action.with_user(user).close({"outcome_id": cls.order.id})

    @classmethod
    def _add(cls, partner, moment, user=None):
        """A visit that nobody planned: written down and made at once."""
        visit = cls._plan(user, partner_id=partner.id, start=moment)
        cls._make(visit, moment)
        return visit

    @classmethod
    def _week(cls):
        """Four visits: one kept, one a day late, one by a colleague an hour late, one not made;
        and a fifth that was on no route.
        """
        cls.kept = cls._route((cls.bar, at(23, 9)))
        cls.late = cls._route((cls.shops[0], at(24, 9)))
        cls.given = cls._route((cls.shops[1], at(25, 10)))
        cls.never = cls._route((cls.shops[2], at(26, 9)))
        cls._make(cls.kept.stop_ids.action_id, at(23, 9, 10))
        cls._make(cls.late.stop_ids.action_id, at(25, 9))
        cls.given.stop_ids.action_id.sudo().user_id = cls.nils
        cls._make(cls.given.stop_ids.action_id, at(25, 11))
        cls.added = cls._add(cls.shops[3], at(25, 12))

    def _figure(self, aggregate, user=None, domain=()):
        """What a pivot shows in the cell of its grand total."""
        report = self.env["crm.route.report"].with_user(user or self.pia)
        return report.formatted_read_grouping_sets(list(domain), [[]], [aggregate])[0][0][aggregate]

    def _results(self, user=None):
        """By customer what the report says."""
        rows = self.env["crm.route.report"].with_user(user or self.pia).search([])
        return {row.partner_id: row.result for row in rows.sudo()}

    @staticmethod
    def _counts(routes):
        """Planned, done, verified, missed."""
        return tuple(
            sum(routes.mapped(name))
            for name in ("planned_count", "done_count", "verified_count", "missed_count")
        )
