"""`make clean`: everything that the tools made, and nothing else."""

from __future__ import annotations

import shutil
from contextlib import suppress

from . import postgres, settings
from .accounts import cluster_account
from .errors import SetupError
from .progress import say, step


def clean(_arguments: list[str]) -> None:
    """Stop PostgreSQL and remove what lies under `.local`; a server of one's own is left alone."""
    if settings.LOCAL.exists():
        account = cluster_account()
        # A cluster whose PostgreSQL is gone cannot be stopped, and need not be.
        with suppress(SetupError):
            postgres.Cluster(account).stop()
        with step(f"removing {settings.LOCAL}"):
            if account.home != settings.LOCAL:
                shutil.rmtree(account.home)
            shutil.rmtree(settings.LOCAL)
    say(f"{settings.LOCAL} is gone; the next `make run` sets all up again")
