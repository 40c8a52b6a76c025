"""The first paint of My day from its stored copy, beside Odoo's calendar, on a phone's screen.

Both are opened in a web client that is warm, as by its menu, in Chromium. The server's answer to
My day is held back for two seconds, so that only the stored copy can paint: that is what a rep sees
where there is hardly any signal. The calendar gets its answers at once.
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests import support
from tests.journeys.browser import PHONE, Person, launch

_LIMIT_MS = 300
_HELD_BACK_MS = 2000
# Milliseconds from asking for a screen to the frame in which its first content is painted.
_OPEN = """
async ([action, selector]) => {
    const app = odoo.__WOWL_DEBUG__.root.env.services;
    await app.action.doAction("crm_actions.crm_action_action", { clearBreadcrumbs: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const began = performance.now();
    app.action.doAction(action, { clearBreadcrumbs: true });
    while (!document.querySelector(selector)) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - began;
}
"""
# Answers to My day come late, as over a bad line.
_HOLD_BACK = """
(late) => {
    const open = XMLHttpRequest.prototype.open;
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.open = function (method, url) {
        this.isMyDay = url.includes("get_my_day");
        return open.apply(this, arguments);
    };
    XMLHttpRequest.prototype.send = function () {
        return this.isMyDay
            ? setTimeout(() => send.apply(this, arguments), late)
            : send.apply(this, arguments);
    };
}
"""


@dataclass(frozen=True)
class Screen:
    """A screen and the element that says that it is there."""

    name: str
    action: str
    selector: str


_OURS = Screen(
    "My day, from its copy", "crm_actions.my_day_action", ".o_crm_my_day .o_crm_timeline"
)
_THEIRS = Screen("Odoo's calendar", "calendar.action_calendar_event", ".fc-view .fc-timegrid-body")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="openings of each, in turns")
    options = parser.parse_args()
    with (
        support.database_copy("demo", "bench_my_day") as name,
        support.served(name) as url,
        sync_playwright() as playwright,
    ):
        rep = Person(launch(playwright), url, "nuria", PHONE, None)
        rep.open("/odoo/my-day?debug=1")
        rep.page.wait_for_selector(_OURS.selector)
        _open(rep.page, _THEIRS)
        rep.page.evaluate(_HOLD_BACK, _HELD_BACK_MS)
        figures = {screen: [] for screen in (_OURS, _THEIRS)}
        for _round in range(options.rounds):
            for screen, readings in figures.items():
                readings.append(_open(rep.page, screen))
        rep.leave()
    _print(figures)


def _open(page: Page, screen: Screen) -> float:
    return page.evaluate(_OPEN, [screen.action, screen.selector])


def _print(figures: dict[Screen, list[float]]) -> None:
    print("First paint on a phone-sized Chromium, warm, milliseconds\n")
    print(f"{'screen':<34}{'median':>9}{'fastest':>9}{'slowest':>9}")
    medians = {}
    for screen, readings in figures.items():
        medians[screen] = statistics.median(readings)
        print(f"{screen.name:<34}{medians[screen]:>9.0f}{min(readings):>9.0f}{max(readings):>9.0f}")
    print(f"\n{_OURS.name} / {_THEIRS.name} = {medians[_OURS] / medians[_THEIRS]:.2f}")
    print(f"{_OURS.name} = {medians[_OURS]:.0f} ms (at most {_LIMIT_MS})\n")


if __name__ == "__main__":
    main()
