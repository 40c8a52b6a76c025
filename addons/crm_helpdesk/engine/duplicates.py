"""Requests that may be one and the same: what to propose to the agent and on the portal."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from .mail_headers import plain_address
from .subjects import normalise_subject

WINDOW = timedelta(hours=72)

Who = Literal["sender", "company"]
What = Literal["conversation", "subject", "reference"]
_ORDER: tuple[What, ...] = ("conversation", "subject", "reference")


@dataclass(frozen=True, slots=True)
class Request:
    """What is compared of a request.

    :param references: keys of orders, deliveries and lots, like "sale.order,5"
    :param message_id: of the mail that it came by, "" for another channel
    :param thread: Message-Ids of the mails before that one (References of RFC 5322)
    """

    key: Hashable
    created_at: datetime
    subject: str
    sender: str = ""
    commercial_partner_id: int | None = None
    references: frozenset[str] = field(default=frozenset())
    is_open: bool = True
    message_id: str = ""
    thread: frozenset[str] = field(default=frozenset())


class Duplicate(NamedTuple):
    """Another request that may be the same: whose it is, by what one sees it, how far apart."""

    key: Hashable
    who: Who
    what: What
    apart: timedelta


def propose(
    request: Request, others: Iterable[Request], window: timedelta = WINDOW
) -> list[Duplicate]:
    """Requests that may be the same, the surest and nearest first; nothing is joined.

    One of two must be open, and both lie within the window. An original mail that arrives after
    its answer is of the same conversation at any time.
    """
    found = [
        duplicate
        for other in others
        if other.key != request.key and (duplicate := _compare(request, other, window))
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.what), each.apart))


def _compare(request: Request, other: Request, window: timedelta) -> Duplicate | None:
    who = _same_customer(request, other)
    if not who:
        return None
    apart = abs(request.created_at - other.created_at)
    if who == "sender" and request.message_id and request.message_id in other.thread:
        return Duplicate(other.key, who, "conversation", apart)
    if apart > window or not (request.is_open or other.is_open):
        return None
    what = _same_matter(request, other)
    return Duplicate(other.key, who, what, apart) if what else None


def _same_customer(one: Request, other: Request) -> Who | None:
    sender = plain_address(one.sender)
    if sender and sender == plain_address(other.sender):
        return "sender"
    company = one.commercial_partner_id
    return "company" if company is not None and company == other.commercial_partner_id else None


def _same_matter(one: Request, other: Request) -> What | None:
    subject = normalise_subject(one.subject)
    if subject and subject == normalise_subject(other.subject):
        return "subject"
    return "reference" if one.references & other.references else None
