"""The interface of all kinds of output: the paths of their files, and how they are made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, NamedTuple

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.base.store import Store
from commcards.localize.localcard import LocalCard
from commcards.model.cards import Card
from commcards.model.decks import Deck
from commcards.pictures.qrcache import QrCache
from commcards.text.templates import Templates
from commcards.workspace.request import PrintedFaces
from commcards.workspace.targets import Current, Made, Target, combined, page
from commcards.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Tools:
    """What outputs are made with, for one project in one process.

    ``cache`` is the folder of the store, None where nothing may be kept; ``folder`` is the output
    folder.
    """

    templates: Templates
    store: Store
    codes: QrCache
    cache: Path | None
    folder: Path

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        templates: Templates,
        store: Store,
        cache: Path | None,
        folder: Path,
    ) -> Tools:
        """Return the tools for one workspace."""
        codes = QrCache(workspace.project.imprint, store)
        return cls(templates, store, codes, cache, folder)


@dataclass(frozen=True, slots=True)
class LocalDeck:
    """A deck in the languages of a target: what every output is made from.

    ``current`` are the untouched files in the output folder.
    """

    workspace: Workspace
    target: Target
    cards: Sequence[LocalCard]
    current: Current

    @property
    def deck(self) -> Deck:
        """The deck of the project, or that of the selection."""
        return self.workspace.deck(self.target)

    def page(self, card: Card) -> str:
        """Return the page that the code on a card leads to.

        A selection has no pages: its codes lead to those of a deck, or else to the front page.
        """
        if self.target.deck:
            return page(self.deck, self.target, card)
        pair = self.target.staff, self.target.person
        for deck in self.workspace.project.decks.values():
            if card.id in deck.printed and pair in combined(deck.staff, deck.languages):
                return page(deck, self.target, card)
        return paths.INDEX


class Download(NamedTuple):
    """A file that people download, by its path in the output folder."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class OutputReport:
    """The files of an output, and their faults; ``rendered`` and ``reused`` count faces.

    ``layouts`` say what the faces of each layout are like. ``entry`` is the deck's entry on the
    front page, from the output that makes pages.
    """

    made: tuple[Made, ...]
    faults: tuple[Diagnostic, ...] = ()
    rendered: int = 0
    reused: int = 0
    layouts: Mapping[str, PrintedFaces] = field(default_factory=dict)
    entry: object = None


class Output(ABC):
    """One kind of output, made for one project in one process.

    ``is_download`` says whether people download its files: the command line names downloads, pages
    and the front page link to them.
    """

    is_download: ClassVar[bool]

    @abstractmethod
    def __init__(self, workspace: Workspace, tools: Tools) -> None: ...

    @staticmethod
    @abstractmethod
    def paths(workspace: Workspace, target: Target) -> Mapping[str, str]:
        """Return the paths of all files that a target may have, each with a label for people."""

    @abstractmethod
    def make(self, deck: LocalDeck, downloads: Sequence[Download]) -> OutputReport:
        """Write the files of a deck that are not current; ``downloads`` exist already."""
