"""The calendars of the worked scenarios, and short ways to say moments of October 2026."""

from datetime import date, datetime, time

from odoo.addons.crm_helpdesk.engine.calendars import Closure, Shift, WeekCalendar, whole_days
from odoo.addons.crm_helpdesk.engine.clock import RESOLUTION, Promise
from odoo.addons.crm_helpdesk.engine.instants import to_utc, to_wall
from odoo.addons.crm_helpdesk.engine.log import KINDS, START, Event, Promises
from odoo.addons.crm_helpdesk.engine.tickets import readings, replay
from odoo.addons.crm_helpdesk.engine.worktime import Timetable

MADRID = "Europe/Madrid"
HOUR = 3600
OFFICE_DAYS, ALL_DAYS = range(5), range(7)


def shifts(days, *hours):
    return tuple(
        Shift(weekday, opens * HOUR, closes * HOUR) for weekday in days for opens, closes in hours
    )


def holiday(day, label="holiday", tz=MADRID):
    return whole_days(day, day, tz, label)


NATIONAL_DAY = holiday(date(2026, 10, 12), "national day")
LOCAL_DAY = holiday(date(2026, 10, 7), "local holiday")

ES = WeekCalendar(MADRID, shifts(OFFICE_DAYS, (9, 14), (16, 19)), (NATIONAL_DAY,))
ES_LOCAL = WeekCalendar(MADRID, ES.shifts, (NATIONAL_DAY, LOCAL_DAY))
QUALITY = WeekCalendar(MADRID, shifts(OFFICE_DAYS, (8, 15)), (NATIONAL_DAY,))
ALWAYS = WeekCalendar(MADRID, shifts(ALL_DAYS, (0, 24)))
NEVER = WeekCalendar(MADRID, ())
CALENDARS = {
    "ES": Timetable(ES),
    "ES_LOCAL": Timetable(ES_LOCAL),
    "QUALITY": Timetable(QUALITY),
    "ALWAYS": Timetable(ALWAYS),
}


def at(day, hour, minute=0, *, month=10, year=2026, tz=MADRID):
    """The UTC instant of a wall time, of October 2026 if nothing else is said."""
    return to_utc(datetime.combine(date(year, month, day), time(hour, minute)), tz)


def wall(instant, tz=MADRID):
    """An instant as people read it: day of the month, hour and minute of the wall clock."""
    return to_wall(instant, tz).strftime("%d %H:%M")


def closure(start, stop, label=""):
    return Closure(start, stop, label)


SUPPORT, QUALITY_TEAM, LOGISTICS = 1, 2, 3


def promises(hours=8, *, first=None, following=None, department=None, calendar="ES", team="ES"):
    """Promises to the customer in hours of one calendar, and the department's in its own."""
    return Promises(
        *(
            Promise(None if each is None else round(each * HOUR), calendar)
            for each in (first, following, hours)
        ),
        Promise(None if department is None else department * HOUR, team),
    )


class Log:
    """A log of a ticket that is written as it happened: ``Log().start(at(5, 10)).pause(...)``."""

    def __init__(self, *events):
        self.events = events

    def add(self, kind, instant, **rest):
        return Log(*self.events, Event(instant, kind, len(self.events), **rest))

    def start(self, instant, given=None, team=SUPPORT):
        return self.add(START, instant, team=team, promises=given or promises())

    def __getattr__(self, kind):
        if kind not in KINDS:
            raise AttributeError(kind)
        return lambda instant, **rest: self.add(kind, instant, **rest)

    def ticket(self):
        return replay(self.events, CALENDARS)

    def read(self, now, metric=RESOLUTION):
        """The reading of the metric's last cycle."""
        return [each for each in readings(self.ticket(), now, CALENDARS) if each.metric == metric][
            -1
        ]
