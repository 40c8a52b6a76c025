"""Clocks of service levels: what each event does, case by case."""

from datetime import timedelta

import pytest

from odoo.addons.crm_helpdesk.engine.clock import (
    DEPARTMENT,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    RESOLUTION,
    Promise,
)
from odoo.addons.crm_helpdesk.engine.log import Event
from odoo.addons.crm_helpdesk.engine.readings import BREACHED, CANCELLED, MET, PAUSED, RUNNING
from odoo.addons.crm_helpdesk.engine.tickets import advance, readings

from .cases import CALENDARS, HOUR, QUALITY_TEAM, SUPPORT, Log, at, promises, wall

H4 = Log().start(at(5, 10)).pause(at(5, 12))
H4_RESUMED = H4.resume(at(6, 17))


def test_the_answer_meets_the_first_response():
    log = Log().start(at(5, 10), promises(first=2))

    assert wall(log.read(at(5, 11), FIRST_RESPONSE).deadline) == "05 12:00"
    found = log.answer(at(5, 11)).read(at(9, 10), FIRST_RESPONSE)
    assert (found.state, found.accrued, found.stopped_at) == (MET, HOUR, at(5, 11))
    assert log.answer(at(5, 11)).answer(at(6, 11)).read(at(9, 10), FIRST_RESPONSE) == found


def test_a_call_that_is_answered_live_is_met_at_once():
    log = Log().start(at(4, 3), promises(first=2)).answer(at(4, 3))

    assert log.read(at(9, 10), FIRST_RESPONSE).state == MET
    assert log.read(at(9, 10), FIRST_RESPONSE).accrued == 0


def test_exactly_at_the_deadline_is_in_time_a_second_later_is_not():
    second = timedelta(seconds=1)
    log = Log().start(at(5, 10), promises(4))

    assert log.stop(at(5, 14)).read(at(9, 10)).state == MET
    assert log.read(at(5, 14)).state == RUNNING
    assert log.read(at(5, 14) + second).state == BREACHED
    late = log.stop(at(5, 14) + second).read(at(9, 10))
    assert (late.state, late.overdue) == (BREACHED, 0)  # of the siesta nobody owes anything


def test_each_question_of_the_customer_is_a_cycle_of_its_own():
    log = (
        Log()
        .start(at(5, 9), promises(following=1))
        .reply(at(5, 9, 5))
        .answer(at(5, 10))
        .reply(at(5, 11))
        .reply(at(5, 11, 30))
    )
    cycles = [
        each
        for each in readings(log.answer(at(5, 13)).ticket(), at(6, 10), CALENDARS)
        if each.metric == NEXT_RESPONSE
    ]

    # the first response was still owed at 9:05; the second question waits as long as the first
    assert [(each.cycle, each.state, each.accrued) for each in cycles] == [(1, BREACHED, 2 * HOUR)]
    again = log.answer(at(5, 13)).reply(at(5, 13, 30)).read(at(5, 13, 45), NEXT_RESPONSE)
    assert (again.cycle, again.state, wall(again.deadline)) == (2, RUNNING, "05 16:30")


def test_a_reply_resumes_what_waits_for_the_customer():
    log = Log().start(at(5, 10)).answer(at(5, 12)).pause(at(5, 12)).reply(at(6, 17))

    assert wall(log.read(at(6, 18)).deadline) == "07 13:00"
    assert log.read(at(6, 18), NEXT_RESPONSE).state == RUNNING


def test_thanks_after_the_solution_start_nothing():
    log = Log().start(at(5, 10)).answer(at(5, 11)).stop(at(5, 12)).reply(at(5, 13))

    assert log.read(at(6, 10)).state == MET
    assert log.read(at(6, 10)).accrued == 2 * HOUR
    with pytest.raises(IndexError):
        log.read(at(6, 10), NEXT_RESPONSE)


def test_a_department_begins_again_with_a_reopening():
    log = Log().start(at(5, 10), promises(department=4)).stop(at(5, 12)).reopen(at(6, 9))

    found = log.read(at(6, 10), DEPARTMENT)

    assert (found.cycle, found.accrued, wall(found.deadline)) == (2, HOUR, "06 13:00")


def test_a_transfer_while_pending_waits_in_the_new_department():
    log = H4.transfer(at(5, 13), team=QUALITY_TEAM, promise=Promise(4 * HOUR, "QUALITY"))

    assert log.read(at(6, 10), DEPARTMENT).state == PAUSED
    found = log.resume(at(6, 12)).read(at(6, 13), DEPARTMENT)
    assert (found.team, found.accrued, wall(found.deadline)) == (QUALITY_TEAM, HOUR, "07 09:00")


def test_a_transfer_to_where_it_is_changes_nothing():
    log = Log().start(at(5, 10))

    same = log.transfer(at(5, 12), team=SUPPORT, promise=Promise(HOUR, "QUALITY"))

    assert readings(same.ticket(), at(6, 10), CALENDARS) == readings(
        log.ticket(), at(6, 10), CALENDARS
    )


def test_a_transfer_of_what_is_resolved_shows_when_it_reopens():
    log = Log().start(at(5, 10)).stop(at(5, 12))
    moved = log.transfer(at(5, 13), team=QUALITY_TEAM, promise=Promise(4 * HOUR, "QUALITY"))

    assert moved.read(at(6, 10), DEPARTMENT).team == SUPPORT
    found = moved.reopen(at(6, 9)).read(at(6, 10), DEPARTMENT)
    assert (found.team, found.cycle, wall(found.deadline)) == (QUALITY_TEAM, 2, "06 13:00")


def test_spam_is_cancelled_even_if_it_was_late():
    log = Log().start(at(5, 10), promises(1, first=1)).cancel(at(9, 10))

    found = readings(log.reopen(at(9, 11)).reply(at(9, 12)).ticket(), at(9, 13), CALENDARS)

    assert {each.state for each in found} == {CANCELLED}
    assert {each.overdue for each in found} == {0}


def test_without_a_budget_time_is_measured_and_nothing_is_late():
    log = Log().start(at(5, 10), promises(None)).stop(at(9, 18))

    found = log.read(at(9, 19))

    assert (found.state, found.deadline, found.left) == (MET, None, None)
    assert found.accrued == 7 * HOUR + 24 * HOUR + 7 * HOUR


def test_a_budget_that_comes_later_counts_from_the_beginning():
    log = Log().start(at(5, 10), promises(None)).policy(at(5, 13), promises=promises(4))

    assert wall(log.read(at(5, 13)).deadline) == "05 14:00"


def test_a_policy_of_another_calendar_keeps_what_was_used():
    given = promises(8, calendar="QUALITY")
    log = Log().start(at(5, 9)).policy(at(5, 12), promises=given)

    found = log.read(at(5, 18))

    # three hours of the old calendar, three of the new one until it closes at 15:00
    assert (found.accrued, wall(found.deadline)) == (6 * HOUR, "06 10:00")


def test_more_time_does_not_wash_off_a_breach():
    late = Log().start(at(5, 10), promises(4)).policy(at(5, 17), promises=promises(40))

    found = late.read(at(5, 18))

    assert (found.state, wall(found.deadline), found.budget) == (BREACHED, "05 14:00", 4 * HOUR)
    assert (found.retroactive, found.overdue) == (False, 2 * HOUR)


def test_a_holiday_taken_away_breaches_what_would_have_been_late():
    given = promises(8, calendar="ES_LOCAL")
    log = Log().start(at(6, 18), given)
    on_thursday = log.calendar(at(8, 12), calendar="ES_LOCAL", becomes="ES")

    assert wall(log.read(at(8, 12)).deadline) == "08 18:00"
    found = on_thursday.read(at(8, 12))
    assert (found.state, wall(found.deadline), found.retroactive) == (BREACHED, "07 18:00", True)
    assert found.breached_at == at(8, 12)


def test_a_holiday_for_today_gives_back_what_was_used_of_it():
    log = Log().start(at(7, 9), promises(8)).calendar(at(7, 12), calendar="ES", becomes="ES_LOCAL")

    assert log.read(at(7, 12)).accrued == 0
    assert wall(log.read(at(7, 12)).deadline) == "08 19:00"


def test_a_calendar_of_others_changes_nothing():
    log = H4_RESUMED.calendar(at(6, 18), calendar="QUALITY", becomes="ES_LOCAL")

    assert log.read(at(6, 19)) == H4_RESUMED.read(at(6, 19))


def test_what_was_met_is_not_measured_again_but_reopens_on_the_new_calendar():
    log = Log().start(at(6, 18), promises(8)).stop(at(7, 10))
    log = log.calendar(at(7, 12), calendar="ES", becomes="ES_LOCAL")

    assert log.read(at(9, 10)).accrued == 2 * HOUR
    assert wall(log.reopen(at(7, 12)).read(at(7, 13)).deadline) == "08 17:00"


def test_resolving_answers():
    log = Log().start(at(5, 10), promises(first=2)).stop(at(5, 11))

    assert log.read(at(9, 10), FIRST_RESPONSE).state == MET


@pytest.mark.parametrize("metric", [FIRST_RESPONSE, RESOLUTION, DEPARTMENT])
def test_events_that_change_nothing(metric):
    plain = Log().start(at(5, 10)).pause(at(5, 12)).resume(at(5, 13)).stop(at(5, 18))
    noisy = (
        Log()
        .start(at(5, 10))
        .start(at(5, 11), promises(1))
        .resume(at(5, 11))
        .reopen(at(5, 11))
        .pause(at(5, 12))
        .pause(at(5, 12, 30))
        .resume(at(5, 13))
        .stop(at(5, 18))
        .stop(at(5, 18, 30))
        .pause(at(5, 18, 30))
        .resume(at(5, 18, 45))
    )

    assert noisy.read(at(9, 10), metric) == plain.read(at(9, 10), metric)


def test_events_are_put_in_order():
    log = H4_RESUMED.stop(at(7, 12))

    assert Log(*reversed(log.events)).read(at(8, 10)) == log.read(at(8, 10))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Log().pause(at(5, 10)).ticket(), "start"),
        (lambda: Log().ticket(), "start"),
        (lambda: Event(at(5, 10), "explode"), "explode"),
        (lambda: advance(H4.ticket(), Event(at(5, 11), "stop", 9), CALENDARS), "before"),
        (lambda: Promise(0, "ES"), "budget"),
        (lambda: H4.read(at(5, 11)), "before"),
        (lambda: Event(at(5, 10), "start", team=1), "promises"),
        (lambda: Event(at(5, 10), "transfer", team=1), "promise"),
        (lambda: Event(at(5, 10), "calendar", calendar="ES"), "calendar"),
    ],
)
def test_what_makes_no_sense(make, words):
    with pytest.raises(ValueError, match=words):
        make()
