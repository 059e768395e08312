"""Waits for changes of the files that a build reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from watchfiles import Change, watch

from commcards.base import paths

_TICK = 500  # milliseconds after which the watch looks whether it shall stop


def changes(root: Path, stop: Event | None = None) -> Iterator[set[tuple[Change, str]]]:
    """Yield the changed files of a project, whenever some change, until ``stop`` is set.

    Folders are watched, not files: an editor may replace a file by a new one, and the watch would
    end with the old file. Raises KeyboardInterrupt on Ctrl-C.
    """
    while not (stop and stop.is_set()):
        folders = _folders(root)
        filter = Filter(root)
        for changed in watch(
            *folders, watch_filter=filter, recursive=False, stop_event=stop, rust_timeout=_TICK
        ):
            yield changed
            if _folders(root) != folders:
                break  # The next watch includes the new folder.


class Watcher:
    """Counts changes in a thread of its own, so that a reader need not look at every file."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stop = Event()
        self._number = 0
        self._thread = Thread(target=self._watch, name="watcher", daemon=True)
        self._thread.start()

    @property
    def number(self) -> int | None:
        """How often files have changed; None if nobody watches any more."""
        return self._number if self._thread.is_alive() else None

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        for _ in changes(self._root, self._stop):
            self._number += 1


def _folders(root: Path) -> list[Path]:
    folders = {root}
    for name in paths.BUILD_FILES:
        path = root / name
        if path.is_dir():
            folders.update(Path(folder) for folder, _, _ in os.walk(path))
        elif path.parent.is_dir():
            folders.add(path.parent)
    return sorted(folders)


class Filter:
    """Passes changes of files that a build reads, without an editor's temporary files."""

    def __init__(self, root: Path) -> None:
        self._names = tuple(str((root / name).absolute()) for name in paths.BUILD_FILES)

    def __call__(self, change: Change, path: str) -> bool:
        """Return whether a change of a file counts."""
        if Path(path).name.startswith(".") or path.endswith("~"):
            return False
        whole = str(Path(path).absolute())
        return any(whole == name or whole.startswith(name + os.sep) for name in self._names)
