"""Waits for changes of what a build reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

from commcards.base import paths


def changes(root: Path) -> Iterator[set[tuple[Change, str]]]:
    """Yield what changed among the files of a project, whenever some did.

    Folders are watched, not files: an editor that puts a new file in the place of the old one
    would take the watch along. Raises KeyboardInterrupt on Ctrl-C.
    """
    while True:
        folders = _folders(root)
        for found in watch(*folders, watch_filter=Filter(root), recursive=False):
            yield found
            if _folders(root) != folders:
                break  # what is in a new folder is to be watched too


def _folders(root: Path) -> list[Path]:
    found = {root}
    for name in paths.BUILD_FILES:
        path = root / name
        if path.is_dir():
            found.update(Path(folder) for folder, _, _ in os.walk(path))
        elif path.parent.is_dir():
            found.add(path.parent)
    return sorted(found)


class Filter:
    """Lets changes pass that a build may depend on, and none of an editor's own files."""

    def __init__(self, root: Path) -> None:
        self._names = tuple(str((root / name).absolute()) for name in paths.BUILD_FILES)

    def __call__(self, change: Change, path: str) -> bool:
        """Return whether a change of a file counts."""
        if Path(path).name.startswith(".") or path.endswith("~"):
            return False
        whole = str(Path(path).absolute())
        return any(whole == name or whole.startswith(name + os.sep) for name in self._names)
