"""Many tickets at once, when a holiday is added to a calendar."""

from datetime import timedelta

from odoo.addons.crm_helpdesk.engine.batch import recalculate
from odoo.addons.crm_helpdesk.engine.clock import RESOLUTION
from odoo.addons.crm_helpdesk.engine.log import CALENDAR, Event
from odoo.addons.crm_helpdesk.engine.tickets import advance, replay
from odoo.addons.crm_helpdesk.engine.worktime import Timetable

from tests.engine.work import count_calls

from .cases import CALENDARS, ES, ES_LOCAL, Log, at, promises, wall

ADDED = Event(at(6, 20), CALENDAR, 99, calendar="ES", becomes="ES_LOCAL")
H4 = Log().start(at(5, 10)).pause(at(5, 12)).resume(at(6, 17))


def test_h6_in_a_batch():
    tickets = {
        "runs": H4.ticket(),
        "late": Log().start(at(5, 10), promises(7)).ticket(),
        "done": Log().start(at(5, 10)).stop(at(5, 12)).ticket(),
        "of others": Log().start(at(5, 10), promises(calendar="ALWAYS", team="QUALITY")).ticket(),
        "paused": Log().start(at(5, 10)).pause(at(5, 12)).ticket(),
    }

    found = {each.key: each for each in recalculate(tickets.items(), ADDED, CALENDARS)}

    assert set(found) == {"runs", "late", "done", "paused"}
    moved = {
        key: [(each.metric, wall(each.before), wall(each.after)) for each in result.moved]
        for key, result in found.items()
    }
    assert moved == {
        "runs": [(RESOLUTION, "07 13:00", "08 13:00")],
        "late": [],
        "done": [],
        "paused": [],
    }
    for key, result in found.items():
        assert result.ticket == advance(tickets[key], ADDED, CALENDARS)


def test_a_log_with_the_event_in_it_gives_the_same():
    found = next(iter(recalculate([(1, H4.ticket())], ADDED, CALENDARS)))

    assert found.ticket == replay([*H4.events, ADDED], CALENDARS)


def test_the_work_grows_with_the_tickets_and_not_with_the_calendar():
    """Two thousand a second leave half a millisecond each, so few calls and no layout."""

    def batch(number):
        logs = (
            Log()
            .start(at(5, 10) + timedelta(minutes=7 * each), promises(40, first=1, department=8))
            .answer(at(5, 11) + timedelta(minutes=7 * each))
            .pause(at(5, 12) + timedelta(minutes=7 * each))
            .resume(at(5, 13) + timedelta(minutes=7 * each))
            for each in range(number)
        )
        return [(number, log.ticket()) for number, log in enumerate(logs)]

    def calls(tickets):
        calendars = {"ES": Timetable(ES), "ES_LOCAL": Timetable(ES_LOCAL)}
        return count_calls(lambda: list(recalculate(tickets, ADDED, calendars)))

    few, many = calls(batch(20)), calls(batch(120))

    assert (many - few) / 100 < 200
    assert few < 60_000
