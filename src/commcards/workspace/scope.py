"""Which part of a project is asked about: all of it, decks, or single cards. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, is_error
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import TOGETHER
from commcards.translation.scope import on_cards, on_decks
from commcards.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scope:
    """The decks and cards that are asked about; without any, it is the whole project."""

    decks: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        """Return whether nothing is left out."""
        return not self.decks and not self.cards

    def printed(self, workspace: Workspace) -> set[str]:
        """Return the languages that the decks print, or those that print the cards."""
        decks = workspace.project.decks.values()
        return {
            tag
            for deck in decks
            if not self.decks or deck.id in self.decks
            if not self.cards or not {*self.cards}.isdisjoint((*deck.cards, *deck.tools))
            for together in (*deck.staff, *deck.languages)
            for tag in together.split(TOGETHER)
        }

    def narrowed(self, workspace: Workspace) -> Workspace:
        """Return the workspace with the messages of this part alone."""
        if self.is_all:
            return workspace
        named = self._named(workspace)
        cards = {name: card for name, card in workspace.cards.items() if name in named}
        own = {name: deck for name, deck in workspace.project.decks.items() if name in self.decks}
        words = workspace.words if self.decks else {}
        project = replace(workspace.project, decks=own, services={})
        return replace(workspace, project=project, cards=cards, words=words)

    def entries(self, workspace: Workspace, catalog: Catalog) -> list[Translation]:
        """Return the entries of a catalog that belong to this part."""
        entries = list(catalog.entries.values())
        if self.is_all:
            return entries
        on_card, on_deck = on_cards(self.cards), on_decks(workspace.project, self.decks)
        return [entry for entry in entries if on_card(entry.key) or on_deck(entry.key)]

    def told(self, workspace: Workspace, faults: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return what is wrong with the cards of this part, and errors of files that all need."""
        if self.is_all:
            return list(faults)
        own = {paths.card(name) for name in self._named(workspace)}
        return [
            fault
            for fault in faults
            if fault.where.file in own
            or (is_error(fault) and not fault.where.file.startswith(paths.CARDS))
        ]

    def _named(self, workspace: Workspace) -> set[str]:
        decks = (workspace.project.decks[name] for name in self.decks)
        return {*self.cards, *(name for deck in decks for name in (*deck.cards, *deck.tools))}


WHOLE = Scope()
