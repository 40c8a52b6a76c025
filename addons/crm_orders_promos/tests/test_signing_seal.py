import base64
import io
import subprocess
import tempfile
from unittest.mock import patch

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import pades
from .common_signing import SigningCase
from .common_tsa import TimeStampAuthority


class SealCase(SigningCase):
    """Signed copies with the seal of the company, as others see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_certificate()

    def ask_pdfsig(self, content):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            command = ["pdfsig", "-nocert", file.name]
            return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def check(self, content):
        """What pyHanko says of the seal, trusting the certificate of the company alone."""
        reader = PdfFileReader(io.BytesIO(content))
        [seal] = reader.embedded_regular_signatures
        own = base64.b64decode(self.company.signing_certificate_id.pem_certificate)
        return validate_pdf_signature(seal, self._trust(own), self._trust(self._get_authority()))

    def _get_authority(self):
        return None

    def _trust(self, certificate):
        roots = [x509.Certificate.load(pem.unarmor(certificate)[2])] if certificate else []
        return ValidationContext(trust_roots=roots, allow_fetching=False)


@tagged("post_install", "-at_install")
class TestSeal(SealCase):
    def test_the_seal_is_found_by_poppler(self):
        signature = self.sign()
        self.assertTrue(signature.sealed)
        self.assertFalse(signature.stamp_state)
        found = self.ask_pdfsig(signature.pdf_attachment_id.raw)
        self.assertEqual(found.count("is Valid"), 1)
        self.assertIn("ETSI.CAdES.detached", found)
        self.assertIn("Total document signed", found)

    def test_the_seal_is_pades(self):
        status = self.check(self.sign().pdf_attachment_id.raw)
        self.assertTrue(status.intact and status.valid)
        self.assertEqual(status.md_algorithm, "sha256")
        self.assertIsNone(status.timestamp_validity)

    def test_a_changed_file_is_found(self):
        content = bytearray(self.sign().pdf_attachment_id.raw)
        content[content.index(b"stream") + 40] ^= 1
        self.assertNotIn("is Valid", self.ask_pdfsig(bytes(content)))
        self.assertFalse(self.check(bytes(content)).intact)

    def test_without_pyhanko_the_signer_of_odoo_seals(self):
        with patch.object(pades, "is_available", return_value=False):
            signature = self.sign()
        self.assertTrue(signature.sealed)
        found = self.ask_pdfsig(signature.pdf_attachment_id.raw)
        self.assertEqual(found.count("is Valid"), 1)
        self.assertIn("adbe.pkcs7.detached", found)


@tagged("post_install", "-at_install")
class TestTimeStamp(SealCase):
    """The time of an authority on the seal, at once or later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.authority = TimeStampAuthority(folder)
        cls.addClassCleanup(cls.authority.stop)
        cls.company.signing_tsa_url = cls.authority.url

    def setUp(self):
        super().setUp()
        self.authority.silent = False
        self.authority.asked = 0

    def _get_authority(self):
        return self.authority.certificate

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_orders_promos.ir_cron_stamp_signatures").method_direct_trigger()

    def test_stamped_as_it_is_signed(self):
        signature = self.sign()
        self.assertEqual(signature.stamp_state, "stamped")
        content = signature.pdf_attachment_id.raw
        status = self.check(content)
        self.assertTrue(status.intact and status.valid)
        stamp = status.timestamp_validity
        self.assertTrue(stamp.intact and stamp.valid and stamp.trusted)
        self.assertLess(abs(stamp.timestamp.replace(tzinfo=None) - signature.signed_on).seconds, 60)
        self.assertEqual(self.ask_pdfsig(content).count("is Valid"), 1)
        self.assertTrue(signature._is_intact())

    def test_an_authority_that_is_silent_stamps_later(self):
        # given an authority that is out of order when the customer signs
        self.authority.silent = True
        signature = self.sign()
        # then the signature stands, sealed, and the order is confirmed; the chatter tells
        self.assertEqual((signature.state, self.quote.state), ("valid", "sale"))
        self.assertEqual((signature.sealed, signature.stamp_state), (True, "waiting"))
        self.assertTrue(self.quote.message_ids.filtered(lambda each: "did not answer" in each.body))
        signed = signature.pdf_attachment_id.raw
        self.assertIsNone(self.check(signed).timestamp_validity)
        # when the job asks in vain, then nothing changes
        self.run_job()
        self.assertEqual(signature.stamp_state, "waiting")
        # when the authority is back, then the copy has its stamp
        self.authority.silent = False
        self.run_job()
        self.assertEqual(signature.stamp_state, "stamped")
        stamped = signature._get_copy().raw
        self.assertTrue(stamped.startswith(signed))
        self.assertEqual(signature.pdf_attachment_id.raw, signed)
        self.assert_stamped(stamped)
        self.assertTrue(signature._is_intact())
        # and that is what everybody gets from now on
        self.assertEqual(self.env["crm.pdf.order"]._render(self.quote), stamped)
        # and nothing is asked again
        asked = self.authority.asked
        self.run_job()
        self.assertEqual(self.authority.asked, asked)

    def assert_stamped(self, content):
        [stamp] = PdfFileReader(io.BytesIO(content)).embedded_timestamp_signatures
        status = validate_pdf_timestamp(stamp, self._trust(self.authority.certificate))
        self.assertTrue(status.intact and status.valid and status.trusted)
        self.assertTrue(self.check(content).intact)
        seal, stamp = self.ask_pdfsig(content).split("Signature #")[1:]
        self.assertIn("is Valid", seal)
        self.assertIn("Hora Cierta", stamp)
        self.assertIn("Total document signed", stamp)

    def test_a_stamped_copy_is_kept(self):
        self.authority.silent = True
        signature = self.sign()
        self.authority.silent = False
        self.run_job()
        with self.assertRaisesRegex(AccessError, "kept as it was signed"):
            signature.stamped_attachment_id.raw = b"%PDF-"
        with self.assertRaises(AccessError):
            signature.with_user(self.env.ref("base.user_admin")).write({"stamp_state": "waiting"})

    def test_nobody_there_at_all(self):
        # given an address where nothing listens
        self.company.signing_tsa_url = "http://127.0.0.1:9/tsa"
        signature = self.sign()
        self.assertEqual((signature.state, signature.stamp_state), ("valid", "waiting"))
        # when the company does without time stamps, then nothing is asked
        self.company.signing_tsa_url = False
        self.run_job()
        self.assertEqual(signature.stamp_state, "waiting")
