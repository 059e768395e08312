"""Slugs rendered by another process, which loads WeasyPrint while this one reads."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from commcards import frozen
from commcards.faces.render import Renderer, RenderError, load
from commcards.faces.slug import Slug, Wanted
from commcards.fonts import FontSet

_LENGTH = struct.Struct(">Q")  # before each message
_START = "import sys; sys.path[:] = {}; from commcards.faces.other import serve; serve()"


class ProcessLostError(Exception):
    """The other process ended before it answered."""


class OtherProcess:
    """A process of this machine; it begins when it is told to, or when it is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> OtherProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self) -> None:
        """Start the process, where it does not run; it loads what it needs."""
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  # our own code
                [sys.executable, "-c", _START.format(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for us alone
            )

    def ask(self, question: object) -> Any:
        """Return the answer. Raises ProcessLostError where the process ended."""
        self.begin()
        process = self._process
        if not (process and process.stdin and process.stdout):
            raise ProcessLostError
        try:
            _send(process.stdin, question)
            return _receive(process.stdout)
        except (OSError, EOFError) as error:
            self.close()
            raise ProcessLostError from error

    def close(self) -> None:
        """End the process, whatever it is at: it keeps nothing."""
        if self._process:
            with self._process as process:
                process.kill()
            self._process = None


class FarRenderer:
    """Renders slugs as a Renderer does, in another process."""

    def __init__(self, process: OtherProcess, fonts: FontSet, cache: Path | None) -> None:
        self._process = process
        self._whose = fonts, cache

    def render(
        self, markup: str, styles: Sequence[str], count: int, wanted: Sequence[Wanted]
    ) -> list[Slug]:
        """Cast what is wanted: see Renderer.render.

        Raises ProcessLostError where the process ended.
        """
        answer = self._process.ask((*self._whose, markup, [*styles], count, [*wanted]))
        if isinstance(answer, str):
            raise RenderError(answer)
        slugs: list[Slug] = answer
        return slugs


def serve() -> None:
    """Answer requests on standard input, until there are no more."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what others print is no answer
    load()
    renderers: dict[tuple[str, Path | None], Renderer] = {}  # one at a time
    while True:
        try:
            fonts, cache, *what = _receive(requests)
        except EOFError:
            return
        key = fonts.digest, cache
        if key not in renderers:
            renderers = {key: Renderer(fonts, cache)}
        try:
            answer: object = renderers[key].render(*what)
        except RenderError as error:
            answer = str(error)
        _send(answers, answer)


def _send(stream: IO[bytes], value: object) -> None:
    data = frozen.dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """Return the next value. Raises EOFError at the end of the stream."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return frozen.loads(_exactly(stream, length))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
