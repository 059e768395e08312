"""The cache, in one SQLite file.

The key of an entry is the digest of all its inputs, so no entry is ever stale. Each entry has a
checksum, and a damaged one counts as absent. Losing the cache costs only time.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location, Severity

T = TypeVar("T")

LIMIT = 1 << 30  # bytes; the least recently used entries are deleted first
FILE = "entries.sqlite"
_TEMPORARY = ""  # SQLite's name for a temporary file, which it deletes with the connection
_AT_ONCE = 500  # keys in one query
_DAY = 86_400  # seconds
_WAIT = 60  # seconds to wait for other builds to finish writing
_DAMAGED = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SCHEMA = """
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, checksum BLOB NOT NULL, body BLOB NOT NULL, used INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS by_use ON entries (used);
"""


class Store:
    """Keeps bytes by key in ``folder``, or in a temporary file; several builds may share it.

    SQLite does the locking. A file that is damaged or cannot be used counts as empty; what cannot
    be written to it is kept for this object alone.
    """

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self._path = folder / FILE if folder else None
        self._limit = limit
        self._lock = RLock()
        self._database: sqlite3.Connection | None = None
        self._beside: Store | None = None  # where the file cannot be written
        self._why = ""

    @property
    def faults(self) -> list[Diagnostic]:
        """What users should know of a store that keeps nothing for the next build."""
        if self._beside is None:
            return []
        message = f"what is made cannot be kept for the next build: {self._why}"
        hint = "give the folder room and permissions, or build with --no-cache"
        where = Location(paths.STORE)
        return [Diagnostic(where, "cache-unusable", message, hint, Severity.WARNING)]

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key, or None."""
        return dict(self.get_many([key])).get(key)

    def get_many(self, keys: Iterable[str]) -> list[tuple[str, bytes]]:
        """Return each key that is kept, with its bytes."""
        wanted = list(dict.fromkeys(keys))
        beside = self._beside.get_many(wanted) if self._beside else []
        if beside:
            wanted = list(set(wanted) - dict(beside).keys())
        return [*beside, *self._from_file(wanted)]

    def _from_file(self, wanted: list[str]) -> list[tuple[str, bytes]]:
        if not wanted or (self._path and not self._database and not self._path.exists()):
            return []
        entries = []
        for part in _parts(wanted):
            marks = ",".join("?" * len(part))
            query = f"SELECT key, checksum, body, used FROM entries WHERE key IN ({marks})"  # noqa: S608
            nothing: list[tuple[str, bytes, bytes, int]] = []
            rows = self._try(partial(_fetch, query, part), nothing)
            entries += [row for row in rows if _is_whole(*row)]
        today = _today()
        self._touch([key for key, _, _, used in entries if used < today], today)
        return [(key, body) for key, _, body, _ in entries]

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes under a key; two writers of one key write equal bytes."""
        self.put_many([(key, body)])

    def put_many(self, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep entries in one transaction."""
        today = _today()
        rows = [(key, _checksum(key, body), body, today) for key, body in entries]

        def write(base: sqlite3.Connection) -> bool:
            with base:
                base.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)
            self._prune(base)
            return True

        if rows and not (self._beside is None and self._try(write, False)) and self._path:
            self._beside = self._beside or Store(None)
            self._beside.put_many((key, body) for key, _, body, _ in rows)

    def _touch(self, keys: list[str], today: int) -> None:
        def write(base: sqlite3.Connection) -> None:
            with base:
                base.executemany(
                    "UPDATE entries SET used = ? WHERE key = ?", [(today, key) for key in keys]
                )

        if keys:
            self._try(write, None)

    def _prune(self, base: sqlite3.Connection) -> None:
        """Delete the least recently used entries if the file is too large."""
        if _size(base) <= self._limit:
            return
        with base:
            excess = _size(base) - 0.8 * self._limit
            for key, length in base.execute(
                "SELECT key, length(body) FROM entries ORDER BY used, rowid"
            ).fetchall():
                if excess <= 0:
                    break
                base.execute("DELETE FROM entries WHERE key = ?", (key,))
                excess -= length
        base.execute("PRAGMA incremental_vacuum").fetchall()

    def _try(self, use: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Use the database. Make it anew if it is damaged; return ``otherwise`` if it fails."""
        with self._lock:
            for _ in range(2):
                try:
                    return use(self._connection())
                except sqlite3.DatabaseError as error:
                    self._why = str(error)
                    if _code(error) not in _DAMAGED:  # locked for too long, no place, no permission
                        return otherwise
                except UnicodeDecodeError:  # in what should be an error's text
                    self._why = "the file is damaged"
                self._forget()
            return otherwise

    def _connection(self) -> sqlite3.Connection:
        if self._database is None:
            if self._path:
                try:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise sqlite3.OperationalError(str(error)) from error
            self._database = _opened(self._path or _TEMPORARY)
        return self._database

    def _forget(self) -> None:
        if self._database:
            self._database.close()
            self._database = None
        if self._path:
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _opened(place: Path | str) -> sqlite3.Connection:
    """Connect, and create the table if needed.

    If another build is creating the same file, SQLite refuses the change to WAL at once instead of
    waiting (sqlite3_busy_handler: the wait might never end), so this function waits.
    """
    until = time.monotonic() + _WAIT
    while True:
        base = sqlite3.connect(place, timeout=_WAIT, check_same_thread=False)
        base.text_factory = partial(str, encoding="utf-8", errors="replace")
        try:
            base.executescript(_SCHEMA)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            base.close()
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return base


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _fetch(query: str, values: list[str], base: sqlite3.Connection) -> list[Any]:
    return base.execute(query, values).fetchall()


def _is_whole(key: object, checksum: object, body: object, used: object) -> bool:
    if not (isinstance(key, str) and isinstance(body, bytes) and isinstance(used, int)):
        return False
    return _checksum(key, body) == checksum


def _code(error: Exception) -> int:
    """Return SQLite's primary result code; 0 if the error is Python's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _checksum(key: str, body: bytes) -> bytes:
    """Return the checksum of key and bytes: an index may lead to a row with a damaged key."""
    return sha256(key.encode() + body).digest()


def _today() -> int:
    return int(time.time() // _DAY)


def _size(base: sqlite3.Connection) -> int:
    """Return the bytes of the pages in use."""
    ((pages,),) = base.execute("PRAGMA page_count").fetchall()
    ((free,),) = base.execute("PRAGMA freelist_count").fetchall()
    ((size,),) = base.execute("PRAGMA page_size").fetchall()
    return int((pages - free) * size)
