"""Waits for changes of the files that a build reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

from commcards.base import paths


def changes(root: Path) -> Iterator[set[tuple[Change, str]]]:
    """Yield the changed files of a project, whenever some change.

    Folders are watched, not files: an editor may replace a file by a new one, and the watch would
    end with the old file. Raises KeyboardInterrupt on Ctrl-C.
    """
    while True:
        folders = _folders(root)
        for changed in watch(*folders, watch_filter=Filter(root), recursive=False):
            yield changed
            if _folders(root) != folders:
                break  # The next watch includes the new folder.


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
