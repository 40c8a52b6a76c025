"""Days that one can plan for: the last of all calendars have no day behind them, nor a clock."""

from datetime import date

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


def is_within(day):
    """Whether a day, or a moment, can be worked with."""
    return FIRST.year <= day.year <= LAST.year
