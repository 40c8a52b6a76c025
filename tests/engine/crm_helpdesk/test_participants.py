"""Who may add to a request, and what becomes of the mail of who may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.mail_class import AUTOMATIC, CAUSES, MailClass
from odoo.addons.crm_helpdesk.engine.participants import (
    VERDICTS,
    Circle,
    Sender,
    admit,
    belongs,
)
from odoo.addons.crm_helpdesk.engine.trust import LEVELS

CIRCLE = Circle(
    addresses=frozenset({"ana@hotel.es", "luis@gmail.com"}),
    commercial_partner_id=7,
    partner_email="ana@hotel.es",
)
PERSON = MailClass()


@pytest.mark.parametrize(
    ("address", "company", "why"),
    [
        ("ana@hotel.es", None, "address"),
        ("ANA@Hotel.es ", None, "address"),
        ("luis@gmail.com", None, "address"),
        ("compras@otra.es", 7, "company"),
        ("eva@hotel.es", None, "domain"),
        ("eva@hotel.es", 8, "domain"),
        ("eva@gmail.com", None, ""),  # everybody lives there
        ("eve@evil.example", None, ""),
        ("eve@evil-hotel.es", None, ""),
        ("eve@sub.hotel.es", None, ""),
        ("juliana@gmail.com", None, ""),
        ("", None, ""),
        ("hotel.es", None, ""),
    ],
)
def test_who_belongs_to_a_request(address, company, why):
    assert belongs(Sender(address, company), CIRCLE) == why


def test_nobody_belongs_by_a_public_domain():
    of_luis = Circle(frozenset(), None, "luis@gmail.com")
    assert belongs(Sender("eve@gmail.com"), of_luis) == ""
    assert belongs(Sender("luis@gmail.com"), of_luis) == "address"
    assert (
        belongs(Sender("eve@isp.example"), Circle(frozenset(), None, "a@isp.example")) == "domain"
    )
    free = frozenset({"isp.example"})
    assert (
        belongs(Sender("eve@isp.example"), Circle(frozenset(), None, "a@isp.example"), free) == ""
    )
    assert belongs(Sender(""), Circle(frozenset({""}), None, "")) == ""


@pytest.mark.parametrize(
    ("address", "threaded", "trust", "cause", "verdict", "said"),
    [
        # new requests
        ("eve@evil.example", False, "unverified", "none", "accepted", ""),
        ("ana@hotel.es", False, "verified", "none", "accepted", ""),
        ("ana@hotel.es", False, "suspicious", "none", "quarantined", "auth_fail"),
        ("ana@hotel.es", False, "verified", "vacation", "quarantined", "vacation"),
        ("ana@hotel.es", False, "verified", "bulk", "quarantined", "bulk"),
        ("ana@hotel.es", False, "verified", "suppressed", "accepted", ""),
        ("ana@hotel.es", False, "verified", "oversized", "accepted", "oversized"),
        # answers to a request
        ("ana@hotel.es", True, "verified", "none", "appended", ""),
        ("ana@hotel.es", True, "unverified", "none", "appended", ""),
        ("ana@hotel.es", True, "verified", "suppressed", "appended", ""),
        ("ana@hotel.es", True, "suspicious", "none", "note_only", "auth_fail"),
        ("ana@hotel.es", True, "verified", "vacation", "note_only", "vacation"),  # H10
        ("ana@hotel.es", True, "verified", "bounce", "note_only", "bounce"),
        ("ana@hotel.es", True, "verified", "loop", "quarantined", "loop"),
        ("eve@evil.example", True, "unverified", "none", "note_only", "not_participant"),  # H15
        ("eve@evil.example", True, "verified", "none", "note_only", "not_participant"),
        ("eve@evil.example", True, "suspicious", "none", "note_only", "auth_fail"),
    ],
)
def test_what_becomes_of_a_mail(address, threaded, trust, cause, verdict, said):
    circle = CIRCLE if threaded else None
    found = admit(Sender(address), circle, trust, MailClass(cause, "x" * (cause != "none")))
    assert (found.verdict, found.cause) == (verdict, said)


def test_a_stranger_with_a_number_in_the_subject_opens_a_request_of_their_own():
    # H15: [INC-2026-00042] in the subject is for people; only the headers of a mail thread it
    found = admit(Sender("eve@evil.example"), None, "unverified", PERSON)
    assert found.verdict == "accepted"
    assert not found.reaches_customer


def test_a_blocked_sender_waits_for_a_person():
    for circle in (None, CIRCLE):
        found = admit(Sender("ana@hotel.es", is_blocked=True), circle, "verified", PERSON)
        assert (found.verdict, found.cause) == ("quarantined", "blocklist")


def test_a_colleague_belongs_to_each_request():
    found = admit(Sender("agent@ours.es", is_internal=True), CIRCLE, "verified", PERSON)
    assert found.verdict == "appended"
    # anybody can write the address of a colleague
    forged = admit(Sender("agent@ours.es", is_internal=True), CIRCLE, "unverified", PERSON)
    assert (forged.verdict, forged.cause) == ("note_only", "not_participant")


senders = st.builds(
    Sender,
    st.sampled_from(["ana@hotel.es", "eve@evil.example", "eva@hotel.es", ""]) | st.text(),
    st.none() | st.integers(6, 8),
    is_internal=st.booleans(),
    is_blocked=st.booleans(),
)
classes = st.sampled_from(sorted(CAUSES)).map(lambda cause: MailClass(cause, "x"))


@given(senders, st.none() | st.just(CIRCLE), st.sampled_from(LEVELS), classes)
def test_laws_of_admission(sender, circle, trust, mail_class):
    found = admit(sender, circle, trust, mail_class)
    assert found.verdict in VERDICTS
    assert (circle is None) <= (found.verdict in ("accepted", "quarantined"))
    if found.reaches_customer:
        assert found.verdict == "appended"
    if found.verdict in ("appended", "accepted"):
        assert trust != "suspicious"
        assert mail_class.cause not in AUTOMATIC
        assert not sender.is_blocked
    else:
        assert found.cause
    if found.may_acknowledge:
        assert found.verdict == "accepted"
        assert mail_class.may_acknowledge
    if circle and not belongs(sender, circle) and not sender.is_internal:
        assert found.verdict in ("note_only", "quarantined")
