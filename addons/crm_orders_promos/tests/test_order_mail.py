import io

from pypdf import PdfReader

from .common import OrdersCase


class TestOrderMail(OrdersCase):
    """A quotation can be sent in each language that people use."""

    def test_the_mail_carries_the_dossier(self):
        # given a quotation, when the window with its mail opens
        order = self.make_order((self.make_product("Olives", 10), 3))
        action = order.action_quotation_send()
        context = {**action["context"], "force_report_rendering": True}
        composer = self.env[action["res_model"]].with_context(**context).create({})
        # then the document of the PDF kit is in it, and the quotation's total
        [paper] = composer.attachment_ids
        pages = PdfReader(io.BytesIO(paper.raw)).pages
        self.assertRegex(pages[0].extract_text(), r"36[.,]30")

    def test_each_template_of_an_order_can_be_rendered(self):
        self.env["res.lang"]._activate_lang("es_ES")
        modules = ["sale", "crm_orders_promos"]
        self.env["ir.module.module"]._load_module_terms(modules, ["es_ES"], overwrite=True)
        order = self.make_order((self.make_product("Olives", 10), 1))
        for template in self.env["mail.template"].search([("model", "=", "sale.order")]):
            with self.subTest(template.name):
                subject = template.with_context(lang="es_ES")._render_field("subject", order.ids)
                self.assertTrue(subject[order.id])
