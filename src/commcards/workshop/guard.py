"""The door of the server: only pages of its own, on this machine, get an answer.

A hostile site cannot be kept from sending requests to this address. So a request must name this
address as its host (or it is DNS rebinding), must not come from another site, and to write anything
must carry a token that only our own pages know.
"""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
TOKEN = "x-commcards-token"  # noqa: S105  # the name of a header
MOST_BODY = 64 * 1024  # bytes of a request
BUG = "This is a bug in commcards; the window where commcards serve runs has the details"

# Pages load only their own style, fonts and pictures, and run no script.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The deck builder runs scripts of this server, which may ask this server, and make no HTML of text.
SCRIPTS = (
    f"{POLICY}; script-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_OTHERS = ("cross-site", "same-site")  # another port of this machine is the same site

Log = Callable[[str], None]
Refusal = tuple[HTTPStatus, str]


@dataclass(frozen=True)
class Keys:
    """What a request must show: the port of the server, and to write, the token of this run."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        """The names of the server."""
        return frozenset(f"{name}:{self.port}" for name in (HOST, "localhost"))

    def refusal(self, method: str, headers: Headers) -> Refusal | None:
        """Return why a request is refused; None if it may come in."""
        if headers.getlist("host") not in [[host] for host in self.hosts]:
            return HTTPStatus.FORBIDDEN, "Open the address that commcards serve prints"
        if method not in ("GET", "POST"):
            return HTTPStatus.METHOD_NOT_ALLOWED, "This server only shows pages and takes orders"
        if headers.get("sec-fetch-site") in _OTHERS:
            return HTTPStatus.FORBIDDEN, "Another site asked; type the address yourself"
        return self._refused_writing(headers) if method == "POST" else None

    def _refused_writing(self, headers: Headers) -> Refusal | None:
        if headers.get("origin") not in {f"http://{host}" for host in self.hosts}:
            return HTTPStatus.FORBIDDEN, "Only pages of this server may write"
        given = headers.get(TOKEN, "").encode("latin-1")
        if not secrets.compare_digest(given, self.token.encode()):
            return HTTPStatus.FORBIDDEN, "This page is of an earlier run; load it again"
        if headers.get("content-type", "").partition(";")[0] != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON"
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return HTTPStatus.LENGTH_REQUIRED, "Say how long the request is"
        if int(length) > MOST_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{MOST_BODY // 1024} KiB at most"
        return None


class Guard:
    """Refuses requests, adds headers to responses, and logs bugs without telling them."""

    def __init__(self, app: ASGIApp, keys: Keys, log: Log) -> None:
        self._app, self._keys, self._log = app, keys, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._keys.refusal(scope["method"], Headers(scope=scope))
        if refusal:
            status, text = refusal
            self._log(f"refused: {scope['method']} {scope['path']!r}: {text}")
            response = PlainTextResponse(text, status)
            await response(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            self._log(traceback.format_exc())
            if not started:
                response = PlainTextResponse(BUG, HTTPStatus.INTERNAL_SERVER_ERROR)
                await response(scope, receive, send_with_headers)
