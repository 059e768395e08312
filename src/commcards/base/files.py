"""The one way to read a file of other people, and the one way to write a file: whole or not at all.

A temporary file is locked by whoever writes it, and the system lets go of a lock when its holder is
killed: what is there without a lock has been left behind, and is removed by the next who comes.
"""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from glob import escape
from pathlib import Path
from stat import S_ISREG
from tempfile import gettempdir, mkdtemp
from typing import BinaryIO
from uuid import uuid4

from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import refused

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # on Windows nothing is locked, and what is left behind stays
    flock = None  # type: ignore[assignment]

_SCRATCH = ("commcards-", ".scratch")  # how the names of temporary folders begin and end
_UNLOCKED = -1


class UnfitError(OSError):
    """What lies there is not to be opened: it is no file, or lies elsewhere."""


def open_regular(path: Path, home: Path | None = None) -> BinaryIO:
    """Open a file to read it; the project in ``home`` must hold it, links followed.

    Raises UnfitError for devices, pipes and sockets, which may never end, and for links that lead
    out of ``home``; OSError where it cannot be opened.
    """
    if not S_ISREG(path.stat().st_mode):
        raise UnfitError(0, "it is not a file")
    if home and not path.resolve().is_relative_to(home.resolve()):
        raise UnfitError(0, "it is a link that leads out of the project")
    return path.open("rb")


def read_bytes(
    path: Path, file: str, most: int, home: Path | None = None
) -> tuple[bytes | None, list[Diagnostic]]:
    """Read a file of ``most`` bytes, as ``open_regular`` opens it; None where that cannot be.

    ``file`` is its name in the fault.
    """
    try:
        with open_regular(path, home) as stream:
            data = stream.read(most + 1)
    except FileNotFoundError:
        return None, [Diagnostic(Location(file), "missing-file", "the file does not exist")]
    except OSError as error:
        unfit = isinstance(error, UnfitError)
        why = str(error.strerror) if unfit else f"it cannot be read: {error.strerror or error}"
        hint = "put a file in its place" if unfit else ""
        return None, [Diagnostic(Location(file), "unreadable-file", why, hint)]
    if len(data) > most:
        hint = f"{most // 1024} KiB at most: split it, or take out what does not belong there"
        return None, [Diagnostic(Location(file), "file-too-large", "the file is too large", hint)]
    return data, []


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """Yield an empty file to write and read, which is moved to ``path`` when the block ends.

    Its folders are made; a reader sees the old bytes or the new. On any error ``path`` is as it
    was and nothing is left beside it. Raises UserError with code ``system-error`` for what the
    system refuses.
    """
    name = f".{path.name[:80]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path.parent.glob(f"{escape(name)}.*.tmp"))
        temporary, lock = _claim(lambda: _new_file(path.with_name(f"{name}.{uuid4().hex}.tmp")))
        try:
            with temporary.open("r+b") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        finally:
            _let_go(lock)
    except OSError as error:
        raise refused(error, path) from error


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` by ``atomic``."""
    with atomic(path) as stream:
        stream.write(data)


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield an empty folder that is gone once the block has ended.

    Where this process is killed, the next one that needs such a folder removes it.

    Raises OSError where the system has no place for temporary files.
    """
    start, end = _SCRATCH
    _remove_abandoned(Path(gettempdir()).glob(f"{start}*{end}"))
    folder, lock = _claim(lambda: Path(mkdtemp(end, start)))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _let_go(lock)


def folder_of_process() -> Path:
    """Return an empty folder that is gone when this process has ended. Raises OSError."""
    return Path(mkdtemp(dir=_whole_folder()))


@cache
def _whole_folder() -> Path:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(scratch())


def _new_file(path: Path) -> Path:
    path.open("xb").close()
    return path


def _claim(make: Callable[[], Path]) -> tuple[Path, int]:
    """Make a temporary file or folder and lock it; return it with what holds the lock."""
    while True:
        path = make()
        try:
            lock = _lock(path)
        except FileNotFoundError:  # somebody took it for one left behind
            continue
        except OSError:  # some network drives know no locks
            lock = _UNLOCKED
        if lock is not None:
            return path, lock


def _lock(path: Path) -> int | None:
    """Return the descriptor that holds the lock of a file or folder; None where somebody has it."""
    if flock is None:
        return _UNLOCKED
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
        path.stat()  # while we opened it, somebody who held it may have removed it
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            return None
        raise
    return descriptor


def _let_go(lock: int) -> None:
    if lock != _UNLOCKED:
        os.close(lock)


def _remove_abandoned(paths: Iterable[Path]) -> None:
    """Remove temporary files and folders whose makers have ended."""
    for path in paths if flock is not None else ():
        with suppress(OSError):
            lock = _lock(path)
            if lock is not None:
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()
                _let_go(lock)
