"""Whole documents: what is on their pages, and that nothing breaks them."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from odoo.addons.crm_actions.engine.pdf import fonts, parts, pictures
from odoo.addons.crm_actions.engine.pdf.kit import Kit

from tests.lint.repository import odoo_addons

from . import pdf_files

ANYTHING = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=300),
    st.sampled_from(
        [
            "x" * 1500,
            "שלום עולם " * 40,
            "مرحبا بالعالم" * 60,
            "👩‍👩‍👧‍👦🇪🇸👍🏽" * 30,
            "\x00\x1b\ud800\uffff",
            "<b>&amp;</para><img src='/etc/passwd'/>",
            "word " * 300,
            "\n" * 120,
            "%(page)s %s {}",
        ]
    ),
)
COLUMNS = [parts.Column("Ítem", 3), parts.Column("Cant.", 1, "right"), parts.Column("Foto", 1)]
# A4 upright and across, and the smallest that is taken for a page
PAGES = [(595, 842), (842, 595), (510, 397)]


def _kit(title="Presupuesto", **paper):
    words = parts.Words(
        page="Página %(page)s de %(pages)s", name="Nombre", no_picture="No se puede mostrar."
    )
    letterhead = parts.Letterhead("Peña Mayor, S.L.", **paper)
    return Kit(letterhead, title, words=words, language="es-ES", fonts=_odoo_fonts())


def _rows(count):
    return [[f"Línea {number}", f"{number},00 €", ""] for number in range(count)]


def test_a_document_without_content_has_a_page_with_the_letterhead():
    [page] = pdf_files.pages(_kit(details="<p>Ribadesella</p>").render())
    assert "Peña Mayor, S.L." in page
    assert "Ribadesella" in page
    assert "Página 1 de 1" in page


def test_accents_and_the_euro_can_be_read_back():
    kit = _kit()
    kit.paragraph("Año ÑÁÉÍÓÚÜ áéíóúü ¿¡ «ª º» 1.234,50 € — Łódź Škoda")
    [page] = pdf_files.pages(kit.render())
    assert "Año ÑÁÉÍÓÚÜ áéíóúü ¿¡ «ª º» 1.234,50 € — Łódź Škoda" in page


def test_all_fonts_are_in_the_file():
    kit = _kit(tagline="<i>Desde 1962</i>", footer="<p>Pie</p>")
    kit.title("Título", "Subtítulo")
    kit.rich("<p><b>Negrita</b> <i>cursiva</i></p><ul><li>uno</li></ul>")
    kit.table(COLUMNS, _rows(3))
    kit.totals([parts.Total("Total", "1,00 €", "total")])
    kit.signatures([parts.Signature("Cliente")])
    found = pdf_files.fonts(kit.render())
    assert found
    for name, descriptor in found.items():
        assert descriptor, f"{name} is in no file"
        assert "/FontFile2" in descriptor, name


def test_the_file_says_what_it_is():
    file = pdf_files.read(_kit("Año nuevo").render())
    assert file.metadata.title == "Año nuevo"
    assert file.metadata.author == "Peña Mayor, S.L."
    assert file.trailer["/Root"]["/Lang"] == "es-ES"


def test_the_same_content_gives_the_same_bytes():
    def make():
        kit = _kit(logo=pdf_files.picture(), primary="#0b6e4f")
        kit.table(COLUMNS, _rows(60))
        kit.pictures([parts.Picture(pdf_files.picture(colour="red"))])
        return kit.render()

    assert make() == make()


def test_the_head_of_a_table_is_on_each_page():
    kit = _kit("Tarifa")
    kit.table(COLUMNS, _rows(120))
    pages = pdf_files.pages(kit.render())
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Cant." in page
        assert f"Página {number} de {len(pages)}" in page
    assert "Tarifa" in pages[1]  # the head of the later pages
    text = "".join(pages)
    assert all(f"Línea {number}" in text for number in range(120))


def test_the_heading_of_a_table_stays_with_its_first_row():
    for filled in range(30):
        kit = _kit()
        for _line in range(filled):
            kit.space(8)
        kit.table(COLUMNS, [[parts.Lines(4), "", ""]] * 3, heading="Encabezado")
        for page in pdf_files.pages(kit.render()):
            assert ("Encabezado" in page) <= ("Cant." in page), filled


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("filled", range(0, 230, 20))
def test_the_heading_of_pictures_stays_with_the_first_of_them(count, filled):
    # given pictures after a text of any length
    kit = _kit()
    kit.space(filled)
    photos = [parts.Picture(pdf_files.picture(800, 600), "Escaparate")] * count
    kit.pictures(photos, heading="Encabezado")
    # then a page that has the heading has a picture below it
    [page] = [page for page in pdf_files.pages(kit.render()) if "Encabezado" in page]
    assert "Escaparate" in page


def test_a_picture_is_turned_as_the_camera_was_held_made_small_and_stripped():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x8825] = {1: "N", 2: (43.0, 27.0, 0.0)}  # where it was taken
    data = pdf_files.picture(4000, 2000, kind="JPEG", exif=exif)
    ready = pictures.prepare(data)
    assert (ready.width, ready.height) == (640, 1280)
    assert not Image.open(BytesIO(ready.content)).getexif()


def test_a_photo_of_an_iphone_is_printed():
    ready = pictures.prepare(pdf_files.HEIC)
    assert (ready.width, ready.height) == (64, 48)
    image = Image.open(BytesIO(ready.content))
    assert image.format == "JPEG"
    (red, green, _blue), right = image.getpixel((8, 24)), image.getpixel((56, 24))
    assert red > 2 * green and right[1] > 2 * right[0]


def test_without_its_library_such_a_photo_is_a_sentence(monkeypatch):
    # given a server where nobody has installed the package that reads it
    monkeypatch.setattr(pictures, "_FORMATS", ("JPEG", "PNG"))
    kit = _kit()
    kit.pictures([parts.Picture(pdf_files.HEIC, "Escaparate")])
    [page] = pdf_files.pages(kit.render())
    assert "No se puede mostrar." in page


@pytest.mark.parametrize("data", [None, b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_no_picture_is_a_sentence_on_the_page(data):
    kit = _kit(logo=data)
    kit.pictures([parts.Picture(data, "Escaparate")])
    kit.table(COLUMNS, [["a", "b", parts.Picture(data)]])
    [page] = pdf_files.pages(kit.render())
    assert "No se puede mostrar." in page
    assert "Escaparate" in page
    assert "Peña Mayor, S.L." in page


def test_an_enormous_picture_is_not_opened():
    buffer = BytesIO()
    Image.new("1", (20000, 20000)).save(buffer, "PNG")
    with pytest.raises(pictures.PictureError, match="pixels"):
        pictures.prepare(buffer.getvalue())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_pictures_of_all_kinds(mode):
    buffer = BytesIO()
    Image.new(mode, (40, 30)).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    assert pictures.prepare(buffer.getvalue()).width == 40
    assert pictures.prepare_logo(buffer.getvalue()).content


def test_clauses_are_numbered_and_totals_and_signatures_named():
    kit = _kit()
    kit.clauses([parts.Clause("<p>Uno</p>", "Precio"), parts.Clause("<p>Dos</p>")])
    kit.totals([parts.Total("Bruto", "10,00 €"), parts.Total("Total", "9,00 €", "total")])
    kit.signatures([parts.Signature("Cliente", "Ana", image=pdf_files.picture())])
    [page] = pdf_files.pages(kit.render())
    for words in ("1. Precio", "2. Dos", "Bruto", "9,00 €", "Cliente", "Ana"):
        assert words in page
    assert page.count("Nombre") == 1 and "Paragraph" not in page


def test_what_belongs_together_is_on_one_page():
    kit = _kit()
    kit.space(205)
    with kit.together():
        for number in range(8):
            kit.paragraph(f"Párrafo {number}")
    pages = pdf_files.pages(kit.render())
    assert "Párrafo 0" in pages[1] and "Párrafo 7" in pages[1]


@settings(
    max_examples=settings.default.max_examples // 5,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(ANYTHING, min_size=8, max_size=8),
    st.sampled_from(["striped", "boxed", "bold"]),
    st.sampled_from(PAGES),
)
@example(["", "", "x" * 3000, "x" * 3000, "", "", "👩" * 800, "td"], "striped", PAGES[0])
def test_no_text_breaks_a_document(texts, tables, page):
    one, two, three, four, five, six, seven, eight = texts
    kit = Kit(
        parts.Letterhead(one, two, three, four, tables=tables, primary=five, page=page),
        one,
        fonts=_odoo_fonts(),
    )
    kit.title(five, six)
    kit.recipient([seven, eight], one)
    kit.information([(two, three), (four, five)])
    kit.heading(six)
    kit.rich(seven)
    kit.paragraph(eight)
    photo = parts.Picture(pdf_files.picture(), one)
    kit.table(
        [parts.Column(one, 0.4, "right"), parts.Column(two, 3), parts.Column(three, 1)],
        [[four, [parts.Strong(five), parts.Muted(six), parts.Rich(seven)], [photo, eight]]] * 2,
        heading=one,
    )
    kit.pictures([photo])
    kit.totals([parts.Total(one, two, "total", three)])
    kit.clauses([parts.Clause(four, five)])
    kit.signatures([parts.Signature(six, seven, eight, one)])
    assert pdf_files.pages(kit.render())


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_all_sizes(page):
    kit = _kit(page=page, details="<p>x</p>" * 60, footer="<p>y</p>" * 60)
    kit.table(COLUMNS, [["word " * 2000, "1", parts.Picture(pdf_files.picture())]])
    assert len(pdf_files.pages(kit.render())) > 1


# -- fonts -----------------------------------------------------------------------------------------


def test_there_is_always_a_font():
    for folder in (None, Path("/nowhere")):
        face = fonts.typeface(folder, "Lato")
        assert [family.name for family in face.families] == ["Pilares Vera"]
        assert set(map(ord, "áéíóúüñÁÉÍÓÚÜÑ¿¡€«»–—“”ºª·çÇ")) <= face.main.glyphs


@pytest.mark.parametrize(
    "name",
    ["Lato", "Roboto", "Open_Sans", "Montserrat", "Oswald", "Raleway", "Tajawal", "Fira_Mono"],
)
def test_each_font_of_a_document_layout_is_found_in_odoo(name):
    face = fonts.typeface(_odoo_fonts(), name)
    assert face.main.name == f"Pilares {name.replace('_', ' ')}"
    assert face.figures.tabular
    covered = frozenset.union(*(family.glyphs for family in face.families))
    assert set(map(ord, "áéíóúüñÁÉÍÓÚÜÑ¿¡€«»–—“”ŁłŠšąęőșțΩЖ")) <= covered


@cache
def _odoo_fonts():
    return odoo_addons() / "web" / "static" / "fonts"
