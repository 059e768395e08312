"""Estimates how many lines a text takes, before anything is painted.

The estimate breaks lines where ``linebreak`` allows it. If painting takes another number of lines,
that number becomes a correction, and the card is planned again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from commcards.base.units import Mm, Pt, to_mm
from commcards.localize.localcard import Words
from commcards.model.languages import Language
from commcards.text.linebreak import bare, divided
from commcards.text.shaping import Shaper

# (language tag, text, type size, box width rounded to 1/100 mm) -> lines that the text took
Corrections = Mapping[tuple[str, str, float, float], int]
PANGO_ROUNDING = Mm(0.3)  # a painted line may be so much longer than measured


def correction_key(words: Words, size: Pt, width: Mm) -> tuple[str, str, float, float]:
    """Return the key of a text in a box."""
    return words.language.tag, words.text, round(size, 2), round(width, 2)


@dataclass(frozen=True, slots=True)
class Measure:
    """Measures words with the prepared fonts; ``corrections`` take precedence over estimates."""

    shaper: Shaper
    corrections: Corrections = field(default_factory=dict)

    def width(self, words: Words, size: Pt, bold: bool) -> Mm:
        """Return the length of the words on one line."""
        return _width(self.shaper, words.language, words.text, size, bold)

    def lines(self, words: Words, size: Pt, width: Mm, bold: bool) -> int:
        """Return how many lines the words take in a box of a width."""
        if self.corrections:
            known = self.corrections.get(correction_key(words, size, width))
            if known is not None:
                return known
        return _estimate(self.shaper, words, size, width, bold)


def _width(shaper: Shaper, language: Language, text: str, size: Pt, bold: bool) -> Mm:
    return to_mm(Pt(_ems(shaper, language, text, bold) * size))


# Every face and layout asks for the same words again.
@lru_cache(maxsize=65_536)
def _ems(shaper: Shaper, language: Language, text: str, bold: bool) -> float:
    return shaper.width(text, language.fonts, language.bcp47, bold)


@lru_cache(maxsize=65_536)
def _estimate(shaper: Shaper, words: Words, size: Pt, width: Mm, bold: bool) -> int:
    space = _width(shaper, words.language, " ", size, bold)
    count, used = 1, 0.0
    for piece in _pieces(shaper, words.language, words.text, bold):
        parts: tuple[_Length, ...] = (piece.whole,)
        if piece.parts and to_mm(Pt(piece.whole[0] * size)) > width - PANGO_ROUNDING:
            parts = piece.parts  # It is divided on lines of its own.
            count, used = count + bool(used), 0.0
        for ems, spaces in parts:
            length = to_mm(Pt(ems * size))
            if used and used + length > width - PANGO_ROUNDING:
                count, used = count + 1, 0.0
            used += length + space * spaces
    return count


_Length = tuple[float, int]  # em, and how many spaces follow


class _Piece(NamedTuple):
    """How long a piece is, and its parts where it can be divided."""

    whole: _Length
    parts: tuple[_Length, ...]


@lru_cache(maxsize=65_536)
def _pieces(shaper: Shaper, language: Language, text: str, bold: bool) -> tuple[_Piece, ...]:
    def measured(piece: str) -> _Length:
        word = bare(piece)
        return _ems(shaper, language, word, bold), piece.count(" ", len(word))

    return tuple(
        _Piece(measured("".join(parts)), tuple(map(measured, parts)) if len(parts) > 1 else ())
        for parts in divided(text, language)
    )
