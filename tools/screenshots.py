"""`make screenshots`: the journeys take the pictures of docs/ anew."""

from __future__ import annotations

import os

from . import testing


def screenshots(_arguments: list[str]) -> int:
    """Run the journeys with pictures going to docs/img."""
    os.environ["SCREENSHOTS"] = "1"
    return testing.test(["journeys"])
