"""The search in its own process: it answers, tells how far it is, and dies with whoever asked."""

import os
import signal
import time

import pytest

from odoo.addons.crm_routes.engine import checker, transport
from odoo.addons.crm_routes.search_process import SearchFailed, SearchProcess

from .test_planning_parts import made, wish


def question(**budget):
    instance = made(wish(1, 1), wish(2, 2)).instance
    plain = transport.plain_instance(instance)
    return {"instance": plain, "seed": 1, "kernel": "numpy", "published": None, **budget}


def waited(process, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.look(0.2):
            return process.result
    raise AssertionError("no result")


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_answers_with_a_plan_that_passes_the_checker():
    asked = question(rounds=200)
    with SearchProcess(asked) as process:
        result = waited(process)
    instance = transport.read_instance(asked["instance"])
    found = transport.read_plan(result["plan"])
    assert checker.check(instance, found) == []
    assert found.visits == 2
    assert transport.read_plan(result["naive"]).visits == 2


def test_the_same_seed_and_rounds_give_the_same_plan():
    plans = []
    for _time in range(2):
        with SearchProcess(question(rounds=200)) as process:
            plans.append(waited(process)["plan"])
    assert plans[0] == plans[1]


def test_it_tells_how_far_it_is_and_is_stopped():
    with SearchProcess(question(seconds=60)) as process:
        while process.progress <= 0:
            process.look(0.5)
        assert process.metres
    assert not is_alive(process.pid)


def test_whoever_looks_for_a_second_is_not_woken_by_each_line_of_progress():
    with SearchProcess(question(seconds=60)) as process:
        while process.progress <= 0:
            process.look(0.5)
        began, told = time.monotonic(), process.progress
        assert not process.look(1.0)
        assert time.monotonic() - began >= 0.9
        assert process.progress > told


def test_a_killed_process_is_a_failure_in_words():
    with SearchProcess(question(seconds=60)) as process:
        process.look(0.5)
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(SearchFailed, match="exit -9"):
            waited(process)


def test_nonsense_is_a_failure_with_its_last_words():
    with SearchProcess({"instance": {}, "seed": 1}) as process, pytest.raises(SearchFailed):
        waited(process)


def test_it_does_not_outlive_whoever_asked():
    process = SearchProcess(question(seconds=60))
    with process:
        while process.progress <= 0:
            process.look(0.5)
        process._process.stdin.close()
        process._process.wait(timeout=10)
