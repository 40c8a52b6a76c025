"""Which mails no person wrote."""

from __future__ import annotations

from email import message_from_string, policy

import pytest

from odoo.addons.crm_actions.engine.mails import is_automatic

PERSON = "Hotel <hotel@example.com>"


def mail(*headers: str):
    text = "\n".join((f"From: {PERSON}", "Subject: Re: offer", *headers, "", "Yes"))
    return message_from_string(text, policy=policy.SMTP)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        'Auto-Submitted: auto-replied; owner-email="hotel@example.com"',
        "Auto-Submitted: Auto-Generated",
        "X-Autoreply: yes",
        "X-Autorespond: Re: offer",
        "Precedence: bulk",
        "Precedence: AUTO_REPLY",
        "Precedence: junk",
        "Return-Path: <>",
        "Return-Path:",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"',
    ],
)
def test_a_machine_gives_itself_away_by_its_headers(header):
    assert is_automatic(mail(header), PERSON)


@pytest.mark.parametrize(
    "sender", ["Mail Delivery <MAILER-DAEMON@example.com>", "postmaster@example.com"]
)
def test_the_post_office_is_nobody(sender):
    assert is_automatic(mail(), sender)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "X-Autoreply: no",
        "Precedence: first-class",
        "Precedence: list",
        "Return-Path: <hotel@example.com>",
        "X-Auto-Response-Suppress: All",
        "List-Unsubscribe: <https://hotel.example.com>",
    ],
)
def test_what_a_person_writes_may_have_headers_too(header):
    assert not is_automatic(mail(header), PERSON)


def test_a_person_whose_name_is_that_of_a_post_office():
    assert not is_automatic(mail(), "Postmaster Pérez <perez@example.com>")
