"""Customers who say nothing, and customers who say thanks."""

import pytest

from odoo.addons.crm_helpdesk.engine.replies import is_thanks
from odoo.addons.crm_helpdesk.engine.silence import GIVE_UP, REMIND, next_step, working_days
from odoo.addons.crm_helpdesk.engine.worktime import Timetable

from .cases import ALWAYS, CALENDARS, ES, NATIONAL_DAY, at


def test_days_are_those_on_which_somebody_works():
    # asked on Friday 9 October at noon; Monday is a holiday
    asked = at(9, 12)
    days = CALENDARS["ES"]
    assert working_days(days, asked, at(9, 18)) == 0
    assert working_days(days, asked, at(12, 18)) == 0
    assert working_days(days, asked, at(13, 8)) == 0
    assert working_days(days, asked, at(13, 10)) == 1
    assert working_days(days, asked, at(16, 10)) == 4
    assert working_days(days, asked, asked) == 0
    assert NATIONAL_DAY in ES.closures


def test_days_are_those_of_the_zone():
    # half past eleven in the evening in UTC is the next day in Madrid
    assert working_days(Timetable(ALWAYS), at(5, 23), at(6, 1)) == 1


def test_two_reminders_then_it_counts_as_an_answer():
    told = [(day, next_step(10, day, day, 0)) for day in range(5)]
    assert told == [(0, ""), (1, ""), (2, ""), (3, REMIND), (4, REMIND)]
    assert next_step(10, 5, 2, 1) == ""
    assert next_step(10, 6, 3, 1) == REMIND
    assert next_step(10, 9, 3, 2) == ""
    assert next_step(10, 10, 4, 2) == GIVE_UP


def test_after_a_closed_month_each_step_has_its_time():
    assert next_step(10, 40, 40, 0) == REMIND
    assert next_step(10, 40, 0, 1) == ""
    assert next_step(10, 43, 3, 1) == REMIND
    assert next_step(10, 44, 1, 2) == ""
    assert next_step(10, 46, 3, 2) == GIVE_UP


def test_never_is_never():
    assert next_step(0, 400, 400, 2) == ""


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("Muchas gracias, un saludo", True),
        ("ok!", True),
        ("¿Y el otro palet?", False),
        ("Sigue roto, mandad otra caja hoy", False),
        ("", False),
        ("...", False),
    ],
)
def test_thanks_are_a_few_words_that_ask_nothing(text, thanks):
    assert is_thanks(text) is thanks
