"""A project behind a real server, in a thread of this process, and what a browser would send."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp

from commcards.text.templates import Templates
from commcards.workshop import HOST, Server
from commcards.workshop.app import application
from commcards.workshop.desk import Desk
from commcards.workshop.guard import Keys
from commcards.workspace.watching import Watcher


@dataclass(frozen=True)
class Answer:
    """What a server sent; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, as far as it is text."""
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Served:
    """A server on ``port``; ``noted`` is what it logs."""

    port: int
    noted: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """The address of the server, without a path."""
        return f"http://{HOST}:{self.port}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """Send a request; ``_`` in names of headers stands for a hyphen."""
        connection = HTTPConnection(HOST, self.port, timeout=120)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, found, response.read())
        connection.close()
        return answer

    def show(self, path: str, **query: str | list[str]) -> tuple[int, str]:
        """Return the status and the text of a page."""
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        answer = self.ask(path + asked)
        return answer.status, answer.text

    def token(self) -> str:
        """Return the token of the deck builder's page."""
        found = re.search(r'data-token="([^"]+)"', self.ask("/builder").text)
        assert found
        return found[1]

    def send(self, path: str, data: object, **headers: str) -> Answer:
        """Send JSON as the deck builder does."""
        usual = {
            "Content_Type": "application/json",
            "Origin": self.origin,
            "X_Commcards_Token": headers.pop("token", "") or self.token(),
        }
        return self.ask(path, "POST", json.dumps(data).encode(), **{**usual, **headers})


@contextmanager
def running(make: Callable[[Keys], ASGIApp], noted: list[str]) -> Iterator[Served]:
    """Run an application behind the guard, on a free port."""
    server = Server(0, make, noted.append)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield Served(server.port, noted)
    finally:
        server.stop()
        thread.join()


@contextmanager
def serving(root: Path, *, watched: bool = False) -> Iterator[Served]:
    """Run the server of a project; it looks at every file at each request if not ``watched``."""
    watcher = Watcher(root) if watched else None
    desk = Desk(root, watcher)
    noted: list[str] = []
    templates = Templates.of(root)
    try:
        with running(partial(application, desk, templates, noted.append), noted) as served:
            yield served
    finally:
        desk.close()
        if watcher:
            watcher.close()
