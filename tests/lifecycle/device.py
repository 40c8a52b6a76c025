"""A rep's phone as the server sees it: it keeps what it did until the server has answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import requests

_TIMEOUT = 60


class Device:
    """Sends its queue in order; what was not answered stays in it and is sent again."""

    def __init__(self, login: str, database: str, queue: list[dict]) -> None:
        self.queue = list(queue)
        self.answers: dict[str, str] = {}
        self._login, self._database = login, database
        self._session = requests.Session()
        self._session.trust_env = False
        self._url = ""
        self.user_id = 0

    def connect(self, url: str) -> None:
        """Log in at a server, which may be another one than before."""
        self._url = url
        credentials = {"db": self._database, "login": self._login, "password": self._login}
        result = self._post("/web/session/authenticate", credentials)
        self.user_id = result["uid"]

    def send(self, count: int) -> None:
        """Send the next operations and forget those that were answered."""
        self._acknowledge(self._call(self._batch(count)))

    def send_and_lose(self, count: int, kill: Callable[[], None]) -> None:
        """Send the next operations to a server that dies before its answer is read."""
        batch = self._batch(count)
        thread = threading.Thread(target=self._call_in_vain, args=(batch,))
        thread.start()
        kill()
        thread.join(_TIMEOUT)

    def _batch(self, count: int) -> list[dict]:
        # a photo goes by itself, once all before it is acknowledged
        if self.queue[0]["kind"] == "photo":
            return self.queue[:1]
        photos = [number for number, op in enumerate(self.queue) if op["kind"] == "photo"]
        return self.queue[: min([count, *photos])]

    def uuids(self, count: int) -> list[str]:
        """The keys of the next operations."""
        return [op["uuid"] for op in self._batch(count)]

    def _call(self, batch: list[dict]) -> list[dict]:
        if batch[0]["kind"] == "photo":
            [op] = batch
            given = [op["uuid"], op["action"], "shelf.jpg", op["data"], self.user_id]
            return [{"uuid": op["uuid"], **self._call_kw("sync_photo", given)}]
        ops = [{**op, "user_id": self.user_id} for op in batch]
        return self._call_kw("sync", [ops, ago(0)])["results"]

    def _call_in_vain(self, batch: list[dict]) -> None:
        with suppress(requests.RequestException, ValueError):  # the server is dead
            self._call(batch)

    def _call_kw(self, method: str, arguments: list) -> dict:
        call = {"model": "crm.action", "method": method, "args": arguments, "kwargs": {}}
        return self._post(f"/web/dataset/call_kw/crm.action/{method}", call)

    def _post(self, path: str, params: dict) -> dict:
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self._session.post(self._url + path, json=body, timeout=_TIMEOUT).json()
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def _acknowledge(self, results: list[dict]) -> None:
        done = {result["uuid"]: result["status"] for result in results}
        self.answers.update(done)
        self.queue = [op for op in self.queue if op["uuid"] not in done]


def ago(minutes: int) -> str:
    """The device's clock so many minutes ago."""
    now = datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)
    return str(now - timedelta(minutes=minutes))
