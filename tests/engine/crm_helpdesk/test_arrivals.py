"""What one sees of a mail before anybody parses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine import arrivals, attachments, replies

RAW = (
    b"Message-Id: <1@x.es>\r\nFrom: Ana <Ana@X.es>\r\nTo: soporte@o.es,\r\n calidad@o.es\r\n"
    b"Subject: =?utf-8?q?Caja_rota_=C3=B1?=\r\nReferences: <a@x>\r\n <b@x>\r\n\r\n"
    b"To: no@body.es\r\n"
)


def test_a_mail_as_it_is():
    found = arrivals.read(RAW)
    assert (found.uid, found.sender, found.subject) == ("<1@x.es>", "ana@x.es", "Caja rota ñ")
    assert found.recipients == ("soporte@o.es", "calidad@o.es")
    assert found.references == ("<a@x>", "<b@x>")
    assert found.raw == RAW


def test_without_a_message_id_the_bytes_are_its_name():
    raw = RAW.replace(b"Message-Id: <1@x.es>\r\n", b"")
    found = arrivals.read(raw)
    assert found.uid.startswith("sha256:") and found == arrivals.read(raw)
    assert found.raw.endswith(raw) and found.raw.startswith(b"Message-Id: <")
    # a name that no index holds is none, and the mail stays as it is
    long = arrivals.read(RAW.replace(b"<1@x.es>", b"<" + b"x" * 600 + b"@x.es>"))
    assert long.uid.startswith("sha256:") and b"x" * 600 in long.raw


@given(st.binary(max_size=400))
def test_any_bytes_are_a_mail_that_is_known_again(raw):
    found = arrivals.read(raw)
    assert found == arrivals.read(raw)
    assert found.uid and "\x00" not in found.uid + found.sender + found.subject
    assert found.raw.endswith(raw)
    assert len(found.uid) <= 600


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("Thanks!", True),
        ("Muchas gracias por todo", True),
        ("Gracias.\n\nEl lun, 5 oct 2026, Jon escribió:\n> ¿Qué lote es?", True),
        ("Perfecto 👍\n--\nLorea Saiz\nHostelería Peña Blanca\nTel. 600 000 000", True),
        ("¿Y la otra?", False),
        ("Thanks, but one box is still missing", False),
        ("", False),
        ("> quoted alone", False),
    ],
)
def test_thanks(text, thanks):
    assert replies.is_thanks(text) is thanks


def test_files_that_stay_behind():
    files = [("film.mp4", 30), ("a.jpg", 4), ("b.jpg", 4), ("c.jpg", 4), ("Run.EXE", 1), ("exe", 1)]
    found = attachments.split([attachments.File(*each) for each in files], 10)
    assert found == ["too_large", "", "", "too_large", "blocked", ""]
    assert attachments.split([attachments.File("film.mp4", 10**9)], None) == [""]
