"""Another process that casts words: it loads WeasyPrint while this one reads what there is to cast.

Little is imported here, so that the other one begins early.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from commcards.base import serialize

_LENGTH = struct.Struct(">Q")  # before each message
_START = (
    "import sys; sys.path[:] = {}; "
    "from commcards.typesetting.remote import serve; serve(*sys.argv[1:])"
)


class ProcessLostError(Exception):
    """The other process ended before it answered."""


class OtherProcess:
    """A process of this machine; it begins when it is told to, or when it is asked.

    ``assets`` is the folder of the prepared fonts, ``cache`` one for what libraries keep, if they
    may keep anything.
    """

    def __init__(self, assets: Path, cache: Path | None) -> None:
        self._arguments = [str(assets), *([str(cache)] if cache else [])]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> OtherProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self) -> None:
        """Start the process, where it does not run; it loads what it needs."""
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  # our own code
                [sys.executable, "-c", _START.format(sys.path), *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for us alone
            )

    def ask(self, question: object) -> None:
        """Send a question; answers come in the order of their questions.

        Raises ProcessLostError where the process ended. Of questions and answers on their way there
        may be no more than a pipe holds, or both processes wait: take an answer before you go on.
        """
        self.begin()
        process = self._process
        if not (process and process.stdin):
            raise ProcessLostError
        with self._lost_or_not():
            send(process.stdin, question)

    def answer(self) -> Any:
        """Wait for the next answer, and return it. Raises ProcessLostError as ``ask`` does."""
        process = self._process
        if not (process and process.stdout):
            raise ProcessLostError
        with self._lost_or_not():
            return receive(process.stdout)

    @contextmanager
    def _lost_or_not(self) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError) as error:
            self.close()
            raise ProcessLostError from error

    def close(self) -> None:
        """End the process, whatever it is at: it keeps nothing."""
        if self._process:
            # What it did not read is still to be written, and is not wanted any more.
            with suppress(OSError), self._process as process:
                process.kill()
            self._process = None


def send(stream: IO[bytes], value: object) -> None:
    """Write a value. Raises OSError where nobody reads."""
    data = serialize.dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Return the next value. Raises EOFError at the end of the stream."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return serialize.loads(_exactly(stream, length))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
