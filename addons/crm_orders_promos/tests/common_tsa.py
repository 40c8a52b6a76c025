"""A time stamp authority on this machine: OpenSSL answers what comes by HTTP."""

import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/certificate.pem
certs = {folder}/certificate.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
_TYPE = "application/timestamp-reply"


class TimeStampAuthority:
    """Answers at ``url`` until it is stopped; what is in ``folder`` belongs to it."""

    def __init__(self, folder):
        self._folder = Path(folder)
        self.certificate = self._make_certificate()
        self.silent = False
        self.answer_after = 0.0  # seconds
        self.asked = 0
        (self._folder / "serial").write_text("01\n")
        (self._folder / "tsa.cnf").write_text(_SETTINGS.format(folder=folder))
        self._server = HTTPServer(("127.0.0.1", 0), self._make_handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/tsa"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _make_certificate(self):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hora Cierta")])
        now = datetime.now(UTC)
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=True, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(purpose, critical=True)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self._folder / "key.pem").write_bytes(secret)
        content = certificate.public_bytes(Encoding.PEM)
        (self._folder / "certificate.pem").write_bytes(content)
        return content

    def _make_handler(authority):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                content = self.rfile.read(int(self.headers["Content-Length"]))
                authority.asked += 1
                time.sleep(authority.answer_after)
                self.send_response(503 if authority.silent else 200)
                self.send_header("Content-Type", "text/plain" if authority.silent else _TYPE)
                self.end_headers()
                if not authority.silent:
                    self.wfile.write(authority._answer(content))

            def log_message(self, *args):
                pass

        return Handler

    def _answer(self, content):
        query, reply = self._folder / "query.tsq", self._folder / "reply.tsr"
        query.write_bytes(content)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", query.name]
        subprocess.run(
            [*command, "-out", reply.name], cwd=self._folder, check=True, capture_output=True
        )
        return reply.read_bytes()
