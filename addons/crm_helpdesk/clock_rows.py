"""Clocks of the engine as rows of the database."""

from .engine.readings import BREACHED, MET, PAUSED, RUNNING, read, warning_at


def row_of(number, clock, at, calendars, percent, company):
    shown = read(clock, at, calendars)
    return {
        "ticket_id": number,
        "company_id": company,
        "metric": shown.metric,
        "cycle": shown.cycle,
        "team_id": shown.team,
        "policy_id": shown.policy,
        "timetable_id": clock.promise.calendar,
        "state": shown.state,
        "is_running": shown.running,
        "budget_s": shown.budget or 0,
        "accrued_s": shown.accrued,
        "overdue_s": shown.overdue,
        "since": clock.since,
        "running_since": shown.running_since,
        "deadline": shown.deadline,
        "warn_at": warning_at(clock, percent, calendars) if shown.running else None,
        "stopped_at": shown.stopped_at,
        "breached_at": shown.breached_at,
        "retroactive": shown.retroactive,
    }


def head_of(number, rows):
    """What a list shows of a request: the first of what is still promised."""
    promised = [row for row in rows if row["budget_s"] and row["state"] != "cancelled"]
    due = [row for row in promised if row["is_running"] and row["deadline"]]
    first = min(due, key=lambda row: row["deadline"], default=None)
    states = {row["state"] for row in promised if not row["stopped_at"]}
    order = (BREACHED, RUNNING, PAUSED)
    state = next((each for each in order if each in states), None)
    if state is None and promised:
        state = BREACHED if any(row["breached_at"] for row in promised) else MET
    return {
        "id": number,
        "deadline": first and first["deadline"],
        "metric": first and first["metric"],
        "warn_at": first and first["warn_at"],
        "state": state,
    }
