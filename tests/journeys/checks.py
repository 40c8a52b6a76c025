"""What a look at a screen finds: faults that axe calls serious, and buttons that a thumb misses."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Page

_THUMB = 44
_SERIOUS = ("serious", "critical")


def find_barriers(page: Page, selector: str) -> list[str]:
    """What axe finds serious within a component."""
    page.evaluate(_axe_script())
    found = page.evaluate("selector => axe.run(selector, {resultTypes: ['violations']})", selector)
    return [
        f"axe in {selector}: {violation['help']} ({node['html']})"
        for violation in found["violations"]
        if violation["impact"] in _SERIOUS
        for node in violation["nodes"]
    ]


def find_small_buttons(page: Page, selector: str) -> list[str]:
    """Buttons within a component that are lower or narrower than 44 px."""
    small = page.locator(f"{selector} :is(button, summary, select)").evaluate_all(
        """(buttons, least) => buttons
            .map(button => [button, button.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < least || box.width < least))
            .map(([button, box]) => `${box.width} x ${box.height}: ${button.outerHTML}`)""",
        _THUMB,
    )
    return [f"too small for a thumb in {selector}: {each[:200]}" for each in small]


def _axe_script() -> str:
    package = Path(find_spec("axe_playwright_python").submodule_search_locations[0])
    return (package / "axe.min.js").read_text(encoding="utf-8")
