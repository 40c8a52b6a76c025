import polib

from tools import po_files

TEMPLATE = """
msgid ""
msgstr ""
"Project-Id-Version: Odoo Server 19.0\\n"
"POT-Creation-Date: 2026-10-25 08:00+0000\\n"
"PO-Revision-Date: 2026-10-25 08:00+0000\\n"

#. module: crm_a
#: model:b
#: model:a
msgid "Visit"
msgstr ""

#. module: crm_a
#: model:c
msgid "Agenda"
msgstr ""
"""


def template(text=TEMPLATE):
    result = polib.pofile(text)
    po_files.stabilise(result)
    return result


def test_two_exports_of_the_same_terms_are_the_same_file():
    later = TEMPLATE.replace("2026-10-25", "2027-01-01").replace(
        "#: model:b\n#: model:a", "#: model:a\n#: model:b"
    )
    assert str(template()) == str(template(later))
    assert "2026" not in str(template())


def test_translations_are_kept_and_lost_terms_are_gone():
    existing = polib.pofile('msgid "Visit"\nmsgstr "Visita"\n\nmsgid "Old"\nmsgstr "Viejo"\n')
    result = po_files.merged(template(), existing, "es")
    assert {entry.msgid: entry.msgstr for entry in result} == {"Visit": "Visita", "Agenda": ""}
    assert result.metadata["Language"] == "es"


def test_a_doubtful_translation_stays_doubtful():
    existing = polib.pofile('#, fuzzy\nmsgid "Visit"\nmsgstr "Visita"\n')
    result = po_files.merged(template(), existing, "es")
    assert "fuzzy" in result.find("Visit").flags


def test_files_are_written_and_a_second_merge_changes_nothing(tmp_path):
    pot, po = tmp_path / "crm_a.pot", tmp_path / "es.po"
    pot.write_text(TEMPLATE)
    po_files.main([str(pot), str(po)])
    first = pot.read_text(), po.read_text()
    po_files.main([str(pot), str(po)])
    assert (pot.read_text(), po.read_text()) == first
    assert '"Language: es\\n"' in first[1]
