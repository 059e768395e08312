"""Lays out a project of one's own over the library, from a template of starters/."""

from __future__ import annotations

from pathlib import Path

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.workspace.library import note

_COMMON = "common"  # what every template has
_RENAMED = {"gitignore": ".gitignore"}  # git would heed it where it lies
_OWN = (paths.CARDS, paths.LOCALES, paths.OWN_DRAWINGS, paths.LAYOUTS, paths.TEMPLATES)
_KEEP = ".gitkeep"  # git knows no empty folders
_IGNORED = {".git"}  # what an empty folder may have


def templates() -> list[str]:
    """Return the names of the templates."""
    folders = (layers.LIBRARY / paths.STARTERS).iterdir()
    return sorted(each.name for each in folders if each.is_dir() and each.name != _COMMON)


def lay_out(root: Path, template: str) -> None:
    """Write a project into ``root``, which is made unless it is there and empty.

    Raises UserError with code ``folder-not-empty``, before anything is written.
    """
    if root.exists() and (not root.is_dir() or {e.name for e in root.iterdir()} - _IGNORED):
        hint = "name a new folder: nothing of yours is overwritten"
        text = "the folder is not empty"
        raise UserError([Diagnostic(Location(str(root)), "folder-not-empty", text, hint)])
    for part in (_COMMON, template):
        source = layers.LIBRARY / paths.STARTERS / part
        for path in sorted(each for each in source.rglob("*") if each.is_file()):
            name = path.relative_to(source)
            name = name.with_name(_RENAMED.get(name.name, name.name))
            write_atomic(root / name, path.read_bytes())
    for folder in _OWN:
        write_atomic(root / folder / _KEEP, b"")
    note(root)
