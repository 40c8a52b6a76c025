"""Spanish is complete and follows the template term by term."""

import re

import polib
import pytest

from .repository import ADDON_FOLDERS

PLACEHOLDER = re.compile(r"%\(\w+\)[sdfr]|%[sdfr]|\$\{\w+\}|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
# What these attributes say is read by people, so it is translated with the tag.
WORDS = re.compile(r'(title|alt|placeholder|aria-label)="[^"]*"')

each_addon = pytest.mark.parametrize("addon", ADDON_FOLDERS, ids=lambda path: path.name)


def _template(addon):
    return polib.pofile(str(addon / "i18n" / f"{addon.name}.pot"))


def _spanish(addon):
    return polib.pofile(str(addon / "i18n" / "es.po"))


def _terms(catalogue):
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


@each_addon
def test_spanish_has_the_terms_of_the_template(addon):
    template, spanish = _terms(_template(addon)), _terms(_spanish(addon))
    assert not template - spanish, "not translated yet"
    assert not spanish - template, "no longer in the template"


@each_addon
def test_every_term_is_translated(addon):
    catalogue = _spanish(addon)
    assert not [entry.msgid for entry in catalogue if not entry.translated() and not entry.obsolete]
    assert not [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete]


@each_addon
@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_translations_keep(addon, pattern):
    differing = [
        entry.msgid
        for entry in _spanish(addon)
        if _find(pattern, entry.msgid) != _find(pattern, entry.msgstr)
    ]
    assert not differing


def _find(pattern, text):
    return sorted(pattern.findall(WORDS.sub(r"\1", text)))
