"""What people call languages, decks, layouts and cards -> what the project calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from commcards.model.cards import Card
from commcards.model.decks import Deck
from commcards.model.languages import Language


def language_named(name: str, languages: Mapping[str, Language]) -> str:
    """Return the tag of a language. Raises click.UsageError for one that is not known."""
    if name in languages:
        return name
    known = ", ".join(languages)
    raise click.UsageError(f"no language {name} in languages.yaml, which has: {known}")


def deck_named(name: str, decks: Mapping[str, Deck]) -> str:
    """Return the id of a deck. Raises click.UsageError for one that is not known."""
    return _named("deck", name, decks)


def card_named(name: str, cards: Mapping[str, Card]) -> str:
    """Return the id of a card. Raises click.UsageError for one that is not known."""
    return _named("card", name, cards)


def _named(kind: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    if name in names:
        return name
    raise click.UsageError(f"no {kind} {name!r}; there are: {', '.join(names)}")
