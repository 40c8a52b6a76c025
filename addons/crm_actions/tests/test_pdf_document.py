from base64 import b64encode

from odoo import fields
from odoo.exceptions import AccessError, MissingError
from odoo.tests import freeze_time, tagged

from . import common_pdf
from .common import ActionCase
from .common_contract import examples, make_example, own_addons
from .common_pdf import PdfMixin


@tagged("-at_install", "post_install")
class TestPdfDocument(PdfMixin, ActionCase):
    """What all documents share: letterhead, language, registry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write(
            {
                "name": "Peña Mayor, S.L.",
                "logo": False,
                "company_details": "<p>Pol. Ind. de Guadamía</p>",
                "report_header": "<p>Quesos desde 1962</p>",
                "report_footer": "<p>penamayor.example</p>",
            }
        )
        cls.visit = cls._plan(summary="Carta de otoño: 1.234,50 €")

    def test_the_company_presents_itself(self):
        [page] = self._pages(self.visit)
        for words in (
            "Peña Mayor, S.L.",
            "Pol. Ind. de Guadamía",
            "Quesos desde 1962",
            "penamayor.example",
            "Carta de otoño: 1.234,50 €",
            "Page 1 of 1",
        ):
            self.assertIn(words, page)

    def test_without_details_the_address_of_the_company_stands_there(self):
        self.company.write(
            {"company_details": False, "street": "C/ Real 1", "city": "Llanes", "vat": "X1"}
        )
        [page] = self._pages(self.visit)
        self.assertIn("C/ Real 1", page)
        self.assertIn("Llanes", page)
        self.assertIn("X1", page)

    def test_a_logo_stands_in_the_place_of_the_name(self):
        self.assertFalse(common_pdf.pictures(self._render(self.visit)))
        self.company.logo = b64encode(common_pdf.picture(600, 200, kind="PNG"))
        self.assertEqual(len(common_pdf.pictures(self._render(self.visit))), 1)

    def test_odoos_placeholder_is_no_logo(self):
        self.company.logo = self.env["res.company"]._get_logo()
        self.assertTrue(self.company.uses_default_logo)
        self.assertFalse(common_pdf.pictures(self._render(self.visit)))

    def test_colours_tables_and_paper_follow_the_layout(self):
        paper = self.env["report.paperformat"].create(
            {"name": "Wide", "format": "A5", "orientation": "Landscape"}
        )
        self.company.write(
            {
                "primary_color": "#0b6e4f",
                "secondary_color": "#8a4b08",
                "font": "Roboto",
                "external_report_layout_id": self.env.ref("web.external_layout_striped").id,
                "paperformat_id": paper.id,
            }
        )
        letterhead = self.company._crm_get_letterhead()
        self.assertEqual(letterhead.primary, "#0b6e4f")
        self.assertEqual(letterhead.secondary, "#8a4b08")
        self.assertEqual(letterhead.tables, "striped")
        content = self._render(self.visit, "day")
        box = common_pdf.read(content).pages[0].mediabox
        self.assertAlmostEqual(float(box.width), 595, delta=2)
        self.assertAlmostEqual(float(box.height), 420, delta=2)

    def test_paper_for_labels_is_no_paper_for_documents(self):
        paper = self.env["report.paperformat"].create(
            {"name": "Label", "format": "custom", "page_width": 40, "page_height": 60}
        )
        self.company.paperformat_id = paper
        self.assertAlmostEqual(self.company._crm_get_letterhead().page[1], 842, delta=1)

    def test_every_font_is_in_the_file(self):
        for font, _label in self.env["res.company"]._fields["font"].selection:
            self.company.font = font
            files = common_pdf.font_files(self._render(self.visit))
            self.assertTrue(files)
            self.assertTrue(all(files.values()), f"{font}: {files}")

    def test_it_speaks_the_customers_language(self):
        self.customer.lang = "es_ES"
        content = self._render(self.visit, user=self.nora)
        [page] = common_pdf.pages(content)
        self.assertIn("Página 1 de 1", page)
        self.assertIn("15 de octubre de 2026", page)
        self.assertEqual(common_pdf.read(content).trailer["/Root"]["/Lang"], "es-ES")

    def test_hours_are_those_of_the_readers_clock(self):
        [page] = self._pages(self.visit, "day", self.nora)
        self.assertRegex(page, r"\b11:00\sAM")  # 09:00 UTC in Madrid's summer
        self.max.tz = "America/Bogota"
        [page] = self._pages(self.visit, "day", self.max)
        self.assertRegex(page, r"\b04:00\sAM")

    def test_money_and_numbers_are_written_as_the_reader_writes_them(self):
        document = self.env["crm.pdf.document"].with_context(lang="es_ES")
        self.assertEqual(document._format_number(1234.5), "1.234,50")
        euro = self.env.ref("base.EUR")
        self.assertEqual(document._format_money(1234.5, euro), "1.234,50\xa0€")

    def test_the_file_says_what_it_is(self):
        metadata = common_pdf.read(self._render(self.visit)).metadata
        self.assertEqual(metadata["/Title"], "Visit report")
        self.assertEqual(metadata["/Author"], "Peña Mayor, S.L.")

    def test_the_same_data_give_the_same_bytes(self):
        for code in ("report", "day"):
            self.assertEqual(self._render(self.visit, code), self._render(self.visit, code))

    def test_only_models_with_a_document_are_known(self):
        documents = self.env["crm.pdf.document"]
        for model, code in (
            ("res.users", None),
            ("crm.pdf.document", None),
            ("no.such.model", None),
            ("crm.action", "other"),
        ):
            with self.assertRaises(MissingError):
                documents._get_document(model, 1, code)

    def test_who_may_not_read_the_record_gets_no_document(self):
        for code in ("report", "day"):
            documents = self.env(user=self.nils)["crm.pdf.document"]
            with self.assertRaises(AccessError):
                documents._get_document("crm.action", self.visit.id, code)
            self.assertTrue(self._render(self.visit, code, self.lea))

    def test_file_names_lead_nowhere_else(self):
        self.customer.name = "../a/b\\c:d\n" + "x" * 300
        document = self.env["crm.pdf.action.visit"]
        name = document._get_filename(self.visit)
        self.assertNotRegex(name, r"[/\\:\n]")
        self.assertLess(len(name), 130)
        self.assertTrue(name.endswith(".pdf"))


@tagged("-at_install", "post_install")
class TestPdfContract(PdfMixin, ActionCase):
    """Kept by every document of whatever addons are installed."""

    def test_every_document_renders_for_an_almost_empty_record(self):
        documents = self.env["crm.pdf.document"]._get_documents()
        addons = own_addons(self.env)
        found = [each for each in documents if each._original_module in addons]
        self.assertTrue(found)
        for document in found:
            for model in document._pdf_models:
                with self.subTest(document=document._name, model=model):
                    self._check(document, model)

    def _check(self, document, model):
        record = self._make(model)
        # what core puts into the file of an order says in which second it did
        with freeze_time(fields.Datetime.now()):
            content, again = (self._render(record, document._pdf_code) for _time in range(2))
        file = common_pdf.read(content)
        self.assertTrue(file.pages)
        self.assertTrue(file.metadata["/Title"])
        self.assertTrue(file.metadata["/Author"])
        self.assertTrue(all(common_pdf.font_files(content).values()))
        self.assertRegex(document._get_filename(record), r"^[^/\\]+\.pdf$")
        self.assertEqual(content, again)

    def _make(self, model):
        if self.env[model]._transient and model not in examples(self.env):
            return self.env[model].create({})
        return make_example(self.env, self.env[model], self.customer, "Ñ")

    def test_codes_tell_the_documents_of_a_model_apart(self):
        known = set()
        for document in self.env["crm.pdf.document"]._get_documents():
            for model in document._pdf_models:
                self.assertIn(model, self.env)
                self.assertTrue(document._pdf_code)
                self.assertNotIn((model, document._pdf_code), known)
                known.add((model, document._pdf_code))
