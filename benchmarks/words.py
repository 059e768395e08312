"""Whether a PDF says all that it should: pdftotext reads it back."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

MOST_LOST = 0.02  # of the letters of scripts that PDFs give back in other shapes
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = ("LATIN", "CYRILLIC")


def missing(pdf: Path, texts: Iterable[str]) -> list[str]:
    """Return what a PDF lacks: each word in Latin or Cyrillic script, and other letters by count.

    Further words do no harm. pdftotext may join what stands on two lines, so a word that is not
    found by itself is looked for within others.
    """
    ran = subprocess.run(
        ["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    wanted_words, wanted_letters = _counted("\n".join(texts))
    found_words, found_letters = _counted(ran.stdout)
    together = "".join(found_words.elements())
    lost = [
        f"{word} x {number}"
        for word, number in sorted((wanted_words - found_words).items())
        if together.count(word) < wanted_words[word]
    ]
    if found_letters < wanted_letters * (1 - MOST_LOST):
        lost.append(f"{wanted_letters - found_letters} of {wanted_letters} letters")
    return lost


def _counted(text: str) -> tuple[Counter[str], int]:
    """Count words in plain scripts, and the letters of the others."""
    text = unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b-\u200f\u2066-\u2069]", "", text))
    words = [word for word in _WORD.findall(text) if _is_plain(word[0])]
    others = sum(char.isalpha() and not _is_plain(char) for char in text)
    return Counter(words), others


def _is_plain(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_PLAIN)
