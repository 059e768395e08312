"""Takes requests: from this machine alone, GET alone, and nothing is read from them but names."""

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
BUG = "This is a bug in commcards; the window where commcards serve runs says more"

# Pages bring their own style, fonts and pictures; they run no script and load nothing else.
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
    """What a view answers; the parts of ``body`` are sent as they come."""

    status: HTTPStatus
    type: str
    body: Iterable[bytes]


View = Callable[[str, Query], Response]  # of a path and a query, both decoded
Log = Callable[[str], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, view: View, log: Log) -> None:
        super().__init__((HOST, port), _Handler)
        self.view, self.log = view, log
        # Another site could give its own name this address (DNS rebinding) and read the answers.
        self.names = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of a bug in the middle of a page; a reader who left it is none."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            self.log(traceback.format_exc())


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "commcards", ""
    timeout = 60  # seconds that a silent client is waited for

    def do_GET(self) -> None:
        if self.headers.get("Host") not in self.server.names:
            self.send_error(HTTPStatus.FORBIDDEN, "Open the address that commcards serve shows")
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
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED, "Nothing can be written here")

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
        """Tell of refused requests and failures alone."""

    def log_error(self, format: str, *args: object) -> None:
        self.server.log(format % args)


def open_server(port: int, view: View, log: Log) -> ThreadingHTTPServer:
    """Return a server on this machine's own address; port 0 takes any that is free.

    Raises OSError where the port is taken.
    """
    return _Server(port, view, log)
