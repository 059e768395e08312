"""What painted words mean to readers of PDF: their tags, their letters, where ids are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import bidirectional

from commcards.pdf.paintedbox import Glyph
from commcards.text.bidi import plain
from commcards.text.linebreak import ZERO_WIDTH_SPACE

TAGS = {"h1": "H1", "h2": "H2", "p": "P"}  # PDF tags by element

# How much of its last line a text needs. A line that is a little taller than planned does no harm,
# and so much of one line too many always shows.
NEEDED = 0.7

_MARK = re.compile(rb"/Span\s+<<\s*/MCID\s+\d+\s*>>\s+BDC")
_COMPLEX = 0x0900  # Scripts from here on have conjuncts and signs that stand before their letter.


def cut(operators: bytes, spelled: Sequence[str]) -> tuple[bytes, ...]:
    """Cut operators where the ids of marked contents stand; without any, they are an artifact.

    ``spelled`` gives the ActualText of each marked content, empty for none. Raises ValueError
    where there are not as many.
    """
    head, *contents = _MARK.split(operators)
    if not contents and not spelled:
        return (b"/Artifact BMC\n" + head + b"\nEMC",)
    begun = b"/Span <</MCID "
    parts = [head]
    for text, content in zip(spelled, contents, strict=True):
        parts[-1] += begun
        parts.append(_actual_text(text) + b">> BDC" + content)
    return tuple(parts)


def _actual_text(text: str) -> bytes:
    return b" /ActualText <feff%s>" % text.encode("utf-16-be").hex().encode() if text else b""


def spelling(text: str) -> str:
    """Return a text to spell out, empty where its glyphs stand in the order of its letters.

    In Indic scripts they do not. Places to break are left out: they would hide a word.
    """
    if not any(ord(letter) >= _COMPLEX and bidirectional(letter) == "L" for letter in text):
        return ""
    return plain(text).replace(ZERO_WIDTH_SPACE, "")


@lru_cache(maxsize=1 << 16)
def glyph(width: int, text: str) -> Glyph:
    """Return one glyph for all painted boxes: a deck has few, and hundreds of uses of each."""
    return Glyph(width, extracted(text))


def extracted(text: str) -> str:
    """Return what a glyph is to mean to readers of PDF (Poppler, PDFium, MuPDF).

    They take the glyphs of a line as they stand and turn the whole line, so a right-to-left
    ligature maps to its letters from left to right. A glyph without a text of its own (part of a
    cluster) stands for nothing, but PDF/UA wants it mapped.
    """
    if not text:
        return ZERO_WIDTH_SPACE
    return text[::-1] if _is_rtl(text) else text


def _is_rtl(text: str) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for letter in text)
