import base64
import io

from lxml import etree
from PIL import Image

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common_signing import SIGNATURE, SigningCase, picture


@tagged("post_install", "-at_install")
class TestSigningOnThePortal(SigningCase, HttpCase):
    def accept(self, quote, **values):
        url = quote.get_portal_url(suffix="/accept")
        return self.make_jsonrpc_request(
            url, {"name": "Elvira Cueto", "signature": SIGNATURE} | values
        )

    def test_the_customer_signs_what_the_page_shows(self):
        page = self.url_open(self.quote.get_portal_url()).text
        self.assertIn(self.quote._get_content_hash(), page)
        answer = self.accept(
            self.quote, content=self.quote._get_content_hash(), signer_vat="12345678Z"
        )
        self.assertIn("message=sign_ok", answer["redirect_url"])
        signature = self.quote.crm_signature_ids
        self.assertEqual(self.quote.state, "sale")
        self.assertEqual((signature.method, signature.signer_vat), ("portal", "12345678Z"))
        self.assertTrue(signature.sudo().ip)
        # and the portal gives the stored copy
        copy = self.url_open(self.quote.get_portal_url(report_type="pdf"))
        self.assertEqual(copy.content, signature.pdf_attachment_id.raw)

    def test_an_old_page_signs_nothing(self):
        # S2
        shown = self.quote._get_content_hash()
        self.quote.order_line.price_unit = 55
        answer = self.accept(self.quote, content=shown)
        self.assertTrue(answer["error"])
        self.assertFalse(self.quote.crm_signature_ids)
        self.assertEqual(self.quote.state, "sent")
        self.assertFalse(self.quote.signature)

    def test_core_s_own_page_signs_nothing(self):
        # a page without the fingerprint, from before the addon was there
        self.assertIn("error", self.accept(self.quote))
        self.assertFalse(self.quote.signature)

    def test_bad_input(self):
        content = self.quote._get_content_hash()
        for values in (
            {"signature": None},
            {"signature": ["x"]},
            {"signature": "%%%"},
            {"name": None},
            {"name": {"a": 1}, "signature": ""},
            {"clause_ids": "all", "signature": ""},
        ):
            with self.subTest(values):
                self.assertIn("error", self.accept(self.quote, content=content, **values))
        self.assertFalse(self.quote.crm_signature_ids)

    def test_nobody_else_signs(self):
        self.quote._portal_ensure_token()
        url = f"/my/orders/{self.quote.id}/accept?access_token=wrong"
        answer = self.make_jsonrpc_request(
            url, {"name": "X", "signature": SIGNATURE, "content": self.quote._get_content_hash()}
        )
        self.assertTrue(answer["error"])
        self.assertFalse(self.quote.crm_signature_ids)

    def test_photos_that_are_shown(self):
        shown, internal = self.env["crm.order.photo"].create(
            [
                {"order_id": self.quote.id, "image": SIGNATURE, "caption": "The shelf"},
                {"order_id": self.quote.id, "image": SIGNATURE, "visibility": "internal"},
            ]
        )
        other = self.make_quote()
        other.crm_photo_ids = [Command.create({"image": SIGNATURE})]
        page = etree.HTML(self.url_open(self.quote.get_portal_url()).text)
        sources = page.xpath("//figure//img/@src")
        self.assertEqual(len(sources), 1)
        self.assertIn("The shelf", " ".join(page.xpath("//figcaption")[0].itertext()))
        answer = self.url_open(sources[0])
        self.assertEqual(answer.headers["Content-Type"], "image/jpeg")
        for hidden in (internal, other.crm_photo_ids):
            url = self.quote.get_portal_url(suffix=f"/photo/{hidden.id}")
            self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(
            self.url_open(f"/my/orders/{self.quote.id}/photo/{shown.id}").status_code, 404
        )

    def test_a_customer_does_not_see_the_log(self):
        self.accept(self.quote, content=self.quote._get_content_hash())
        new_test_user(self.env, "elvira", "base.group_portal", partner_id=self.customer.id)
        self.authenticate("elvira", "elvira")
        for model in ("crm.order.signature", "crm.order.revision", "crm.order.photo"):
            with (
                self.subTest(model),
                mute_logger("odoo.http"),
                self.assertRaises(JsonRpcException),
            ):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/{model}/search_read",
                    {"model": model, "method": "search_read", "args": [[]], "kwargs": {}},
                )


@tagged("post_install", "-at_install")
class TestPhotos(SigningCase):
    def test_sent_twice_kept_once(self):
        # S8
        values = {"order_id": self.quote.id, "image": SIGNATURE, "client_uuid": "a-1"}
        first = self.env["crm.order.photo"].create(values)
        again = self.env["crm.order.photo"].create(values)
        self.assertEqual(first, again)
        self.assertEqual(len(self.quote.crm_photo_ids), 1)

    def test_an_empty_picture_is_none(self):
        for image in (False, ""):
            with self.subTest(image), self.assertRaisesRegex(ValidationError, "no picture in it"):
                self.env["crm.order.photo"].create({"order_id": self.quote.id, "image": image})

    def test_where_it_was_taken_does_not_come_along(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by a quarter
        exif.get_ifd(0x8825)[1] = "N"  # position
        content = picture((3000, 1500), "JPEG", exif=exif)
        photo = self.env["crm.order.photo"].create(
            {"order_id": self.quote.id, "image": base64.b64encode(content)}
        )
        kept = Image.open(io.BytesIO(base64.b64decode(photo.image)))
        self.assertEqual(kept.size, (960, 1920))
        self.assertFalse(kept.getexif())
