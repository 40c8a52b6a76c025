import base64
import io
import struct
import zlib
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

from .common import OrdersCase


def picture(size=(300, 120), fmt="PNG", **options):
    """A drawn signature, or any other picture, as bytes."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line([(10, 90), (120, 20), (280, 100)], fill="navy", width=4)
    stream = io.BytesIO()
    image.save(stream, fmt, **options)
    return stream.getvalue()


def bare_picture(width, height):
    """A white PNG of one bit a pixel: as many pixels as one likes, and no memory for them."""

    def chunk(kind, data):
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    row = b"\0" + b"\xff" * ((width + 7) // 8)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(row * height)),
            chunk(b"IEND", b""),
        ]
    )


def certificate_and_key(name="Distribuciones Pilar"):
    """A certificate that signs itself, and its key, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    names = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(names)
        .issuer_name(names)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM), secret


SIGNATURE = base64.b64encode(picture()).decode()


class SigningCase(OrdersCase):
    """A quotation of 2 x 50.00 with 21 % VAT, 121.00, that waits for a signature."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_sign = True
        cls.product = cls.make_product("Coffee maker", 50)
        cls.quote = cls.make_quote()

    @classmethod
    def make_quote(cls, **values):
        quote = cls.make_order((cls.product, 2), require_signature=True, **values)
        quote.action_quotation_sent()
        return quote

    @classmethod
    def add_certificate(cls):
        certificate, secret = certificate_and_key()
        key = cls.env["certificate.key"].create(
            {
                "name": "Key",
                "content": base64.b64encode(secret),
                "company_id": cls.company.id,
            }
        )
        cls.company.signing_certificate_id = cls.env["certificate.certificate"].create(
            {
                "name": "Seal",
                "content": base64.b64encode(certificate),
                "private_key_id": key.id,
                "company_id": cls.company.id,
            }
        )

    def sign(self, quote=None, **values):
        quote = quote or self.quote
        facts = {
            "name": "Elvira Cueto",
            "image": SIGNATURE,
            "content_sha256": quote._get_content_hash(),
            "method": "portal",
            "signer_vat": "12345678Z",
            **values,
        }
        return quote._sign(**facts)
