"""Makes targets in any process, on any machine, from data that is sent along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from commcards.base import serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.base.files import folder_of_process
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.build.deck import DeckBuilder, TargetReport
from commcards.build.process import busy
from commcards.text.fonts import FontSet
from commcards.text.shaping import Shaper
from commcards.text.templates import Templates
from commcards.typesetting import loading
from commcards.workspace.output import Tools
from commcards.workspace.targets import Made
from commcards.workspace.workspace import Workspace

Shared = Path | bytes  # a file that workers can read, or its bytes

_DIFFERS = Diagnostic(
    Location("pyproject.toml"),
    "worker-differs",
    "a worker has another version of commcards, WeasyPrint, Pango or HarfBuzz, so its files would "
    "differ",
    "install the same versions on every worker, for example from one image",
)


def load() -> None:
    """Load what is slow to load, before there is a task."""
    with busy:
        loading.load()


def setup(workspace: Workspace, tools: Tools, *, remote: bool) -> bytes:
    """Serialize what all targets of a build share.

    A remote worker sees none of our files: it gets the fonts too, has a store of its own, and sends
    back the bytes of its files.
    """
    return serialize.dumps(
        (
            (workspace.project, workspace.cards, workspace.words, workspace.symbols),
            workspace.drawings,
            dict(tools.templates.sources),
            tools.cache.absolute() if tools.cache else None,
            tools.folder.absolute(),
            workspace.fonts,
            workspace.fonts.pack() if remote else b"",
        )
    )


def make(code: str, setup: Shared, catalogs: Mapping[str, Shared], task: Shared) -> TargetReport:
    """Make one target. Shared data that comes again with the next target is read only once.

    ``code`` is the sender's digest of code and libraries. ``task`` is a target with its current
    files in output/, ``catalogs`` are those of its languages by tag. They are serialized, because
    only the same version can read them: another raises UserError with code ``worker-differs``.
    """
    if code != code_digest():
        raise UserError([_DIFFERS])
    with busy:
        target, current = _read(task)
        own = {tag: _catalog(shared) for tag, shared in catalogs.items()}
        builder, is_remote = _deck_builder(setup)
        report = builder.make(target, own, current)
        return replace(report, made=tuple(map(_taken, report.made))) if is_remote else report


def _read(shared: Shared) -> Any:
    return serialize.loads(shared if isinstance(shared, bytes) else shared.read_bytes())


_catalog = lru_cache(maxsize=32)(_read)  # many targets have the same staff language


@lru_cache(maxsize=1)
def _deck_builder(setup: Shared) -> tuple[DeckBuilder, bool]:
    """Return a deck builder, and whether this worker is remote."""
    read, drawings, templates, folder, output, fonts, packed = _read(setup)
    project, cards, words, symbols = read
    if packed:
        fonts = FontSet.unpack(packed, _own() / "fonts" / fonts.digest)
        folder = _own() / "store" if folder else None
        output = _outputs()
    workspace = Workspace(*(project, cards, words, {}, symbols, fonts, Shaper(fonts), ()), drawings)
    tools = Tools.of(workspace, Templates(templates), Store(folder), folder, output)
    return DeckBuilder(workspace, tools), bool(packed)


_own = cache(folder_of_process)


def _taken(made: Made) -> Made:
    """Return an output with its bytes, and delete its file."""
    if not made.sha256:
        return made
    path = _outputs() / made.path
    data = path.read_bytes()
    path.unlink()
    return replace(made, data=data)


def _outputs() -> Path:
    return _own() / "output"
