"""The working clock: lunch is cut out of the day, so that whoever counts need not know of it.

On this clock a drive over lunch takes what it takes without; a visit may not be torn by lunch,
which is why its windows are split there. So lunch costs nothing in the inner loops.
"""

from __future__ import annotations

from collections.abc import Iterable

from .instance import Customer, Shift, Span

Windows = tuple[tuple[int, int], ...]
FOREVER = 1 << 50
ANY_TIME: Windows = ((0, FOREVER),)


def worked(clock: int, pause: Span | None) -> int:
    """A time of the wall clock on the working clock."""
    if pause is None or clock <= pause.opens:
        return clock
    return max(pause.opens, clock - (pause.closes - pause.opens))


def begins(working: int, pause: Span | None) -> int:
    """When on the wall clock something begins: what begins with lunch begins after it."""
    if pause is None or working < pause.opens:
        return working
    return working + pause.closes - pause.opens


def ends(working: int, pause: Span | None) -> int:
    """When on the wall clock something ends: what ends with lunch ends before it."""
    if pause is None or working <= pause.opens:
        return working
    return working + pause.closes - pause.opens


def start_windows(spans: Iterable[Span], service: int, pause: Span | None) -> Windows:
    """When on the working clock a visit may begin, so that it lies in one of the spans.

    :param spans: opening hours on the wall clock, in any order
    :param service: seconds of the visit
    """
    return _on_working_clock(
        ((span.opens, span.closes - service) for span in spans), service, pause
    )


def windows_of(customer: Customer, shift: Shift) -> Windows:
    """When the customer's visit may begin on a shift, on the working clock; empty for never.

    A promise stands in the place of the opening hours: it was made to the customer itself.
    """
    if customer.reps is not None and shift.rep not in customer.reps:
        return ()
    pause = shift.pause()
    promise = customer.promise(shift.day)
    if promise is None:
        if customer.hours is not None:
            return start_windows(customer.hours[shift.day], customer.service, pause)
        spans = [(0, FOREVER)]
    elif promise.rep is not None and promise.rep != shift.rep:
        return ()
    else:
        spans = [(promise.start - promise.tolerance, promise.start + promise.tolerance)]
    return _on_working_clock(spans, customer.service, pause)


def _on_working_clock(
    starts: Iterable[tuple[int, int]], service: int, pause: Span | None
) -> Windows:
    found: list[tuple[int, int]] = []
    for first, last in starts:
        if pause is None:
            found.append((first, last))
            continue
        # What lasts no time still is before lunch or after it.
        found.append((first, min(last, pause.opens - max(service, 1))))
        if last >= pause.closes:
            found.append((worked(max(first, pause.closes), pause), worked(last, pause)))
    return tuple(_merged([(first, last) for first, last in found if first <= last]))


def _merged(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(windows):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
