"""Offers translations of a phrase table for entries that are still empty. Pure.

Two English phrases match if their words are the same, apart from case, marks, contractions,
articles and "please". Similar letters are not enough: "I am cold" is 94 % "I am old", "She hit me"
is 95 % "He hit me", and the wrong phrase would stand beside the right picture.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commcards.base.diagnostics import has_errors
from commcards.model.cards import VARIANT
from commcards.model.catalogs import Catalog, Translation
from commcards.text.limits import excess
from commcards.text.slips import folded
from commcards.translation.checks import Rules, check_entry
from commcards.translation.spreadsheets.phrasetable import Pair

_LOOSE = frozenset({"a", "an", "the", "please"})
_SPELLED = (
    (re.compile("[\u2018\u2019\u02bc]"), "'"),
    (re.compile(r"\bcan't\b|\bcan not\b"), "cannot"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\b(what|where|who|how|when|it|that|there)'s\b"), r"\1 is"),
)
_MARKS = re.compile(r"[\s.,;:!?…\"“”«»()/–—-]+")
_ENDING = re.compile(r"([.!?…])[\s\"”»)]*$")


@dataclass(frozen=True, slots=True)
class Offer:
    """The translation in a table for the empty entry ``key``; no ``text`` if its rows differ."""

    key: str
    source: str
    text: str
    rows: tuple[int, ...]
    fault: str = ""  # why it cannot be used


def offers(rules: Rules, catalog: Catalog, pairs: Iterable[Pair]) -> Iterator[Offer]:
    """Yield the offers of the pairs for empty entries, in the catalog's order.

    Speaker's forms stay empty, because a table does not say which form it has.
    """
    by_words: dict[tuple[str, ...], list[Pair]] = {}
    for pair in pairs:
        if excess(pair.english):  # as no card of ours, and it takes long to read
            continue
        by_words.setdefault(_words(pair.english), []).append(pair)
    for entry in catalog.entries.values():
        if entry.text or VARIANT in entry.key:
            continue
        same = [
            pair
            for pair in by_words.get(_words(entry.source), ())
            if _same_mood(entry.source, pair.english)
        ]
        if same:
            yield _offer(rules, entry, same)


def _offer(rules: Rules, entry: Translation, same: Sequence[Pair]) -> Offer:
    equal = [pair for pair in same if _plain(pair.english) == _plain(entry.source)]
    texts: dict[str, list[int]] = {}
    for pair in equal or same:
        texts.setdefault(folded(pair.text), []).append(pair.row)
    rows = tuple(row for numbers in texts.values() for row in numbers)
    if len(texts) > 1:
        return Offer(entry.key, entry.source, "", rows, "the rows differ")
    (text,) = texts
    faults = check_entry(rules, entry._replace(text=text))
    errors = [fault.code for fault in faults if has_errors([fault])]
    return Offer(entry.key, entry.source, "" if errors else text, rows, ", ".join(errors))


def _plain(text: str) -> str:
    """Return the phrase in one case, without double spaces and end marks."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(text.split()).rstrip(".!?… ")


def _words(text: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFKC", text).casefold()
    for pattern, spelled in _SPELLED:
        text = pattern.sub(spelled, text)
    words = [word for word in _MARKS.sub(" ", text).split() if word not in _LOOSE]
    return tuple(words or [text])


def _same_mood(first: str, second: str) -> bool:
    """Return whether the end marks agree that both are questions, or that neither is."""
    marks = {match[1] == "?" for text in (first, second) if (match := _ENDING.search(text))}
    return len(marks) < 2
