"""A deadline explained by days, as the agent reads it."""

from datetime import date

from odoo.addons.crm_helpdesk.engine.clock import RESOLUTION
from odoo.addons.crm_helpdesk.engine.explained_days import rows
from odoo.addons.crm_helpdesk.engine.explanation import (
    CLOSED,
    LATE,
    OUTSIDE,
    PAUSED,
    WITHIN,
    explain,
)

from .cases import CALENDARS, HOUR, Log, at, promises

TZ = "Europe/Madrid"


def read(log, now):
    clock = log.ticket().current(RESOLUTION)
    return rows(explain(clock, now, CALENDARS), CALENDARS, TZ)


def said(log, now):
    return [
        (each.first.day, each.last.day, f"{each.start:%H:%M}", f"{each.stop:%H:%M}", each.why)
        for each in read(log, now)
    ]


def test_h1_two_days_of_work_with_a_long_weekend_between():
    log = Log().start(at(9, 17, 30), promises(4))

    assert said(log, at(13, 11, 30)) == [
        (9, 9, "17:30", "19:00", WITHIN),
        (10, 11, "00:00", "00:00", OUTSIDE),
        (12, 12, "00:00", "00:00", CLOSED),
        (13, 13, "09:00", "11:30", WITHIN),
    ]
    assert [each.seconds for each in read(log, at(13, 11, 30))] == [5400, 0, 0, 9000]


def test_a_day_is_one_row_without_its_lunch():
    log = Log().start(at(5, 13), promises(8))

    found = read(log, at(6, 10))
    spans = [[f"{start:%H}-{stop:%H}" for start, stop in each.spans] for each in found]
    assert spans == [["13-14", "16-19"], ["09-10"]]
    assert [each.seconds for each in found] == [4 * HOUR, HOUR]


def test_what_comes_on_a_sunday_night_says_that_nobody_works_then():
    log = Log().start(at(11, 3), promises(4))

    found = read(log, at(13, 10))
    assert found[0].why == OUTSIDE
    assert (found[0].first, found[0].last) == (date(2026, 10, 11), date(2026, 10, 11))


def test_a_pause_is_one_row_whatever_it_lasts():
    log = Log().start(at(5, 10), promises(8)).pause(at(5, 12)).resume(at(6, 17))

    assert said(log, at(7, 13))[1] == (5, 6, "12:00", "17:00", PAUSED)


def test_what_came_late_is_one_row_until_a_pause():
    log = Log().start(at(5, 9), promises(4)).pause(at(7, 10)).resume(at(7, 12))

    found = [(each.why, each.first.day, each.last.day) for each in read(log, at(13, 10))]
    assert found == [(WITHIN, 5, 5), (LATE, 5, 7), (PAUSED, 7, 7), (LATE, 7, 13)]
    # 17 hours before the pause, 22 after it
    assert sum(each.seconds for each in read(log, at(13, 10))) == (17 + 22) * HOUR
