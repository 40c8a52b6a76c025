"""Odoo's own tests with us and without: what counts as a difference."""

import json

import pytest

from tools import core_results

QUERIES = "Query count more than expected for user admin: 42 > 40 in test_x at crm/tests/x.py:7"


def _results(*entries):
    lines = [
        json.dumps({"test": test, "status": status, "text": text}) for test, status, text in entries
    ]
    return core_results.read(lines)


def _differences(*entries, baseline=(), count=0, ceilings=None, meant=None):
    rules = ceilings or {}, meant or {}
    return core_results.differences(dict(baseline), count, _results(*entries), *rules)


def test_the_worst_that_happened_is_the_status():
    found = _results(("a", "passed", ""), ("a", "failed", "1 != 2\nmore"), ("b", "passed", ""))
    assert core_results.not_passed(found) == {"a": "failed"}
    assert found["a"].others == ["1 != 2"]


@pytest.mark.parametrize("status", ["failed", "error", "skipped"])
def test_what_passes_without_us_alone_is_a_difference(status):
    assert "a" in _differences(("a", "passed", ""), ("a", status, "why"))


@pytest.mark.parametrize("status", ["passed", "failed", "error"])
def test_a_failure_of_odoos_own_is_none(status):
    assert not _differences(("a", status, ""), baseline={"a": "failed"}.items())


@pytest.mark.parametrize(("most", "differs"), [(0, True), (1, True), (2, False), (3, False)])
def test_query_counts_may_be_exceeded_up_to_the_stated_number(most, differs):
    ceilings = {"a": {"most": most, "reason": "one more field to read"}}
    assert bool(_differences(("a", "failed", QUERIES), ceilings=ceilings)) is differs


def test_a_ceiling_excuses_nothing_but_queries():
    entries = [("a", "failed", QUERIES), ("a", "failed", "1 != 2")]
    assert _differences(*entries, ceilings={"a": {"most": 9, "reason": ""}})


def test_tests_that_never_ran_are_a_difference():
    assert _differences(("a", "passed", ""), count=2)
    assert not _differences(("a", "passed", ""), count=1)


def test_what_is_meant_is_no_difference_and_nothing_else():
    meant = {"a": {"message": "1 != 2", "reason": "we count otherwise"}}
    assert not _differences(("a", "failed", "1 != 2 : why"), meant=meant)
    assert _differences(("a", "failed", "1 != 3"), meant=meant)
    assert _differences(("a", "failed", "1 != 2"), ("a", "error", "boom"), meant=meant)
    assert _differences(("b", "failed", "1 != 2"), meant=meant)
