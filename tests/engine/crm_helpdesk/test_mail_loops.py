"""Twenty mails of one sender in two hours are requests; the next one waits."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.mail_loops import LoopLimit, count_before, screen

TWENTY = LoopLimit()
START = datetime(2026, 10, 5, 7, 0, tzinfo=timezone.utc)


def at(minutes):
    return START + timedelta(minutes=minutes)


def run(minutes, limit=TWENTY):
    """The verdict on each of the mails that come one after the other."""
    seen, verdicts = [], []
    for minute in minutes:
        verdicts.append(screen(seen, "ana@x.es", at(minute), limit))
        seen.append(("ana@x.es", at(minute)))
    return verdicts


@pytest.mark.parametrize("spacing", [0, 1, 6])
def test_the_twenty_first_of_120_minutes_is_quarantined(spacing):
    # H11; six minutes apart, the 21st comes 120 minutes after the first, and that counts
    verdicts = run([spacing * n for n in range(21)])
    assert [each.is_loop for each in verdicts] == [False] * 20 + [True]
    assert verdicts[-1].count == 21
    assert verdicts[-1].free_at == at(spacing + 120) + timedelta(microseconds=1)


def test_a_slow_writer_never_is():
    assert not any(each.is_loop for each in run([6.01 * n for n in range(60)]))


def test_a_machine_stays_out_until_it_is_silent():
    verdicts = run(list(range(400)))
    assert [n for n, each in enumerate(verdicts) if not each.is_loop] == list(range(20))
    assert run([*range(400), 600])[-1].is_loop is False


def test_other_senders_do_not_count():
    # a search for part of an address would take one for the other
    seen = [("juliana@x.es", at(n)) for n in range(50)]
    assert count_before(seen, "ana@x.es", at(50)) == 0
    assert not screen(seen, "ana@x.es", at(50)).is_loop
    assert count_before([("Ana@X.es ", at(1))], "ana@x.es", at(2)) == 1


def test_mails_of_later_do_not_count():
    assert count_before([("ana@x.es", at(5))], "ana@x.es", at(4)) == 0


def test_without_a_sender_there_is_nobody_to_count():
    seen = [("", at(0))] * 50
    assert screen(seen, "", at(1)).is_loop is False


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="at least one mail"):
        LoopLimit(mails=0)
    with pytest.raises(ValueError, match="window"):
        LoopLimit(window=timedelta(0))


minutes = st.lists(st.integers(0, 500), max_size=80).map(sorted)
limits = st.builds(
    LoopLimit, st.integers(1, 10), st.integers(1, 90).map(lambda n: timedelta(minutes=n))
)


@given(minutes, limits)
def test_no_window_lets_more_through_than_the_limit(times, limit):
    through = [m for m, each in zip(times, run(times, limit), strict=True) if not each.is_loop]
    for first in through:
        window = limit.window.total_seconds() / 60
        assert len([m for m in through if first <= m <= first + window]) <= limit.mails


@given(minutes, limits)
def test_a_mail_is_let_through_when_it_comes_as_late_as_told(times, limit):
    if not times:
        return
    seen = [("a@x.es", at(minute)) for minute in times]
    verdict = screen(seen[:-1], "a@x.es", at(times[-1]), limit)
    assert bool(verdict.free_at) == verdict.is_loop
    if verdict.free_at:
        assert not screen(seen, "a@x.es", verdict.free_at, limit).is_loop
        assert screen(seen, "a@x.es", verdict.free_at - timedelta(microseconds=1), limit).is_loop
