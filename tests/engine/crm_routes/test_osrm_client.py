"""Talking to a route server over a real socket: what it may do wrong, and what is made of it."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from odoo.addons.crm_routes import osrm_client
from odoo.addons.crm_routes.engine import osrm
from odoo.addons.crm_routes.osrm_client import RouteServer, RouteServerError, read_address

PLACES = [(4_336_190 + number, -584_940) for number in range(30)]
WHOLE = (list(range(30)), list(range(30)))


def table(path):
    """Every way is 100 s and 1 km."""
    query = dict(part.split("=", 1) for part in path.split("?")[1].split("&"))
    rows, columns = (len(query[name].split(";")) for name in ("sources", "destinations"))
    return {
        "code": "Ok",
        "durations": [[100] * columns] * rows,
        "distances": [[1_000] * columns] * rows,
        "sources": [{"distance": 2}] * rows,
    }


class _Quiet(ThreadingHTTPServer):
    """Whoever asked may have hung up."""

    daemon_threads = True

    def handle_error(self, *_arguments):
        """Nobody reads it."""


@contextmanager
def server(answer):
    """A server at a port of its own; `answer(handler, number)` deals with each question."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append(self.path)
            answer(self, len(asked))

        def log_message(self, *_arguments):
            """Nobody reads it."""

        def send(self, status, body, **headers):
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    httpd = _Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}", asked
    finally:
        httpd.shutdown()
        httpd.server_close()


def ask(address, patience=5.0, tiles=(WHOLE,)):
    with RouteServer(address, "driving", patience) as found:
        return list(found.tables(PLACES, tiles))


def problem(address, patience=5.0):
    with pytest.raises(RouteServerError) as caught:
        ask(address, patience)
    return caught.value.code, caught.value.text


def test_a_tile_is_a_question():
    with server(lambda handler, _number: handler.send(200, table(handler.path))) as (url, asked):
        found = ask(url + "/osrm/")
    assert len(asked) == 1
    assert asked[0].startswith("/osrm/table/v1/driving/-5.84940,43.36190;")
    assert found[0][1].metres.shape == (30, 30)
    assert (found[0][1].seconds == 100).all()


def test_tiles_that_the_server_finds_too_big_are_asked_for_in_parts():
    """It takes 100 cells a table; of 900 it refuses ever smaller parts, none of a size twice."""
    refused = []

    def answer(handler, _number):
        rows = table(handler.path)["durations"]
        if len(rows) * len(rows[0]) > 100:
            refused.append(len(rows) * len(rows[0]))
            handler.send(400, {"code": "TooBig", "message": "Too many table coordinates"})
        else:
            handler.send(200, table(handler.path))

    ways = osrm.Ways.unknown(PLACES)
    with server(answer) as (url, _asked):
        for tile, told in ask(url):
            ways.learn(tile, told)
    assert ways.is_known().all()
    assert np.unique(ways.metres).tolist() == [0, 1_000]
    assert refused == [900, 450, 225, 105]


def test_a_fault_that_passes_is_not_noticed():
    def answer(handler, number):
        if number == 1:
            handler.close_connection = True  # it hangs up
        elif number == 2:
            handler.send(503, b"busy")
        else:
            handler.send(200, table(handler.path))

    with server(answer) as (url, asked):
        assert len(ask(url)) == 1
    assert len(asked) == 3


def test_a_fault_that_stays_is_told():
    with server(lambda handler, _number: handler.send(503, b"busy")) as (url, asked):
        assert problem(url) == ("broken", "503")
    assert len(asked) == 3


def test_nobody_there():
    with server(None) as (url, _asked):
        pass
    assert problem(url)[0] == "no_answer"


@pytest.mark.parametrize("place", ["before the answer", "within it"])
def test_one_is_patient_for_so_long(place):
    def answer(handler, _number):
        if place == "within it":
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            for _drop in range(100):
                handler.wfile.write(b"{")
                time.sleep(0.05)
        time.sleep(2)

    with server(answer) as (url, _asked):
        began = time.monotonic()
        assert problem(url, 0.4)[0] == "timeout"
        assert time.monotonic() - began < 1.5


def test_a_server_that_was_not_there_is_left_alone_for_a_while_where_a_person_waits():
    # given a server that does not answer in time
    silent = []

    def answer(handler, _number):
        if silent:
            time.sleep(1)
        handler.send(200, table(handler.path))

    with server(answer) as (url, asked):
        silent.append(True)
        assert problem(url, 0.2)[0] == "timeout"
        # then whoever has few seconds does not wait for it once more
        began = time.monotonic()
        assert problem(url, 4)[0] == "timeout"
        assert time.monotonic() - began < 0.1
        assert len(asked) == 1
        # and when it is back for whoever can wait, it is back for all
        silent.clear()
        assert ask(url, 30)
        assert ask(url, 4)


def test_redirects_are_not_followed():
    elsewhere = []
    with (
        server(lambda handler, _number: elsewhere.append(handler.path)) as (other, _none),
        server(lambda handler, _number: handler.send(302, b"", Location=other)) as (url, _asked),
    ):
        assert problem(url)[0] == "redirect"
    assert not elsewhere


def test_an_endless_answer_is_cut_off(monkeypatch):
    monkeypatch.setattr(osrm_client, "MOST_BYTES", 1 << 16)
    with server(lambda handler, _number: handler.send(200, b"[" * (1 << 20))) as (url, _asked):
        assert problem(url)[0] == "too_large"


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"ok": 1}', b"\xff\xfe", b"7", b"[" * 200_000]
)
def test_what_is_no_route_server_is_told(body):
    with server(lambda handler, _number: handler.send(200, body)) as (url, _asked):
        assert problem(url)[0] == "no_osrm"


def test_an_answer_with_half_of_the_figures_is_none():
    half = {"code": "Ok", "durations": [[0]], "distances": [[0]], "sources": [{"distance": 0}]}
    with server(lambda handler, _number: handler.send(200, half)) as (url, _asked):
        assert problem(url)[0] == "no_osrm"


def test_what_the_server_refuses_is_told_by_its_code():
    refusal = {"code": "NoSegment", "message": "Could not find a matching segment"}
    with server(lambda handler, _number: handler.send(400, refusal)) as (url, asked):
        assert problem(url) == ("refused", "NoSegment")
    assert len(asked) == 1


def test_the_environments_proxy_is_left_alone(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with server(lambda handler, _number: handler.send(200, table(handler.path))) as (url, _asked):
        assert len(ask(url)) == 1


def test_the_line_of_a_route():
    line = {"coordinates": [[-5.85, 43.36], [-5.66, 43.53]]}
    answer = {"code": "Ok", "routes": [{"geometry": line}]}
    with (
        server(lambda handler, _number: handler.send(200, answer)) as (url, asked),
        RouteServer(url, "driving", 5) as found,
    ):
        assert found.shape(PLACES[:2]) == [(43.36, -5.85), (43.53, -5.66)]
    assert asked[0].startswith("/route/v1/driving/")


@pytest.mark.parametrize(
    "address",
    [
        "", "10.0.0.5:5000", "ftp://10.0.0.5", "http://", "http://me:secret@10.0.0.5",
        "http://10.0.0.5/?a=b", "http://10.0.0.5/#top", "http://10.0.0.5:port", "file:///etc/passwd",
        "http://10.0.0.5/a b", "http://10.0.0.5/\r\nHost: x",
    ],
)  # fmt: skip
def test_what_is_no_address(address):
    with pytest.raises(ValueError, match=r"."):
        read_address(address)
    with pytest.raises(RouteServerError) as caught:
        RouteServer(address, "driving", 1)
    assert caught.value.code == "address"


def test_addresses():
    assert read_address(" http://10.0.0.5:5000/ ")[1:] == ("10.0.0.5", 5000, "")
    assert read_address("https://maps.example.com/osrm")[1:] == ("maps.example.com", None, "/osrm")
