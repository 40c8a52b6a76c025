"""How well an open opportunity is followed up: 100 is perfect, 0 is forgotten.

The score is 100 minus penalties, then capped; every penalty is a reason with its figures, worst
first, to be worded in the reader's language. Dates are days of the company that the opportunity
belongs to; "working days" leave out its weekends and holidays.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta

from . import workdays

GREEN, AMBER, RED = "green", "amber", "red"
GREEN_FROM, AMBER_FROM = 75, 50

NO_NEXT = "no_next"
OVERDUE = "overdue"
SILENCE = "silence"
FAR = "far"
STAGE = "stage"
DEADLINE = "deadline"
UNANSWERED = "unanswered"
# reasons that take nothing away
SNOOZED = "snoozed"
NEXT = "next"
RUNNING = "running"
CONTACT = "contact"
GRACE = "grace"

NO_NEXT_PENALTY, NO_NEXT_CAP, FORGOTTEN_CAP = 40, 60, 40
OVERDUE_BASE, OVERDUE_A_DAY, OVERDUE_LIMIT = 20, 5, 45
OVERDUE_DAYS_TOLERATED, OVERDUE_CAP = 5, 45
SILENCE_A_CYCLE, SILENCE_LIMIT = 10, 30
FAR_PENALTY = 15
STAGE_PENALTY, STAGE_TWICE_PENALTY = 10, 20
DEADLINE_PENALTY, DEADLINE_CAP = 15, 74
UNANSWERED_PENALTY, ATTEMPTS = 10, 3
LONGEST_OVERDUE = 365
"""Working days are counted for a year; whatever is overdue for longer counts as that."""


@dataclass(frozen=True)
class FollowUp:
    """What is known of an open opportunity."""

    today: date
    last_contact: date
    """Day of the last touch; without one the day of assignment or creation."""
    stage_since: date
    followup_days: int
    """Days between contacts that its stage expects (C); 0: silence and gap are not judged."""
    stage_limit: int = 0
    """Days after which an opportunity rots in its stage (T); 0: not judged."""
    next_step: date | None = None
    """First day of the earliest planned action or open activity, in the past if it is overdue."""
    step_due: date | None = None
    """Day on which the first of them ends, after which it is overdue; None: it begins and ends
    on one day."""
    deadline: date | None = None
    """Expected closing."""
    snooze_until: date | None = None
    unanswered: bool = False
    """The last three attempts reached nobody."""
    grace_until: date | None = None
    """Up to this day nothing turns red: it is older than the follow-up itself."""
    days_off: AbstractSet[date] = frozenset()


@dataclass(frozen=True)
class Reason:
    """Why the score is what it is: a code, what it took away, and figures for its sentence."""

    code: str
    penalty: int = 0
    figures: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Health:
    """The verdict: ``score`` from 0 to 100, ``state`` of it, ``reasons`` worst first."""

    score: int
    state: str
    reasons: tuple[Reason, ...]


def assess(case: FollowUp) -> Health:
    """Judge one opportunity."""
    snoozed = case.snooze_until is not None and case.snooze_until >= case.today
    overdue = _overdue_working_days(case)
    silent = 0 if snoozed else _silent_days(case)
    penalties = [
        _next_step(case, overdue, snoozed),
        _silence(case, silent),
        None if snoozed else _gap(case),
        None if snoozed else _stage(case),
        _deadline(case),
        Reason(UNANSWERED, UNANSWERED_PENALTY, {"attempts": ATTEMPTS}) if case.unanswered else None,
    ]
    reasons = sorted((one for one in penalties if one), key=lambda reason: -reason.penalty)
    score = 100 - sum(reason.penalty for reason in reasons)
    score = max(0, min(score, *_caps(case, overdue, silent)))
    return _verdict(case, score, reasons + _remarks(case, reasons, snoozed))


def state_of(score: int) -> str:
    """The colour of a score."""
    if score >= GREEN_FROM:
        return GREEN
    return AMBER if score >= AMBER_FROM else RED


def _verdict(case: FollowUp, score: int, reasons: list[Reason]) -> Health:
    if case.grace_until and case.today <= case.grace_until and score < AMBER_FROM:
        score = AMBER_FROM
        reasons = [*reasons, Reason(GRACE, 0, {"date": case.grace_until.isoformat()})]
    return Health(score, state_of(score), tuple(reasons))


def _caps(case: FollowUp, overdue: int | None, silent: int) -> list[int]:
    """No other virtue lifts the score above these."""
    caps = [100]
    if case.next_step is None:
        caps.append(FORGOTTEN_CAP if silent else NO_NEXT_CAP)
    if _is_deadline_past(case):
        caps.append(DEADLINE_CAP)
    if overdue is not None and overdue > OVERDUE_DAYS_TOLERATED:
        caps.append(OVERDUE_CAP)
    return caps


def _due(case: FollowUp) -> date | None:
    return case.step_due or case.next_step


def _overdue_working_days(case: FollowUp) -> int | None:
    """Working days since the next step was due; None if it is not overdue."""
    due = _due(case)
    if due is None or due >= case.today:
        return None
    due = max(due, case.today - timedelta(days=LONGEST_OVERDUE))
    return workdays.count_after(due, case.today, case.days_off)


def _silent_days(case: FollowUp) -> int:
    """Days since the last contact if that is more than the stage expects, else 0."""
    silent = (case.today - case.last_contact).days
    return silent if 0 < case.followup_days < silent else 0


def _next_step(case: FollowUp, overdue: int | None, snoozed: bool) -> Reason | None:
    due = _due(case)
    if due is None:
        # a pause excuses no missing step, but the step is one for after the pause
        after = {"after": case.snooze_until.isoformat()} if snoozed and case.snooze_until else {}
        return Reason(NO_NEXT, NO_NEXT_PENALTY, after)
    if overdue is None:
        return None
    penalty = min(OVERDUE_BASE + OVERDUE_A_DAY * overdue, OVERDUE_LIMIT)
    return Reason(OVERDUE, penalty, {"days": overdue, "date": due.isoformat()})


def _silence(case: FollowUp, silent: int) -> Reason | None:
    """Ten points for each further cycle of silence, half a point rounded up."""
    if not silent:
        return None
    cycle = case.followup_days
    penalty = (2 * SILENCE_A_CYCLE * (silent - cycle) + cycle) // (2 * cycle)
    return Reason(SILENCE, min(penalty, SILENCE_LIMIT), {"days": silent})


def _gap(case: FollowUp) -> Reason | None:
    if not case.followup_days or case.next_step is None:
        return None
    if (case.next_step - case.today).days <= 2 * case.followup_days:
        return None
    return Reason(FAR, FAR_PENALTY, {"date": case.next_step.isoformat()})


def _stage(case: FollowUp) -> Reason | None:
    age = (case.today - case.stage_since).days
    if not case.stage_limit or age <= case.stage_limit:
        return None
    penalty = STAGE_TWICE_PENALTY if age > 2 * case.stage_limit else STAGE_PENALTY
    return Reason(STAGE, penalty, {"days": age, "limit": case.stage_limit})


def _is_deadline_past(case: FollowUp) -> bool:
    return case.deadline is not None and case.deadline < case.today


def _deadline(case: FollowUp) -> Reason | None:
    if case.deadline is None or case.deadline >= case.today:
        return None
    return Reason(DEADLINE, DEADLINE_PENALTY, {"days": (case.today - case.deadline).days})


def _remarks(case: FollowUp, reasons: list[Reason], snoozed: bool) -> list[Reason]:
    """What else the reader wants to know, costing nothing."""
    remarks = []
    if snoozed and case.snooze_until:
        remarks.append(Reason(SNOOZED, 0, {"date": case.snooze_until.isoformat()}))
    codes = {reason.code for reason in reasons}
    if case.next_step and not codes & {OVERDUE, FAR}:
        remarks.append(_remark_step(case.today, case.next_step, case.step_due))
    if NO_NEXT in codes and SILENCE not in codes:
        silent = max(0, (case.today - case.last_contact).days)
        remarks.append(Reason(CONTACT, 0, {"days": silent}))
    return remarks


def _remark_step(today: date, step: date, due: date | None) -> Reason:
    """The next step, or until when it lasts where it began on a day before."""
    if due and step < today:
        return Reason(RUNNING, 0, {"date": due.isoformat()})
    return Reason(NEXT, 0, {"date": step.isoformat()})
