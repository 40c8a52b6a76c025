"""A territory planned over the real route server, which is killed in the middle of a question."""

from __future__ import annotations

import pytest

from tests import support
from tools import osrm, settings, street_map
from tools.errors import SetupError
from tools.server import free_port

_STEP = """
import sys
sys.path.insert(0, {root!r})
from tests.lifecycle import osrm_steps
osrm_steps.{name}(env, **{arguments!r})
"""


def _step(database: str, name: str, **arguments) -> None:
    script = _STEP.format(root=str(settings.ROOT), name=name, arguments=arguments)
    support.run_in_shell(database, script, f"The step {name}")


@pytest.mark.slow
def test_a_plan_goes_by_road_and_is_estimated_as_a_whole_when_the_server_dies(tmp_path):
    # given a rep whose customers live on both banks of a river with one bridge
    try:
        osrm.ensure()
    except SetupError as error:
        pytest.skip(f"osrm-routed cannot be had here: {error}")
    base = osrm.prepare(street_map.write(tmp_path / "town.osm"))
    port = free_port()
    with support.database_copy("plain", "osrm") as name:
        # when a day is planned over a server that answers sixteen ways at once, then it is by road
        with osrm.served(base, port, "--max-table-size", "4"):
            _step(name, "plan_over_roads", address=f"http://127.0.0.1:{port}")
        # when the server is off, then what it told before does
        _step(name, "plan_without_the_server")
        # when it is killed between two of its answers, then no way of the plan is its own
        with osrm.served(base, port, "--max-table-size", "4") as server:
            _step(name, "plan_while_it_dies", pid=server.pid)
