"""Mails that no person wrote: absence notes, delivery reports, newsletters.

What a person writes to a list or to a shared mailbox (Precedence: list) is no such mail.
"""

from __future__ import annotations

from email.message import Message
from email.utils import parseaddr

AUTOMATIC_PRECEDENCES = frozenset({"auto_reply", "bulk", "junk"})
AUTORESPONDERS = ("X-Autoreply", "X-Autorespond")
POST_OFFICES = frozenset({"mailer-daemon", "postmaster"})


def is_automatic(message: Message, sender: str = "") -> bool:
    """Whether a machine sent the mail, so that it says nothing about the person behind it.

    :param message: the mail with its headers
    :param sender: who wrote it, as in ``Hotel <hotel@example.com>``
    """
    return (
        _is_auto_submitted(message)
        or any(_says_yes(message, name) for name in AUTORESPONDERS)
        or _get_word(message, "Precedence") in AUTOMATIC_PRECEDENCES
        or _has_no_return(message)
        or parseaddr(sender)[1].partition("@")[0].lower() in POST_OFFICES
        or message.get_content_type() == "multipart/report"
    )


def _get_word(message: Message, name: str) -> str:
    """The first word of a header: what follows a semicolon is a parameter (RFC 3834)."""
    return str(message.get(name) or "").partition(";")[0].strip().lower()


def _is_auto_submitted(message: Message) -> bool:
    return _get_word(message, "Auto-Submitted") not in ("", "no")


def _says_yes(message: Message, name: str) -> bool:
    """A header of no standard: some write *yes*, others the subject that they answer."""
    return name in message and _get_word(message, name) not in ("no", "false")


def _has_no_return(message: Message) -> bool:
    """A mail to which nobody may answer, so that two machines do not answer each other."""
    given = message.get_all("Return-Path") or []
    return any(not str(path).strip().strip("<>").strip() for path in given)
