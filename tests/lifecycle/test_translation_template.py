"""The committed i18n/<addon>.pot has the terms that the addon has today."""

from __future__ import annotations

import polib
import pytest

from tests import support
from tools import settings

# The same call that `make i18n` ends in; demo data would add terms, so: without.
EXPORT = """
from odoo.tools.translate import trans_export
for addon in {addons!r}:
    with open({folder!r} + "/" + addon + ".pot", "wb") as file:
        trans_export(False, [addon], file, "po", env)
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A folder with fresh templates of all addons."""
    folder = tmp_path_factory.mktemp("pot")
    script = EXPORT.format(addons=settings.addon_names(), folder=str(folder))
    with support.database_copy("plain", "terms") as name:
        support.run_in_shell(name, script, "Exporting the terms")
    return folder


@pytest.mark.parametrize("addon", settings.addon_names())
def test_template_is_up_to_date(exported, addon):
    fresh = _terms(exported / f"{addon}.pot")
    committed = _terms(settings.ADDONS / addon / "i18n" / f"{addon}.pot")
    assert not fresh - committed, "new terms: run `make i18n` and translate them"
    assert not committed - fresh, "terms that are gone: run `make i18n`"


def _terms(path):
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path))}
