"""Clocks of service levels: the worked scenarios H1 to H9b, with their figures."""

import pytest

from odoo.addons.crm_helpdesk.engine.clock import (
    DEPARTMENT,
    RESOLUTION,
    Promise,
)
from odoo.addons.crm_helpdesk.engine.readings import BREACHED, MET, PAUSED, RUNNING
from odoo.addons.crm_helpdesk.engine.tickets import readings

from .cases import CALENDARS, HOUR, QUALITY_TEAM, SUPPORT, Log, at, promises, wall

H1 = Log().start(at(9, 17, 30), promises(4))
H4 = Log().start(at(5, 10)).pause(at(5, 12))
H4_RESUMED = H4.resume(at(6, 17))


def test_h1_resolved_late_is_overdue_by_working_time():
    found = H1.stop(at(13, 12, 15)).read(at(20, 10))

    assert (found.state, wall(found.deadline), found.overdue) == (BREACHED, "13 11:30", 2700)
    assert found.breached_at == found.deadline
    assert not found.retroactive
    assert not found.running


def test_h1_paused_at_noon_stays_overdue_by_half_an_hour():
    log = H1.pause(at(13, 12))

    assert log.read(at(13, 12)).overdue == 1800
    assert log.read(at(20, 10)).overdue == 1800
    assert log.read(at(20, 10)).state == BREACHED


@pytest.mark.parametrize(
    ("log", "now", "expected"),
    [
        (H1, at(9, 18), "13 11:30"),
        (Log().start(at(23, 17, 30), promises(4)), at(23, 18), "26 11:30"),
        (Log().start(at(24, 20), promises(12, calendar="ALWAYS")), at(24, 21), "25 07:00"),
        (Log().start(at(5, 10)), at(5, 11), "06 10:00"),
        (H4_RESUMED, at(6, 18), "07 13:00"),
        (Log().start(at(4, 3), promises(4)), at(4, 4), "05 13:00"),
        (Log().start(at(9, 19), promises(4)), at(9, 20), "13 13:00"),
        (Log().start(at(5, 12), promises(2)), at(5, 13), "05 14:00"),
    ],
    ids=["H1", "H2", "H3", "H4 before", "H4", "H7 Sunday", "H7 closing", "H7 siesta"],
)
def test_deadlines(log, now, expected):
    found = log.read(now)

    assert (found.state, wall(found.deadline)) == (RUNNING, expected)


def test_h4_paused_has_time_left_and_no_deadline():
    found = H4.read(at(6, 10))

    assert (found.state, found.deadline, found.accrued, found.left) == (
        PAUSED,
        None,
        2 * HOUR,
        6 * HOUR,
    )


def test_h5_reopened_goes_on_with_what_is_left():
    resolved = H4_RESUMED.stop(at(7, 12))
    assert resolved.read(at(8, 10)).state == MET
    assert resolved.read(at(8, 10)).accrued == 7 * HOUR
    assert wall(resolved.read(at(8, 10)).deadline) == "07 13:00"

    found = resolved.reopen(at(8, 18, 30)).read(at(8, 18, 45))

    assert (found.state, wall(found.deadline)) == (RUNNING, "09 09:30")
    assert (found.accrued, found.left) == (7 * HOUR + 900, 2700)


def test_h6_a_holiday_declared_meanwhile_moves_what_runs():
    log = H4_RESUMED.calendar(at(6, 20), calendar="ES", becomes="ES_LOCAL")

    assert wall(H4_RESUMED.read(at(6, 20)).deadline) == "07 13:00"
    assert wall(log.read(at(6, 20)).deadline) == "08 13:00"


def test_h6_what_is_breached_does_not_move():
    late = (
        Log().start(at(5, 10), promises(7)).calendar(at(6, 20), calendar="ES", becomes="ES_LOCAL")
    )

    found = late.read(at(8, 10))

    assert (found.state, wall(found.deadline)) == (BREACHED, "05 19:00")
    # Tuesday under the old calendar; the holiday is not overdue; an hour of Thursday
    assert found.overdue == 9 * HOUR


def test_h8_a_higher_priority_in_time():
    found = Log().start(at(5, 10)).policy(at(5, 13), promises=promises(4)).read(at(5, 13))

    assert (found.state, wall(found.deadline), found.accrued) == (RUNNING, "05 14:00", 3 * HOUR)


def test_h8_a_higher_priority_too_late():
    found = Log().start(at(5, 10)).policy(at(5, 17), promises=promises(4)).read(at(5, 17))

    assert (found.state, wall(found.deadline), found.accrued) == (BREACHED, "05 14:00", 5 * HOUR)
    assert found.retroactive
    assert found.breached_at == at(5, 17)
    assert found.overdue == HOUR


def test_h9_resolved_from_pending():
    log = Log().start(at(5, 10)).pause(at(5, 12)).stop(at(8, 11))

    found = log.read(at(8, 11))

    assert (found.state, found.accrued) == (MET, 2 * HOUR)
    # for figures by month of the deadline: the one that it had if it had gone on then
    assert wall(found.deadline) == "08 19:00"


def test_h9b_two_clocks():
    log = (
        Log()
        .start(at(5, 9), promises(40))
        .transfer(at(5, 12), team=QUALITY_TEAM, promise=Promise(None, "QUALITY"))
        .transfer(at(5, 17), team=SUPPORT, promise=Promise(None, "ES"))
        .stop(at(6, 10))
    )
    found = readings(log.ticket(), at(9, 10), CALENDARS)

    assert [each.accrued for each in found if each.metric == RESOLUTION] == [9 * HOUR]
    of_departments = [(e.team, e.cycle, e.accrued) for e in found if e.metric == DEPARTMENT]
    assert of_departments == [
        (SUPPORT, 1, 3 * HOUR),
        (QUALITY_TEAM, 2, 3 * HOUR),
        (SUPPORT, 3, 3 * HOUR),
    ]


def test_h9b_a_transfer_does_not_move_the_customers_deadline():
    log = Log().start(at(5, 9))
    moved = log.transfer(at(5, 12), team=QUALITY_TEAM, promise=Promise(4 * HOUR, "QUALITY"))

    assert moved.read(at(5, 13)).deadline == log.read(at(5, 13)).deadline
    assert wall(moved.read(at(5, 13), DEPARTMENT).deadline) == "06 09:00"
