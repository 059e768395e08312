"""Tags, letters and content ids of painted words, for programs that read a PDF's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import bidirectional

from commcards.pdf.paintedbox import Glyph
from commcards.text.bidi import plain
from commcards.text.linebreak import ZERO_WIDTH_SPACE

TAGS = {"h1": "H1", "h2": "H2", "p": "P"}  # PDF tags by element

# The part of its last line that must stay in a text's box. A line that is a little taller than
# planned does no harm; a line too many always exceeds this.
NEEDED = 0.7

_MARK = re.compile(rb"/Span\s+<<\s*/MCID\s+\d+\s*>>\s+BDC")
_COMPLEX = 0x0900  # scripts from here on have conjuncts, and signs that stand before their letter


def cut(operators: bytes, spelled: Sequence[str]) -> tuple[bytes, ...]:
    """Cut operators where the ids of marked contents stand; without marks they are an artifact.

    ``spelled`` gives the ActualText of each marked content, empty for none. Raises ValueError if
    their numbers differ.
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
    """Return the ActualText that a text needs; empty if its glyphs are in the order of its letters.

    In Indic scripts they are not.
    """
    if not any(ord(letter) >= _COMPLEX and bidirectional(letter) == "L" for letter in text):
        return ""
    return plain(text).replace(ZERO_WIDTH_SPACE, "")  # A search finds no word that holds a mark.


@lru_cache(maxsize=1 << 16)
def glyph(width: int, text: str) -> Glyph:
    """Return a glyph, the same object for all painted boxes: each is used hundreds of times."""
    return Glyph(width, extracted(text))


def extracted(text: str) -> str:
    """Return the text that a glyph maps to for programs that read a PDF (Poppler, PDFium, MuPDF).

    They read the glyphs of a line from left to right and then turn the whole line, so a
    right-to-left ligature maps to its letters from left to right. A glyph without a text of its own
    (part of a cluster) maps to U+200B, because PDF/UA wants every glyph mapped.
    """
    if not text:
        return ZERO_WIDTH_SPACE
    return text[::-1] if _is_rtl(text) else text


def _is_rtl(text: str) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for letter in text)
