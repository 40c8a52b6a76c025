import io
from unittest.mock import patch

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from .common import OrdersCase

REPORT = "sale.action_report_saleorder"


class TestDossier(OrdersCase):
    """One file, whoever asks for it and however."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order((cls.make_product("Oven", 420), 1))

    def _text(self, content):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    def test_a_mail_asks_for_the_report_itself(self):
        # given that wkhtmltopdf is not there, when a mail template renders the record of the report
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with patch.object(IrActionsReport, "get_wkhtmltopdf_state", return_value="install"):
            content, kind = reports._render_qweb_pdf(self.env.ref(REPORT), self.order.ids)
        # then it has the pages of the kit
        self.assertEqual(kind, "pdf")
        self.assertIn("Oven", self._text(content))

    def test_the_number_of_a_revision_is_there_before_it_is_sent(self):
        # given a quotation that was not sent, then the file that sends it is of revision 1
        document = self.env["crm.pdf.order"]
        before = document._render_pages(self.order)
        self.order.action_quotation_sent()
        self.assertEqual(document._render_pages(self.order), before)
        self.assertEqual(self.order._get_shown_revision_number(), 1)
        # when it says something else, then it will be of revision 2
        self.order.order_line.product_uom_qty = 3
        self.assertEqual(self.order._get_shown_revision_number(), 2)

    @freeze_time("2026-11-26 23:30:00")
    def test_the_day_is_that_of_the_company(self):
        # given a company in Madrid, where it is the 27th already
        self.company.resource_calendar_id.tz = "Europe/Madrid"
        self.order.date_order = "2026-11-26 23:30:00"
        document = self.env["crm.pdf.order"]
        # then a rep in Lima, one in Madrid and nobody in particular read the same
        files = set()
        for tz in ("America/Lima", "Europe/Madrid", False):
            user = self.env.user.copy({"login": f"rep {tz}", "tz": tz})
            files.add(document.with_user(user)._render_pages(self.order.with_user(user)))
        [content] = files
        self.assertIn("November 27, 2026", self._text(content))

    def test_a_spanish_customer_gets_a_subject(self):
        # when Odoo's Spanish is loaded, in which the subject lacks a mark
        self.env["res.lang"]._activate_lang("es_ES")
        self.env.ref("base.module_sale")._update_translations(["es_ES"], overwrite=True)
        # then it is put right
        self.customer.lang = "es_ES"
        template = self.env.ref("sale.email_template_edi_sale")
        [subject] = template._render_field("subject", self.order.ids, compute_lang=True).values()
        self.assertIn("Presupuesto (Ref", subject)
