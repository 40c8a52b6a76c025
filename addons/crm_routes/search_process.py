"""The search as seen by whoever waits for it: start it, look at it, stop it."""

import json
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

WORKER = Path(__file__).with_name("worker.py")


class SearchFailed(Exception):
    """The process ended without a result; its last words."""


class SearchProcess:
    """A child process over one question (see ``worker.py``), to be used in a ``with``."""

    def __init__(self, question):
        self.progress = 0.0
        self.metres = None
        self.result = None
        self._rest = b""
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._process.stdout, selectors.EVENT_READ)
        self._words = b""
        self._selector.register(self._process.stderr, selectors.EVENT_READ)
        self._question = json.dumps(question).encode() + b"\n"

    @property
    def pid(self):
        return self._process.pid

    def __enter__(self):
        # where the pipe is broken, it says why on its way out
        with suppress(BrokenPipeError):
            self._process.stdin.write(self._question)
            self._process.stdin.flush()
        return self

    def __exit__(self, *_exception):
        """Whatever happened, nobody searches on for nobody."""
        self._process.kill()
        self._process.wait()
        self._selector.close()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(BrokenPipeError):
                pipe.close()

    def look(self, seconds):
        """Wait so long for news; True once the result is there.

        :raise SearchFailed: it has ended, and there is none
        """
        until = time.monotonic() + seconds
        while self.result is None and time.monotonic() < until:
            for key, _events in self._selector.select(until - time.monotonic()):
                self._read(key.fileobj)
            if self.result is None and not self._selector.get_map():
                code = self._process.wait()
                words = self._words.decode(errors="replace").strip().splitlines()
                raise SearchFailed(words[-1] if words else f"exit {code}")
        return self.result is not None

    def _read(self, pipe):
        data = pipe.read1(1 << 16)
        if not data:
            self._selector.unregister(pipe)
        elif pipe is self._process.stdout:
            self._hear(data)
        else:
            self._words = (self._words + data)[-4000:]

    def _hear(self, data):
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "result" in message:
                self.result = message["result"]
            else:
                self.progress = message["progress"]
                self.metres = message["metres"]
