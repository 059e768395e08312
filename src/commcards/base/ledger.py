"""The ledger: what builds read and wrote, with digests.

Size and time of a file are a hint that saves reading it; only its digest counts. A ledger belongs
to one output folder. If it is lost, files are read again.
"""

from __future__ import annotations

import json
import os
import time
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import takewhile
from operator import methodcaller
from pathlib import Path
from typing import Any

from commcards.base import layers, paths, versions
from commcards.base.digests import digest, sha256_of
from commcards.base.errors import UserError
from commcards.base.files import UnfitError, open_regular, write_atomic

FORMAT = "ledger 4"
MOST_REQUESTS = 50  # the oldest are forgotten
HUGE = 64 * 1024 * 1024
AGE = 2_000_000_000  # ns: the clocks of all file systems tick at least as often (FAT)

Row = list[Any]  # size, time in ns or 0 where it says nothing, digest; of outputs also inputs


class Ledger:
    """The ledger of one output folder of the project in ``root``."""

    def __init__(self, root: Path, output: Path, folder: Path | None) -> None:
        """Load the ledger from ``folder``; with None it is empty and is never saved."""
        self._root = root
        self._output = output
        name = digest(str(output.resolve()))[:16]
        self._path = folder / f"ledger-{name}" if folder else None
        kept = self._load()
        self._read: dict[str, Row] = kept["sources"]
        self._written: dict[str, Row] = kept["outputs"]
        self._targets: dict[str, Any] = kept["targets"]
        self._entries: dict[str, list[str]] = kept["entries"]  # key, deck, languages
        self._requests: dict[str, Any] = kept["requests"]
        self.sources: dict[str, str] = {}
        self._sorted: list[str] = []
        self._is_laid_over = False  # over the library
        self._states: dict[str, str] = {}
        self.learned = False  # True if saving the ledger would let the next build skip reading

    def _load(self) -> dict[str, dict[str, Any]]:
        empty: dict[str, dict[str, Any]] = {
            "sources": {}, "outputs": {}, "targets": {}, "entries": {}, "requests": {}
        }  # fmt: skip
        try:
            kept = self._path.read_bytes() if self._path else b""
        except OSError:
            return empty
        checksum, _, text = kept.partition(b"\n")
        return {**empty, **json.loads(text)} if checksum == _checksum(text) else empty

    def scan(self) -> None:
        """Look at every file that a build may read; ``sources`` has their digests by path."""
        rows = {
            name: self._row(path, self._read.get(name), self._home(name))
            for name, path in self._files()
        }
        self._read = {name: row for name, row in rows.items() if row}
        self.sources = {name: row[2] for name, row in self._read.items()}
        self._sorted = sorted(self.sources)  # so that the files of a folder are neighbours
        self._states.clear()
        self._is_laid_over = paths.LOCK in self.sources

    def _files(self) -> Iterator[tuple[str, str]]:
        """Yield the name and path of all that a build may read."""
        for folder, start in layers.layers(self._root):
            for named in paths.BUILD_FILES:
                path = f"{folder}{os.sep}{named.rstrip('/')}"
                name = f"{start}{named.rstrip('/')}"
                yield from _below(path, name) if os.path.isdir(path) else ((name, path),)  # noqa: PTH112
        yield from versions.files()

    def inputs(self, *names: str) -> str:
        """Return the digest of files by name, and of all files in folders ``name/``.

        Those of the library below the project are counted with them.
        """
        every = {*names, *(f"{layers.BENEATH}{name}" for name in names if self._is_laid_over)}
        states = (f"{name}\0{self._state(name)}" for name in sorted(every))
        return digest(versions.libraries(), "\0".join(states))

    def _state(self, name: str) -> str:
        """Return the digest of a file, or of all files in a folder ``name/``."""
        if name not in self._states:
            if name.endswith(("/", ":")):
                start = bisect_left(self._sorted, name)
                self._states[name] = self._digest(
                    takewhile(methodcaller("startswith", name), self._sorted[start:])
                )
            else:
                self._states[name] = self.sources.get(name, "")
        return self._states[name]

    def _all(self) -> str:
        return digest(versions.libraries(), self._digest(self._sorted))

    def _digest(self, names: Iterable[str]) -> str:
        return digest("\0".join(f"{name}\0{self.sources[name]}" for name in names))

    def are_current(self, made: Mapping[str, str]) -> bool:
        """Return whether all outputs are untouched, each made from the inputs that it maps to."""
        return all(self.intact(path) == inputs for path, inputs in made.items())

    def intact(self, path: str) -> str | None:
        """Return the digest of an output's inputs; None if the output was touched."""
        row = self._written.get(path)
        if row is None:
            return None
        found = self._row(self._place(path), row)
        if found is None or found[2] != row[2]:
            del self._written[path]
            return None
        self._written[path] = [*found, row[3]]
        return str(row[3])

    def untouched(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the untouched outputs among ``paths``, with the digests of their inputs."""
        return {path: inputs for path in paths if (inputs := self.intact(path)) is not None}

    def wrote(self, path: str, value: str, inputs: str) -> None:
        """Note an output that was written, by the SHA-256 of its bytes.

        Another program may have changed it since, so its time is not trusted yet.
        """
        self._written[path] = [0, 0, value, inputs]

    def target(self, key: str) -> Any:
        """Return the noted result of a target, or None."""
        return self._targets.get(key)

    def note_target(self, key: str, value: object) -> None:
        """Note the result of a target."""
        self._targets[key] = value

    def outputs(self) -> dict[str, list[str]]:
        """Return all outputs by folder, untouched or not."""
        by_folder: dict[str, list[str]] = {}
        for path in self._written:
            by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        return by_folder

    def entry(self, folder: str) -> str | None:
        """Return the key of a folder's entry on the front page, while the folder exists."""
        exists = (self._output / folder).is_dir()
        return self._entries[folder][0] if exists and folder in self._entries else None

    def note_entry(self, folder: str, key: str, made: Iterable[str]) -> None:
        """Note the key of a folder's entry; ``made`` are the folder's deck and languages."""
        self._entries[folder] = [key, *made]

    def folders(self) -> dict[str, list[str]]:
        """Return the deck and languages of every folder that has an entry."""
        return {folder: made for folder, (_, *made) in self._entries.items()}

    def forget(self, path: str) -> None:
        """Forget an output."""
        self._written.pop(path, None)

    def forget_folder(self, folder: str) -> None:
        """Forget the entry of a folder."""
        self._entries.pop(folder, None)

    def request(self, key: str) -> Any:
        """Return the report of an equal request, if nothing has changed since; else None."""
        noted = self._requests.get(key)
        self.scan()
        if noted is None or noted["sources"] != self._all():
            return None
        return noted["report"] if self.are_current(noted["outputs"]) else None

    def note_request(self, key: str, report: object, outputs: Collection[str]) -> None:
        """Note the report and the outputs of a request."""
        self._requests.pop(key, None)
        sources = self._all()
        made = {path: self._written[path][3] if path in self._written else "" for path in outputs}
        self._requests[key] = {"sources": sources, "outputs": made, "report": report}
        for old in list(self._requests)[:-MOST_REQUESTS]:
            del self._requests[old]

    def save(self) -> None:
        """Save the ledger for the next build, if it has a folder."""
        if self._path is None:
            return
        kept = {
            "sources": self._read,
            "outputs": self._written,
            "targets": self._targets,
            "entries": self._entries,
            "requests": self._requests,
        }
        text = json.dumps(kept, separators=(",", ":")).encode()
        with suppress(UserError):
            write_atomic(self._path, _checksum(text) + b"\n" + text)

    def _place(self, path: str) -> str:
        return f"{self._output}{os.sep}{path}"  # a Path would be slower, a thousand times a build

    def _home(self, name: str) -> Path | None:
        """Return the folder that a link may not lead out of; what is installed may lie anywhere."""
        top = name.partition("/")[0]
        return None if top == paths.ASSETS or ":" in top else self._root

    def _row(self, path: str, known: Row | None, home: Path | None = None) -> Row | None:
        """Return size, time and digest of a file; None where there is none.

        What is not to be opened has no size, and in place of a digest why that is so.
        """
        try:
            status = os.stat(path)  # noqa: PTH116  # twice as fast, a thousand times a build
            changed = _changed(status)
            if known and known[1] == changed and known[0] == status.st_size:
                return known[:3]
            with open_regular(Path(path), home) as file:
                # No reader takes so much of a project's file that its bytes would matter.
                is_huge = home and status.st_size > HUGE
                value = f"{status.st_size} bytes" if is_huge else sha256_of(file)
        except UnfitError as error:
            return [0, 0, error.strerror]
        except OSError:
            return None
        fresh = _is_fresh(changed)
        self.learned |= not fresh
        return [status.st_size, 0 if fresh else changed, value]


def _changed(status: os.stat_result) -> int:
    """Return when a file changed, in ns; a moved or copied file may have an old mtime."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _is_fresh(changed: int) -> bool:
    """Return whether the file could change again without a change of its time."""
    return time.time_ns() - changed < AGE


def _checksum(text: bytes) -> bytes:
    return digest(FORMAT, text).encode()


def _below(
    folder: str, name: str, above: Collection[tuple[int, int]] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the files below a folder, without following links to folders ``above``."""
    try:
        status = os.stat(folder)  # noqa: PTH116
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    here = status.st_dev, status.st_ino
    for entry in entries if here not in above else ():
        inner = f"{name}/{entry.name}"
        if _is_folder(entry):
            yield from _below(entry.path, inner, (*above, here))
        else:
            yield inner, entry.path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False
