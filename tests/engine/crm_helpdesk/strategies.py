"""Calendars and instants for tests of laws: around the nights on which clocks change."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.calendars import Closure, Shift, WeekCalendar

FIRST = datetime(2026, 10, 1)
MINUTES = 45 * 24 * 60  # until the middle of November
ZONES = ["Europe/Madrid", "America/Bogota", "America/Santiago", "Asia/Kathmandu", "UTC"]
QUARTER = 900

# seconds count, so that nothing holds only for round figures
instants = st.builds(
    lambda minute, second: FIRST + timedelta(minutes=minute, seconds=second),
    st.integers(0, MINUTES) | st.integers(23 * 1440, 26 * 1440),
    st.sampled_from([0, 0, 1, 59]),
)
pairs = st.tuples(instants, instants).map(sorted)
seconds = st.integers(0, 40 * 3600)


@st.composite
def shifts(draw):
    opens = draw(st.integers(0, 95))
    closes = draw(st.integers(opens + 1, 96))
    week = draw(st.sampled_from([None, None, None, 0, 1]))
    return Shift(draw(st.integers(0, 6)), opens * QUARTER, closes * QUARTER, week)


@st.composite
def closures(draw):
    start = draw(instants)
    return Closure(start, start + timedelta(minutes=draw(st.integers(1, 4000))), "leave")


@st.composite
def calendars(draw):
    """Calendars with work in every week, so that a deadline always exists."""
    always = Shift(draw(st.integers(0, 6)), 9 * 3600, 17 * 3600)
    more = draw(st.lists(shifts(), max_size=8))
    around_the_clock = [Shift(day, 0, 86_400) for day in range(7)]
    chosen = draw(st.sampled_from([[always, *more]] * 5 + [around_the_clock]))
    leaves = draw(st.lists(closures(), max_size=3))
    return WeekCalendar(draw(st.sampled_from(ZONES)), tuple(chosen), tuple(leaves))
