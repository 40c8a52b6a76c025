"""Whether a mail adds to a request, becomes a note that nobody outside sees, or waits.

A mail is never dropped: what may not reach the customer is kept where a person sees it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, get_args

from .mail_class import MailClass
from .mail_headers import domain_of, plain_address
from .trust import Level

Verdict = Literal["accepted", "appended", "note_only", "quarantined"]
VERDICTS: frozenset[str] = frozenset(get_args(Verdict))

FREE_DOMAINS = frozenset(
    f"{name}.{end}"
    for name, ends in {
        "gmail": "com",
        "googlemail": "com",
        "hotmail": "com es fr it co.uk",
        "outlook": "com es",
        "live": "com",
        "msn": "com",
        "yahoo": "com es fr it co.uk",
        "icloud": "com",
        "me": "com",
        "aol": "com",
        "gmx": "com de net es",
        "web": "de",
        "proton": "me",
        "protonmail": "com",
        "telefonica": "net",
        "terra": "es com",
        "orange": "fr es",
    }.items()
    for end in ends.split()
)
"""Domains where anybody has an address: a common one says nothing. A company adds its own."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail says it is from.

    :param commercial_partner_id: of the contact with that address; None where there is none
    :param is_internal: the address is that of a user of ours
    :param is_blocked: a person has put the address on the list of those who wait
    """

    address: str
    commercial_partner_id: int | None = None
    is_internal: bool = False
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """Who takes part in a request.

    :param addresses: of its contact, its followers and those in copy, in lower case
    :param commercial_partner_id: of its contact
    :param partner_email: of its contact; whoever shares its domain takes part
    """

    addresses: frozenset[str] = field(default=frozenset())
    commercial_partner_id: int | None = None
    partner_email: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """What becomes of a mail, and why not more.

    :param cause: that of the mail's class, or auth_fail, not_participant, blocklist; "" for none
    """

    verdict: Verdict
    cause: str = ""
    may_acknowledge: bool = False

    @property
    def reaches_customer(self) -> bool:
        """Whether anybody outside may be told of it."""
        return self.verdict == "appended"


def belongs(
    sender: Sender, circle: Circle, free_domains: AbstractSet[str] = FREE_DOMAINS
) -> Literal["address", "company", "domain", ""]:
    """By what a sender takes part in a request; "" for a stranger."""
    address = plain_address(sender.address)
    if address and address in circle.addresses | {plain_address(circle.partner_email)}:
        return "address"
    company = sender.commercial_partner_id
    if company is not None and company == circle.commercial_partner_id:
        return "company"
    domain = domain_of(address)
    if (
        domain
        and domain not in free_domains
        and domain == domain_of(plain_address(circle.partner_email))
    ):
        return "domain"
    return ""


def admit(
    sender: Sender,
    circle: Circle | None,
    trust: Level,
    mail_class: MailClass,
    free_domains: AbstractSet[str] = FREE_DOMAINS,
) -> Admission:
    """What becomes of a mail.

    :param circle: of the request to which the headers thread the mail; None for none. A number
        in the subject threads nothing, since anybody can write it.
    """
    cause = _reason_to_wait(sender, trust, mail_class)
    if circle is None:
        if cause:
            return Admission("quarantined", cause)
        oversized = mail_class.cause if mail_class.cause == "oversized" else ""
        return Admission("accepted", oversized, mail_class.may_acknowledge)
    if cause in ("blocklist", "loop"):
        # Notes without end would bury the request.
        return Admission("quarantined", cause)
    # The address of a colleague is as easily written as another, and opens more.
    colleague = sender.is_internal and trust in ("authenticated", "verified")
    if not cause and not colleague and not belongs(sender, circle, free_domains):
        cause = "not_participant"
    return Admission("note_only", cause) if cause else Admission("appended")


def _reason_to_wait(sender: Sender, trust: Level, mail_class: MailClass) -> str:
    """What speaks against a mail whatever request it belongs to."""
    if sender.is_blocked:
        return "blocklist"
    if mail_class.is_automatic:
        return mail_class.cause
    return "auth_fail" if trust == "suspicious" else ""
