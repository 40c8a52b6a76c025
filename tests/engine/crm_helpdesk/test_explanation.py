"""What an agent reads about a deadline, and whose hands a ticket went through."""

import pytest

from odoo.addons.crm_helpdesk.engine.clock import DEPARTMENT, RESOLUTION, Promise
from odoo.addons.crm_helpdesk.engine.departments import journey, needs_supervisor, team_seconds
from odoo.addons.crm_helpdesk.engine.explanation import (
    CLOSED,
    LATE,
    OUTSIDE,
    PAUSED,
    RESOLVED,
    WITHIN,
    explain,
)
from odoo.addons.crm_helpdesk.engine.readings import warning_at

from .cases import CALENDARS, HOUR, LOGISTICS, QUALITY_TEAM, SUPPORT, Log, at, promises, wall


def steps(log, now, metric=RESOLUTION):
    clock = log.ticket().current(metric)
    return [
        (wall(each.start), wall(each.stop), each.seconds, each.why)
        for each in explain(clock, now, CALENDARS)
    ]


H1 = Log().start(at(9, 17, 30), promises(4))


def test_h1_step_by_step():
    found = steps(H1.stop(at(13, 12, 15)), at(20, 10))

    assert found == [
        ("09 17:30", "09 19:00", 5400, WITHIN),
        ("09 19:00", "13 09:00", 0, CLOSED),
        ("13 09:00", "13 11:30", 9000, WITHIN),
        ("13 11:30", "13 12:15", 2700, LATE),
    ]


def test_a_holiday_is_named():
    clock = H1.ticket().current(RESOLUTION)

    closed = [each for each in explain(clock, at(13, 10), CALENDARS) if each.why == CLOSED]

    assert [each.labels for each in closed] == [("national day",)]


def test_h4_and_h5_step_by_step():
    log = Log().start(at(5, 10)).pause(at(5, 12)).resume(at(6, 17)).stop(at(7, 12))

    found = steps(log.reopen(at(8, 18, 30)), at(8, 20))

    assert found == [
        ("05 10:00", "05 12:00", 2 * HOUR, WITHIN),
        ("05 12:00", "06 17:00", 0, PAUSED),
        ("06 17:00", "06 19:00", 2 * HOUR, WITHIN),
        ("06 19:00", "07 09:00", 0, OUTSIDE),
        ("07 09:00", "07 12:00", 3 * HOUR, WITHIN),
        ("07 12:00", "08 18:30", 0, RESOLVED),
        ("08 18:30", "08 19:00", 1800, WITHIN),
        ("08 19:00", "08 20:00", 0, OUTSIDE),
    ]


def test_the_event_that_began_a_step_is_its_cause():
    log = Log().start(at(5, 10)).pause(at(5, 12)).resume(at(5, 13))

    found = explain(log.ticket().current(RESOLUTION), at(5, 14), CALENDARS)

    assert [(each.why, each.cause) for each in found] == [
        (WITHIN, "start"),
        (PAUSED, "pause"),
        (WITHIN, "resume"),
    ]


def test_a_pause_that_lasts_is_the_last_step():
    found = steps(Log().start(at(5, 10)).pause(at(5, 12)), at(6, 10))

    assert found[-1] == ("05 12:00", "06 10:00", 0, PAUSED)


def test_h9_what_was_resolved_from_pending_was_paused_and_then_resolved():
    log = Log().start(at(5, 10)).pause(at(5, 12)).stop(at(8, 11)).reopen(at(9, 10))

    assert steps(log, at(9, 11)) == [
        ("05 10:00", "05 12:00", 2 * HOUR, WITHIN),
        ("05 12:00", "08 11:00", 0, PAUSED),
        ("08 11:00", "09 10:00", 0, RESOLVED),
        ("09 10:00", "09 11:00", HOUR, WITHIN),
    ]


def test_a_department_that_gets_it_while_it_waits_first_waits():
    log = Log().start(at(5, 9)).pause(at(5, 10))
    log = log.transfer(at(5, 11), team=QUALITY_TEAM, promise=Promise(None, "QUALITY"))

    assert steps(log, at(5, 12), DEPARTMENT) == [("05 11:00", "05 12:00", 0, PAUSED)]
    assert steps(log.resume(at(5, 12)), at(5, 13), DEPARTMENT) == [
        ("05 11:00", "05 12:00", 0, PAUSED),
        ("05 12:00", "05 13:00", HOUR, WITHIN),
    ]


def test_a_change_of_terms_shows_by_which_calendar_each_hour_counts():
    given = promises(8, calendar="QUALITY")
    log = Log().start(at(5, 13)).policy(at(5, 13, 30), promises=given)

    found = explain(log.ticket().current(RESOLUTION), at(5, 16), CALENDARS)

    assert [(each.calendar, each.cause, each.seconds) for each in found] == [
        ("ES", "start", 1800),
        ("QUALITY", "policy", 5400),
        ("QUALITY", "policy", 0),
    ]


def test_a_warning_comes_in_working_hours():
    clock = H1.ticket().current(RESOLUTION)

    assert wall(warning_at(clock, 75, CALENDARS)) == "13 10:30"
    assert (
        warning_at(
            Log().start(at(5, 9), promises(None)).ticket().current(RESOLUTION), 75, CALENDARS
        )
        is None
    )


H9B = (
    Log()
    .start(at(5, 9), promises(40))
    .transfer(at(5, 12), team=QUALITY_TEAM, promise=Promise(None, "QUALITY"))
    .transfer(at(5, 17), team=SUPPORT, promise=Promise(None, "ES"))
)


def test_h9b_hours_of_each_department():
    log = H9B.stop(at(6, 10))

    assert team_seconds(log.ticket(), at(9, 9), CALENDARS) == {
        SUPPORT: 6 * HOUR,
        QUALITY_TEAM: 3 * HOUR,
    }
    assert log.read(at(9, 9)).accrued == 9 * HOUR


def test_h9b_ping_pong():
    found = journey(H9B.events)

    assert found.teams == (SUPPORT, QUALITY_TEAM, SUPPORT)
    assert (found.transfers, found.returns) == (2, 1)


@pytest.mark.parametrize(
    ("teams", "asked", "expected"),
    [
        ([SUPPORT], SUPPORT, False),
        ([SUPPORT, QUALITY_TEAM], SUPPORT, False),
        ([SUPPORT, QUALITY_TEAM, SUPPORT, LOGISTICS], SUPPORT, True),
        ([SUPPORT, QUALITY_TEAM, SUPPORT, LOGISTICS], QUALITY_TEAM, False),
        ([SUPPORT, SUPPORT, SUPPORT, QUALITY_TEAM], SUPPORT, False),
    ],
)
def test_a_third_visit_needs_a_supervisor(teams, asked, expected):
    log = Log().start(at(5, 9), team=teams[0])
    for hour, team in enumerate(teams[1:], start=10):
        log = log.transfer(at(5, hour), team=team, promise=Promise(None, "ES"))

    assert needs_supervisor(log.events, asked) is expected


def test_a_journey_takes_events_in_any_order():
    assert journey(reversed(H9B.events)) == journey(H9B.events)
