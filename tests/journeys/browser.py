"""A person at a browser: logs in, opens screens, and trips over every error on the console."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    Route,
    expect,
)

from tests.journeys import checks, gestures
from tools import settings, system_packages

PATIENCE_MS = 60_000
_FIRST_PAGE_MS = 120_000
_AGAIN_MS = 250
_TRANSITION_MS = 400
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
# Words of the console that are no fault of a page: each with the reason.
_ALLOWED = (
    # Chromium names the request that a page gave up when the person went on.
    re.compile(r"net::ERR_ABORTED"),
    # A finger that both scrolls and swipes: Chromium tells Odoo's calendar that it scrolls already.
    re.compile(r"Ignored attempt to cancel a touch(move|end) event"),
)
# What a browser says of a network that is not there is no fault of a page.
_NO_NETWORK = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED")
_CHOICES = (
    ".o-autocomplete--dropdown-item, .o_select_menu_item, .o_dialog .o_kanban_record:not(.o_ghost)"
)
# Odoo asks a service of its own for names of companies while one types.
_OUTSIDE = re.compile(r"/call_kw/res\.partner/autocomplete_by_")


@dataclass(frozen=True)
class Device:
    """A size of screen, and whether fingers or a mouse work on it."""

    name: str
    width: int
    height: int
    touch: bool


DESK = Device("desk", 1280, 800, touch=False)
PHONE = Device("phone", 390, 844, touch=True)


@dataclass(frozen=True)
class Place:
    """Where the device is, as the browser tells the page."""

    latitude: float
    longitude: float
    accuracy: float = 12


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of the system."""
    path = system_packages.require_browser()
    return playwright.chromium.launch(executable_path=path, args=list(_FLAGS))


class Person:
    """One user with a device; `page` is Playwright's, for all that has no method here."""

    def __init__(
        self, browser: Browser, url: str, login: str, device: Device, place: Place | None
    ) -> None:
        self.problems: list[str] = []
        self._url = url
        self._was_offline = False
        self._context = browser.new_context(
            viewport={"width": device.width, "height": device.height},
            has_touch=device.touch,
            is_mobile=device.touch,
            device_scale_factor=2 if device.touch else 1,
            locale="es-ES",
            timezone_id="Europe/Madrid",
            geolocation=_geolocation(place),
            permissions=["geolocation"] if place else [],
        )
        self._context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        self.page: Page = self._context.new_page()
        self._watch(self.page)
        self.page.route(_OUTSIDE, _answer_nothing)
        self._log_in(login)

    # -- going about ---------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Open a screen by its path (`/odoo/agenda`) and wait until it is there."""
        self.page.goto(self._url + path)
        self.page.wait_for_selector(".o_action_manager .o_action")

    def press(self, name: str) -> None:
        """Press the button of that name, as a person reads it."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def go(self, *menus: str) -> None:
        """Open a screen by its menus, as in `go("Configuración", "Equipos de ventas")`."""
        *sections, name = menus
        for section in sections:
            self._unfold(section)
        self.page.get_by_role("menuitem", name=name, exact=True).first.click()
        self._arrive(name)

    def _unfold(self, section: str) -> None:
        """Press a section of the menu, or what holds those for which the screen is too narrow."""
        button = self.page.get_by_role("button", name=section, exact=True)
        more = self.page.locator(".o_menu_sections button:has(.oi-plus, .fa-plus)")
        button.or_(more).first.wait_for()
        (button if button.count() else more).first.click()

    def new(self) -> None:
        """Open the form of a new record."""
        self.press("Nuevo")
        self._arrive("Nuevo")

    def _arrive(self, title: str) -> None:
        # The screen that one leaves has buttons of the same names.
        expect(self.page.locator(".o_last_breadcrumb_item").first).to_contain_text(title)

    def write(self, name: str, text: str) -> None:
        """Write into the field of that technical name: labels repeat, names do not."""
        self.field(name).locator("input, textarea, .odoo-editor-editable").first.fill(text)

    def choose(self, name: str, text: str) -> None:
        """Open the choices of a field and take the one with that text."""
        self._choose(self.field(name).locator("input").first, text)

    def choose_labelled(self, label: str, text: str) -> None:
        """The same for a field whose name nobody knows: the rights of a user."""
        # A question mark in the label opens its help.
        self._choose(self.page.get_by_label(re.compile(rf"^{re.escape(label)}\??$")).first, text)

    def _choose(self, control: Locator, text: str) -> None:
        control.click()
        self.page.locator(_CHOICES).filter(has_text=text).first.click()

    def field(self, name: str) -> Locator:
        """The widget of a field, in the dialog if one is open."""
        return self.page.locator(f".o_field_widget[name={name}]").filter(visible=True).last

    def save(self) -> None:
        """Save the form, and wait until it is."""
        self.page.locator(".o_form_button_save").click()
        expect(self.page.locator(".o_form_button_save")).to_be_hidden()

    def swipe_left(self, selector: str) -> None:
        """Draw a finger from right to left over an element."""
        gestures.swipe_left(self.page.locator(selector).first)

    @contextmanager
    def without_signal(self) -> Iterator[None]:
        """A valley without a network; what fails for want of it is no fault, whatever follows."""
        self._was_offline = True
        self._context.set_offline(True)
        try:
            yield
        finally:
            self._context.set_offline(False)

    def sees(self, text: str) -> None:
        """Fail unless that text shows."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Ask again until it is so: a screen may be a moment ahead of the server."""
        for _attempt in range(PATIENCE_MS // _AGAIN_MS):
            if happened():
                return
            self.page.wait_for_timeout(_AGAIN_MS)
        raise AssertionError("It did not happen.")

    # -- looking -------------------------------------------------------------------------------

    def shot(self, name: str) -> None:
        """Take a picture: for the documentation when SCREENSHOTS=1, else to look at."""
        for_docs = os.environ.get("SCREENSHOTS") == "1" and not name.startswith("failed-")
        folder = settings.ROOT / "docs" / "img" if for_docs else settings.LOCAL / "shots"
        folder.mkdir(parents=True, exist_ok=True)
        # Dialogs fade in, and a picture of half a fade shows nothing.
        self.page.wait_for_timeout(_TRANSITION_MS)
        self.page.screenshot(path=folder / f"{name}.png")

    def check_accessibility(self, selector: str) -> None:
        """Note what axe finds serious within a component of ours."""
        self.page.wait_for_selector(selector)
        # Half-way through the transition of a button its colours are neither one nor the other.
        self.page.wait_for_timeout(_TRANSITION_MS)
        self.problems += checks.find_barriers(self.page, selector)

    def check_touch(self, selector: str) -> None:
        """Note what a thumb misses: buttons within that are lower or narrower than 44 px."""
        self.page.wait_for_selector(selector)
        self.problems += checks.find_small_buttons(self.page, selector)

    def call(self, model: str, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method on the server as this person, to see what was written."""
        return self.page.evaluate(
            """async ([model, method, args, kwargs]) => {
                const { rpc } = odoo.loader.modules.get("@web/core/network/rpc");
                const { user } = odoo.loader.modules.get("@web/core/user");
                const route = `/web/dataset/call_kw/${model}/${method}`;
                kwargs.context = { ...user.context, ...kwargs.context };
                return rpc(route, { model, method, args, kwargs });
            }""",
            [model, method, list(arguments), named],
        )

    # -- the end -------------------------------------------------------------------------------

    def leave(self) -> list[str]:
        """Close the browser's window; return what went wrong in it."""
        # The watchers would take what is cut off by closing for a fault.
        problems = [each for each in self.problems if not self._is_excused(each)]
        self._context.close()
        return problems

    def _is_excused(self, problem: str) -> bool:
        return self._was_offline and bool(_NO_NETWORK.search(problem))

    def _log_in(self, login: str) -> None:
        self.page.goto(f"{self._url}/web/login")
        wait_for_scripts(self.page)
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", login)
        self.page.press("input[name=password]", "Enter")
        # a server's first page takes its time: what people wait for afterwards is PATIENCE_MS
        self.page.wait_for_selector(".o_web_client .o_action_manager", timeout=_FIRST_PAGE_MS)

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"page error: {error}"))
        page.on("requestfailed", self._miss)
        page.on("response", self._receive)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"console: {message.text} ({message.location.get('url', '')})")

    def _miss(self, request: Request) -> None:
        self._note(f"{request.failure}: {request.method} {request.url}")

    def _receive(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"{response.status} {response.url}")

    def _note(self, problem: str) -> None:
        if not any(pattern.search(problem) for pattern in _ALLOWED):
            self.problems.append(problem)


def wait_for_scripts(page: Page) -> None:
    """A page of the portal or the website takes no form before all of its scripts are there."""
    page.wait_for_selector("body:not(.o_lazy_js_waiting)", timeout=_FIRST_PAGE_MS)


def _answer_nothing(route: Route) -> None:
    call = json.loads(route.request.post_data or "{}")
    route.fulfill(json={"jsonrpc": "2.0", "id": call.get("id"), "result": []})


def _geolocation(place: Place | None) -> dict[str, float] | None:
    if place is None:
        return None
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "accuracy": place.accuracy,
    }
