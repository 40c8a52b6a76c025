"""Stable translation files: no dates, nothing obsolete, terms in the order of the template.

Run by the virtual environment's Python, which has polib: `-m tools.po_files <pot> <po> …`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

# Dates and tools would make every export a difference to review.
_UNSTABLE = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")
_WIDTH = 100
# Odoo leaves these empty.
_HEADERS = {"Content-Transfer-Encoding": "8bit"}
_PLURALS = {"es": "nplurals=2; plural=(n != 1);"}


def main(arguments: list[str]) -> None:
    """Clean the template and merge it into each translation."""
    template_path, *translations = [Path(argument) for argument in arguments]
    template = polib.pofile(str(template_path), wrapwidth=_WIDTH)
    stabilise(template)
    template.save(str(template_path))
    for path in translations:
        existing = polib.pofile(str(path)) if path.exists() else polib.POFile()
        merged(template, existing, path.stem).save(str(path))


def stabilise(template: polib.POFile) -> None:
    """Take out of a template what differs from one export to the next."""
    for key in _UNSTABLE:
        template.metadata.pop(key, None)
    template.metadata.update(_HEADERS)
    for entry in template:
        entry.occurrences = sorted(set(entry.occurrences))
    template.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))


def merged(template: polib.POFile, existing: polib.POFile, language: str) -> polib.POFile:
    """A translation with exactly the terms of the template, keeping what is translated."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in existing if not entry.obsolete}
    result = polib.POFile(wrapwidth=_WIDTH)
    result.metadata = {
        **template.metadata,
        "Language": language,
        "Plural-Forms": _PLURALS.get(language, ""),
    }
    for term in template:
        old = known.get((term.msgctxt, term.msgid))
        result.append(
            polib.POEntry(
                msgid=term.msgid,
                msgctxt=term.msgctxt,
                msgstr=old.msgstr if old else "",
                comment=term.comment,
                tcomment=old.tcomment if old else "",
                occurrences=term.occurrences,
                flags=_flags(term, old),
            )
        )
    return result


def _flags(term: polib.POEntry, old: polib.POEntry | None) -> list[str]:
    doubtful = ["fuzzy"] if old and "fuzzy" in old.flags else []
    return [*term.flags, *doubtful]


if __name__ == "__main__":
    main(sys.argv[1:])
