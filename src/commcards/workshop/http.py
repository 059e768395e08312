"""The server: it takes only GET requests, only from this machine, and reads only names in them."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
MOST_FIELDS = 50  # in a query
BUG = "This is a bug in commcards; the window where commcards serve runs has the details"

# Pages load only their own style, fonts and pictures, and run no script.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

Query = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of a view; each part of ``body`` is sent when it is ready."""

    status: HTTPStatus
    type: str
    body: Iterable[bytes]


View = Callable[[str, Query], Response]  # (path, query), both decoded
Log = Callable[[str], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, view: View, log: Log) -> None:
        super().__init__((HOST, port), _Handler)
        self.view, self.log = view, log
        # A hostile site could point its own name at this address (DNS rebinding) and read answers.
        self.names = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def handle_error(self, request: object, client_address: object) -> None:
        """Log a bug in the middle of a page; a reader who left is no bug."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            self.log(traceback.format_exc())


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "commcards", ""
    timeout = 60  # seconds to wait for a silent client

    def do_GET(self) -> None:
        if self.headers.get("Host") not in self.server.names:
            self.send_error(HTTPStatus.FORBIDDEN, "Open the address that commcards serve prints")
            return
        try:
            address = urlsplit(self.path)
            query = parse_qs(address.query, max_num_fields=MOST_FIELDS)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        try:
            response = self.server.view(address.path, query)
        except Exception:
            self.server.log(traceback.format_exc())
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR, BUG)
            return
        self._send(response)

    def _refuse(self) -> None:
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED, "This server only shows pages")

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _refuse

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.type)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        for part in response.body:
            self.wfile.write(part)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Log no ordinary requests: only refused ones and failures are logged."""

    def log_error(self, format: str, *args: object) -> None:
        self.server.log(format % args)


def open_server(port: int, view: View, log: Log) -> ThreadingHTTPServer:
    """Return a server on this machine's own address; port 0 means any free port.

    Raises OSError if the port is in use.
    """
    return _Server(port, view, log)
