"""Jobs side by side: order, needs and failures."""

import threading
import time

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


def test_a_job_that_is_to_be_alone_comes_last_and_has_nothing_beside_it():
    # given two lanes, and a job that is to be alone before one that others wait for
    at_work, beside, order = set(), {}, []
    watch = threading.Lock()

    def job(name, *needs, alone=False):
        def run():
            with watch:
                at_work.add(name)
                order.append(name)
                for each in at_work:
                    beside.setdefault(each, set()).update(at_work - {each})
            time.sleep(0.05)
            with watch:
                at_work.remove(name)
            return Result(name, passed=1)

        return Job(name, run, frozenset(needs), alone=alone)

    jobs = [job("journeys", "installed", alone=True), job("installed"), job("a", "installed")]
    # when they run, with another of its kind and one that needs it
    results = _run(*jobs, job("b", "installed"), job("bench", alone=True), job("c", "journeys"))

    # then nothing ran beside those that are to be alone, and they came last
    assert beside["journeys"] == beside["bench"] == set()
    assert sorted(order[:3]) == ["a", "b", "installed"]
    assert order[3:] == ["journeys", "c", "bench"]
    assert len(results) == 6


def test_a_need_that_nobody_gives_is_an_error():
    with pytest.raises(ValueError, match="b"):
        _run(_job("a"), _job("b", "nothing"))
