"""Jobs side by side: order, needs and failures."""

import threading

import pytest

from tools import lanes
from tools.errors import SetupError
from tools.lanes import Job
from tools.suite_results import Result


def _job(name, *needs, failed=0, log=None):
    def run():
        if log is not None:
            log.append(name)
        return Result(name, passed=1, failed=failed)

    return Job(name, run, frozenset(needs))


def _run(*jobs, count=2):
    return {result.suite: result for result in lanes.run(list(jobs), count)}


def test_a_job_waits_for_what_it_needs():
    log = []
    _run(_job("late", "early", log=log), _job("early", log=log))
    assert log == ["early", "late"]


def test_what_needs_a_failed_job_fails_unrun_and_so_on():
    log = []
    jobs = [_job("a", failed=1, log=log), _job("b", "a", log=log), _job("c", "b", log=log)]
    results = _run(*jobs, _job("d", log=log))
    assert sorted(log) == ["a", "d"]
    assert [results[name].failed for name in "abcd"] == [1, 1, 1, 0]
    assert results["c"].problems == ["not run, since b failed"]


def test_a_sentence_for_the_person_is_a_failure_of_its_job():
    def run():
        raise SetupError("There is no database.")

    result = _run(Job("a", run))["a"]
    assert (result.failed, result.problems) == (1, ["There is no database."])


def test_two_jobs_run_at_once():
    both = threading.Barrier(2, timeout=10)

    def run():
        both.wait()
        return Result("x", passed=1)

    assert len(list(lanes.run([Job("a", run), Job("b", run)], 2))) == 2


def test_a_job_that_is_alone_comes_last_and_has_no_other_beside_it():
    log = []
    both = threading.Barrier(2, timeout=10)

    def run(name):
        both.wait()
        log.append(name)
        return Result(name, passed=1)

    alone = Job("alone", _job("alone", log=log).run, alone=True)
    _run(alone, Job("a", lambda: run("a")), Job("b", lambda: run("b")), _job("c", "a", log=log))
    assert sorted(log[:-1]) == ["a", "b", "c"]
    assert log[-1] == "alone"


def test_a_need_that_nobody_gives_is_an_error():
    with pytest.raises(ValueError, match="b"):
        _run(_job("a"), _job("b", "nothing"))
