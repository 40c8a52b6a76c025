from datetime import date, datetime, timedelta
from unittest.mock import patch

import numpy as np

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.crm_actions.engine import days
from odoo.addons.crm_actions.tests.common_queries import QueryBudgetMixin

from ..engine.instance import Matrix
from ..models.res_company import ResCompany
from .common import RoutesCase

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
NINE = "2026-11-30 08:00:00"
SOUTH_END = 43.0


def on_the_road(company, points, **_options):
    """All lie on one road to the north: a thousandth of a degree is a kilometre and a minute."""
    places = np.array([point[0] for point in points], float)
    metres = np.rint(np.abs(places[:, None] - places[None]) * 1_000_000).astype(np.int64)
    return Matrix(metres, metres * 60 // 1000)


class DayCase(QueryBudgetMixin, RoutesCase):
    """Monday 30 November 2026, nine o'clock in Madrid, when Nora's day begins.

    She starts at kilometre 0, works until six without a break, and drives a kilometre a minute.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "Nine to six",
                "tz": "Europe/Madrid",
                "attendance_ids": [
                    Command.create(
                        {"name": day, "dayofweek": str(day), "hour_from": 9, "hour_to": 18}
                    )
                    for day in range(5)
                ],
            }
        )
        cls.company.resource_calendar_id = calendar
        cls.company.partner_id.write(cls._at(cls._km(0)))
        cls.nora_road, cls.nils_road = cls.env["crm.route.rep"].create(
            [{"user_id": user.id} for user in (cls.nora, cls.nils)]
        )

    def setUp(self):
        super().setUp()
        frozen = freeze_time(NINE)
        self.clock = frozen.start()
        self.addCleanup(frozen.stop)
        self.enterContext(patch.object(ResCompany, "_get_distances", on_the_road))

    # -- the world -------------------------------------------------------------------------------

    @staticmethod
    def _km(kilometre):
        return SOUTH_END + kilometre / 1000, -5.0

    @staticmethod
    def _utc(hour, day=MONDAY):
        """The instant of an hour as "9:30" of Madrid's clock."""
        hours, minutes = map(int, hour.split(":"))
        wall = datetime.combine(day, datetime.min.time()) + timedelta(hours=hours, minutes=minutes)
        return days.to_utc(wall, "Europe/Madrid")

    def _it_is(self, hour):
        self.clock.move_to(self._utc(hour))

    def _visit(self, kilometre, hour, minutes=30, *, user=None, day=MONDAY, name=None, **values):
        """A visit to a shop of its own at that kilometre."""
        user = user or self.nora
        start = self._utc(hour, day)
        if "partner_id" not in values:
            name = name or f"Shop {kilometre}"
            values["partner_id"] = self._shop(name, user, self._km(kilometre)).id
        stop = start + timedelta(minutes=minutes)
        return self._plan(user, start=start, stop=stop, **values).with_env(self.env)

    def _clear(self):
        """Nothing is planned for Nora any more."""
        planned = [("user_id", "=", self.nora.id), ("state", "=", "planned")]
        self.env["crm.action"].search(planned).cancel("Over")

    def _done(self, visit, hour):
        """It was left at that hour."""
        self._it_is(hour)
        visit.close({"outcome_id": self.order.id, "done_at": self._utc(hour)})

    def _open(self, visit, *windows):
        """The customer's opening hours: weekday, from, to."""
        return self._hours(visit.partner_id, *windows)

    def _worth(self, visit, kilometres):
        """What the list of customers to visit says of it."""
        self.env["crm.visit.demand"].create(
            {
                "partner_id": visit.partner_id.id,
                "company_id": self.company.id,
                "value_km": kilometres,
                "user_id": visit.user_id.id,
            }
        )

    # -- what people do --------------------------------------------------------------------------

    def _routes(self, user=None):
        return self.env["crm.route"].with_user(user or self.nora)

    def _day(self, user=None, of=None, day=MONDAY):
        return self._routes(user).get_day((of or self.nora).id, str(day))

    @staticmethod
    def _hour(text):
        """An instant that the server wrote, as an hour of Madrid's clock."""
        wall = days.to_wall(fields.Datetime.to_datetime(text), "Europe/Madrid")
        return f"{wall.hour}:{wall.minute:02d}"

    def _told(self, shown):
        """Names and hours of the stops of a day."""
        return [(each["name"], self._hour(each["begin"])) for each in shown["stops"]]

    def _agenda(self, *visits):
        return [self._hour(visit.start) for visit in visits]

    def _assert_agrees(self, shown, user=None):
        """My day, the calendar and the day that a method gave say one thing."""
        user = user or self.nora
        self.env.invalidate_all()
        told = {each["id"]: (each["begin"], each["end"]) for each in shown["stops"]}
        again = self._day(user, user, fields.Date.to_date(shown["date"]))
        self.assertEqual({e["id"]: (e["begin"], e["end"]) for e in again["stops"]}, told)
        mine = self.env["crm.action"].with_user(user).get_my_day(shown["date"])
        self.assertEqual(
            {
                each["id"]: (each["start"], each["stop"])
                for each in mine["actions"]
                if each["id"] in told
            },
            told,
        )
        events = self.env["calendar.event"].search([("crm_action_id", "in", list(told))])
        self.assertEqual(
            {
                event.crm_action_id.id: (
                    fields.Datetime.to_string(event.start),
                    fields.Datetime.to_string(event.stop),
                )
                for event in events
            },
            told,
        )
