"""A route as it stands on paper: stops in their order, with lunch between them and the way back.

Hours are those of the rep's own clock. What is said in words comes in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

Place = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class SheetStop:
    """A stop of the sheet.

    :ivar number: its place on the planned route; 0 for what was added since
    :ivar slack_minutes: so much later it may begin; None where nobody knows
    :ivar opening: when the customer is open on that day, in words
    :ivar remark: what became of it since, in words
    :ivar is_off: nobody has to go there any more
    :ivar is_changed: its hour is not that of the plan, or the plan did not have it
    """

    number: int
    start: datetime
    stop: datetime
    customer: str
    address: tuple[str, ...] = ()
    phone: str = ""
    objective: str = ""
    last_note: str = ""
    last_visit: date | None = None
    minutes: int = 0
    travel_km: float = 0
    travel_minutes: int = 0
    slack_minutes: int | None = None
    opening: str = ""
    remark: str = ""
    is_off: bool = False
    is_changed: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class SheetDay:
    """The route of a rep on a day."""

    rep: str
    day: date
    departure: datetime | None
    back: datetime | None
    km: float
    driving_minutes: int
    stops: tuple[SheetStop, ...]
    lunch: tuple[datetime, datetime] | None = None
    start_name: str = ""
    end_name: str = ""
    start: Place | None = None
    end: Place | None = None

    @property
    def visited(self) -> tuple[SheetStop, ...]:
        """The stops to which the rep goes."""
        return tuple(stop for stop in self.stops if not stop.is_off)

    @property
    def is_changed(self) -> bool:
        """Whether kilometres and the hour of return are still those of an older day."""
        return any(stop.is_off or stop.is_changed for stop in self.stops)

    @property
    def minutes_at_customers(self) -> int:
        """Minutes of the visits."""
        return sum(stop.minutes for stop in self.visited)

    @property
    def minutes_away(self) -> int:
        """Minutes from setting out to being back, without lunch."""
        if not self.departure or not self.back:
            return 0
        away = self.back - self.departure
        if self.has_lunch:
            away -= self.lunch[1] - self.lunch[0]
        return max(0, round(away / timedelta(minutes=1)))

    @property
    def has_lunch(self) -> bool:
        """Whether lunch is while the rep is on the road."""
        if not self.lunch or not self.departure or not self.back:
            return False
        return self.departure < self.lunch[0] and self.lunch[1] <= self.back


def rows(day: SheetDay) -> list[SheetStop | str]:
    """The lines of the table: stops by their hour, ``"lunch"`` where it falls, ``"back"``."""
    found: list[SheetStop | str] = list(in_order(day.stops))
    if day.has_lunch:
        before = [stop for stop in found if stop.start < day.lunch[0]]
        found.insert(len(before), "lunch")
    if day.back:
        found.append("back")
    return found


def in_order(stops: Sequence[SheetStop]) -> list[SheetStop]:
    """By their hours; two at the same hour as they were planned."""
    return sorted(stops, key=lambda stop: (stop.start, stop.number or 10_000, stop.customer))
