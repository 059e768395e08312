"""Turns a text into Latin letters, letter by letter, by the table of a published system. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

Table = Mapping[str, str]  # one letter or several, in lower case -> Latin letters
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Romanization:
    """How a system writes the letters of a language; the longest match wins.

    ``start`` and ``end`` hold at the edges of a word, ``after`` and ``before`` beside any of the
    letters in their keys. All four take precedence over ``letters``.
    """

    system: str  # title and year of the law or standard
    letters: Table
    start: Table = field(default_factory=dict)
    end: Table = field(default_factory=dict)
    after: Mapping[str, Table] = field(default_factory=dict)
    before: Mapping[str, Table] = field(default_factory=dict)

    def latin(self, text: str) -> str:
        """Return the text in Latin letters; empty if the table lacks a letter or changes none."""
        text = text.replace(SOFT_HYPHEN, "")
        lower = "".join(map(_lower, text))
        tables = (self.letters, self.start, self.end, *self.after.values(), *self.before.values())
        longest = max((len(letters) for table in tables for letters in table), default=0)
        written: list[str] = []
        at = 0
        while at < len(text):
            for end in range(min(at + longest, len(text)), at, -1):
                found = self._find(lower, at, end)
                if found is not None:
                    written.append(_cased(found, text, at, end))
                    at = end
                    break
            else:
                if text[at].isalpha() and not is_latin(text[at]):
                    return ""  # half a line would mislead
                written.append(text[at])
                at += 1
        result = unicodedata.normalize("NFC", "".join(written))
        return "" if result == text else result

    def _find(self, text: str, at: int, end: int) -> str | None:
        piece = text[at:end]
        if piece in self.start and not self._goes_on(text, at - 1, -1):
            return self.start[piece]
        if piece in self.end and not self._goes_on(text, end, 1):
            return self.end[piece]
        for beside, tables in ((text[:at][-1:], self.after), (text[end : end + 1], self.before)):
            for neighbours, table in tables.items():
                if beside and beside in neighbours and piece in table:
                    return table[piece]
        return self.letters.get(piece)

    def _goes_on(self, text: str, at: int, step: int) -> bool:
        """Return whether the word goes on here; it may hold signs of the table and marks."""
        while 0 <= at < len(text) and not text[at].isalpha():
            if text[at] not in self.letters and not unicodedata.combining(text[at]):
                return False
            at += step
        return 0 <= at < len(text)


def is_latin(letter: str) -> bool:
    """Return whether a letter is Latin, or may stand in any script."""
    return unicodedata.name(letter, "").startswith(("LATIN ", "MODIFIER ", "FEMININE ", "MASC"))


def _lower(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter  # offsets must not change


def _cased(latin: str, text: str, at: int, end: int) -> str:
    """Return Latin letters in the case of the original: Щ is Shch, but SHCH in ЩО."""
    piece, beside = text[at:end], text[:at][-1:] + text[end : end + 1]
    several = sum(map(str.isalpha, piece)) > 1
    if piece.isupper() and (several or beside.isupper()):
        return latin.upper()
    return latin[:1].upper() + latin[1:] if piece[:1].isupper() else latin
