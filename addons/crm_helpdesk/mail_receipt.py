"""A mail on its way through the gateway, and what has been found out about it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from .engine.arrivals import Arrival
from .engine.mail_class import MailClass
from .engine.participants import Admission
from .engine.trust import Trust

KEY = "crm_helpdesk_receipt"


@dataclass(eq=False)
class Receipt:
    """Goes with the context, since values of a message take nothing that they do not know.

    Being an object, nobody can send it from outside.

    :param intake_id: its row in the ledger
    :param arrival: what it says on top, and its bytes
    :param is_known: it came before
    :param decision: ``(ticket id or 0, team id or None)`` as a person has decided, over what the
        headers say; None where nobody has
    :param admissions: what becomes of it, by the request that it answers, 0 for a new one
    :param ticket_id: where it has ended up
    :param others: requests of other companies to whom it went too: ``{ticket id: address}``
    :param aliases: which addresses are found to be ours, and which not
    :param contacts: which addresses have a contact, and which have none
    :param left_out: files that stayed behind: ``[name, bytes, reason]``
    """

    intake_id: int
    arrival: Arrival
    company_id: int | None = None
    is_known: bool = False
    decision: tuple[int, int | None] | None = None
    mail_class: MailClass = field(default_factory=MailClass)
    trust: Trust = field(default_factory=lambda: Trust("unverified", "no_field"))
    admissions: dict[int, Admission] = field(default_factory=dict)
    verdict: str = ""
    cause: str = ""
    ticket_id: int | None = None
    thread_ticket_id: int | None = None
    team_id: int | None = None
    cc_team_ids: tuple[int, ...] = ()
    others: dict[int, str] = field(default_factory=dict)
    left_out: list[list] = field(default_factory=list)
    body: str = ""
    is_new: bool = False
    aliases: dict[str, bool] = field(default_factory=dict)
    contacts: dict[str, bool] = field(default_factory=dict)
    may_acknowledge: bool = False

    def settle(self, verdict: str, cause: str = "", ticket_id: int | None = None) -> None:
        """What has become of it; the first word counts where it went to several places."""
        if not self.verdict:
            self.verdict, self.cause, self.ticket_id = verdict, cause, ticket_id
