"""A certificate for the local network, signed by an authority of this folder's own.

Runs inside the virtual environment, with `cryptography`. A phone trusts the certificate once the
authority's is installed on it; without that it asks whether to go on, and keeps no service worker.
"""

from __future__ import annotations

import datetime
import ipaddress
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_AUTHORITY_DAYS = 730
_DAYS = 397
"""Phones refuse server certificates that hold longer."""
_RENEW_BEFORE = datetime.timedelta(days=30)


def addresses() -> list[str]:
    """Addresses under which other devices of the network may reach this machine."""
    found = {"127.0.0.1"}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # sends nothing: it only asks which address would be used
            probe.connect(("192.0.2.1", 9))
            found.add(probe.getsockname()[0])
        except OSError:
            pass  # a machine without a network serves itself
    return sorted(found, key=lambda address: (address == "127.0.0.1", address))


def ensure(folder: Path, names: list[str]) -> tuple[Path, Path, Path]:
    """Paths of certificate, key and the authority's certificate, made or renewed if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    authority, authority_key = folder / "authority.crt", folder / "authority.key"
    if not _holds(authority, []) or not authority_key.exists():
        _make_authority(authority, authority_key)
        (folder / "server.crt").unlink(missing_ok=True)
    certificate, key = folder / "server.crt", folder / "server.key"
    if not _holds(certificate, names) or not key.exists():
        _make_certificate(certificate, key, names, authority, authority_key)
    return certificate, key, authority


def _holds(path: Path, names: list[str]) -> bool:
    """Whether the certificate is there, names all these addresses, and holds for a while."""
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    if certificate.not_valid_after_utc - _RENEW_BEFORE < _now():
        return False
    if not names:
        return True
    known = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {str(name.value) for name in known}
    return set(names) <= held


def _make_authority(path: Path, key_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Pilares on {socket.gethostname()}")
    builder = _builder(name, name, key, _AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(signs=True), critical=True)
    _save(path, builder.sign(key, hashes.SHA256()), key_path, key)


def _make_certificate(
    path: Path, key_path: Path, names: list[str], authority: Path, authority_key: Path
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_pem_x509_certificate(authority.read_bytes())
    issuer_key = serialization.load_pem_private_key(authority_key.read_bytes(), None)
    builder = _builder(_name(socket.gethostname()), issuer.subject, key, _DAYS)
    builder = builder.add_extension(
        x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_key_usage(signs=False), critical=True)
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
    )
    _save(path, builder.sign(issuer_key, hashes.SHA256()), key_path, key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int
) -> x509.CertificateBuilder:
    now = _now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=days))
    )


def _key_usage(*, signs: bool) -> x509.KeyUsage:
    names = (
        "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        **dict.fromkeys(names, False),
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


def _save(
    path: Path, certificate: x509.Certificate, key_path: Path, key: ec.EllipticCurvePrivateKey
) -> None:
    key_path.touch(0o600)
    key_path.chmod(0o600)
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
