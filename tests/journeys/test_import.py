"""A sales manager imports the owners of customers: errors first, then good, then once more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE

HEADER = "Clave externa;Cliente;Comercial;Desde;Hasta\n"
WRONG = HEADER + (
    "1;Hotel Ría Mansa;nuria;01/01/2026;\n"
    "2;Hotel Ría Brava;carlos;01/01/2026;\n"
    "3;Hotel Ría Mansa;nuria;mañana;\n"
)
GOOD = HEADER + "1;Hotel Ría Mansa;nuria;01/01/2026;\n"


@pytest.fixture
def ramon(person, demo_server):
    """The sales manager at his desk."""
    return person(demo_server, "ramon", device=DESK)


def test_errors_are_read_mended_and_imported_twice(ramon, person, demo_server):
    # given what was imported before: a clean file, and one of which a line was left out
    ramon.open("/odoo/pilares-import")
    rows = ramon.page.locator("tr.o_data_row")
    expect(rows.filter(has_text="zonas-clientes.csv")).to_contain_text("Importado")
    expect(rows.filter(has_text="zonas-clientes-nuevas.csv")).to_contain_text("Importado")
    ramon.shot("import-list")

    # when the manager chooses a file with two errors
    _choose_file(ramon, "responsables.csv", WRONG)
    ramon.press("Comprobar")

    # then both are told by line and column
    ramon.sees("Líneas con errores: 2 de 3.")
    errors = ramon.field("error_ids").locator("tr.o_data_row")
    expect(errors).to_have_count(2)
    expect(errors.nth(0)).to_contain_text("3")
    expect(errors.nth(0)).to_contain_text("B · Cliente")
    expect(errors.nth(0)).to_contain_text("Hotel Ría Brava")
    expect(errors.nth(1)).to_contain_text("D · Desde")
    expect(errors.nth(1)).to_contain_text("mañana")
    ramon.shot("import-errors")
    ramon.check_accessibility(".o_crm_import .alert")
    with ramon.page.expect_download() as download:
        ramon.press("Descargar las líneas por corregir")
    assert download.value.suggested_filename.endswith(".xlsx")

    # and the corrected file comes in, and changes nothing the second time
    for new, same in (("1", "0"), ("0", "1")):
        ramon.open("/odoo/pilares-import")
        _choose_file(ramon, "responsables-bien.csv", GOOD)
        ramon.press("Comprobar")
        ramon.sees("Sin errores: el archivo se puede importar.")
        ramon.press("Importar")
        ramon.sees("Se ha importado todo el archivo.")
        expect(ramon.field("created_count")).to_have_text(new)
        expect(ramon.field("unchanged_count")).to_have_text(same)
    ramon.shot("import-done")

    # and on the phone the errors can be read too
    phone = person(demo_server, "ramon", device=PHONE)
    phone.open("/odoo/pilares-import")
    phone.shot("import-list-phone")
    phone.page.locator(".o_kanban_record").filter(has_text="responsables.csv").first.click()
    phone.sees("Líneas con errores: 2 de 3.")
    phone.shot("import-errors-phone")


def test_the_template_is_downloaded_and_comes_back_filled_in(ramon):
    ramon.open("/odoo/pilares-import")
    _begin(ramon)
    ramon.page.locator("[name=template] select, [name=template] input").first.click()
    _choose_template(ramon, "Planes de visitas")
    ramon.shot("import-new")
    with ramon.page.expect_download() as download:
        ramon.press("Descargar la plantilla")
    assert download.value.suggested_filename == "Planes de visitas.xlsx"


def _begin(person):
    person.press("Nuevo")
    person.page.wait_for_selector(".o_form_view")


def _choose_template(person, name):
    select = person.page.locator("[name=template] select")
    if select.count():
        select.select_option(label=name)
    else:
        person.page.locator(".o_select_menu_item").filter(has_text=name).first.click()


def _choose_file(person, name, text):
    _begin(person)
    select = person.page.locator("[name=template] select")
    if not select.count():
        person.page.locator("[name=template] input").first.click()
    _choose_template(person, "Responsables de clientes")
    person.page.locator("[name=file] input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    expect(person.field("file").locator("input[type=text]").first).to_have_value(name)
