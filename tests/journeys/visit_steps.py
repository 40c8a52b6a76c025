"""What a rep does at a customer's, step by step, as in docs/rep.md; shared by the journeys."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.browser import Person

MADRID = ZoneInfo("Europe/Madrid")
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_FARTHEST_SWIPE = 12
_SWIPE_MS = 5_000


def today() -> date:
    """The date on the wall in Madrid, where the journeys take place."""
    return datetime.now(MADRID).date()


def wall(stored: str) -> datetime:
    """What a clock in Madrid shows at an instant that Odoo has stored."""
    instant = datetime.fromisoformat(stored).replace(tzinfo=timezone.utc)
    return instant.astimezone(MADRID).replace(tzinfo=None)


def half_hour_from_now() -> dict[str, str]:
    """Start and end of what began a minute ago, or at midnight: it is in the plan of today."""
    now = datetime.now(MADRID)
    midnight = now.replace(hour=0, minute=0, second=0)
    start = max(now - timedelta(minutes=1), midnight).astimezone(timezone.utc)
    stop = start + timedelta(minutes=30)
    return {"start": f"{start:%Y-%m-%d %H:%M:%S}", "stop": f"{stop:%Y-%m-%d %H:%M:%S}"}


def open_from_agenda(rep: Person, customer: str) -> None:
    """Tap the card of a customer in the agenda of the day."""
    rep.page.locator(".fc-event").filter(has_text=customer).first.click()
    rep.page.wait_for_selector(".o_crm_action_bar")


def check_in(rep: Person) -> None:
    """Check in, reading and accepting the notice about positions."""
    rep.press("Check-in")
    rep.sees("Tu posición en las visitas")
    rep.press("Aceptar")
    rep.page.wait_for_selector(".o_crm_verdict")


def close(rep: Person, outcome: str, note: str, next_step: str) -> None:
    """Say how it went and plan the next step in two days."""
    sheet = rep.page.locator(".o_crm_close_sheet")
    sheet.get_by_text(outcome, exact=True).click()
    rep.write("note", note)
    sheet.get_by_text("En 2 días", exact=True).click()
    rep.write("next_summary", next_step)


def swipe_to(rep: Person, day: date) -> None:
    """Swipe the agenda of the phone to a later day."""
    heading = rep.page.locator(".o_calendar_header h5")
    wanted = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    for _step in range(_FARTHEST_SWIPE):
        shown = heading.inner_text()
        if shown == wanted:
            return
        rep.swipe_left(".o_calendar_renderer")
        # a swipe during the animation of the one before is lost: one swipes again
        with suppress(AssertionError):
            expect(heading).not_to_have_text(shown, timeout=_SWIPE_MS)
    raise AssertionError(f"{wanted} did not come, but {heading.inner_text()}")
