"""Backup and restore as docs/admin.md describes them: database and filestore together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import support
from tools import database, odoo_config, odoo_run

_ADD_PHOTO = """
action = env["crm.action"].search([("state", "=", "planned")], limit=1)
photo = env["ir.attachment"].create({"name": "shelf.jpg", "raw": b"a shelf, seen on Monday"})
action.photo_ids = photo
env.cr.commit()
"""
_CHECK_PHOTO = """
photo = env["ir.attachment"].search([("name", "=", "shelf.jpg")])
assert photo.raw == b"a shelf, seen on Monday", photo.raw
assert photo.res_model == "crm.action", photo.res_model
"""
# What a neutralized copy still runs is the removal of its own rubbish.
_RUNNING_JOBS = "SELECT count(*) FROM ir_cron WHERE active"
_FIGURES = "SELECT count(*), count(done_at), max(id) FROM crm_action"


@pytest.fixture
def original() -> Iterator[str]:
    with support.database_copy("demo", "backup") as name:
        support.run_in_shell(name, _ADD_PHOTO, "Adding a photo")
        yield name


def test_a_restored_backup_has_the_actions_and_their_photos(original: str, tmp_path: Path):
    # given a backup of a database with actions and a photo
    backup = tmp_path / "pilares.zip"
    _odoo_db(original, "dump", original, backup)
    # when it is restored under another name, neutralized
    restored = f"{original}_restored"
    env = support.environment()
    try:
        _odoo_db(original, "load", "--neutralize", restored, backup)
        # then it holds the same, and runs no job and sends no mail
        before, after = (env.connection.query(_FIGURES, name) for name in (original, restored))
        assert before == after
        assert int(before[0][0]) > 100
        support.run_in_shell(restored, _CHECK_PHOTO, "Reading the photo")
        assert env.connection.query(_RUNNING_JOBS, restored) == [["1"]]
    finally:
        database.drop(env, restored)


def _odoo_db(name: str, *arguments: str | Path) -> None:
    config = odoo_config.path_of(name)
    command = odoo_config.command_of("db", config, *map(str, arguments))
    odoo_run.run_checked(command, "odoo db", f"backup-{name}")
