"""The server: uvicorn on this machine's own address, behind the guard."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from commcards.workshop.guard import HOST, Guard, Keys, Log

MOST_CONNECTIONS = 256
_MOST_HEAD = 16 * 1024  # bytes of the head of a request


class Server:
    """An open port; ``run`` answers requests until ``stop`` or Ctrl-C."""

    def __init__(self, port: int, application: Callable[[Keys], ASGIApp], log: Log) -> None:
        """Take a port, 0 for any free one. Raises OSError if it is in use."""
        self._socket = socket.create_server((HOST, port), backlog=MOST_CONNECTIONS)
        keys = Keys(self._socket.getsockname()[1])
        logger = logging.getLogger("uvicorn.error")
        logger.handlers = [_Handler(log)]
        logger.propagate = False
        self._server = uvicorn.Server(
            uvicorn.Config(
                Guard(application(keys), keys, log),
                http="h11",
                ws="none",
                lifespan="off",
                loop="asyncio",
                interface="asgi3",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MOST_CONNECTIONS,
                h11_max_incomplete_event_size=_MOST_HEAD,
                timeout_graceful_shutdown=1,
            )
        )

    @property
    def port(self) -> int:
        """The port that was taken."""
        port: int = self._socket.getsockname()[1]
        return port

    def run(self) -> None:
        """Answer requests. Raises KeyboardInterrupt on Ctrl-C."""
        try:
            self._server.run([self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        """Let ``run`` end, from another thread."""
        self._server.should_exit = True


class _Handler(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log(record.getMessage())
