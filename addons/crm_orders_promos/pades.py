"""Seals in PAdES and time stamps by pyHanko, where it is installed; nothing of Odoo."""

import io
import logging

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import load_pem_x509_certificate

try:
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps import HTTPTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore
except ImportError:
    signers = None

_logger = logging.getLogger(__name__)
_DIGEST = "sha256"
# The customer waits while it is signed.
_SECONDS = 5


class NoStampError(Exception):
    """The time stamp authority did not answer, or with something else than a time stamp."""


def is_available() -> bool:
    """Whether pyHanko is installed."""
    return signers is not None


def seal(content: bytes, certificate: bytes, key: bytes, field: str, authority: str = "") -> bytes:
    """The file with an invisible seal: PAdES B-B, or B-T with the address of an authority.

    :param certificate: of who seals, PEM
    :param key: its private key, PEM, without a password
    :param authority: where time stamps come from by RFC 3161, if one is wanted
    :raise NoStampError: there is none to be had
    """
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(
            load_pem_x509_certificate(certificate).public_bytes(Encoding.DER)
        ),
        signing_key=keys.PrivateKeyInfo.load(
            load_pem_private_key(key, None).private_bytes(
                Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
            )
        ),
        cert_registry=SimpleCertificateStore(),
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=_DIGEST, subfilter=fields.SigSeedSubFilter.PADES
    )
    clock = _clock(authority)
    return signers.PdfSigner(metadata, signer, timestamper=clock).sign_pdf(_open(content)).read()


def stamp(content: bytes, authority: str) -> bytes:
    """The file with a time stamp of its own behind it: not a byte of what was there changes.

    :raise NoStampError: there is none to be had
    """
    stamper = signers.PdfTimeStamper(_clock(authority))
    return stamper.timestamp_pdf(_open(content), _DIGEST).read()


def _open(content: bytes):
    return IncrementalPdfFileWriter(io.BytesIO(content), strict=False)


def _clock(authority: str):
    return _Authority(authority, timeout=_SECONDS) if authority else None


if signers:

    class _Authority(HTTPTimeStamper):
        """Whatever goes wrong with a time stamp is one kind of trouble: there is none."""

        async def async_timestamp(self, message_digest, md_algorithm):
            try:
                return await super().async_timestamp(message_digest, md_algorithm)
            except (OSError, ValueError, KeyError, TypeError) as error:
                _logger.info("No time stamp from %s: %s", self.url, error)
                raise NoStampError(str(error)) from error
