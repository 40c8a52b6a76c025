"""Headers are read whatever is in them."""

from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.mail_class import classify
from odoo.addons.crm_helpdesk.engine.mail_headers import (
    addresses,
    as_text,
    read_headers,
    without_comments,
)
from odoo.addons.crm_helpdesk.engine.subjects import normalise_subject
from odoo.addons.crm_helpdesk.engine.trust import judge


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\r\n\tb", "a b"),
        (b"caf\xe9", "caf\ufffd"),
        (None, ""),
        (12, "12"),
        (Header("ñ", "utf-8"), "ñ"),
        ("\udcff x", "\ufffd x"),
        ("x" * 20_000, "x" * 10_000),
    ],
)
def test_any_value_becomes_one_line_of_text(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("no (really)", "no  "),
        ("a (b (c) d) e", "a   e"),
        ('"(kept)" (gone)', '"(kept)"  '),
        (r"a (b \) c) d", "a   d"),
        ("a (never closed", "a  "),
        ("a) b", "a) b"),
        ("(" * 9000, " "),
    ],
)
def test_comments_are_taken_out(value, text):
    assert without_comments(value) == text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ana@x.es", ("ana@x.es",)),
        ("Ana López <Ana@X.es>", ("ana@x.es",)),
        ('"Boss <boss@bank.example>" <eve@evil.example>', ("eve@evil.example",)),
        ('"López, Ana" <ana@x.es>, luis@y.es', ("ana@x.es", "luis@y.es")),
        ("ana@x.es (Ana)", ("ana@x.es",)),
        ("undisclosed-recipients:;", ()),
        ("Equipo: ana@x.es, luis@y.es;", ("ana@x.es", "luis@y.es")),
        ("<>", ()),
        ("", ()),
        ("@", ()),
        ("ana@", ()),
        ("Ana", ()),
        ("a b@x.es", ()),
        ("<ana@x.es", ("ana@x.es",)),
    ],
)
def test_addresses_of_a_header(value, found):
    assert addresses(value) == found


def test_rows_that_are_no_headers_are_left_out():
    rows = [("Subject", "a"), ("only",), None, 7, (b"SUBJECT ", b"b"), "xy", ("", "c")]
    assert read_headers(rows) == (("subject", "a"), ("subject", "b"))
    assert read_headers(None) == ()
    assert read_headers(7) == ()


anything = st.none() | st.text() | st.binary() | st.integers() | st.lists(st.text(), max_size=3)


@given(anything, st.lists(anything | st.tuples(anything, anything)))
def test_nothing_raises(value, rows):
    text = as_text(value)
    assert "\n" not in text
    without_comments(text)
    for address in addresses(text):
        local, at, domain = address.rpartition("@")
        assert local
        assert at
        assert domain
    for name, read in read_headers(rows):
        assert name == name.strip().lower()
        read.encode()


@pytest.mark.parametrize("filler", [" ", "\t", "\r\n ", "(", '"', "\\", "<", "a", "1", ";", "="])
def test_long_headers_of_one_character_are_read(filler):
    long = filler * (200_000 // len(filler))
    for start in ("", "re", "multipart/report; report-type=", "mx.ours.es; dkim/", "ana@"):
        for name in ("Content-Type", "From", "Authentication-Results", "Subject", "List-Id"):
            rows = [("From", "ana@x.es"), (name, start + long + "!")]
            classify(rows)
            judge(rows, frozenset({"mx.ours.es"}))
        normalise_subject(start + long)
