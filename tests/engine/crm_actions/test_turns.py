"""What was called off stays off for its turn, also where a plan moves to other days."""

from dataclasses import replace

import pytest

from odoo.addons.crm_actions.engine import plans, turns

from tests.engine.crm_actions.test_plans import (
    NOVEMBER,
    OCTOBER,
    THURSDAY,
    WEEKLY,
    november,
    october,
)


@pytest.mark.parametrize(
    ("weekdays", "off", "free", "expected"),
    [
        # Tuesdays become Wednesdays: the week that was called off has none
        ({2}, [13], [6, 20, 27], [7, 21, 28]),
        # or Mondays, or Sundays: it is the week that counts, not the nearest day
        ({0}, [13], [6, 20, 27], [5, 19, 26]),
        ({6}, [13], [6, 20, 27], [4, 11, 25]),
        # twice a week from now on: the other visit of that week is a new one
        ({0, 3}, [13], [6, 20, 27], [1, 5, 8, 15, 19, 22, 26, 29]),
        # from Mondays and Thursdays to Tuesdays: the week still has the Monday's
        ({1}, [15], [1, 5, 8, 12, 19, 22, 26, 29], [6, 13, 20, 27]),
        # from Mondays and Thursdays to Tuesdays and Fridays: the nearer one is off
        ({1, 4}, [12], [1, 5, 8, 15, 19, 22, 26, 29], [2, 6, 9, 16, 20, 23, 27, 30]),
        # the date itself is still wanted: it is settled anyway
        ({1, 3}, [13], [6, 20, 27], [1, 6, 8, 13, 15, 20, 22, 27, 29]),
    ],
)
def test_what_was_called_off_stands_for_its_week(weekdays, off, free, expected):
    plan = replace(WEEKLY, weekdays=frozenset(weekdays))
    wanted = plans.occurrences(plan, *OCTOBER)
    left = turns.without_called_off(plan, wanted, october(*off), october(*free))
    assert [one.day for one in left] == october(*expected)


def test_what_was_called_off_stands_for_its_fortnight_or_month():
    # from the first fortnight's Tuesday (28 September to 11 October) to its Thursday
    fortnight = replace(WEEKLY, interval=2, weekdays=frozenset({THURSDAY}))
    wanted = plans.occurrences(fortnight, *OCTOBER)  # 1, 15 and 29
    left = turns.without_called_off(fortnight, wanted, october(20), [])
    assert [one.day for one in left] == october(1, 29)
    # from the 25th of each month to its 5th
    month = replace(WEEKLY, repeat=plans.MONTH_DAY, month_day=5)
    wanted = plans.occurrences(month, *OCTOBER) + plans.occurrences(month, *NOVEMBER)
    left = turns.without_called_off(month, wanted, october(25), [])
    assert [one.day for one in left] == november(5)
