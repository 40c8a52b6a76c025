"""Ranges of postcodes, as a warehouse rule names them."""

from __future__ import annotations


def zip_in_range(code: str | None, first: str | None, last: str | None) -> bool:
    """Whether a postcode lies between two others, both included; an open end has no bound.

    Postcodes of digits are compared as they are written, the shorter bound as a beginning: 39 to
    39 holds all of 39001 to 39999.
    """
    code, first, last = (_plain_zip(text) for text in (code, first, last))
    if not (first or last):
        return True
    if not code:
        return False
    return code[: len(first)] >= first and (not last or code[: len(last)] <= last)


def _plain_zip(text: str | None) -> str:
    return "".join((text or "").split()).upper()
