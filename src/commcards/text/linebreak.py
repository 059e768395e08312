"""Where a line may break: at spaces, or where ICU finds it in scripts without spaces between words.

ICU (UAX 14) has dictionaries of Thai, Lao, Khmer and Burmese; Pango has only that of Thai, so the
places are marked with U+200B in what is printed. Catalogs stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from commcards.model.languages import Language

ZERO_WIDTH_SPACE = "\u200b"

_WORD = re.compile(" *[^ ]* *")


def pieces(text: str, language: Language) -> tuple[str, ...]:
    """Divide a text at every place where a line may break; spaces end a piece.

    The pieces joined are the text.
    """
    if language.breaks == "spaces":
        return tuple(piece for piece in _WORD.findall(text) if piece)
    return _segments(text, language.bcp47)


def marked(text: str, language: Language) -> str:
    """Return the text as it is printed: U+200B wherever Pango knows no break by itself."""
    if language.breaks != "words":
        return text
    *first, last = pieces(text, language) or ("",)
    return "".join(p if p[-1].isspace() else bare(p) + ZERO_WIDTH_SPACE for p in first) + last


def bare(piece: str) -> str:
    """Return a piece without the spaces that vanish if the line breaks after it."""
    return piece.rstrip(f" {ZERO_WIDTH_SPACE}")


@lru_cache(maxsize=4096)
def _segments(text: str, locale: str) -> tuple[str, ...]:
    from icu4py.breakers import LineBreaker  # megabytes of data, for only a few languages

    return tuple(LineBreaker(text, locale))
