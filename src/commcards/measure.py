"""How many lines a text takes, before any page is laid out.

The estimate breaks where ``linebreak`` says that a page does; a page that turns out otherwise
comes back as a correction, and the card is planned again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from commcards.linebreak import bare, pieces
from commcards.localize import Words
from commcards.shaping import Shaper
from commcards.units import Mm, Pt, to_mm

# (language tag, text, type size, box width rounded to 1/100 mm) -> lines that the page needed
Corrections = Mapping[tuple[str, str, float, float], int]
SLACK = 0.3  # millimetres: rounding in Pango units


def correction_key(words: Words, size: Pt, width: Mm) -> tuple[str, str, float, float]:
    """Return the key of a text in a box."""
    return words.language.tag, words.text, round(size, 2), round(width, 2)


@dataclass(frozen=True, slots=True)
class Measure:
    """Measures words with the prepared fonts; ``corrections`` win over the estimate."""

    shaper: Shaper
    corrections: Corrections = field(default_factory=dict)

    def width(self, words: Words, size: Pt, bold: bool) -> Mm:
        """Return the length of the words on one line."""
        language = words.language
        points = self.shaper.width(words.text, language.fonts, language.bcp47, size, bold)
        return to_mm(points)

    def lines(self, words: Words, size: Pt, width: Mm, bold: bool) -> int:
        """Return how many lines the words take in a box of a width."""
        known = self.corrections.get(correction_key(words, size, width))
        if known is not None:
            return known
        language = words.language
        space = self.width(Words(language, " "), size, bold)
        count, used = 1, 0.0
        for piece in pieces(words.text, language):
            word = bare(piece)
            length = self.width(Words(language, word), size, bold)
            if used and used + length > width - SLACK:
                count, used = count + 1, 0.0
            used += length + space * piece.count(" ", len(word))
        return count
