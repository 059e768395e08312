"""Letters of another language of the same script, which look right and are not. Pure.

They come from the keyboard of a neighbour. A search does not find them, and at the end of a word
some look another way. Source: the exemplars of CLDR. Pashto writes five letters ye, U+064A is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Slip(NamedTuple):
    """A word with a letter of another language, and how it is meant as far as can be told."""

    word: str
    meant: str


_PERSIAN = {"ي": "ی", "ى": "ی", "ك": "ک", "ە": "ه", "ھ": "ه", "ہ": "ه"}
# By language: a letter that it does not write, and the one that it writes instead.
_LETTERS: Mapping[str, Mapping[str, str]] = {
    "ar": {"ی": "ي", "ک": "ك", "ە": "ه", "ہ": "ه", "ھ": "ه", "ې": "ي", "ے": "ي"},
    "ckb": {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ە", "ہ": "ه"},
    "fa": _PERSIAN,
    "prs": _PERSIAN,
    "ps": {"ى": "ی", "ك": "ک", "ە": "ه", "ھ": "ه", "ہ": "ه", "ے": "ې"},
    "ur": {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ە": "ہ", "ۀ": "ۂ", "ة": "ۃ"},
    "bg": {"ы": "", "э": "", "ё": "", "і": "", "ї": "", "є": "", "ґ": "", "ў": "", "ј": ""},
    "ru": {"і": "", "ї": "", "є": "", "ґ": "", "ў": "", "ј": ""},
    "uk": {"ы": "", "э": "", "ё": "", "ъ": "", "ў": "", "ј": ""},
    "sr": {"ы": "", "э": "", "ё": "", "й": "", "ъ": "", "ь": "", "ю": "", "я": "", "щ": ""},
    "ro": {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"},
}
_VOWELS = "اەوۆیێئ"
# Sorani ه is h, which has a vowel beside it; between other letters, or at the end, it stands for ە.
# The 6,407 words of the catalog have none that this finds.
_SORANI_E = re.compile(rf"(?<=\w)ه(?=\u200c|\b)|(?<=[^\W{_VOWELS}ه])ه(?=[^\W{_VOWELS}ه])")
_WORD = re.compile(r"[^\W\d_]+(?:[\u200c'ʼ’][^\W\d_]+)*\u200c?")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_NO_KEYBOARD_APOSTROPHE = frozenset({"uk"})  # it is a letter's part there: п’ять
_ENDS_ONLY = "ةى"  # letters that end words, and begin none


def slips(text: str, tag: str) -> Iterator[Slip]:
    """Yield the words of a text that are spelled with letters of another language, each once."""
    language = tag.partition("_")[0]
    wrong = _LETTERS.get(language, {})
    if not wrong and language not in _NO_KEYBOARD_APOSTROPHE:
        return
    for word in dict.fromkeys(_WORD.findall(text)):
        meant = "".join(wrong.get(letter, letter) for letter in word)
        if language == "ckb":
            meant = _SORANI_E.sub("ە", meant).replace("ە\u200c", "ە")
        if language in _NO_KEYBOARD_APOSTROPHE:
            meant = _APOSTROPHE.sub("’", meant)
        foreign = any(not wrong.get(letter.lower(), letter) for letter in word)
        if foreign or meant != word:
            yield Slip(word, "" if foreign else meant)


def is_backwards(text: str, marks: str) -> bool:
    """Return whether a text that runs from right to left seems to be stored the other way round.

    ``marks`` are what ends a sentence: they stand first then, or a letter does that ends words.
    """
    return text.startswith(tuple(marks)) or any(w[0] in _ENDS_ONLY for w in _WORD.findall(text))
