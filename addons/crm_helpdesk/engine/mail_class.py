"""Mails that no person wrote, and the header by which one sees it.

A mail of a machine on a known request becomes a note and changes no clock; a new one waits in
quarantine, where a person sees it; neither is ever answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from .mail_headers import Headers, addresses, as_text, read_headers, values_of, without_comments

Cause = Literal[
    "none",
    "auto_reply",
    "auto_generated",
    "vacation",
    "bounce",
    "loop",
    "bulk",
    "no_reply",
    "suppressed",
    "oversized",
]
CAUSES: frozenset[str] = frozenset(get_args(Cause))
AUTOMATIC = CAUSES - {"none", "suppressed", "oversized"}
"""Causes of which each says that no person wrote the mail to us."""
ENVELOPE = "envelope"

# A mail that has passed more servers than this goes in circles: RFC 5321, section 6.3.
_MOST_HOPS = 100
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known about a mail beside its headers.

    :param sender: MAIL FROM as the server was given it, "" for the null path; None where unknown,
        and then the topmost Return-Path stands for it
    :param size: bytes of the whole mail
    :param max_size: bytes; None for no limit
    :param own_addresses: aliases, catchall and bounce addresses, in lower case
    :param own_lists: List-Ids through which requests reach us, in lower case: a mailing group of
        the company marks what persons write to it as Precedence: list
    """

    sender: str | None = None
    size: int = 0
    max_size: int | None = 25 * _MEGABYTE
    own_addresses: frozenset[str] = field(default=frozenset())
    own_lists: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class MailClass:
    """What a mail is, with the header that decided; all three are empty words for "none".

    :param header: its name in lower case, or ENVELOPE
    """

    cause: Cause = "none"
    header: str = ""
    value: str = ""

    @property
    def is_automatic(self) -> bool:
        """Whether no person wrote it."""
        return self.cause in AUTOMATIC

    @property
    def may_acknowledge(self) -> bool:
        """Whether an automatic answer may go out: some persons' mails ask for none, too."""
        return self.cause in ("none", "oversized")


class _Mail(NamedTuple):
    headers: Headers
    envelope: Envelope

    def values(self, name: str) -> list[str]:
        return values_of(self.headers, name)


_Found = tuple[Cause, str, str]
_Rule = Callable[[_Mail], "_Found | None"]


def classify(headers: object, envelope: Envelope | None = None) -> MailClass:
    """The cause of a mail; the same headers give the same cause, and nothing raises.

    :param headers: rows of (name, value) from the top of the mail down, as text or bytes
    """
    mail = _Mail(read_headers(headers), envelope or Envelope())
    found = next(filter(None, (rule(mail) for rule in _RULES)), None)
    return MailClass(*found) if found else MailClass()


def _loop(mail: _Mail) -> _Found | None:
    own = mail.envelope.own_addresses
    for name in ("x-loop", "from", "sender", "return-path"):
        for value in mail.values(name):
            if own.intersection(addresses(value)):
                return "loop", name, value
    hops = len(mail.values("received"))
    return ("loop", "received", str(hops)) if hops > _MOST_HOPS else None


_POST_OFFICES = {"mailer-daemon", "postmaster"}
_FAILURES = ("x-failed-recipients", "x-ms-exchange-message-is-ndr")
_REPORT = re.compile(r"\s*multipart/report\b")
_REPORT_TYPE = re.compile(r'report-type\s*=[\s"]*([\w-]+)')
# RFC 6522 names no kind that one could do without; older servers leave it out of a bounce.
_REPORTS: dict[str, Cause] = {
    "delivery-status": "bounce",  # RFC 3464
    "": "bounce",
    "disposition-notification": "auto_reply",  # RFC 8098: it has been read
}


def _report(mail: _Mail) -> _Found | None:
    for value in mail.values("content-type"):
        text = without_comments(value).lower()
        if text.strip().startswith("message/delivery-status"):
            return "bounce", "content-type", value
        if _REPORT.match(text):
            kind = _REPORT_TYPE.search(text)
            cause = _REPORTS.get(kind[1] if kind else "", "auto_generated")
            return cause, "content-type", value
    return None


def _bounce(mail: _Mail) -> _Found | None:
    for name in _FAILURES:
        for value in mail.values(name):
            return "bounce", name, value
    for value in mail.values("from"):
        if any(each.partition("@")[0] in _POST_OFFICES for each in addresses(value)):
            return "bounce", "from", value
    where, path = _way_back(mail)
    return ("bounce", where, path) if _bare(path).partition("@")[0] in _POST_OFFICES else None


def _way_back(mail: _Mail) -> tuple[str, str]:
    """Where the path stands to which bounces go, and the path; a word without path if unknown."""
    if mail.envelope.sender is not None:
        return ENVELOPE, as_text(mail.envelope.sender)
    paths = mail.values("return-path")  # the last server writes it on top: RFC 5321, section 4.4
    return "return-path", paths[0] if paths else "unknown"


def _bare(path: str) -> str:
    return path.strip().strip("<>").strip().lower()


# One of these words beside a header that proves a machine: the machine of somebody absent.
_ABSENCE = re.compile(
    r"vacation|holiday|out of (?:the )?office|automatic reply|fuera de (?:la )?oficina"
    r"|respuesta autom[aá]tica|ausen[ct]|ausência|resposta autom[aá]tica|absence"
    r"|r[eé]ponse automatique|abwesen|automatische antwort|assenza|risposta automatica",
    re.IGNORECASE,
)


def _vacation(mail: _Mail) -> _Found | None:
    for value in mail.values("x-vacation"):
        if _says_yes(value):
            return "vacation", "x-vacation", value
    found = _automatic(mail)
    if found and any(_ABSENCE.search(text) for text in (found[2], *mail.values("subject"))):
        return "vacation", found[1], found[2]
    return None


# Of no standard; some of these vendors write "yes", others the subject that they answer.
_AUTORESPONDERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoreply-from",
    "x-autogenerated",
    "x-mail-autoreply",
    "x-amazon-auto-reply",
    "x-fc-machinegenerated",
)


def _automatic(mail: _Mail) -> _Found | None:
    for value in mail.values("auto-submitted"):
        word = _word(value)
        if word not in ("", "no"):  # RFC 3834, section 5: whatever else it says, no person
            cause: Cause = "auto_reply" if word == "auto-replied" else "auto_generated"
            return cause, "auto-submitted", value
    for name in _AUTORESPONDERS:
        for value in mail.values(name):
            if _says_yes(value):
                return "auto_reply", name, value
    for value in mail.values("x-auto-response-suppress"):
        if "all" in _suppressed(value):
            return "auto_reply", "x-auto-response-suppress", value
    for value in mail.values("precedence"):
        if _word(value) in ("auto_reply", "auto-reply"):
            return "auto_reply", "precedence", value
    where, path = _way_back(mail)
    # Not only bounces have the null path: RFC 3834, section 3.3, asks it of all that answers.
    return None if _bare(path) else ("auto_reply", where, path)


def _word(value: str) -> str:
    """The first word, without comments and what follows a semicolon."""
    words = without_comments(value).partition(";")[0].split()
    return words[0].lower() if words else ""


def _says_yes(value: str) -> bool:
    return _word(value) not in ("no", "false", "0")


def _suppressed(value: str) -> set[str]:
    return {word.strip().lower() for word in value.split(",")}


# RFC 2919 and RFC 2369; the last two of older list managers.
_LISTS = ("list-id", "list-unsubscribe", "list-post", "list-help", "list-owner")
_LISTS += ("mailing-list", "x-mailing-list")


def _bulk(mail: _Mail) -> _Found | None:
    lists = {_bare(value.rpartition("<")[2]) for value in mail.values("list-id")}
    if lists & mail.envelope.own_lists:
        return None
    for value in mail.values("precedence"):
        if _word(value) in ("bulk", "junk", "list"):
            return "bulk", "precedence", value
    for name in _LISTS:
        for value in mail.values(name):
            return "bulk", name, value
    return None


_NO_REPLY = re.compile(
    r"(?:no|do[-_.]?not)[-_.]?(?:reply|responder|responda|contestar)(?:[-_.+].*)?"
)


def _no_reply(mail: _Mail) -> _Found | None:
    for value in mail.values("from"):
        if any(_NO_REPLY.fullmatch(each.partition("@")[0]) for each in addresses(value)):
            return "no_reply", "from", value
    return None


# Other desks mark all that they send so, also what their agents write by hand.
_DESKS = ("x-loop", "x-otrs-loop", "x-rt-loop-prevention")


def _asks_for_silence(mail: _Mail) -> _Found | None:
    for value in mail.values("x-auto-response-suppress"):
        # The header says what not to answer, not what the mail is (MS-OXCMAIL, 2.2.3.2.14):
        # companies add it to what their people write.
        if _suppressed(value) & {"oof", "autoreply"}:
            return "suppressed", "x-auto-response-suppress", value
    for name in _DESKS:
        for value in mail.values(name):
            return "suppressed", name, value
    return None


def _oversized(mail: _Mail) -> _Found | None:
    size, limit = mail.envelope.size, mail.envelope.max_size
    return ("oversized", ENVELOPE, str(size)) if limit is not None and size > limit else None


# The first that finds something decides: what says more about the mail comes before what says less.
_RULES: tuple[_Rule, ...] = (
    _loop,
    _report,
    _bounce,
    _vacation,
    _automatic,
    _bulk,
    _no_reply,
    _asks_for_silence,
    _oversized,
)
