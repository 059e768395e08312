"""The library below a project: what it was when somebody looked last, and what stands over it.

``library.lock`` notes a digest of each piece of the library: of each card, layout, template,
drawing and catalog, and of each entry of the files whose entries are laid over one another. Only
``new`` and ``upgrade`` write it, so that an update of the program changes nothing in a project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from commcards import __version__
from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.base.digests import digest
from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.project import yamlnodes
from commcards.project.yamlnodes import Mapping as Entries
from commcards.project.yamlnodes import Node, Scalar, Sequence

_HEAD = (
    "# What lay below this project when somebody looked last. `commcards upgrade` writes it.\n"
    "# Keep it in git.\n"
)
_VERSION = re.compile(r"commcards (\S+)")
_LINE = re.compile(r"([0-9a-f]{16}) (\S+)")
_FOLDERS = (paths.CARDS, paths.LAYOUTS, paths.TEMPLATES, paths.SYMBOLS, paths.LOCALES)
_BY_ENTRY = {  # files that are laid over one another entry by entry, and the key that holds these
    paths.CONCEPTS: "",
    paths.WORDS: "",
    paths.LANGUAGES: "",
    paths.DECKS: "categories",
    paths.SERVICES: "kinds",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """A version of the library: the digests of its pieces, by their names."""

    version: str
    pieces: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """How the library has changed since it was noted: the names of pieces, in order.

    ``replaced`` are those that the project has too, changed or not.
    """

    before: str
    now: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    replaced: tuple[str, ...]

    @property
    def stale(self) -> list[str]:
        """The pieces that the project replaces and that the library has changed or dropped."""
        return [name for name in (*self.changed, *self.gone) if name in self.replaced]


def changes(root: Path) -> Changes | None:
    """Compare the library below a project with the one that was noted; None where none is below."""
    library = layers.beneath(root)
    if library is None:
        return None
    noted, own = _read(root), pieces(root)
    now = pieces(library)
    known = noted.pieces
    return Changes(
        noted.version,
        __version__,
        tuple(name for name in now if name not in known) if noted.version else (),
        tuple(name for name in now if name in known and now[name] != known[name]),
        tuple(name for name in known if name not in now),
        tuple(
            name
            for name in own
            if name in now or name in known
            if not name.startswith(f"{paths.LOCALES}/")  # laid over line by line
        ),
    )


def note(root: Path) -> None:
    """Note the library as it is now, below the project in ``root``."""
    lines = (f"{value} {name}\n" for name, value in pieces(layers.LIBRARY).items())
    text = f"{_HEAD}commcards {__version__}\n{''.join(lines)}"
    write_atomic(root / paths.LOCK, text.encode())


def pieces(folder: Path) -> dict[str, str]:
    """Return the digest of each piece of a library or project, by names in order."""
    found = {name: digest(path.read_bytes())[:16] for name, path in _files(folder)}
    for file, key in _BY_ENTRY.items():
        found.pop(file, None)
        if (folder / file).is_file():
            found |= _entries(folder, file, key)
    return dict(sorted(found.items()))


def check_version(root: Path) -> list[Diagnostic]:
    """Warn of a library of another version than the one that was noted."""
    if layers.beneath(root) is None:
        return []
    noted = _read(root)
    if noted.version == __version__:
        return []
    before = f"commcards {noted.version}" if noted.version else "nothing yet"
    text = f"the library is that of commcards {__version__}; this notes {before}"
    hint = "`commcards upgrade` tells what is new, changed and gone below your own, and notes it"
    where = Location(paths.LOCK)
    return [Diagnostic(where, "library-updated", text, hint, Severity.WARNING)]


def check_replaced(found: Changes | None) -> list[Diagnostic]:
    """Warn of what the project replaces and the library has changed since."""
    return [
        Diagnostic(
            Location(name.partition("#")[0]),
            "library-changed",
            f"{name} stands in place of the library's, which has changed since",
            "compare the two: `commcards upgrade` says where the library's lies",
            Severity.WARNING,
        )
        for name in (found.stale if found else ())
    ]


def _read(root: Path) -> Noted:
    """Read the record. Raises UserError where it is none, as after a conflict in git."""
    text = (root / paths.LOCK).read_text("utf-8", errors="replace")
    version, noted = "", {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _LINE.fullmatch(line):
            noted[match[2]] = match[1]
        elif match := _VERSION.fullmatch(line):
            version = match[1]
        elif line and not line.startswith("#"):
            hint = "delete the file, and run `commcards upgrade`, which writes it anew"
            message = "this is no line of a record of the library"
            raise UserError(
                [Diagnostic(Location(paths.LOCK, number, 1), "bad-lock", message, hint)]
            )
    return Noted(version, noted)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in _FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix(), path


def _entries(folder: Path, file: str, key: str) -> dict[str, str]:
    node, _ = yamlnodes.read(folder, file)
    inner = node.get(key) if key and isinstance(node, Entries) else node
    every = inner.entries if isinstance(inner, Entries) else ()
    return {f"{file}#{name.text}": digest(_written(value))[:16] for name, value in every}


def _written(node: Node) -> str:
    """Return what a node says, wherever it stands."""
    if isinstance(node, Scalar):
        return repr(node.value)
    if isinstance(node, Sequence):
        return f"[{','.join(map(_written, node.items))}]"
    every = node.entries if isinstance(node, Entries) else ()
    return f"{{{','.join(f'{key.text!r}:{_written(value)}' for key, value in every)}}}"
