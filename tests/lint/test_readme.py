"""What Odoo shows of an addon in its list of modules: its README, which it reads as RST."""

from __future__ import annotations

import io

import pytest
from docutils.core import publish_doctree

from tools import settings

_SETTINGS = {"report_level": 2, "file_insertion_enabled": False, "raw_enabled": False}


def _find_problems(text: str) -> str:
    warnings = io.StringIO()
    publish_doctree(text, settings_overrides={**_SETTINGS, "warning_stream": warnings})
    return warnings.getvalue()


@pytest.mark.parametrize("addon", settings.addon_names())
def test_a_readme_is_shown_without_errors(addon):
    path = settings.ADDONS / addon / "README.md"
    assert not _find_problems(path.read_text(encoding="utf-8"))


def test_a_table_of_markdown_would_be_found():
    assert "Undefined substitution" in _find_problems("| name | what |\n|---|---|\n| a | b |\n")
