"""Telephone calls: what follows from events in any order, who sends them, what is no event."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine import calls
from odoo.addons.crm_actions.engine.calls import CallEvent, CallEventError, fold

NINE = 1_792_054_800  # Thursday 15 October 2026, 09:00 UTC
SECRET = "k" * 64

RING = CallEvent("ringing", NINE, "1.1", "in", "985112233", "Ana", "101")
TAKE = CallEvent("answered", NINE + 7, "1.1", ext="101")
END = CallEvent("ended", NINE + 187, "1.1", ext="101", cause="16")
MISS = CallEvent("missed", NINE + 20, "1.1", ext="101", cause="19")
FAIL = CallEvent("failed", NINE + 3, "1.1", cause="17")
DIAL = CallEvent("ringing", NINE, "1.1", "out", "985112233", ext="101")

events = st.builds(
    CallEvent,
    kind=st.sampled_from(calls.KINDS),
    at=st.integers(NINE, NINE + 600),
    linked_id=st.just("1.1"),
    direction=st.sampled_from(("", "in", "out")),
    number=st.sampled_from(("", "985112233", "600111222")),
    name=st.sampled_from(("", "Ana")),
    ext=st.sampled_from(("", "101", "102")),
    cause=st.sampled_from(("", "16", "17")),
)
several = st.lists(events, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("told", "state", "ring_s", "talk_s"),
    [
        ([RING], "ringing", 0, 0),
        ([RING, TAKE], "answered", 7, 0),
        ([RING, TAKE, END], "ended", 7, 180),
        ([RING, MISS], "missed", 20, 0),
        ([RING, END], "missed", 187, 0),
        ([RING, FAIL], "failed", 3, 0),
        ([DIAL, END], "failed", 187, 0),
        ([DIAL, TAKE, END], "ended", 7, 180),
        # the end is told before the beginning
        ([END], "missed", 0, 0),
        ([END, TAKE], "ended", 0, 180),
        ([END, TAKE, RING], "ended", 7, 180),
        # at another telephone nobody took it
        ([RING, TAKE, CallEvent("missed", NINE + 8, ext="102")], "answered", 7, 0),
        ([RING, TAKE, CallEvent("missed", NINE + 8, ext="102"), END], "ended", 7, 180),
    ],
)
def test_what_follows(told, state, ring_s, talk_s):
    call = fold(told)
    assert (call.state, call.ring_s, call.talk_s) == (state, ring_s, talk_s)


def test_who_has_the_call():
    """Given it rings at 101 and 102 and goes from 102 on to 103, then 103 has it."""
    other = CallEvent("ringing", NINE + 1, ext="102")
    assert fold([RING, other]).ext == "101"
    taken = CallEvent("answered", NINE + 5, ext="102")
    call = fold([RING, other, taken])
    assert (call.ext, call.rung) == ("102", ("101", "102"))
    passed_on = CallEvent("answered", NINE + 60, ext="103")
    call = fold([passed_on, RING, other, taken])
    assert (call.ext, call.answered, call.rung) == ("103", NINE + 5, ("101", "102", "103"))


def test_what_was_told_once_is_known():
    call = fold([END, TAKE, RING])
    assert (call.number, call.name, call.direction, call.cause) == ("985112233", "Ana", "in", "16")


def test_a_clock_that_jumps_back_makes_no_negative_length():
    call = fold([RING, TAKE, CallEvent("ended", NINE - 30)])
    assert (call.state, call.talk_s, call.ring_s) == ("ended", 0, 7)


def test_no_event_no_call():
    with pytest.raises(ValueError, match="at least one"):
        fold([])


@given(several, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(told, rnd: random.Random):
    again = told + rnd.choices(told, k=rnd.randint(0, 5))
    rnd.shuffle(again)
    assert fold(again) == fold(told)


@given(several, events)
def test_what_is_over_stays_over(told, late):
    """Whatever is told later, a call that has ended does not ring again."""
    if fold(told).ended is not None and late.kind != "answered":
        assert fold([*told, late]).ended is not None
    if fold(told).state == "ended":
        assert fold([*told, late]).state == "ended"


@given(several)
def test_lengths_fit_into_the_call(told):
    call = fold(told)
    assert call.ring_s >= 0
    assert call.talk_s >= 0
    assert call.talk_s == 0 or call.state == "ended"
    assert (call.state in ("answered", "ended")) == (call.answered is not None)
    assert (call.state in ("missed", "failed", "ended")) == (call.ended is not None)
    assert call.ring_s + call.talk_s <= 600


# -- who sends ---------------------------------------------------------------------------------


def test_signature_of_a_known_request():
    """The same figure as `openssl dgst -sha256 -hmac secret` gives."""
    body = b'{"event":"ringing","linked_id":"1.1","at":1792054800}'
    expected = "acf0796e1112cf77f863e0074b66d3728f01a5b76c53e899525272d4370572d7"
    assert calls.sign("secret", "1792054800", body) == expected
    assert calls.is_signed("secret", "1792054800", body, expected)


@given(st.binary(max_size=50), st.text(max_size=80), st.text(max_size=20))
def test_no_other_signature_is_right(body, signature, timestamp):
    right = calls.sign(SECRET, timestamp, body)
    assert calls.is_signed(SECRET, timestamp, body, f" sha256={right.upper()}")
    assert not calls.is_signed(SECRET, timestamp, body + b"x", right)
    assert not calls.is_signed(SECRET, timestamp + "0", body, right)
    assert not calls.is_signed(SECRET + "x", timestamp, body, right)
    if signature.strip().lower().removeprefix("sha256=") != right:
        assert not calls.is_signed(SECRET, timestamp, body, signature)


@pytest.mark.parametrize(
    ("timestamp", "fresh"),
    [
        (str(NINE), True),
        (str(NINE - 300), True),
        (str(NINE + 300), True),
        (str(NINE - 301), False),
        (str(NINE + 301), False),
        (f"{NINE}.5", True),
        ("", False),
        ("nan", False),
        ("inf", False),
        ("yesterday", False),
        ("9" * 400, False),
    ],
)
def test_what_was_sent_a_moment_ago(timestamp, fresh):
    assert calls.is_fresh(timestamp, NINE, 300) is fresh


# -- what is sent ------------------------------------------------------------------------------


def _send(**values):
    return calls.parse_event(
        json.dumps({"event": "ringing", "linked_id": "1.1", "at": NINE, **values})
    )


def test_an_event_as_it_is_told():
    event = _send(direction="in", number=" 985 11 22 33 ", name="Ana", ext=101, cause=None)
    assert event == CallEvent("ringing", NINE, "1.1", "in", "985 11 22 33", "Ana", "101", "")
    assert _send(at=f"{NINE}.25").at == NINE + 0.25


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"event": "hold"}, "event"),
        ({"event": None}, "event"),
        ({"event": ["ringing"]}, "event"),
        ({"linked_id": ""}, "linked_id"),
        ({"linked_id": None}, "linked_id"),
        ({"linked_id": "x" * 129}, "text linked_id"),
        ({"linked_id": {}}, "text linked_id"),
        ({"at": None}, "at"),
        ({"at": True}, "at"),
        ({"at": "nine"}, "at"),
        ({"at": "nan"}, "at"),
        ({"at": NINE * 1000}, "at"),
        ({"at": 10**400}, "at"),
        ({"direction": "sideways"}, "direction"),
        ({"direction": ["in"]}, "direction"),
        ({"number": 1.5}, "text number"),
        ({"number": True}, "text number"),
        ({"ext": 10**40}, "text ext"),
        ({"name": "a\x00b"}, "text name"),
        ({"name": "\ud800"}, "text name"),
    ],
)
def test_what_is_no_event(values, code):
    with pytest.raises(CallEventError) as caught:
        _send(**values)
    assert str(caught.value) == code


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", "json"), (b"{", "json"), (b"\xff\xfe", "json"),
     ('{"event":"ended"}'.encode("utf-16"), "json"), (b"[" * 100_000, "json"),
     (b"[]", "object"), (b"1", "object"), (b"null", "object")],
)  # fmt: skip
def test_what_is_no_object(body, code):
    with pytest.raises(CallEventError) as caught:
        calls.parse_event(body)
    assert caught.value.code == code


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_whatever_arrives_is_read_or_refused(body):
    try:
        event = calls.parse_event(body)
    except CallEventError:
        return
    assert event.kind in calls.KINDS
