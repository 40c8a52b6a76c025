"""Constructs of an older Odoo: the installer takes most of them in silence."""

import re

import pytest

from tools.settings import ADDONS

from .repository import name_of

BANNED = {
    "*.xml": [
        r"<tree\b",
        r"\b(attrs|states)=",
        r"kanban-box",
        r"oe_chatter",
        r"oe_kanban_\w+",
        r"view_mode\">[^<]*\btree\b",
        r"<group[^>]*\bexpand=",
        r"name=\"groups_id\"",
        r"name=\"(numbercall|doall)\"",
        r"target\">inline",
        r"\bt-raw=",
    ],
    "*.py": [
        r"\b_sql_constraints\b",
        r"type=['\"]json['\"]",
        r"\bodoo\.osv\b",
        r"\.read_group\(",
        r"self\._(cr|uid|context)\b",
        r"\bgroup_operator\b",
        r"\bgroups_id\b",
        r"\bdef (name_get|_name_search|_check_recursion|toggle_active)\b",
        r"\bdef create\(self, vals\)",
        r"\bcheck_access_(rights|rule)\(",
        r"\buser_has_groups\(",
        r"\btrack_visibility\b",
        r"\bauto_join\b",
        r"\b_sendmany\(",
        r"^from odoo import .*\b_\b",
    ],
    "*.js": [
        r"@odoo-module",
        r"useService\([\"'](rpc|user|company)[\"']\)",
        r"\.(only|debug)\(",
        r"\bQUnit\b",
        r"\bpublicWidget\b",
        r"\$\(",
    ],
}
CASES = [(glob, pattern) for glob, patterns in BANNED.items() for pattern in patterns]


@pytest.mark.parametrize(("glob", "pattern"), CASES)
def test_no_construct_of_an_older_odoo(glob, pattern):
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in sorted(ADDONS.rglob(glob))
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert not found
