"""HTTPS for the local network in front of `make run`: phones give position and storage to it alone.

A program of its own, run inside the virtual environment. It ends TLS, says in the headers that Odoo
reads behind a proxy who asks and how, and passes everything else on, websockets included. It is for
trying things out; in production a reverse proxy does this (`docs/admin.md`).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import ssl
import sys
from pathlib import Path

import qrcode

from tools import https_certificate

AUTHORITY_PATH = "/pilares-authority.crt"
_HEAD_LIMIT = 64 * 1024
_HEAD_SECONDS = 30
_OURS = {b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"}


def main(words: list[str] | None = None) -> None:
    """Serve until the program is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=int, required=True, help="port of Odoo on this machine")
    parser.add_argument("--port", type=int, required=True, help="port for the network")
    parser.add_argument("--folder", type=Path, required=True, help="where certificates are kept")
    parser.add_argument("--path", default="/odoo", help="the page that the QR code opens")
    options = parser.parse_args(words)
    addresses = https_certificate.addresses()
    certificate, key, authority = https_certificate.ensure(
        options.folder, [*addresses, "localhost"]
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    proxy = Proxy(options.target, authority.read_bytes())
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(proxy, options.port, context, addresses[0], options.path))


async def _serve(proxy: Proxy, port: int, context: ssl.SSLContext, address: str, path: str) -> None:
    server = await asyncio.start_server(
        proxy.handle,
        "0.0.0.0",
        port,
        ssl=context,
        limit=_HEAD_LIMIT,
    )
    url = f"https://{address}:{port}"
    code = qrcode.QRCode(border=2)
    code.add_data(url + path)
    code.print_ascii(out=sys.stdout, invert=True)
    sys.stdout.write(
        f"{url}{path}\n"
        f"Trusted once {url}{AUTHORITY_PATH} is installed on the phone as an authority.\n"
    )
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


class Proxy:
    """Passes each request on to Odoo over a connection of its own."""

    def __init__(self, target: int, authority: bytes) -> None:
        self._target = target
        self._authority = authority

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a device: one request, or a websocket for as long as it lasts."""
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _HEAD_SECONDS)
            if head.startswith(f"GET {AUTHORITY_PATH} ".encode()):
                await _answer(writer, "200 OK", "application/x-x509-ca-cert", self._authority)
                return
            peer = writer.get_extra_info("peername")[0]
            await self._pass_on(rewrite_head(head, peer), reader, writer)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError, TimeoutError):
            pass  # the device went away, or says no request
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _pass_on(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            odoo_reader, odoo_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            await _answer(writer, "502 Bad Gateway", "text/plain", b"Odoo does not answer.\n")
            return
        try:
            odoo_writer.write(head)
            await odoo_writer.drain()
            sending = asyncio.create_task(_copy(reader, odoo_writer))
            await _copy(odoo_reader, writer)
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await sending
        finally:
            odoo_writer.close()


def rewrite_head(head: bytes, peer: str) -> bytes:
    """The head of a request as Odoo expects it behind a proxy.

    One connection carries one request, so that the next one is rewritten too; a websocket keeps it.
    """
    request, *lines = head[:-4].split(b"\r\n")
    headers = [(line.partition(b":")[0].strip().lower(), line) for line in lines]
    known = dict(headers)
    host = known.get(b"host", b"").partition(b":")[2].strip()
    kept = [line for name, line in headers if name not in _OURS]
    if b"upgrade" not in known:
        kept = [line for line in kept if not line.lower().startswith(b"connection:")]
        kept.append(b"Connection: close")
    kept += [
        b"X-Forwarded-For: " + peer.encode(),
        b"X-Forwarded-Host: " + host,
        b"X-Forwarded-Proto: https",
    ]
    return b"\r\n".join([request, *kept]) + b"\r\n\r\n"


async def _answer(writer: asyncio.StreamWriter, status: str, kind: str, body: bytes) -> None:
    writer.write(
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n".encode()
        + body
    )
    await writer.drain()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


if __name__ == "__main__":
    main()
