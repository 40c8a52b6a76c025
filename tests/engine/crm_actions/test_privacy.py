"""What of a person is found and taken out of a text."""

from __future__ import annotations

import pytest

from odoo.addons.crm_actions.engine.privacy import find_traces, phone_forms, redact

XANDRU = find_traces(["Xandru Muñiz"], ["xandru@example.com"], ["+34 884 00 09 99"])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Dear xandru muñiz, thank you", "Dear …, thank you"),
        ("Write to Xandru@Example.com.", "Write to …."),
        ("<a href='mailto:xandru@example.com'>mail</a>", "<a href='mailto:…'>mail</a>"),
        ("Call 884000999 today", "Call … today"),
        ("Call +34 884.000.999", "Call …"),
        ("Call 0034 884-00-09-99", "Call …"),
        ("Order 18840009991 is another number", "Order 18840009991 is another number"),
        ("Xandru Muñizez is somebody else", "Xandru Muñizez is somebody else"),
    ],
)
def test_what_names_the_person_goes_and_the_rest_stays(text, rest):
    assert redact(text, XANDRU) == rest


def test_nothing_is_left_of_an_address_alone():
    assert redact('"Xandru Muñiz" <xandru@example.com>', XANDRU) is None


@pytest.mark.parametrize(
    "address", ["jo.ana@bar.es", "joana@bar.es", "ana@bar.es.com", "x-ana@bar.es"]
)
def test_a_longer_address_is_somebody_elses(address):
    assert redact(address, find_traces([], ["ana@bar.es"])) == address


@pytest.mark.parametrize(
    "text", ["ana@bar.es.", "<ana@bar.es>", "mailto:ana@bar.es?", "(ana@bar.es)"]
)
def test_what_stands_around_an_address_is_no_part_of_it(text):
    assert "ana@" not in (redact(f"Hi {text}", find_traces([], ["ana@bar.es"])) or "")


def test_a_name_as_html_writes_it():
    traces = find_traces(["Bar & Sons"])
    assert redact("<p>Dear Bar &amp; Sons, yes</p>", traces) == "<p>Dear …, yes</p>"


def test_the_longer_of_two_names_goes_first():
    assert redact("Ana María came", find_traces(["Ana", "Ana María"])) == "… came"


def test_who_has_no_name_leaves_no_trace():
    assert find_traces(["", " "], [], ["112"]) is None
    assert redact("112", None) == "112"


def test_a_number_is_looked_for_as_people_write_it():
    forms = phone_forms("+34 884 00 09 99")
    assert {"884000999", "884 000 999", "884 00 09 99", "+34 884 00 09 99"} <= forms
    assert phone_forms("112") == phone_forms(None) == set()
