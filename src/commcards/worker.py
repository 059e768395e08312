"""Makes targets in any process: all that is needed comes along, but for the fonts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from commcards import frozen
from commcards.fonts import FontSet
from commcards.html import Templates
from commcards.press import Press, TargetReport
from commcards.shaping import Shaper
from commcards.store import Store
from commcards.targets import Current, Target
from commcards.workspace import Workspace

_presses: dict[str, Press] = {}  # of this process; one at a time


@dataclass(frozen=True, slots=True)
class Kit:
    """What every target of a build needs. ``seal`` is the digest of all of it.

    ``material`` are project, cards, words and symbols, frozen. ``assets`` is the folder of the
    prepared fonts; ``cache`` that of the store, None for none.
    """

    seal: str
    material: bytes
    templates: Mapping[str, str]
    assets: Path
    cache: Path | None


def make(kit: Kit, catalogs: bytes, target: Target, current: Current) -> TargetReport:
    """Make one target; ``catalogs`` are those of its languages by tag, frozen."""
    if kit.seal not in _presses:
        _presses.clear()
        _presses[kit.seal] = _press(kit)
    return _presses[kit.seal].make(target, frozen.loads(catalogs), current)


def _press(kit: Kit) -> Press:
    project, cards, words, symbols = frozen.loads(kit.material)
    fonts = FontSet.load(kit.assets)
    workspace = Workspace(project, cards, words, {}, symbols, fonts, Shaper(fonts), ())
    return Press(workspace, Templates(kit.templates), Store(kit.cache), kit.cache)
