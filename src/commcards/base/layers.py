"""The two layers of a project: its own folder, laid over the library that came with the program.

A project that keeps a record of the library, ``library.lock``, is laid over it. Any other folder
has all itself, as the top of the repository has, which is the library.

Files of the library are named with ``library:`` before them, in faults and in the ledger.
"""

from __future__ import annotations

from pathlib import Path

from commcards.base import paths

BENEATH = "library:"  # before the names of the library's files

_PACKAGE = Path(__file__).parents[1]
_CARRIED = _PACKAGE / "library"  # in a wheel; pyproject.toml puts it there
LIBRARY = _CARRIED if _CARRIED.is_dir() else _PACKAGE.parents[1]


def beneath(root: Path) -> Path | None:
    """Return the library below the project in ``root``; None where the project has all itself."""
    return LIBRARY if (root / paths.LOCK).is_file() else None


def layers(root: Path) -> list[tuple[Path, str]]:
    """Return each folder with what its files' names begin with, the lowest first."""
    library = beneath(root)
    return [*([(library, BENEATH)] if library else []), (root, "")]


def find(root: Path, file: str) -> tuple[Path, str]:
    """Return the folder that has ``file``, the project's or else the library's, and its name.

    Where none has it, it is the project that lacks it.
    """
    for folder, start in reversed(layers(root)):
        if _is_there(folder / file):
            return folder, f"{start}{file}"
    return root, file


def holding(root: Path, file: str) -> list[tuple[Path, str]]:
    """Return all layers that have ``file``, as ``layers`` does; the project where none has it."""
    found = [(folder, start) for folder, start in layers(root) if _is_there(folder / file)]
    return found or [(root, "")]


def files(root: Path, folder: str, pattern: str) -> list[tuple[Path, str, Path]]:
    """Return the files of a folder, each from the highest layer that has it, sorted.

    They come with their names and the folders of their layers.
    """
    found = {
        path.name: (path, f"{start}{folder}/{path.name}", home)
        for home, start in layers(root)
        for path in (home / folder).glob(pattern)
    }
    return [found[name] for name in sorted(found)]


def prepared(root: Path) -> Path:
    """Return the folder of the prepared fonts and icons."""
    return (beneath(root) or root) / paths.ASSETS


def is_library(file: str) -> bool:
    """Return whether the name is of a file of the library below a project."""
    return file.startswith(BENEATH)


def plain(file: str) -> str:
    """Return the name of a file within its layer."""
    return file.removeprefix(BENEATH)


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()
