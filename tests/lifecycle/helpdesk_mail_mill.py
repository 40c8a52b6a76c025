"""Mails as no person would write them: made by chance, the same for the same seed."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

_CRLF = b"\r\n"
_SENDERS = st.one_of(
    st.integers(0, 400).map(lambda n: f"Person {n} <p{n}@client{n % 50}.example>"),
    st.sampled_from(
        [
            "MAILER-DAEMON@mx.example", "postmaster@mx.example", "no-reply@shop.example",
            "soporte@norte.example", "=?utf-8?B?w7E=?= <n@bar.example>", "", "<>", "not an address",
            "a@b.example, c@d.example", '"x@y.example" <z@w.example>',
            "=?x-none?Q?=80?= <q@r.example>",
        ]
    ),
)  # fmt: skip
_RECIPIENTS = st.sampled_from(
    ["soporte@norte.example"] * 8
    + ["calidad@norte.example, soporte@norte.example", "Soporte <SOPORTE@NORTE.EXAMPLE>"]
    + ["nobody@norte.example", "x@elsewhere.example", "", "undisclosed-recipients:;"]
)
_JUNK = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60)
_IDS = st.integers(0, 3000).map(lambda n: f"<m{n}@client.example>")
_HEADERS = st.one_of(
    st.tuples(st.just("In-Reply-To"), _IDS),
    st.tuples(st.just("References"), st.lists(_IDS, max_size=5).map(" ".join)),
    st.tuples(
        st.just("Auto-Submitted"), st.sampled_from(["no", "auto-replied", "auto-generated; x", ""])
    ),
    st.tuples(st.just("Precedence"), st.sampled_from(["bulk", "list", "first-class"])),
    st.tuples(st.just("Return-Path"), st.sampled_from(["<>", "<p@client.example>", "<"])),
    st.tuples(st.just("List-Id"), st.just("<news.shop.example>")),
    st.tuples(st.just("Date"), st.sampled_from(["yesterday", "Thu, 32 Foo 2026 99:99", "0"])),
    st.tuples(
        st.just("Authentication-Results"),
        st.sampled_from(["mx.norte.example; dmarc=fail", "mx.norte.example; dmarc=pass", ";;;"]),
    ),
    st.tuples(st.sampled_from(["X-Odd", "Cc", "Reply-To", "Subject"]), _JUNK),
)
_TYPES = st.sampled_from(
    [
        "", "text/plain", "text/plain; charset=utf-8", "text/plain; charset=x-klingon",
        "text/html; charset=latin-1", 'multipart/mixed; boundary="b"', "multipart/mixed",
        'multipart/alternative; boundary="b"', "message/rfc822", "application/pdf; name=x.pdf",
        'multipart/report; report-type=delivery-status; boundary="b"', "text/calendar", ";;", "x",
    ]
)  # fmt: skip
_ENCODINGS = st.sampled_from(["", "", "7bit", "8bit", "base64", "quoted-printable", "x-none"])
_BODIES = st.one_of(
    _JUNK.map(str.encode),
    st.binary(max_size=120),
    st.just(b"<p>Two are <b>broken</b></p><script>alert(1)</script>"),
    st.just(b"--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\n\r\n\x00\xff\r\n--b--\r\n"),
    st.just(b"--b\r\nContent-Disposition: attachment; filename=a.exe\r\n\r\nMZ\r\n--b"),
)


@st.composite
def mails(draw) -> bytes:
    """A mail, whole or broken."""
    rows = [("From", draw(_SENDERS)), ("To", draw(_RECIPIENTS))]
    rows += draw(st.lists(_HEADERS, max_size=4))
    if draw(st.integers(0, 9)):
        rows.append(("Message-Id", draw(_IDS)))
    if draw(st.booleans()):
        rows += [("MIME-Version", "1.0"), ("Content-Type", draw(_TYPES))]
        rows.append(("Content-Transfer-Encoding", draw(_ENCODINGS)))
    rows = draw(st.permutations(rows))
    head = _CRLF.join(f"{name}: {value}".encode() for name, value in rows)
    return _break(draw, head + _CRLF + _CRLF + draw(_BODIES))


def _break(draw, raw: bytes) -> bytes:
    """One in four has been damaged on its way."""
    place = draw(st.integers(0, len(raw)))
    how = draw(st.sampled_from(["", "", "", "", "", "", "cut", "insert", "lines", "flip"]))
    if how == "cut":
        return raw[:place]
    if how == "insert":
        return raw[:place] + draw(st.binary(min_size=1, max_size=8)) + raw[place:]
    if how == "lines":
        return raw.replace(_CRLF, draw(st.sampled_from([b"\n", b"\r", b"\n\r"])))
    if how == "flip" and place < len(raw):
        return raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :]
    return raw


def grind(number: int, start: int) -> list[bytes]:
    """So many mails, the same for the same start."""
    made: list[bytes] = []

    @seed(start)
    @settings(
        max_examples=number, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(mails())
    def collect(raw: bytes) -> None:
        made.append(raw)

    collect()
    return made[:number]
