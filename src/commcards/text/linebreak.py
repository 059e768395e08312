"""Where a line may break: at spaces, or where ICU finds it in scripts without spaces between words.

ICU (UAX 14) has dictionaries of Thai, Lao, Khmer and Burmese; Pango has only that of Thai, so the
places are marked with U+200B in what is printed. Numbers in right-to-left text are kept whole, with
the marks of ``bidi``. Catalogs stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from commcards.model.languages import Language
from commcards.text.bidi import END, NO_BREAK_SPACE, START, WORD_JOINER, joined, runs

ZERO_WIDTH_SPACE = "\u200b"

_WORD = re.compile(" *[^ ]* *")
_RUN = re.compile(f"{START}[^{END}]*")
_LOOSE = str.maketrans({NO_BREAK_SPACE: " ", WORD_JOINER: ZERO_WIDTH_SPACE})


def pieces(text: str, language: Language) -> tuple[str, ...]:
    """Divide a text at every place where a line may break; spaces end a piece.

    The pieces joined are the text.
    """
    if language.breaks != "spaces":
        return _segments(text, language.bcp47)
    if not runs(text, language):
        return tuple(piece for piece in _WORD.findall(text) if piece)
    return tuple("".join(parts) for parts in divided(text, language))


def divided(text: str, language: Language) -> tuple[tuple[str, ...], ...]:
    """Return the pieces of a text, each in the parts that it has on a line that is too narrow."""
    found = runs(text, language)
    if not found:
        return tuple((piece,) for piece in pieces(text, language))
    firm = {at for run in found for at in run.firm}
    ends = sorted({0, *firm, *(word.end() for word in _WORD.finditer(text))})
    whole: list[tuple[str, ...]] = []
    for start, end in pairwise(ends):
        part = text[start:end]
        if start in firm:
            whole[-1] += (part,)
        else:
            whole.append((part,))
    return tuple(whole)


def loosened(text: str) -> str:
    """Return a marked text in which a line may end within the runs of the first piece."""
    first, space, rest = text.partition(" ")
    return _RUN.sub(lambda run: run[0].translate(_LOOSE), first) + space + rest


def undivided(text: str) -> str:
    """Return a marked text in which no line ends within a run."""
    return _RUN.sub(lambda run: run[0].replace(" ", NO_BREAK_SPACE), text)


def carried(line: str) -> str:
    """Return what the line after a marked one begins with, where a run goes on."""
    return START if line.count(START) > line.count(END) else ""


def marked(text: str, language: Language) -> str:
    """Return the text as it is printed: with the marks of Pango and of right-to-left text."""
    if language.direction == "rtl":
        return joined(text, language)
    if language.breaks != "words":
        return text
    *first, last = pieces(text, language) or ("",)
    return "".join(p if p[-1].isspace() else bare(p) + ZERO_WIDTH_SPACE for p in first) + last


def bare(piece: str) -> str:
    """Return a piece without the spaces that vanish if the line breaks after it."""
    return piece.rstrip(f" {ZERO_WIDTH_SPACE}")


@lru_cache(maxsize=4096)
def _segments(text: str, locale: str) -> tuple[str, ...]:
    from icu import BreakIterator, Locale, UnicodeString  # megabytes of data, for few languages

    whole = UnicodeString(text)  # ICU counts in UTF-16
    breaker = BreakIterator.createLineInstance(Locale.forLanguageTag(locale))
    breaker.setText(whole)
    return tuple(str(whole[start:end]) for start, end in pairwise((0, *breaker)))
