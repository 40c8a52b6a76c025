"""Who gets the next request, and why."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.assignment import MODES, Agent, Ticket, assign

NOON = datetime(2026, 10, 5, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def at(hour, minute=0):
    return NOON.replace(hour=hour, minute=minute)


A = Agent("A", capacity=10, load=4, last_assigned_at=at(9))
B = Agent("B", capacity=10, load=4, last_assigned_at=at(9, 5))
C = Agent("C", capacity=5, load=1)
IDLE = [Agent(name, capacity=20) for name in "ABC"]


def tickets(count, **facts):
    return [Ticket(number, **facts) for number in range(count)]


def who(count, agents, mode="balanced", **facts):
    return [each.agent for each in assign(tickets(count, **facts), agents, mode, NOON)]


def test_h17_the_least_loaded_first_and_of_equals_who_waits_longest():
    assert who(5, [A, B, C]) == ["C", "A", "B", "C", "A"]


@pytest.mark.parametrize("mode", ["balanced", "round_robin", "skill"])
def test_h17_thirty_among_three_idle_agents(mode):
    assert Counter(who(30, IDLE, mode)) == {"A": 10, "B": 10, "C": 10}


def test_the_steps_of_h17_explained():
    found = assign(tickets(5), [A, B, C], "balanced", NOON)
    assert [(each.why, each.tied) for each in found] == [
        ("lowest_load", ("C",)),
        ("longest_wait", ("A", "B", "C")),  # 4/10, 4/10 and now 2/5
        ("longest_wait", ("B", "C")),
        ("lowest_load", ("C",)),
        ("longest_wait", ("A", "B")),
    ]
    assert [(each.agent, each.ratio) for each in found[1].standings] == [
        ("A", Fraction(2, 5)),
        ("B", Fraction(2, 5)),
        ("C", Fraction(2, 5)),
    ]


def test_of_idle_agents_who_was_never_asked_is_first_and_then_the_order():
    seasoned = replace(IDLE[0], last_assigned_at=NOON - 300 * DAY)
    found = assign(tickets(2), [seasoned, *IDLE[1:]], "balanced", NOON)
    assert [(each.agent, each.why) for each in found] == [
        ("B", "first_in_order"),
        ("C", "longest_wait"),
    ]


def test_round_robin_counts_turns_and_no_load():
    assert who(4, [A, B, C], "round_robin") == ["C", "A", "B", "C"]
    assert assign(tickets(1), [A, B], "round_robin", NOON)[0].why == "longest_wait"


def test_by_hand_nobody_is_chosen():
    (found,) = assign(tickets(1), [A], "manual", NOON)
    assert (found.agent, found.why, found.standings) == (None, "manual", ())


@pytest.mark.parametrize(
    ("change", "excluded"),
    [
        ({"absences": ((NOON - DAY, NOON + DAY),)}, "absent"),
        ({"absences": ((NOON, NOON + DAY),)}, "absent"),
        ({"absences": ((NOON - DAY, NOON),)}, None),  # back at noon
        ({"absences": ((NOON + DAY, NOON + 2 * DAY),)}, None),
        ({"absences": ((NOON - DAY, None),)}, "absent"),  # nobody knows until when
        ({"working": ()}, "off_hours"),
        ({"working": ((at(8), at(12)), (at(16), at(19)))}, "off_hours"),
        ({"working": ((at(8), at(14)),)}, None),
        ({"working": None}, None),  # no calendar
        ({"load": 5}, "full"),
        ({"load": 9}, "full"),
        ({"capacity": 0, "load": 0}, "full"),
        ({"is_active": False}, "inactive"),
    ],
)
def test_who_cannot_take_it(change, excluded):
    (found,) = assign(tickets(1), [replace(C, **change)], "balanced", NOON)
    assert found.agent == (None if excluded else "C")
    assert found.why == ("nobody" if excluded else "only_one")
    assert found.excluded == ((("C", excluded),) if excluded else ())


def test_by_skill():
    french = replace(B, skills=frozenset({"fr", "returns"}))
    needs = {"skills": frozenset({"fr"})}
    found = assign(tickets(1, **needs), [C, french], "skill", NOON)[0]
    assert (found.agent, found.why, found.excluded) == ("B", "only_one", (("C", "skill"),))
    assert who(1, [C, french], "skill") == ["C"]
    assert who(1, [C, french], "balanced", **needs) == ["C"]  # only that mode looks at skills
    assert who(1, [C], "skill", **needs) == [None]


def test_what_finds_nobody_waits_and_does_not_hold_up_the_rest():
    queue = [Ticket(1, frozenset({"fr"})), Ticket(2)]
    assert [each.agent for each in assign(queue, [C], "skill", NOON)] == [None, "C"]


def test_a_full_house_leaves_the_rest_in_the_queue():
    assert who(6, [A, B, C])[-1] is not None
    assert who(20, [A, B, C]).count(None) == 20 - (6 + 6 + 4)


def test_an_unknown_mode_or_agent_twice_is_refused():
    with pytest.raises(ValueError, match="mode"):
        assign(tickets(1), [A], "lottery", NOON)
    with pytest.raises(ValueError, match="twice"):
        assign(tickets(1), [A, A], "balanced", NOON)


agents = st.lists(
    st.builds(
        Agent,
        st.integers(1, 9),
        st.integers(0, 6),
        st.integers(0, 6),
        last_assigned_at=st.none() | st.integers(1, 50).map(lambda n: NOON - n * DAY),
        skills=st.frozensets(st.sampled_from("xy")),
        absences=st.sampled_from([(), ((NOON - DAY, NOON + DAY),)]),
    ),
    unique_by=lambda each: each.key,
    max_size=6,
)
queues = st.lists(st.frozensets(st.sampled_from("xy")), max_size=25).map(
    lambda skills: [Ticket(number, each) for number, each in enumerate(skills)]
)
modes = st.sampled_from(MODES)


@given(queues, agents, modes)
def test_capacity_is_never_exceeded_and_each_ticket_is_answered_once(queue, team, mode):
    found = assign(queue, team, mode, NOON)
    assert [each.ticket for each in found] == [each.key for each in queue]
    given_out = Counter(each.agent for each in found if each.agent is not None)
    for agent in team:
        free = max(agent.capacity - agent.load, 0) if not agent.absences else 0
        assert given_out[agent.key] <= free
    for each in found:
        assert (each.agent is None) == (each.why in ("manual", "nobody"))
        assert each.agent is None or each.agent in each.tied
        if mode != "manual":
            named = [one.agent for one in each.standings] + [key for key, _why in each.excluded]
            assert sorted(named) == sorted(agent.key for agent in team)


@given(st.integers(0, 40), st.integers(1, 5), st.sampled_from(["balanced", "round_robin", "skill"]))
def test_equals_differ_by_one_at_most(count, size, mode):
    team = [
        Agent(key, capacity=50, load=3, last_assigned_at=NOON - key * DAY) for key in range(size)
    ]
    given_out = Counter(who(count, team, mode))
    counts = [given_out[key] for key in range(size)]
    assert sum(counts) == count
    assert max(counts) - min(counts) <= 1


@given(queues, agents, modes)
def test_the_order_in_which_agents_are_given_does_not_matter(queue, team, mode):
    assert assign(queue, team, mode, NOON) == assign(queue, team[::-1], mode, NOON)


@given(queues, agents, st.sampled_from(["balanced", "skill"]))
def test_who_is_chosen_has_the_lowest_share_of_their_capacity(queue, team, mode):
    for each in assign(queue, team, mode, NOON):
        if each.agent is not None:
            ratios = {one.agent: one.ratio for one in each.standings}
            assert ratios[each.agent] == min(ratios.values())
