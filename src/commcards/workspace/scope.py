"""Which part of a project is asked about: all of it, decks, cards, or lines in a state. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, is_error
from commcards.base.layers import plain
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog
from commcards.model.languages import TOGETHER
from commcards.translation.scope import chosen
from commcards.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scope:
    """The decks and cards that are asked about; without any, it is the whole project."""

    decks: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    states: tuple[str, ...] = ()  # of lines; any where none is given

    @property
    def is_all(self) -> bool:
        """Return whether nothing is left out."""
        return not self.decks and not self.cards and not self.states

    def printed(self, workspace: Workspace) -> set[str]:
        """Return the languages that the decks print, or those that print the cards."""
        decks = workspace.project.decks.values()
        return {
            tag
            for deck in decks
            if not self.decks or deck.id in self.decks
            if not self.cards or not {*self.cards}.isdisjoint(deck.printed)
            for together in (*deck.staff, *deck.languages)
            for tag in together.split(TOGETHER)
        }

    def messages(self, workspace: Workspace, catalog: Catalog) -> list[Message]:
        """Return the messages of this part, as a catalog translates them."""
        parts = self.decks, self.cards, self.states
        return chosen(workspace.project, workspace.messages, catalog, *parts)

    def told(self, workspace: Workspace, faults: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return what is wrong with the cards of this part, and errors of files that all need."""
        if not self.decks and not self.cards:
            return list(faults)
        own = {paths.card(name) for name in self._named(workspace)}
        return [
            fault
            for fault in faults
            if plain(fault.where.file) in own
            or (is_error(fault) and not plain(fault.where.file).startswith(paths.CARDS))
        ]

    def _named(self, workspace: Workspace) -> set[str]:
        decks = (workspace.project.decks[name] for name in self.decks)
        return {*self.cards, *(name for deck in decks for name in deck.printed)}


WHOLE = Scope()
