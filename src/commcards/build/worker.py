"""What runs in a worker process, on any machine: targets are made from what is sent alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from commcards.base import serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.build.deck import DeckBuilder, TargetReport
from commcards.build.process import busy
from commcards.text.fonts import FontSet
from commcards.text.shaping import Shaper
from commcards.text.templates import Templates
from commcards.typesetting import render
from commcards.workspace.workspace import Workspace

Shared = Path | bytes  # a file where workers see it

_DIFFERS = Diagnostic(
    Location("pyproject.toml"),
    "worker-differs",
    "a worker has another version of commcards, WeasyPrint, Pango or HarfBuzz, and would make "
    "other bytes",
    "install the same on every worker, from one image for example",
)


def load() -> None:
    """Load what takes its time, before there is a task."""
    with busy:
        render.load()


def setup(workspace: Workspace, templates: Templates, store: Path | None, *, remote: bool) -> bytes:
    """Serialize what all targets of a build share; ``store`` is the cache's folder.

    A remote worker sees none of our files: it is sent the fonts, and keeps a store of its own.
    """
    return serialize.dumps(
        (
            (workspace.project, workspace.cards, workspace.words, workspace.symbols),
            dict(templates.sources),
            store.absolute() if store else None,
            workspace.fonts,
            workspace.fonts.pack() if remote else b"",
        )
    )


def make(code: str, setup: Shared, catalogs: Mapping[str, Shared], task: Shared) -> TargetReport:
    """Make one target. What comes again with the next target is read once.

    ``code`` is the sender's digest of code and libraries, ``task`` a target with what lies in
    output/ of it, ``catalogs`` those of its languages by tag. All are serialized, for a worker of
    another version could not read them: it raises UserError with code ``worker-differs``.
    """
    if code != code_digest():
        raise UserError([_DIFFERS])
    with busy:
        target, current = _read(task)
        own = {tag: _catalog(shared) for tag, shared in catalogs.items()}
        return _deck_builder(setup).make(target, own, current)


def _read(shared: Shared) -> Any:
    return serialize.loads(shared if isinstance(shared, bytes) else shared.read_bytes())


_catalog = lru_cache(maxsize=32)(_read)  # the staff's is the same for many targets


@lru_cache(maxsize=1)
def _deck_builder(setup: Shared) -> DeckBuilder:
    (project, cards, words, symbols), templates, folder, fonts, packed = _read(setup)
    if packed:
        fonts = FontSet.unpack(packed, Path(_own().name, "fonts", fonts.digest))
        folder = Path(_own().name, "store") if folder else None
    workspace = Workspace(project, cards, words, {}, symbols, fonts, Shaper(fonts), ())
    store = Store(folder)
    return DeckBuilder(workspace, Templates(templates, store), store, folder)


@cache
def _own() -> TemporaryDirectory[str]:
    """Return this process's folder, which goes when the process ends."""
    return TemporaryDirectory(prefix="commcards-worker-")
