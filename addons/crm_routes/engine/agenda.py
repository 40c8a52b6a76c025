"""The agenda of a day as a line to drive: hours of the wall clock become windows.

What is over is no part of it: the line begins where the rep is.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from .clock import FOREVER, Windows, start_windows, worked
from .instance import Span
from .timing import Line, Visit

Key = Hashable


@dataclass(frozen=True, slots=True)
class Stay:
    """Something of the agenda that is still to come.

    :param start: second of the day on the wall clock
    :param spans: opening hours of that day, None for always, empty for closed
    :param value: metres of detour that it is worth
    :param promised: somebody was told the hour
    :param is_fixed: it stays at its hour whoever is late (a meeting, say)
    """

    key: Key
    node: int
    start: int
    service: int
    spans: tuple[Span, ...] | None = None
    value: int = 0
    promised: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The day around the visits: from a node not before a time, to a node not after a time.

    :param now: nothing begins before it
    :param has_begun: the rep is under way, so that the day does not open any earlier
    """

    opens: int
    closes: int
    start: int
    end: int
    seconds: Sequence[Sequence[int]] = field(repr=False)
    metres: Sequence[Sequence[int]] = field(repr=False)
    pause: Span | None = None
    now: int = 0
    has_begun: bool = False
    max_stops: int | None = None
    max_metres: int | None = None


def without_taken(spans: Sequence[Span] | None, taken: Iterable[Span]) -> tuple[Span, ...] | None:
    """What of opening hours is left beside the hours that are taken; None is always.

    Of what takes them no more is known than when.
    """
    for gone in taken:
        known = (Span(0, FOREVER),) if spans is None else spans
        spans = tuple(part for span in known for part in _beside(span, gone))
    return spans if spans is None else tuple(spans)


def _beside(span: Span, gone: Span) -> Iterable[Span]:
    if gone.closes <= span.opens or span.closes <= gone.opens:
        yield span
        return
    if span.opens < gone.opens:
        yield Span(span.opens, gone.opens)
    if gone.closes < span.closes:
        yield Span(gone.closes, span.closes)


def without_lunch(frame: Frame, stays: Iterable[Stay]) -> Frame:
    """The rep eats at another hour where something lies over lunch."""
    pause = frame.pause
    if pause and any(
        each.start < pause.closes and each.start + each.service > pause.opens for each in stays
    ):
        return replace(frame, pause=None)
    return frame


def agreed_frame(frame: Frame, stays: Sequence[Stay], kept: Collection[Key] = ()) -> Frame:
    """The frame with room for what was agreed upon outside of the working hours."""
    agreed = [each for each in stays if each.promised or each.key in kept]
    frame = without_lunch(frame, agreed)
    return _stretched(frame, agreed)


def stored_frame(frame: Frame, stays: Sequence[Stay]) -> Frame:
    """The frame with room for the agenda as it stands."""
    return _stretched(without_lunch(frame, stays), stays)


def _stretched(frame: Frame, stays: Sequence[Stay]) -> Frame:
    opens, closes = frame.opens, frame.closes
    for each in stays:
        if not frame.has_begun:
            opens = min(opens, each.start - frame.seconds[frame.start][each.node])
        home = frame.seconds[each.node][frame.end]
        closes = max(closes, each.start + each.service + home)
    return replace(frame, opens=max(0, opens), closes=closes)


def line_of(
    frame: Frame,
    stays: Sequence[Stay],
    *,
    tolerance: int = 0,
    kept: Collection[Key] = (),
) -> Line:
    """The line in the order of the stays.

    :param tolerance: seconds after a promised hour that it still counts as kept
    :param kept: what begins no earlier than its hour; where it is late it is late, no more
    """
    return Line(
        tuple(
            Visit(
                each.key,
                each.node,
                each.service,
                _windows(frame, each, tolerance, each.key in kept),
                each.value,
                promised=each.promised,
            )
            for each in stays
        ),
        frame.start,
        frame.end,
        worked(frame.opens, frame.pause),
        worked(frame.closes, frame.pause),
        frame.seconds,
        frame.metres,
        frame.max_stops,
        frame.max_metres,
    )


def _windows(frame: Frame, stay: Stay, tolerance: int, is_kept: bool) -> Windows:
    hour = worked(stay.start, frame.pause)
    if stay.promised:
        return ((hour, hour + tolerance),)
    windows = open_windows(frame, stay)
    if not any(first <= hour <= last for first, last in windows):
        # Whoever arranged it outside of the opening hours knows more than they do.
        windows = tuple(sorted((*windows, (hour, hour))))
    first = max(worked(frame.now, frame.pause), hour if is_kept else 0)
    return tuple((max(first, a), b) for a, b in windows if b >= first)


def open_windows(frame: Frame, stay: Stay) -> Windows:
    """When on the working clock it may begin by the opening hours alone."""
    spans = (Span(0, FOREVER),) if stay.spans is None else stay.spans
    return start_windows(spans, stay.service, frame.pause)
