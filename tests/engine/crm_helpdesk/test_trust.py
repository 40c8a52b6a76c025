"""Whether a mail comes from whom it says: RFC 8601."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.auth_results import Result, parse
from odoo.addons.crm_helpdesk.engine.trust import LEVELS, are_aligned, judge

MX = frozenset({"mx.ours.es"})
FOLDED = (
    'MX.Ours.es 1 ; DKIM/1 = Pass (1024-bit key) reason="good; (signature)" '
    "header.d = X.es header.i=@x.es;\r\n dmarc=fail (p=NONE) header.from=x.es"
)


@pytest.mark.parametrize(
    ("value", "authserv", "results"),
    [
        ("mx.ours.es; none", "mx.ours.es", ()),
        ("mx.ours.es 1; none", "mx.ours.es", ()),
        ("mx.ours.es", "mx.ours.es", ()),
        (
            "mx.ours.es; spf=pass smtp.mailfrom=x.es",
            "mx.ours.es",
            (Result("spf", "pass", {"smtp.mailfrom": "x.es"}),),
        ),
        (
            FOLDED,
            "mx.ours.es",
            (
                Result("dkim", "pass", {"header.d": "x.es", "header.i": "@x.es"}),
                Result("dmarc", "fail", {"header.from": "x.es"}),
            ),
        ),
        (
            '"mx.ours.es"; auth=pass (cram-md5) smtp.auth="ana lopez@x.es"',
            "mx.ours.es",
            (Result("auth", "pass", {"smtp.auth": "ana lopez@x.es"}),),
        ),
        (  # said twice: the first, which nobody can have appended
            "mx.ours.es; dkim=pass header.d=x.es header.d=evil.example",
            "mx.ours.es",
            (Result("dkim", "pass", {"header.d": "x.es"}),),
        ),
        # nothing of a broken statement is believed; those beside it stand
        ("mx.ours.es; spf; =pass; dkim=pass header.d=x.es", "mx.ours.es", (
            Result("dkim", "pass", {"header.d": "x.es"}),
        )),
        ("spf=pass smtp.mailfrom=x.es", "", ()),  # a server that gives no name of its own
        ("", "", ()),
        (";;;", "", ()),
        ("(mx.ours.es); spf=pass", "", ()),
    ],
)  # fmt: skip
def test_what_a_field_says(value, authserv, results):
    assert parse(value) == (authserv, results)


@given(
    st.text()
    | st.lists(
        st.sampled_from(["mx.ours.es", ";", "=", "/", '"', "(", ")", "\\", " ", "dkim", "pass"])
    ).map("".join)
)
def test_any_field_is_read(value):
    authserv, results = parse(value)
    assert authserv == authserv.lower()
    assert all(result.method and result.result for result in results)
    assert judge([("Authentication-Results", value), ("From", "a@x.es")], MX).level in LEVELS


@pytest.mark.parametrize(
    ("one", "other", "aligned"),
    [
        ("x.es", "x.es", True),
        ("X.es.", "x.ES", True),
        ("mail.x.es", "x.es", True),
        ("x.es", "mail.x.es", True),
        ("a.x.es", "b.x.es", False),  # without a list of public suffixes nobody can tell
        ("notx.es", "x.es", False),
        ("es", "x.es", False),
        ("com.es", "x.com.es", False),
        ("co.uk", "bank.co.uk", False),
        ("", "x.es", False),
        ("", "", False),
        ("ñandú.es", "xn--and-6ma2c.es", True),
    ],
)
def test_alignment(one, other, aligned):
    assert are_aligned(one, other) is aligned


def mail(*fields, sender="Ana <ana@x.es>"):
    return [*[("Authentication-Results", each) for each in fields], ("From", sender)]


@pytest.mark.parametrize(
    ("said", "level", "why"),
    [
        ("mx.ours.es; dmarc=pass header.from=x.es", "verified", "dmarc"),
        ("mx.ours.es; dmarc=pass", "verified", "dmarc"),
        ("mx.ours.es; dmarc=fail header.from=x.es", "suspicious", "dmarc"),
        ("mx.ours.es; dmarc=fail; dkim=pass header.d=x.es", "suspicious", "dmarc"),
        ("mx.ours.es; dmarc=pass header.from=evil.example", "unverified", "not_aligned"),
        ("mx.ours.es; dkim=pass header.d=x.es", "verified", "dkim"),
        ("mx.ours.es; dkim=pass header.i=@mail.x.es", "verified", "dkim"),
        ("mx.ours.es; dkim=pass header.d=news.example", "unverified", "not_aligned"),
        ("mx.ours.es; spf=pass smtp.mailfrom=bounce@mail.x.es", "verified", "spf"),
        ("mx.ours.es; spf=pass smtp.mailfrom=x.es", "verified", "spf"),
        ("mx.ours.es; spf=pass smtp.helo=x.es", "unverified", "not_aligned"),
        ("mx.ours.es; spf=pass smtp.mailfrom=evil.example", "unverified", "not_aligned"),
        ("mx.ours.es; spf=fail smtp.mailfrom=x.es", "suspicious", "spf"),
        ("mx.ours.es; spf=softfail smtp.mailfrom=x.es", "unverified", "no_proof"),
        ("mx.ours.es; spf=fail smtp.mailfrom=lists.example", "unverified", "no_proof"),
        # forwarded: the path fails, the signature holds
        ("mx.ours.es; spf=fail smtp.mailfrom=x.es; dkim=pass header.d=x.es", "verified", "dkim"),
        ("mx.ours.es; dkim=fail header.d=x.es", "suspicious", "dkim"),
        ("mx.ours.es; dkim=fail header.d=news.example", "unverified", "no_proof"),
        ("mx.ours.es; dmarc=temperror; dkim=pass header.d=x.es", "verified", "dkim"),
        ("mx.ours.es; dmarc=none; spf=none; dkim=none", "unverified", "no_proof"),
        ("mx.ours.es; none", "unverified", "no_proof"),
        # handed in with a password: RFC 4954
        ("mx.ours.es; auth=pass smtp.auth=ana@x.es", "authenticated", "auth"),
        ("mx.ours.es; auth=pass smtp.auth=luis@x.es", "unverified", "not_aligned"),
        ("mx.ours.es; auth=pass smtp.auth=ana@x.es; dmarc=fail", "suspicious", "dmarc"),
    ],
)
def test_levels(said, level, why):
    found = judge(mail(said), MX)
    assert (found.level, found.why) == (level, why)


@pytest.mark.parametrize(
    ("fields", "level", "why"),
    [
        ((), "unverified", "no_field"),
        (("evil.example; dmarc=pass header.from=x.es",), "unverified", "untrusted_server"),
        # what lies below was there when our server took the mail in
        (("mx.ours.es; none", "evil.example; dmarc=pass"), "unverified", "no_proof"),
        (("mx.ours.es; none", "mx.ours.es; dmarc=pass"), "unverified", "no_proof"),
        (("mx.ours.es; dmarc=fail", "evil.example; dmarc=pass"), "suspicious", "dmarc"),
        # something above our server's word: it is not the last one
        (("evil.example; none", "mx.ours.es; dmarc=pass"), "unverified", "untrusted_server"),
        (("mx.ours.es.evil.example; dmarc=pass",), "unverified", "untrusted_server"),
        (("(mx.ours.es) evil.example; dmarc=pass",), "unverified", "untrusted_server"),
        (("MX.OURS.ES; dmarc=pass header.from=x.es",), "verified", "dmarc"),
    ],
)
def test_only_the_topmost_word_of_a_trusted_server_counts(fields, level, why):
    found = judge(mail(*fields), MX)
    assert (found.level, found.why) == (level, why)


def test_without_trusted_servers_nothing_is_proved_and_nothing_is_suspected():
    for said in ("mx.ours.es; dmarc=pass", "mx.ours.es; dmarc=fail"):
        assert judge(mail(said), frozenset()).level == "unverified"


@pytest.mark.parametrize(
    ("sender", "level", "why"),
    [
        ('"boss@bank.example" <ana@x.es>', "verified", "dmarc"),
        ("", "unverified", "no_sender"),
        ("nobody", "unverified", "no_sender"),
        ("ana@x.es, eve@evil.example", "unverified", "several_senders"),
    ],
)
def test_the_sender_is_who_is_proved(sender, level, why):
    found = judge(mail("mx.ours.es; dmarc=pass", sender=sender), MX)
    assert (found.level, found.why) == (level, why)


def test_two_from_fields_are_a_forgery():
    rows = [*mail("mx.ours.es; dmarc=pass"), ("From", "eve@evil.example")]
    assert judge(rows, MX).why == "several_senders"
    assert judge(rows, MX).level == "suspicious"


fields = st.sampled_from(
    [
        "mx.ours.es; dmarc=pass",
        "mx.ours.es; spf=fail smtp.mailfrom=x.es",
        "evil.example; dmarc=pass",
    ]
)


@given(st.lists(fields | st.text(), min_size=1))
def test_what_lies_below_the_topmost_field_changes_nothing(values):
    assert judge(mail(*values), MX) == judge(mail(values[0]), MX)


@given(st.lists(st.tuples(st.text(), st.text())))
def test_no_mail_is_verified_by_its_own_word(rows):
    assert judge(rows, frozenset()).level in ("unverified", "suspicious")
