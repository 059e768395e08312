"""Names on the command line -> those of the project, or a message with the nearest ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from commcards.model.cards import Card
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.model.paper import PAPERS
from commcards.project.names import card_of, id_of, near_ids, near_languages, tag_of
from commcards.translation import pseudo


def language_named(name: str, languages: Mapping[str, Language]) -> str:
    """Return the tag of a language: `ar`, `AR`, `Arabic` and `العربية` are all Arabic.

    Raises click.UsageError for one that is not known.
    """
    if tag := tag_of(name, languages):
        return tag
    if near := near_languages(name, languages):
        raise click.UsageError(
            f"there is no language {name!r}; did you mean {_told(near, ' or ')}?"
        )
    real = [each for each in languages.values() if each.tag not in pseudo.TAGS]
    known = _told(sorted(real, key=lambda each: each.name), "\n  ")
    raise click.UsageError(f"there is no language {name!r}; languages.yaml has:\n  {known}")


def languages_named(names: Iterable[str], languages: Mapping[str, Language]) -> tuple[str, ...]:
    """Return the tags of languages, each once; a comma parts names as a space does."""
    parts = (part.strip() for name in names for part in name.split(","))
    return tuple(dict.fromkeys(language_named(part, languages) for part in parts if part))


def translated(languages: Mapping[str, Language]) -> dict[str, Language]:
    """Return the languages that can have a catalog."""
    return {tag: language for tag, language in languages.items() if tag != SOURCE_LANGUAGE}


def named(kind: str, name: str, known: Iterable[str]) -> str:
    """Return the id of a deck, card or layout. Raises click.UsageError for one not known."""
    ids = list(known)
    if found := id_of(name, ids):
        return found
    if near := near_ids(name, ids):
        raise click.UsageError(f"there is no {kind} {name!r}; did you mean {' or '.join(near)}?")
    raise click.UsageError(f"there is no {kind} {name!r}; choose from: {', '.join(ids)}")


def card_named(name: str, cards: Mapping[str, Card]) -> str:
    """Return the id of a card: `illness`, `Illness` and `E03` are the same.

    Raises click.UsageError for one that is not known.
    """
    return card_of(name, cards) or named("card", name, cards)


def papers_named(
    context: click.Context, option: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the ids of papers: the callback of an option."""
    return tuple(named("paper", name, sorted(PAPERS)) for name in names)


def _told(languages: Iterable[Language], between: str) -> str:
    """Name languages by tag, in English and in their own words."""
    return between.join(f"{each.tag} ({each.name}, {each.autonym})" for each in languages)
