"""One target: a deck in one staff language and one person's languages -> all its outputs."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace

from commcards.base.diagnostics import Diagnostic
from commcards.build.outputs import OUTPUTS, downloads
from commcards.model.catalogs import Catalog
from commcards.workspace.output import LocalDeck, Tools
from commcards.workspace.request import PrintedFaces
from commcards.workspace.targets import Current, Made, Target
from commcards.workspace.workspace import Workspace

_MANY = 100  # faces: fewer leave little garbage, and an edit must not wait for its collection


@dataclass(frozen=True, slots=True)
class TargetReport:
    """The files and faults of a target.

    ``entry`` is its entry on the front page; None for a selection of cards, which has none.
    """

    target: Target
    made: tuple[Made, ...]
    entry: object
    rendered: int
    reused: int
    diagnostics: tuple[Diagnostic, ...]
    layouts: Mapping[str, PrintedFaces]


class DeckBuilder:
    """Makes targets of one workspace in one process."""

    def __init__(self, workspace: Workspace, tools: Tools) -> None:
        self._workspace = workspace
        self._outputs = [output(workspace, tools) for output in OUTPUTS.values()]
        self._rendered = 0

    def make(
        self, target: Target, catalogs: Mapping[str, Catalog], current: Current
    ) -> TargetReport:
        """Make every output of a target; a fault in one does not stop the others."""
        if self._rendered > _MANY:
            gc.collect()  # The page engine's documents are cycles and would fill the memory.
        workspace = replace(self._workspace, catalogs=catalogs).with_deck(target.own)
        deck = LocalDeck(workspace, target, workspace.localized(target), current)
        offered = downloads(workspace, target, current)
        made: list[Made] = []
        faults: list[Diagnostic] = []
        rendered = reused = 0
        layouts: dict[str, PrintedFaces] = {}
        entry: object = None
        for output in self._outputs:
            if target.cards and not output.is_download:
                continue  # The pages of a selection are those of its decks.
            report = output.make(deck, offered)
            made += report.made
            faults += report.faults
            rendered += report.rendered
            reused += report.reused
            layouts |= report.layouts
            entry = report.entry or entry
            offered = downloads(workspace, target, {*current, *(each.path for each in made)})
        self._rendered = rendered
        return TargetReport(target, tuple(made), entry, rendered, reused, tuple(faults), layouts)
