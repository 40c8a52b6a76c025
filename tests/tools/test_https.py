"""HTTPS for phones: the certificate, the head of a request, and the two in front of a server."""

from __future__ import annotations

import http.server
import ssl
import subprocess
import sys
import threading
import urllib.request

import pytest

from tools import https_certificate, https_proxy, server, settings

HOST = "127.0.0.1"


class _Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers that it got, as a server behind the proxy sees them."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = str(self.headers).encode() + body
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments):
        """A test tells nothing."""


@pytest.fixture
def secured(tmp_path):
    """The address of a proxy in front of a server that echoes, and what trusts it."""
    echo = http.server.ThreadingHTTPServer((HOST, 0), _Echo)
    threading.Thread(target=echo.serve_forever, daemon=True).start()
    port = server.free_port()
    command = [sys.executable, "-m", "tools.https_proxy", "--target", str(echo.server_port)]
    command += ["--port", str(port), "--folder", str(tmp_path)]
    proxy = subprocess.Popen(command, cwd=settings.ROOT, stdout=subprocess.PIPE, text=True)
    for line in proxy.stdout:
        if line.startswith("Trusted"):
            break
    context = ssl.create_default_context(cafile=tmp_path / "authority.crt")
    yield f"https://{HOST}:{port}", context
    proxy.terminate()
    proxy.wait()
    proxy.stdout.close()
    echo.shutdown()
    echo.server_close()


def _open(url, context, data=None):
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    with opener.open(urllib.request.Request(url, data=data), timeout=20) as response:
        return response.read()


def test_a_request_arrives_whole_and_says_that_it_was_secure(secured):
    url, context = secured
    body = bytes(range(256)) * 2000
    answer = _open(f"{url}/web/upload", context, body)
    head, _empty, echoed = answer.partition(b"\n\n")
    assert echoed == body
    assert b"X-Forwarded-Proto: https" in head
    assert b"X-Forwarded-For: 127.0.0.1" in head
    assert f"X-Forwarded-Host: {url.removeprefix('https://')}".encode() in head


def test_the_authority_can_be_fetched_by_a_phone(secured, tmp_path):
    url, context = secured
    assert _open(url + https_proxy.AUTHORITY_PATH, context) == (
        (tmp_path / "authority.crt").read_bytes()
    )


def test_a_device_cannot_pretend_to_be_another():
    head = b"GET / HTTP/1.1\r\nHost: a.example:8443\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n"
    text = https_proxy.rewrite_head(head, "192.168.1.7").decode()
    assert "10.0.0.1" not in text
    assert "X-Forwarded-For: 192.168.1.7\r\n" in text
    assert "X-Forwarded-Host: a.example:8443\r\n" in text
    assert "Connection: close\r\n" in text


def test_a_websocket_keeps_its_connection():
    head = (
        b"GET /websocket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    )
    text = https_proxy.rewrite_head(head, "192.168.1.7").decode()
    assert "Connection: Upgrade\r\n" in text
    assert "close" not in text


def test_the_certificate_is_kept_until_the_address_changes(tmp_path):
    certificate, key, authority = https_certificate.ensure(tmp_path, ["192.168.1.5", "localhost"])
    first, anchor = certificate.read_bytes(), authority.read_bytes()
    https_certificate.ensure(tmp_path, ["192.168.1.5"])
    assert certificate.read_bytes() == first
    https_certificate.ensure(tmp_path, ["192.168.1.6", "localhost"])
    assert certificate.read_bytes() != first
    assert authority.read_bytes() == anchor, "phones go on trusting it"
    assert key.stat().st_mode & 0o077 == 0


def test_the_port_for_the_network_follows_the_other(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert settings.https_port() == 8443
    monkeypatch.setenv("PORT", "8070")
    assert settings.https_port() == 8444
    monkeypatch.setenv("PORT", "65500")
    assert settings.https_port() == 8443
