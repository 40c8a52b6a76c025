"""How far one may believe that a mail comes from whom it says.

The From of a mail is what anybody can write. A server of ours that took the mail in has checked
it and says so on top of the mail; whatever stands below may have come with the mail.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .auth_results import Result, parse
from .mail_headers import addresses, domain_of, read_headers, values_of

Level = Literal["authenticated", "verified", "unverified", "suspicious"]
LEVELS = ("authenticated", "verified", "unverified", "suspicious")
"""From whom gave a password, through whose domain is proved, to what looks forged."""

# Under these, names are sold: who has one proves nothing about the others. The complete list of
# such suffixes is larger and changes; where it matters, DMARC, checked by the server, has it.
_SUFFIX_WORDS = frozenset({"ac", "co", "com", "edu", "gob", "gov", "mil", "net", "nom", "org"})


class Trust(NamedTuple):
    """A level, and the code of what led to it.

    :param why: auth, dmarc, dkim, spf, not_aligned, no_proof, no_field, untrusted_server,
        no_sender or several_senders
    """

    level: Level
    why: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """Who the mail says it is from, and what the server says about that."""

    address: str
    results: tuple[Result, ...]

    def has(self, method: str, result: str, aligned: Callable[[Result], bool]) -> bool:
        return any(
            each.method == method and each.result == result and aligned(each)
            for each in self.results
        )

    def by_author(self, result: Result) -> bool:
        return result.properties.get("smtp.auth") == self.address

    def by_policy(self, result: Result) -> bool:
        said = result.properties.get("header.from", "")
        domain = domain_of(self.address)
        return not said or are_aligned(domain_of(said) or said, domain)

    def by_signature(self, result: Result) -> bool:
        signer = result.properties.get("header.d") or result.properties.get("header.i", "")
        return are_aligned(domain_of(signer) or signer, domain_of(self.address))

    def by_path(self, result: Result) -> bool:
        path = result.properties.get("smtp.mailfrom", "")
        return are_aligned(domain_of(path) or path, domain_of(self.address))


def are_aligned(one: str, other: str) -> bool:
    """Whether two domains are one, or one lies within the other: RFC 7489, section 3.1, relaxed.

    Two neighbours within a third domain are not, since that takes a list of public suffixes.
    """
    short, long = sorted((_plain(one), _plain(other)), key=len)
    if not short:
        return False
    return short == long or (long.endswith(f".{short}") and not _is_public(short))


def _plain(domain: str) -> str:
    domain = domain.strip().rstrip(".").lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _is_public(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) < 2 or (
        len(labels) == 2 and len(labels[1]) <= 3 and labels[0] in _SUFFIX_WORDS
    )


def judge(headers: object, trusted: AbstractSet[str]) -> Trust:
    """The level of a mail; never raises.

    :param headers: rows of (name, value) from the top of the mail down, as text or bytes
    :param trusted: names (authserv-id) of servers of ours, in lower case, which as RFC 8601,
        section 5, demands take out fields that claim to be theirs
    """
    read = read_headers(headers)
    senders = [address for value in values_of(read, "from") for address in addresses(value)]
    if len(values_of(read, "from")) > 1:  # RFC 5322, section 3.6, allows one
        return Trust("suspicious", "several_senders")
    if len(senders) != 1:
        return Trust("unverified", "several_senders" if senders else "no_sender")
    fields = values_of(read, "authentication-results")
    if not fields:
        return Trust("unverified", "no_field")
    server, results = parse(fields[0])
    if server not in trusted:
        return Trust("unverified", "untrusted_server")
    return _weigh(_Claim(senders[0], results))


def _weigh(claim: _Claim) -> Trust:
    """Failure of the domain's own policy first, then proofs, then failures that mean less."""
    if claim.has("dmarc", "fail", claim.by_policy):
        return Trust("suspicious", "dmarc")
    if claim.has("auth", "pass", claim.by_author):
        return Trust("authenticated", "auth")
    proofs = (("dmarc", claim.by_policy), ("dkim", claim.by_signature), ("spf", claim.by_path))
    for method, aligned in proofs:
        if claim.has(method, "pass", aligned):
            return Trust("verified", method)
    # A softfail, or the failure of a domain that the mail does not claim, happens on the way.
    for method, aligned in proofs[1:]:
        if claim.has(method, "fail", aligned):
            return Trust("suspicious", method)
    passed = any(each.result == "pass" for each in claim.results)
    return Trust("unverified", "not_aligned" if passed else "no_proof")
