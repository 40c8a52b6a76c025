"""The engines of the addons, importable without Odoo.

Importing `odoo.addons.crm_actions` for real would load its models and with them Odoo. Here the
addon is an empty package with the same folder, so an engine that reaches beyond itself fails.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType

from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from tools.settings import ADDONS, LOCAL, addon_names

set_hypothesis_home_dir(LOCAL / "hypothesis")
settings.register_profile("fast", max_examples=100, deadline=None)
settings.register_profile(
    "slow", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


def _empty_package(name: str, folders: list[str]) -> None:
    package = ModuleType(name)
    package.__path__ = folders
    sys.modules[name] = package


if "odoo" not in sys.modules:
    _empty_package("odoo", [])
    _empty_package("odoo.addons", [str(ADDONS)])
    for addon in addon_names():
        _empty_package(f"odoo.addons.{addon}", [str(ADDONS / addon)])
