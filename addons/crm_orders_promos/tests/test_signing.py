import base64
import io
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common_signing import SIGNATURE, SigningCase

REPORT = "sale.action_report_saleorder"


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


class TestSigning(SigningCase):
    def print_as_core(self, order):
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(REPORT, order.ids)[0]

    def test_signed_and_confirmed(self):
        # given 2 x 50.00 + 21 %
        self.assert_totals(self.quote, 100, 21, 121)
        self.assertEqual(self.quote.crm_revision_ids.number, 1)
        # when the buyer signs
        signature = self.sign()
        # then the order is confirmed, and the copy holds what was signed
        self.assertEqual(self.quote.state, "sale")
        self.assertEqual(signature.state, "valid")
        self.assertEqual(signature.revision_id, self.quote.crm_revision_ids)
        self.assertTrue(signature._is_intact())
        shown = text_of(signature.pdf_attachment_id.raw)
        self.assertIn("Elvira Cueto", shown)
        self.assertRegex(shown, "121[.,]00")
        # and it is what everybody gets from now on, to the byte
        printed = self.print_as_core(self.quote)
        self.assertEqual(printed, signature.pdf_attachment_id.raw)
        self.assertEqual(self.env["crm.pdf.order"]._render(self.quote), printed)

    def test_a_later_change_voids_it(self):
        # S1: given the signed order of 121.00
        signature = self.sign()
        copy = signature.pdf_attachment_id.raw
        # when the rep sets 3 on the confirmed order
        self.quote.order_line.product_uom_qty = 3
        # then 181.50, the signature is void, the stored copy is the same
        self.assertAlmostEqual(self.quote.amount_total, 181.5)
        self.assertEqual(signature.state, "superseded")
        self.assertFalse(self.quote.signature)
        self.assertFalse(self.quote.signed_by)
        self.assertEqual(signature.pdf_attachment_id.raw, copy)
        self.assertTrue(signature._is_intact())
        # and a fresh print shows no signature
        fresh = self.print_as_core(self.quote)
        self.assertNotIn("Elvira Cueto", text_of(fresh))
        # an addendum waits to be signed
        self.assertTrue(self.quote.crm_needs_addendum)
        self.assertTrue(self.quote._has_to_be_signed())
        self.assertEqual(sorted(self.quote.crm_revision_ids.mapped("number")), [1, 2])
        again = self.sign()
        self.assertEqual(again.state, "valid")
        self.assertFalse(self.quote.crm_needs_addendum)
        self.assertEqual(self.quote.state, "sale")

    def test_what_is_not_signed_may_change(self):
        signature = self.sign()
        self.quote.write({"client_order_ref": "PO 7", "tag_ids": [Command.create({"name": "A"})]})
        self.deliver(self.quote, {"Coffee maker": 1})
        self.quote._create_invoices()
        self.assertEqual(signature.state, "valid")

    def test_each_part_that_is_signed_voids_it(self):
        changes = {
            "price": lambda quote: quote.order_line.write({"price_unit": 49}),
            "chain": lambda quote: quote.order_line.write({"line_discounts": "5"}),
            "text": lambda quote: quote.order_line.write({"name": "Another thing"}),
            "order discount": lambda quote: quote.write(
                {"header_discount_ids": [Command.create({"percent": 5})]}
            ),
            "terms": lambda quote: quote.write({"note": "<p>Cash only</p>"}),
            "a line more": lambda quote: quote.write(
                {"order_line": [Command.create({"product_id": self.product.id})]}
            ),
            "a photo": lambda quote: quote.write(
                {"crm_photo_ids": [Command.create({"image": SIGNATURE, "caption": "Shelf"})]}
            ),
        }
        for name, change in changes.items():
            with self.subTest(name):
                quote = self.make_quote()
                signature = self.sign(quote)
                change(quote)
                self.assertEqual(signature.state, "superseded")
                self.assertFalse(quote.signature)

    def test_an_internal_photo_is_not_signed(self):
        signature = self.sign()
        self.quote.crm_photo_ids = [
            Command.create({"image": SIGNATURE, "visibility": "internal", "caption": "Cellar"})
        ]
        self.assertEqual(signature.state, "valid")

    def test_an_old_page_is_refused(self):
        # S2: given the page opened at 121.00
        shown = self.quote._get_content_hash()
        # when the rep changes the price to 55.00
        self.quote.order_line.price_unit = 55
        self.assertAlmostEqual(self.quote.amount_total, 133.1)
        # then the old page is refused and nothing is written
        with self.assertRaisesRegex(UserError, "changed while you were reading it"):
            self.sign(content_sha256=shown)
        self.assertFalse(self.quote.crm_signature_ids)
        self.assertEqual(self.quote.state, "sent")

    def test_documents_around_it_stay_in_the_signed_copy(self):
        # S3: given a footer of two pages and a quotation of one
        if "quotation.document" not in self.env:
            self.skipTest("sale_pdf_quote_builder is not installed")
        writer = PdfWriter()
        for _page in range(2):
            writer.add_blank_page(595, 842)
        stream = io.BytesIO()
        writer.write(stream)
        footer = self.env["quotation.document"].create(
            {
                "name": "Terms.pdf",
                "datas": base64.b64encode(stream.getvalue()),
                "document_type": "footer",
            }
        )
        self.quote.quotation_document_ids = footer
        # when it is signed, then the stored copy has three pages although the order is confirmed
        with mute_logger("pypdf._writer"):  # core looks for fields on pages that have none
            signature = self.sign()
        self.assertEqual(self.quote.state, "sale")
        pages = PdfReader(io.BytesIO(signature.pdf_attachment_id.raw)).pages
        self.assertEqual(len(pages), 3)

    def test_one_byte_is_enough(self):
        # S6
        signature = self.sign()
        content = bytearray(signature.pdf_attachment_id.raw)
        content[100] ^= 1
        # nobody can do it through Odoo
        with self.assertRaisesRegex(AccessError, "kept as it was signed"):
            signature.pdf_attachment_id.raw = bytes(content)
        # and whoever does it in the store is found out
        self._overwrite(signature.pdf_attachment_id, bytes(content))
        self.assertFalse(signature._is_intact())
        self.assertIn("The stored file was changed", signature.action_verify()["params"]["message"])

    def _overwrite(self, attachment, content):
        """Changes a file in the store, where no Odoo looks, until the test is over."""
        path = Path(attachment._full_path(attachment.store_fname))
        self.addCleanup(path.write_bytes, attachment.raw)
        path.write_bytes(content)
        attachment.invalidate_recordset()

    def test_the_log_is_a_chain(self):
        first = self.sign()
        second = self.sign(self.make_quote())
        self.assertEqual(second.previous_hash, first.entry_hash)
        for record in (first, first.revision_id):
            with self.assertRaises(AccessError):
                record.with_user(self.env.ref("base.user_admin")).write({"state": "superseded"})
            with self.assertRaises(AccessError):
                record.write({"content_sha256": "0"})
            with self.assertRaises(AccessError):
                record.unlink()
        self.env.cr.execute(
            "UPDATE crm_order_signature SET signer_name = 'Somebody' WHERE id = %s", [first.id]
        )
        self.env.invalidate_all()
        self.assertFalse(first._is_intact())
        self.assertTrue(second._is_intact())

    def test_clauses_are_accepted_one_by_one(self):
        # S7: given a clause that has to be accepted and one that may
        must, may = self.env["crm.sale.clause"].create(
            [
                {"code": "LOAN", "name": "Machine on loan", "body_html": "<p>12 months</p>",
                 "must_accept": True, "company_id": self.company.id},
                {"code": "NEWS", "name": "Offers by mail", "body_html": "<p>Any time</p>",
                 "company_id": self.company.id},
            ]
        )  # fmt: skip
        self.quote.crm_clause_ids = [
            Command.create({"clause_id": clause.id}) for clause in must | may
        ]
        first, second = self.quote.crm_clause_ids
        # when the first is not ticked, then nothing is signed
        with self.assertRaisesRegex(UserError, "Accept first: Machine on loan"):
            self.sign(clause_ids=second.ids)
        self.assertFalse(self.quote.signature)
        # when it is, then both answers are kept
        signature = self.sign(clause_ids=first.ids)
        self.assertEqual((first.accepted, second.accepted), (True, False))
        self.assertIn("Machine on loan (v1) – accepted", text_of(signature.pdf_attachment_id.raw))
        # and the clause cannot be changed, only followed by a version
        with self.assertRaisesRegex(UserError, "Make a new version"):
            must.body_html = "<p>24 months</p>"
        fresh = self.env["crm.sale.clause"].browse(must.action_new_version()["res_id"])
        self.assertEqual((fresh.code, fresh.version, must.active), ("LOAN", 2, False))
        self.assertEqual(signature.state, "valid")

    def test_who_signs_has_a_name_and_a_signature(self):
        for values, words in (
            ({"name": " "}, "Write the name"),
            ({"image": ""}, "Sign in the box"),
            ({"image": "no base64!"}, "did not arrive whole"),
            ({"image": base64.b64encode(b"no picture").decode()}, "did not arrive whole"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.sign(**values)
        self.assertFalse(self.quote.crm_signature_ids)

    def test_signed_once(self):
        self.sign()
        with self.assertRaisesRegex(UserError, "not waiting for a signature"):
            self.sign()

    def test_what_confirming_would_change_is_not_signed(self):
        # given an addition that changes the lines when the order is confirmed
        def confirm(order):
            order.order_line.price_unit = 60
            order.action_confirm()

        self.patch(type(self.quote), "_validate_order", confirm)
        with self.assertRaisesRegex(UserError, "would have changed what you signed"):
            self.sign()

    def test_to_be_paid_first(self):
        # given a quotation that has to be paid: signed now, confirmed by the payment
        quote = self.make_quote(require_payment=True, prepayment_percent=1.0)
        signature = self.sign(quote)
        self.assertEqual(quote.state, "sent")
        self.assertEqual(signature.state, "valid")
        # when the rep changes it before it is paid, then nothing is signed any more
        quote.order_line.product_uom_qty = 5
        self.assertEqual(signature.state, "superseded")
        self.assertFalse(quote.signature)

    def test_a_copy_is_not_signed(self):
        self.sign()
        copy = self.quote.copy()
        self.assertFalse(copy.signature)
        self.assertFalse(copy.crm_signature_ids)
        self.assertFalse(copy.crm_revision_ids)

    def test_a_signed_order_is_not_deleted(self):
        self.sign()
        self.quote._action_cancel()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception):  # noqa: B017
            self.quote.unlink()
            self.env.flush_all()

    def test_a_request_cannot_pretend_to_be_signing(self):
        # given a signed order, when a request changes it with a context of its own
        signature = self.sign()
        line = self.quote.order_line[:1]
        line.with_context(crm_signing=True).product_uom_qty = 7
        # then the signature is void, as by any change
        self.assertEqual(signature.state, "superseded")

    def test_the_address_of_a_report_cannot_name_an_order(self):
        reports = self.env["ir.actions.report"].with_context(crm_dossier=self.quote.id)
        content, _kind = reports._render_qweb_html("account.report_invoice", [])
        self.assertTrue(content)
