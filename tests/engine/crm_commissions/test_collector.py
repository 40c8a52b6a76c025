"""The collector of cycles leaves what is old alone during a run, and only then."""

import gc

import pytest

from odoo.addons.crm_commissions.collector import old_objects_frozen


class _Cycle:
    def __init__(self):
        self.own = self


def _count_cycles():
    return sum(isinstance(each, _Cycle) for each in gc.get_objects())


def test_what_is_old_is_frozen_and_thawed_again():
    with old_objects_frozen():
        assert gc.get_freeze_count() > 1000
    assert gc.get_freeze_count() == 0


def test_it_is_thawed_after_a_failure_too():
    with pytest.raises(ZeroDivisionError), old_objects_frozen():
        1 / 0  # noqa: B018
    assert gc.get_freeze_count() == 0


def test_cycles_that_are_made_meanwhile_are_collected():
    with old_objects_frozen():
        for _number in range(100):
            _Cycle()
        gc.collect()
        assert _count_cycles() == 0


def test_what_another_has_frozen_stays_so():
    gc.freeze()
    try:
        with old_objects_frozen():
            pass
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
