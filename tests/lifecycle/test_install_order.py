"""Any choice of addons installs, in any order; a warning in a log is a failure."""

from __future__ import annotations

import os
import random
from itertools import combinations, permutations

import pytest

from tests import support
from tools import database, settings

ADDONS = settings.addon_names()
MOST_ORDERS = 24
SEED = int(os.environ.get("PILARES_SEED") or 0)


def _orders():
    """All orders of installing the addons, or a sample of them where there are many."""
    if len(ADDONS) <= 4:
        return list(permutations(ADDONS))
    shuffle = random.Random(SEED)
    return [tuple(shuffle.sample(ADDONS, len(ADDONS))) for _number in range(MOST_ORDERS)]


def _subsets():
    return [some for size in range(1, len(ADDONS)) for some in combinations(ADDONS, size)]


def _install(steps, purpose):
    env = support.environment()
    with support.database_copy("core", purpose) as name:
        for addons in steps:
            database.install(env, name, addons, demo=False)
        installed = env.connection.query(
            "SELECT name FROM ir_module_module WHERE state = 'installed'", name
        )
    assert {addon for step in steps for addon in step} <= {row[0] for row in installed}


@pytest.mark.slow
@pytest.mark.parametrize("order", _orders(), ids="-".join)
def test_one_after_the_other(order):
    _install([[addon] for addon in order], "order")


if len(ADDONS) > 1:

    @pytest.mark.slow
    @pytest.mark.parametrize("some", _subsets(), ids="-".join)
    def test_some_at_once(some):
        _install([some], "subset")
