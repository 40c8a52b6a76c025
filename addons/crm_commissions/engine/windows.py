"""The window over which tiers add up, as a key."""

from __future__ import annotations

from datetime import date

LINE, DOCUMENT, MONTH, QUARTER, YEAR = "line", "document", "month", "quarter", "year"


def window_key(window: str, day: date, line: str, document: str) -> str:
    """The key of the window that a fact belongs to: 2026-03, 2026-Q1, 2026, or the document's.

    :param day: the day of origin, in the company's time zone
    :param line: a key of the line that no other line has, like "account.move.line,7"
    :param document: the same of its document
    :raise ValueError: the window is unknown
    """
    if window == MONTH:
        return f"{day.year:04}-{day.month:02}"
    if window == QUARTER:
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if window == YEAR:
        return f"{day.year:04}"
    if window == LINE:
        return line
    if window == DOCUMENT:
        return document
    raise ValueError(f"unknown window of tiers: {window}")
