"""The repository as a whole: portable, pinned, of a readable size, its links leading somewhere."""

import re

import pytest

from tools.settings import ROOT

from .repository import name_of, text_files, tracked_files

# Written with brackets where the plain text would make this file break its own rule.
FOREIGN = {
    "a path of one machine": r"(?<![\w.~-])/(?:home|root|work|Users)/[\w.]",
    "a folder beside the repository": r"[.]{2}/share[d]\b|[.]librar[y]\b",
    "the number of an issue": r"\b[Ii]ssue\s+#?\d",
    "a registry of packages": r"debian[.]org|pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)",
    "a marker of an unfinished merge": r"^(?:<{7}|>{7}|[|]{7}) ",
    "a carriage return": r"\r",
    "white space at the end of a line": r"[ \t]+$",
}
# Addresses inside text that we did not word: the licence, and the head of translation files.
NOT_OURS = {"LICENSE"}
TRANSLATIONS = {".po", ".pot"}
MAX_LINES = [
    (re.compile(r"^addons/\w+/models/"), 500),
    (re.compile(r"(^|/)tests/"), 350),
    (re.compile(r""), 300),
]
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
PIN = re.compile(r"^[\w.-]+(?:\[[\w,]+\])?==[\w.+]+(?: *; *.+)?$")

each_document = pytest.mark.parametrize(
    "path", [path for path in text_files() if path.suffix == ".md"], ids=name_of
)


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_holds(what):
    pattern = re.compile(FOREIGN[what], re.MULTILINE)
    found = []
    for path in text_files():
        if path.name in NOT_OURS or (what.startswith("white") and path.suffix in TRANSLATIONS):
            continue
        text = path.read_bytes().decode("utf-8")
        found += [
            f"{name_of(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]!r}"
            for match in pattern.finditer(text)
        ]
    assert not found


def test_text_files_end_with_one_new_line():
    found = []
    for path in text_files():
        content = path.read_bytes()
        if content and (not content.endswith(b"\n") or content.endswith(b"\n\n")):
            found.append(name_of(path))
    assert not found


def test_files_are_of_a_readable_size():
    found = []
    for path in text_files():
        if path.suffix in {".py", ".js", ".mjs"}:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            limit = next(limit for pattern, limit in MAX_LINES if pattern.search(name_of(path)))
            if lines > limit:
                found.append(f"{name_of(path)}: {lines} lines, {limit} allowed")
    assert not found


def test_nothing_large_is_tracked():
    assert not [name_of(path) for path in tracked_files() if path.stat().st_size > 1_000_000]


def test_requirements_are_pinned():
    loose = [
        f"{path.name}: {line}"
        for path in sorted(ROOT.glob("requirements*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r ")) and not PIN.match(line)
    ]
    assert not loose


@each_document
def test_links_lead_somewhere(path):
    text = CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))
    broken = []
    for link in LINK.findall(text):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        document = (path.parent / target).resolve() if target else path
        if not document.exists() or (anchor and anchor not in _anchors(document)):
            broken.append(link)
    assert not broken


def _anchors(document):
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.strip().replace(" ", "-") for heading in plain}
