"""A rep's day between records and arithmetic: what the agenda has, and where and when it is."""

from dataclasses import dataclass, field, replace
from datetime import date as Date
from datetime import datetime, time, timedelta

from odoo.addons.crm_actions.engine import days

from .engine import agenda
from .engine.rep_days import DAY


@dataclass
class Entry:
    """A visit or an appointment of a day: an action, or a stop of a proposal."""

    record: object
    partner: object
    start: datetime
    stop: datetime
    state: str = "planned"
    promised: bool = False
    is_fixed: bool = False
    is_own: bool = False  # a visit that a person planned, and no plan
    left_at: datetime | None = None  # when what is over was left, or will be
    point: tuple | None = None  # None where nobody knows
    node: int = 0
    stay: object = None

    @property
    def key(self):
        return self.record.id

    @property
    def is_over(self):
        """Done, or being done: it keeps its place."""
        return self.state != "planned"


@dataclass
class Day:
    """A rep's day: what is over comes first, then what is to come, by the hour."""

    user: object
    date: Date
    tz: str
    now: datetime | None  # where it is today
    start: dict | None
    end: dict | None
    over: list
    entries: list
    frame: object
    points: list
    home: int  # node where the day began
    shift: object = None
    here: int | None = None  # node where the device says that the rep is
    further: list = field(default_factory=list)  # nodes of further places
    taken: tuple = ()  # spans in which the rep does what is not to be seen here

    @property
    def stays(self):
        """What is to come, as the engine takes it."""
        return [entry.stay for entry in self.entries]

    def keep_own(self):
        """What a person planned at an hour stays there, as the planner has it too."""
        for entry in self.entries:
            if entry.is_own:
                entry.stay = replace(entry.stay, promised=True)

    def leave_alone(self, taken):
        """From now on nothing of the day is moved into these hours, nor booked there."""
        self.taken = tuple(taken)
        for entry in self.entries:
            if not entry.is_fixed:
                spans = agenda.without_taken(entry.stay.spans, self.taken)
                entry.stay = replace(entry.stay, spans=spans)

    def is_taken(self, start, seconds):
        """Whether some of the time from this second of the day on is."""
        return any(span.opens < start + seconds and start < span.closes for span in self.taken)

    def find(self, key):
        """What has this key, None if it is no longer there."""
        return next((each for each in self.over + self.entries if each.key == key), None)

    def to_utc(self, seconds):
        """The instant at which the rep's clock shows that second of the day."""
        return days.to_utc(
            datetime.combine(self.date, time()) + timedelta(seconds=seconds), self.tz
        )

    def to_seconds(self, moment):
        """The second of the day at which the rep's clock shows an instant."""
        wall = days.to_wall(moment, self.tz)
        seconds = (wall - datetime.combine(self.date, time())).total_seconds()
        return min(max(int(seconds), 0), DAY)

    def from_now(self, late=0):
        """The frame of who sets out now or in so many minutes, from where the rep is."""
        frame = self.frame
        if self.here is not None:
            frame = replace(frame, start=self.here)
        if self.now is None:
            return replace(frame, opens=frame.opens + late * 60)
        opens = max(frame.opens, frame.now)
        has_begun = frame.has_begun or opens > frame.opens or bool(late)
        return replace(frame, opens=opens + late * 60, has_begun=has_begun)
