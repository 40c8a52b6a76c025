"""Logins of the demo company, as the demo data of the addons make them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoUser:
    """A login; the password is the same word."""

    login: str
    role: str

    @property
    def password(self) -> str:
        """The password of the demo login."""
        return self.login


DEMO_USERS = (
    DemoUser("nuria", "sales rep"),
    DemoUser("carlos", "sales rep"),
    DemoUser("marta", "sales rep"),
    DemoUser("emma", "sales rep, works in English"),
    DemoUser("lucia", "team leader"),
    DemoUser("ramon", "sales manager"),
    DemoUser("alba", "keeps the commissions"),
    DemoUser("ane", "helpdesk agent, Soporte"),
    DemoUser("jon", "helpdesk agent, Logística"),
    DemoUser("nerea", "quality and helpdesk agent, Calidad"),
    DemoUser("itziar", "helpdesk supervisor"),
    DemoUser("agente", "agent from outside, on the portal"),
    DemoUser("admin", "administrator"),
)
ADMIN = DEMO_USERS[-1]
