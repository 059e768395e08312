"""The order of texts by the rules of a language (CLDR), and the letters that an index has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from commcards.model.languages import Language

_BEFORE_LETTERS = re.compile(r"^\W+")  # quotation marks and ¿ do not count


class Sorted(NamedTuple):
    """A text with the letter of the index that it stands under; empty where there is none."""

    letter: str
    text: str


def collated(texts: Iterable[str], language: Language) -> list[Sorted]:
    """Return texts as an index in a language has them, each once.

    A language that CLDR does not know is sorted by the rules for all.
    """
    from icu import AlphabeticIndex, Collator, Locale  # megabytes of data

    locale = Locale.forLanguageTag(language.bcp47)
    collator = Collator.createInstance(locale)
    letters = AlphabeticIndex(locale)

    def bare(text: str) -> str:
        return _BEFORE_LETTERS.sub("", text)

    def letter(text: str) -> str:
        found = letters.getBucketIndex(bare(text))
        return str(labels[found]) if 0 < found < len(labels) - 1 else ""

    labels = [label for label, *_ in letters]
    order = sorted({*texts}, key=lambda text: (collator.getSortKey(bare(text)), text))
    return [Sorted(letter(text), text) for text in order]
