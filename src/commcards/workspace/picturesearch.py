"""Pictures by a word, in any language that the project is translated into. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from commcards.model.cards import Card, Message
from commcards.model.catalogs import Catalog
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.model.symbols import Symbol

_NEAR = 5  # words that are offered where none is found


@dataclass(frozen=True, slots=True)
class Found:
    """A picture, and the texts by which it was found: pairs of a language's tag and a text."""

    symbol: Symbol
    texts: tuple[tuple[str, str], ...]


def find(
    word: str,
    symbols: Mapping[str, Symbol],
    cards: Mapping[str, Card],
    messages: Iterable[Message],
    catalogs: Iterable[Catalog],
) -> list[Found]:
    """Return pictures by name: those whose label, category, phrase or translation has the word.

    Case and accents do not matter. A picture that stands on cards of several categories has them
    all.
    """
    wanted = plain(word)
    found: dict[str, list[tuple[str, str]]] = {}
    for name, tag, text in _texts(symbols, cards, messages, catalogs):
        texts = found.setdefault(name, [])
        if wanted in plain(text) and (tag, text) not in texts:
            texts.append((tag, text))
    return [Found(symbols[name], tuple(texts)) for name, texts in sorted(found.items()) if texts]


def near_words(word: str, symbols: Mapping[str, Symbol]) -> list[str]:
    """Return words of the labels that are written nearly so."""
    words = {plain(each): each for symbol in symbols.values() for each in symbol.label.split()}
    return [words[near] for near in get_close_matches(plain(word), words, n=_NEAR)]


def plain(text: str) -> str:
    """Return a text without case and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each)).strip()


def _texts(
    symbols: Mapping[str, Symbol],
    cards: Mapping[str, Card],
    messages: Iterable[Message],
    catalogs: Iterable[Catalog],
) -> Iterator[tuple[str, str, str]]:
    """Yield the names of pictures with each language and text that speaks of them."""
    for name, symbol in symbols.items():
        yield name, SOURCE_LANGUAGE, symbol.label
        yield name, SOURCE_LANGUAGE, name
    shown: dict[str, list[str]] = {}  # pictures by the keys of messages
    for card in cards.values():
        pictures = {card.symbol, *(each.symbol for part in card.sections for each in part.phrases)}
        shown.setdefault(card.title.key, []).append(card.symbol)
        for name in pictures & symbols.keys():
            yield name, SOURCE_LANGUAGE, card.category
    for message in messages:
        if message.symbol:
            shown.setdefault(message.key, []).append(message.symbol)
        for name in {*shown.get(message.key, ())} & symbols.keys():
            yield name, SOURCE_LANGUAGE, message.text
    for catalog in catalogs:
        for key in shown.keys() & catalog.entries.keys():
            for name in {*shown[key]} & symbols.keys():
                yield name, catalog.language, catalog.entries[key].text
