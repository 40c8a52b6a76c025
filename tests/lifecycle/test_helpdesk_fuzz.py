"""Thousands of mails made by chance: nothing comes out of the gateway that is not accounted for."""

from __future__ import annotations

import os
import pickle

import pytest

from tests import support
from tests.lifecycle import helpdesk_mail_mill
from tests.lifecycle.test_helpdesk_mail import step

_SEED = int(os.environ.get("PILARES_SEED") or 20261128)


@pytest.mark.parametrize(
    "number", [2000, pytest.param(20000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_each_mail_is_accounted_for(number, tmp_path):
    made = helpdesk_mail_mill.grind(number, _SEED)
    assert len(made) == number
    path = tmp_path / "mails.pickle"
    path.write_bytes(pickle.dumps(made))
    with support.database_copy("plain", "helpdesk_fuzz") as name:
        step(name, "set_up", smtp=1, imap=0, pop=0, password="")
        step(name, "process_all", path=str(path))
