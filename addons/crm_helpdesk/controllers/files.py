"""Files that come with a form: photos from a phone, documents from a desk."""

from __future__ import annotations

from odoo.exceptions import UserError

MAX_FILES = 10
MAX_BYTES = 25 * 1024 * 1024
ACCEPT = "image/*,application/pdf,.doc,.docx,.odt,.xls,.xlsx,.ods,.csv,.txt,.eml,video/*"
_NAME = 120
_REFUSED = (
    ".bat", ".cmd", ".com", ".exe", ".hta", ".jar", ".js", ".lnk", ".msi", ".ps1", ".scr", ".vbs",
)  # fmt: skip


def read_files(request) -> list[tuple[str, bytes]]:
    """The files of a form, empty inputs left out.

    :return: ``[(name, content)]``
    :raise UserError: too many, too large together, or of a kind that runs as a program
    """
    sent = [each for name in ("files", "photo") for each in request.httprequest.files.getlist(name)]
    sent = [each for each in sent if each.filename]
    if len(sent) > MAX_FILES:
        raise UserError(request.env._("Not more than %(count)s files at once.", count=MAX_FILES))
    for each in sent:
        if each.filename.lower().endswith(_REFUSED):
            raise UserError(
                request.env._(
                    "%(file)s is a program: we take no programs.", file=each.filename[-_NAME:]
                )
            )
    files = [(each.filename[-_NAME:], each.read()) for each in sent]
    if sum(len(content) for _name, content in files) > MAX_BYTES:
        raise UserError(
            request.env._(
                "The files are too large: %(size)s MB together at most.", size=MAX_BYTES >> 20
            )
        )
    return files


def read_texts(values, *names) -> list[str]:
    """The texts of a form; a file may be sent as any of them."""
    return [text if isinstance(text := values.get(name, ""), str) else "" for name in names]


def read_id(text) -> int:
    """A number as a form sends it, within what a column holds; 0 for anything else."""
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 10 else 0
