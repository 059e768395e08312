"""Makes targets in any process, on any machine: all that is needed comes along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from commcards.base import serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.build.deck import DeckBuilder, TargetReport
from commcards.model.catalogs import Catalog
from commcards.text.fonts import FontSet
from commcards.text.shaping import Shaper
from commcards.text.templates import Templates
from commcards.typesetting import loading
from commcards.workspace.output import Tools
from commcards.workspace.targets import Current, Made, Target
from commcards.workspace.workspace import Workspace

_deck_builders: dict[Kit, DeckBuilder] = {}  # of this process; one at a time
_fonts: dict[str, FontSet] = {}  # sent to this process, by digest; one at a time
_turn = Lock()  # a press, and Pango below it, do one thing at a time
_OUTPUT = "output"  # in this process's folder
_own: list[TemporaryDirectory[str]] = []  # this process's folder, which goes when it ends


@dataclass(frozen=True, slots=True)
class Kit:
    """What every target of a build needs; ``material`` and ``fonts`` are digests of parcels.

    ``assets`` is the folder of the
    prepared fonts, None where the worker does not see it: then the fonts are sent too. ``cache``
    is the folder of the store, None for none; a relative one lies in the worker's own folder.
    ``output`` is where outputs are written, None where the worker does not see it: then they are
    sent back.
    """

    material: str
    fonts: str
    assets: Path | None
    cache: Path | None
    output: Path | None

    @property
    def needs(self) -> tuple[str, ...]:
        """The digests of the parcels that a worker needs to begin."""
        return (self.material,) if self.assets else (self.material, self.fonts)


@dataclass(frozen=True, slots=True)
class Order:
    """One target to be made; ``catalogs`` are those of its languages by tag, frozen."""

    kit: Kit
    catalogs: Mapping[str, bytes]
    target: Target
    current: Current


@dataclass(frozen=True, slots=True)
class Lacking:
    """The answer of a worker that has not all it needs: digests of parcels."""

    parcels: tuple[str, ...]


def load() -> None:
    """Load what takes its time, before there is an order."""
    loading.load()


def make(engine: str, order: bytes, parcels: Mapping[str, bytes]) -> bytes:
    """Make one target, or tell what is lacking for it; what was sent once is kept.

    ``order`` is an Order and the result a TargetReport or Lacking, both frozen: nobody on the way
    needs to understand them, nor a worker where another ``engine`` shapes bytes.
    Raises UserError with code ``worker-differs`` there.
    """
    if engine != code_digest():
        raise UserError([_differs()])
    with _turn:
        return serialize.dumps(_make(serialize.loads(order), parcels))


def _make(order: Order, parcels: Mapping[str, bytes]) -> TargetReport | Lacking:
    kit = order.kit
    if kit not in _deck_builders:
        lacking = [name for name in kit.needs if name not in parcels and name not in _fonts]
        if lacking:
            return Lacking(tuple(lacking))
        press = _press(kit, parcels)
        _deck_builders.clear()
        _deck_builders[kit] = press
    catalogs = {tag: _catalog(data) for tag, data in order.catalogs.items()}
    report = _deck_builders[kit].make(order.target, catalogs, order.current)
    return report if kit.output else replace(report, made=tuple(map(_parcel, report.made)))


def material(workspace: Workspace, templates: Templates) -> bytes:
    """Return the parcel of all that targets share, but for the fonts."""
    values = (workspace.project, workspace.cards, workspace.words, workspace.symbols)
    return serialize.dumps((*values, dict(templates.sources)))


def _press(kit: Kit, parcels: Mapping[str, bytes]) -> DeckBuilder:
    project, cards, words, symbols, templates = serialize.loads(parcels[kit.material])
    fonts = FontSet.load(kit.assets) if kit.assets else _sent_fonts(kit.fonts, parcels)
    workspace = Workspace(project, cards, words, {}, symbols, fonts, Shaper(fonts), ())
    cache = _own_folder() / kit.cache if kit.cache else None
    store = Store(cache)
    output = kit.output or _own_folder() / _OUTPUT
    tools = Tools.of(workspace, Templates(templates), store, cache, output)
    return DeckBuilder(workspace, tools)


def _parcel(made: Made) -> Made:
    """Return an output with its bytes, which are here no more."""
    if not made.sha256:
        return made
    path = _own_folder() / _OUTPUT / made.path
    data = path.read_bytes()
    path.unlink()
    return replace(made, data=data)


def _sent_fonts(name: str, parcels: Mapping[str, bytes]) -> FontSet:
    if name not in _fonts:
        fonts = FontSet.unpack(parcels[name], _own_folder() / "fonts" / name)
        _fonts.clear()
        _fonts[name] = fonts
    return _fonts[name]


def _own_folder() -> Path:
    if not _own:
        _own.append(TemporaryDirectory(prefix="commcards-worker-"))
    return Path(_own[0].name)


@lru_cache(maxsize=32)
def _catalog(data: bytes) -> Catalog:
    """Thaw a catalog; the staff's is the same for many targets."""
    found: Catalog = serialize.loads(data)
    return found


def _differs() -> Diagnostic:
    return Diagnostic(
        Location("pyproject.toml"),
        "worker-differs",
        "a worker has another version of commcards, WeasyPrint, Pango or HarfBuzz, and would make "
        "other bytes",
        "install the same on every worker, from one image for example",
    )
