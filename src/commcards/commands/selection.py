"""The options --deck, --card and --only: which lines of a catalog a command is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from commcards.commands.names import named
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog
from commcards.project.decks import Project
from commcards.translation.scope import State, chosen

F = TypeVar("F", bound=Callable[..., Any])
ONLY = (State.EMPTY, State.DRAFT, State.STALE)

_OPTIONS = (
    click.option("--deck", "decks", multiple=True, metavar="NAME", help="Lines of this deck."),
    click.option("--card", "cards", multiple=True, metavar="ID", help="Lines of this card."),
    click.option(
        "--only", multiple=True, type=click.Choice([state.value for state in ONLY]),
        help="Lines in this state.",
    ),
)  # fmt: skip


def selection(command: F) -> F:
    """Give a command the options; their values are ``decks``, ``cards`` and ``only``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Selection:
    """What the options say; without any, every line is meant."""

    decks: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def of(self, project: Project, messages: Iterable[Message], catalog: Catalog) -> list[Message]:
        """Return the messages that are meant. Raises click.UsageError for unknown names."""
        lines = list(messages)
        known = dict.fromkeys(message.key.partition(".")[0] for message in lines)
        decks = [named("deck", name, project.decks) for name in self.decks]
        cards = [named("card", name, known) for name in self.cards]
        return chosen(project, lines, catalog, decks, cards, self.only)
