"""Which lines of a catalog are asked for: those of decks, of cards, or in some state. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum

from commcards.model.cards import VARIANT, Message
from commcards.model.catalogs import Catalog, Translation
from commcards.project.cards import SCREEN
from commcards.project.decks import Project

IsOwn = Callable[[str], bool]


class State(StrEnum):
    """How far a line is; ``OPTIONAL`` is a speaker's form that may stay empty."""

    EMPTY = "empty"
    OPTIONAL = "optional"
    DRAFT = "draft"
    STALE = "stale"
    REVIEWED = "reviewed"


def state_of(message: Message, entry: Translation | None) -> State:
    """Return how far a line is; it is stale where the card says something else by now."""
    if entry is None or not entry.text:
        return State.OPTIONAL if VARIANT in message.key else State.EMPTY
    if entry.stale or entry.source != message.text:
        return State.STALE
    return State.DRAFT if entry.draft else State.REVIEWED


def wanted(project: Project, tag: str, messages: Iterable[Message]) -> list[Message]:
    """Return what a language is asked for: the words of the deck builder only if staff read it."""
    if any(tag in deck.staff for deck in project.decks.values()):
        return list(messages)
    return [message for message in messages if not message.key.startswith(f"{SCREEN}.")]


def on_cards(cards: Iterable[str]) -> IsOwn:
    """Return what tells whether a message, by its key, stands on one of the cards."""
    names = frozenset(cards)
    return lambda key: key.partition(".")[0] in names


def on_decks(project: Project, decks: Iterable[str]) -> IsOwn:
    """Return what tells whether a message, by its key, is printed with one of the decks.

    The words of faces and pages stand on all of them.
    """
    found = [project.decks[name] for name in decks]
    names = {name for deck in found for name in deck.printed}
    titles = {deck.title.key for deck in found}
    if found:
        names.add("words")
    return lambda key: key in titles or key.partition(".")[0] in names


def chosen(
    project: Project,
    messages: Iterable[Message],
    catalog: Catalog,
    decks: Collection[str] = (),
    cards: Collection[str] = (),
    states: Collection[str] = (),
) -> list[Message]:
    """Return the messages of some decks or cards, in some states; all where none are given."""
    own = [on_decks(project, decks), on_cards(cards)]
    return [
        message
        for message in wanted(project, catalog.language, messages)
        if not (decks or cards) or any(is_own(message.key) for is_own in own)
        if not states or state_of(message, catalog.entries.get(message.key)) in states
    ]
