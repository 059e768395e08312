"""The ActualText of lines in Nastaliq, whose glyphs do not tell readers of PDF what they say.

One glyph there serves many letters, whose dots are glyphs of their own, and none stands on the base
line. An ActualText holds the text in the order of reading, as screen readers want it (ISO 32000-1,
14.9.4). Poppler and PDFium reorder it as if it were painted glyphs, each in its own way. So a line
has three, one within another: in the order of reading, for Poppler, and for PDFium. Poppler takes
the innermost of those tagged Span, PDFium the innermost of all. PDFium takes direction and place
from what is shown first, so a line begins with a comma at either end that nobody sees.
"""

from __future__ import annotations

from itertools import groupby
from unicodedata import bidirectional

from commcards.text.bidi import NO_BREAK_SPACE, plain, visual
from commcards.text.linebreak import ZERO_WIDTH_SPACE

COVER = "،"  # It has no direction, and is in the font itself.

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_WEAK = frozenset({"AN", "EN", "NSM", "CS", "ES", "ET", "BN"})


def is_nastaliq(family: str) -> bool:
    """Tell whether the letters of a font are of Nastaliq."""
    return "Nastaliq" in family


def spelling(line: str) -> str:
    """Return a line in the order of reading."""
    return _copied(plain(line))


def for_poppler(line: str) -> str:
    """Return a line as Poppler reads it: from left to right."""
    return _copied(visual(line))


def for_pdfium(line: str) -> str:
    """Return a line as PDFium reads it: runs of one direction from the last to the first.

    It turns brackets around, but all this only where words are right-to-left in the main.
    """
    segments = ["".join(signs) for _, signs in groupby(spelling(line), _side)]
    sides = [_side(segment[0]) for segment in segments]
    if sides.count("right") < max(1, sides.count("left")):
        return "".join(segments)
    return "".join(
        segment.translate(_MIRRORED) if _side(segment[0]) == "neutral" else segment
        for segment in reversed(segments)
    )


def _copied(text: str) -> str:
    """Return a text without what would hide a word or a number from a search."""
    return text.replace(ZERO_WIDTH_SPACE, "").replace(NO_BREAK_SPACE, " ")


def _side(sign: str) -> str:
    """Return the direction that PDFium gives a character."""
    bidi = bidirectional(sign)
    if bidi in _WEAK:
        return "weak"
    return {"L": "left", "R": "right", "AL": "right"}.get(bidi, "neutral")
