"""Talking to a route server (OSRM): one address, no detours, and no longer than one is patient.

Nothing but the address that an administrator wrote down is asked: redirects are not followed, and
proxies and passwords of the environment are left alone. Without Odoo.
"""

import json
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from .engine import osrm

CONNECT_SECONDS = 3
TRIES = 3
IMPATIENT, REST_SECONDS = 5, 60
"""A server that was not there is left alone for a while by whoever has so few seconds only."""
MOST_BYTES = 4 << 20
AGENT = {"User-Agent": "Pilares", "Accept": "application/json"}
_resting = {}  # (host, port): until when, and why


class RouteServerError(Exception):
    """No usable answer: a code, and what the server said if it said something."""

    def __init__(self, code, text=""):
        super().__init__(f"{code} {text}".strip())
        self.code, self.text = code, text


def read_address(address):
    """Host, port and path of an address.

    :raise ValueError: it is no address of a route server
    """
    parts = urlsplit((address or "").strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("scheme")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("extras")
    if not parts.path.isprintable() or " " in parts.path or not parts.path.isascii():
        raise ValueError("path")
    connection = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return connection, parts.hostname, parts.port, parts.path.rstrip("/")


class RouteServer:
    """One server, for one piece of work, to be used in a ``with``.

    :param patience: seconds for all questions together
    """

    def __init__(self, address, profile, patience):
        try:
            self._kind, self._host, self._port, self._path = read_address(address)
        except ValueError as error:
            raise RouteServerError("address") from error
        self._profile = profile
        self._until = time.monotonic() + patience
        self._is_impatient = patience <= IMPATIENT
        self._most = osrm.TILE**2
        self._connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._hang_up()

    # -- questions -------------------------------------------------------------------------------

    def tables(self, places, tiles):
        """Each tile with its table; tiles that are too big for the server in parts."""
        left = list(tiles)[::-1]
        while left:
            tile = left.pop()
            smaller = osrm.parts(tile, self._most)
            if len(smaller) > 1:
                left += smaller[::-1]
                continue
            try:
                answer = self._ask(osrm.table_path(self._profile, places, tile))
            except RouteServerError as error:
                cells = len(tile[0]) * len(tile[1])
                if error.text != "TooBig" or cells == 1:
                    raise
                self._most = cells // 2
                left.append(tile)
                continue
            yield tile, self._read(osrm.read_table, answer, tile)

    def shape(self, places):
        """The line of the way through the places."""
        return self._read(osrm.read_shape, self._ask(osrm.route_path(self._profile, places)))

    @staticmethod
    def _read(reader, *arguments):
        try:
            return reader(*arguments)
        except osrm.Malformed as error:
            raise RouteServerError("no_osrm") from error

    # -- the line --------------------------------------------------------------------------------

    def _ask(self, path):
        """The answer to a question; what may pass by itself is tried again."""
        self._let_rest()
        for left in reversed(range(TRIES)):
            try:
                answer = self._ask_once(path)
            except RouteServerError as error:
                self._hang_up()
                if not left or error.code not in ("no_answer", "broken"):
                    self._remember(error)
                    raise
            else:
                _resting.pop((self._host, self._port), None)
                return answer
        raise AssertionError

    def _let_rest(self):
        until, code = _resting.get((self._host, self._port), (0, ""))
        if self._is_impatient and time.monotonic() < until:
            raise RouteServerError(code)

    def _remember(self, error):
        if error.code in ("no_answer", "timeout"):
            until = time.monotonic() + REST_SECONDS
            _resting[self._host, self._port] = until, error.code

    def _ask_once(self, path):
        try:
            self._call(path)
            response = self._connection.getresponse()
            data = self._receive(response)
        except TimeoutError as error:
            raise RouteServerError("timeout") from error
        except (OSError, HTTPException) as error:
            raise RouteServerError("no_answer") from error
        if 300 <= response.status < 400:
            raise RouteServerError("redirect")
        if response.status >= 500:
            raise RouteServerError("broken", str(response.status))
        try:
            answer = json.loads(data)
            code = str(answer["code"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RouteServerError("no_osrm", str(response.status)) from error
        if code != "Ok" or response.status != 200:
            raise RouteServerError("refused", code[:40])
        return answer

    def _call(self, path):
        left = self._get_seconds_left()
        if self._connection is None:
            seconds = min(CONNECT_SECONDS, left)
            self._connection = self._kind(self._host, self._port, timeout=seconds)
            self._connection.connect()
        self._connection.sock.settimeout(left)
        self._connection.request("GET", self._path + path, headers=AGENT)

    def _receive(self, response):
        """The body, unless it is endless or comes drop by drop."""
        data = bytearray()
        while piece := response.read1(1 << 16):
            data += piece
            if len(data) > MOST_BYTES:
                raise RouteServerError("too_large")
            if self._connection.sock:
                self._connection.sock.settimeout(self._get_seconds_left())
        # read1 leaves an answer of known length open, and the next question would be refused
        response.close()
        if response.will_close:
            self._hang_up()
        return bytes(data)

    def _get_seconds_left(self):
        left = self._until - time.monotonic()
        if left <= 0:
            raise RouteServerError("timeout")
        return left

    def _hang_up(self):
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
            self._connection = None
