"""The kernels: one compiled, one not, and what compiled code leaves behind."""

import subprocess
import sys
from importlib import import_module

import pytest

from odoo.addons.crm_routes.engine import kernels
from odoo.addons.crm_routes.engine.checker import check
from odoo.addons.crm_routes.engine.planner import plan
from odoo.addons.crm_routes.engine.search import Budget

from tools.settings import ADDONS

from .cases import customer, open_from, plane, shift, territory

needs_numba = pytest.mark.skipif(not kernels.has_numba(), reason="numba is not installed")


def spiral(customers=24, days=5):
    """Shops on a spiral, half of them open in the mornings, weekly or twice a week."""
    points = [(0, 0)] + [(n % 7 * 4 - 12, n % 5 * 5 - 10) for n in range(1, customers + 1)]
    pairs = [(a, b) for a in range(days) for b in range(a + 2, days)]
    days_of = [pairs if n % 3 == 0 else [(day,) for day in range(days)] for n in range(customers)]
    hours = open_from((9, 13), days=days)
    shops = [
        customer(n, n, *days_of[n - 1], hours=hours if n % 2 else None)
        for n in range(1, customers + 1)
    ]
    return territory(plane(points), shops, [shift(day) for day in range(days)])


@needs_numba
def test_both_kernels_find_about_the_same():
    """Their chances differ and so do their plans; both are valid and within a few percent."""
    instance = spiral()
    plans = {}
    for name in ("numba", "numpy"):
        plans[name] = plan(instance, Budget(rounds=2_000), chosen=kernels.kernel(name))
        assert check(instance, plans[name]) == []
        assert plans[name].unserved == ()
    assert plans["numpy"].metres == pytest.approx(plans["numba"].metres, rel=0.05)


@pytest.mark.parametrize("name", ["numpy", pytest.param("numba", marks=needs_numba)])
def test_a_budget_in_seconds_is_kept(name):
    found = plan(spiral(), Budget(seconds=0.3), chosen=kernels.kernel(name))
    assert found.iterations > 20
    assert found.unserved == ()


def test_a_kernel_that_does_not_exist():
    with pytest.raises(ValueError, match="no kernel"):
        kernels.kernel("fortran")


def test_a_budget_is_of_rounds_or_of_seconds():
    with pytest.raises(ValueError, match="rounds or of seconds"):
        Budget()


def test_without_numba_numpy_plans(monkeypatch):
    """As if it were not installed: an import that fails is no error."""
    monkeypatch.setitem(sys.modules, "numba", None)
    assert not kernels.has_numba()
    assert kernels.kernel().__name__.endswith("kernel_numpy")
    with pytest.raises(ImportError):
        kernels.kernel("numba")


@needs_numba
def test_what_is_compiled_is_kept_in_the_folder_that_was_named(tmp_path):
    """In a process of its own: nothing is printed, and nothing written beside the source."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from engine import kernels\n"
        "chosen = kernels.kernel('numba', Path(sys.argv[2]))\n"
        "print(Path(chosen.refresh._cache.cache_path).is_relative_to(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", code, str(ADDONS / "crm_routes"), str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("True\n", "")
    assert not list((ADDONS / "crm_routes").rglob("*.nb?"))


@needs_numba
def test_two_names_of_the_engine_do_not_read_what_the_other_compiled(tmp_path, monkeypatch):
    """What is compiled names the package; a bench knows the engine by another name than Odoo."""
    config, folders = import_module("numba").config, []
    for name in ("engine", "odoo.addons.crm_routes.engine"):
        monkeypatch.setattr(kernels, "__package__", name)
        with kernels._compiled_in(tmp_path):
            folders.append(config.CACHE_DIR)
    assert len(set(folders)) == 2
    assert config.CACHE_DIR not in folders


@needs_numba
def test_what_does_not_compile_is_planned_with_numpy(monkeypatch):
    """As on a machine for which numba cannot make code."""
    compiled = kernels.kernel("numba")
    monkeypatch.setattr(compiled, "run", lambda *_arguments: 1 / 0)
    assert kernels.kernel().__name__.endswith("kernel_numpy")
