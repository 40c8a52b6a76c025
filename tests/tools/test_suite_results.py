"""Counting tests: nothing that failed, broke or was skipped is lost."""

import pytest

from tools import suite_results, testing
from tools.suite_results import Result, from_junit

CASES = {
    "passes": '<testcase classname="a" name="t"/>',
    "fails": '<testcase classname="a" name="t"><failure message="no"/></testcase>',
    "breaks": '<testcase classname="a" name="t"><error message="no"/></testcase>',
    "skips": '<testcase classname="a" name="t"><skipped message="why"/></testcase>',
}


@pytest.fixture
def report(tmp_path):
    def write(*cases):
        path = tmp_path / "report.xml"
        path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
        return path

    return write


@pytest.fixture
def allowed_skips(tmp_path, monkeypatch):
    path = tmp_path / "allowed.txt"
    path.write_text("# reasons\n")
    monkeypatch.setattr(suite_results, "_ALLOWED_SKIPS", path)
    return path


@pytest.mark.parametrize(
    ("case", "passed", "failed", "skipped"),
    [("passes", 1, 0, 0), ("fails", 0, 1, 0), ("breaks", 0, 1, 0), ("skips", 0, 1, 1)],
)
def test_one_test(report, allowed_skips, case, passed, failed, skipped):
    result = from_junit("suite", report(CASES[case]), exit_code=0)
    assert (result.passed, result.failed, result.skipped) == (passed, failed, skipped)


def test_a_skip_with_a_reason_on_file_is_allowed(report, allowed_skips):
    allowed_skips.write_text("# no such browser there\na.t\n")
    other = CASES["passes"].replace('"t"', '"u"')
    result = from_junit("suite", report(CASES["skips"], other), exit_code=0)
    assert (result.failed, result.skipped) == (0, 1)


def test_a_test_that_fails_and_then_breaks_counts_once(report, allowed_skips):
    result = from_junit("suite", report(CASES["fails"], CASES["breaks"]), exit_code=1)
    assert result.failed == 1


@pytest.mark.parametrize("exit_code", [1, 2, 5])
def test_an_exit_code_is_a_failure_even_where_all_tests_passed(report, allowed_skips, exit_code):
    assert from_junit("suite", report(CASES["passes"]), exit_code).failed == 1


def test_no_report_and_no_tests_are_failures(report, allowed_skips, tmp_path):
    assert from_junit("suite", tmp_path / "none.xml", exit_code=0).failed == 1
    assert from_junit("suite", report(), exit_code=0).failed == 1


def test_last_line_adds_up_all_suites():
    results = [Result("one", passed=3, failed=1), Result("two", passed=4, skipped=2)]
    assert suite_results.last_line(results) == "7 passed, 1 failed"
    assert suite_results.table(results).splitlines()[1].split() == ["one", "3", "1", "0", "0.0"]


def test_every_failure_is_named_in_a_line_of_its_own(report, allowed_skips):
    # given a suite of which two tests failed, with its output, and one that never ran
    other = CASES["breaks"].replace('"t"', '"u"')
    first = from_junit("journeys", report(CASES["fails"], other), exit_code=1)
    first.problems.append("sixty lines of output")
    second = Result("linters")
    second.fail("ruff:\nmany lines")

    # then each is named without its output
    assert suite_results.names_of_failures([first, second]) == [
        "FAILED journeys: a.t",
        "FAILED journeys: a.u",
        "FAILED linters: ruff:",
    ]


def test_the_names_of_failures_stand_between_the_outputs_and_the_table(capsys):
    # given a run of which one test failed
    failed = Result("journeys", passed=3)
    failed.fail("tests.journeys.test_visit.test_it")
    failed.problems.append("the output of pytest")

    # when it is told
    testing._conclude([Result("rules", passed=5), failed])

    # then whoever keeps the end alone reads what failed
    lines = capsys.readouterr().out.splitlines()
    end = [line.split() for line in lines[-6:]]
    assert end[0] == ["FAILED", "journeys:", "tests.journeys.test_visit.test_it"]
    assert end[1][0] == "suite"
    assert lines[-1] == "8 passed, 1 failed"
    assert lines.index("--- journeys: the output of pytest") < len(lines) - 6
