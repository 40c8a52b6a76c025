"""What hands do: they wait until a thing lies still, and touch it where nothing lies over it."""

from __future__ import annotations

from playwright.sync_api import FloatRect, Locator

_APART_MS = 250
_READINGS = 240
_SWIPE_STEPS = 10
_HOLD_MS = 400
_DRAG_STEPS = 12


def at_rest(element: Locator) -> FloatRect:
    """Where an element lies once it has stopped moving: parts that come late push others away."""
    element.wait_for()
    before = None
    for _reading in range(_READINGS):
        box = element.bounding_box()
        if box and box == before:
            return box
        before = box
        element.page.wait_for_timeout(_APART_MS)
    raise AssertionError(f"{element} does not come to rest")


def middle(element: Locator) -> tuple[float, float]:
    """The point in the middle of an element at rest."""
    box = at_rest(element)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe_left(element: Locator) -> None:
    """Draw a finger from right to left over the head of an element.

    On the hours of a calendar it might begin to choose a span, and then nothing swipes.
    """
    # at the lower edge the floating button would take the finger
    element.evaluate("each => each.scrollIntoView({ block: 'center' })")
    box = at_rest(element)
    y = box["y"] + min(box["height"], 40) / 2
    steps = [0.9 - 0.8 * step / _SWIPE_STEPS for step in range(_SWIPE_STEPS + 1)]
    first, *others = [(box["x"] + box["width"] * step, y) for step in steps]
    _require_free(element, first)
    finger = _Finger(element)
    finger.down(*first)
    for point in others:
        finger.move(*point)
    finger.up()


def drag_by_finger(handle: Locator, target: Locator) -> None:
    """Hold a handle with a finger and draw it up or down to another place."""
    handle.scroll_into_view_if_needed()
    (x, top), (_x, bottom) = middle(handle), middle(target)
    _require_free(handle, (x, top))
    finger = _Finger(handle)
    finger.down(x, top)
    handle.page.wait_for_timeout(_HOLD_MS)
    for step in range(1, _DRAG_STEPS + 1):
        finger.move(x, top + (bottom - top) * step / _DRAG_STEPS)
    finger.up()


def drag(handle: Locator, target: Locator) -> None:
    """Drag with the mouse, through what lies between."""
    handle.scroll_into_view_if_needed()
    start, end = middle(handle), middle(target)
    mouse = handle.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=_DRAG_STEPS)
    mouse.up()


class _Finger:
    """One finger on the screen, as the browser itself reports it."""

    def __init__(self, element: Locator) -> None:
        self._session = element.page.context.new_cdp_session(element.page)

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        self._send("touchMove", [{"x": x, "y": y}])

    def up(self) -> None:
        self._send("touchEnd", [])
        self._session.detach()

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _require_free(element: Locator, point: tuple[float, float]) -> None:
    over = element.evaluate(
        """(each, [x, y]) => {
            const top = document.elementFromPoint(x, y);
            return each.contains(top) ? "" : (top?.outerHTML || "the edge of the screen");
        }""",
        list(point),
    )
    assert not over, f"A finger on {element} would touch {over[:200]}"
