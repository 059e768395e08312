"""What no line of a card has: thousands of letters, or dozens of marks on one of them. Pure.

Both are read in no time and take minutes to shape, to sort into normal form, or to lay out.
"""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 500  # of a line; the longest translation of a card has some 200
MOST_MARKS = 8  # on one letter; Hebrew with its accents and Tibetan stacks have four or five

# Marks are no letters, and few other signs stand so close: nearly no text has such a run.
_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")


def excess(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return what a line has too much of, in words; empty where all is well."""
    if len(text) > most:
        return f"{len(text)} characters, {most} are allowed"
    marks = max(map(_marks, _RUN.findall(text)), default=0)
    if marks > MOST_MARKS:
        return f"{marks} marks on one letter, {MOST_MARKS} are allowed"
    return ""


def _marks(run: str) -> int:
    """Return how many marks stand together at the most."""
    signs = "".join("m" if unicodedata.category(sign)[0] == "M" else " " for sign in run)
    return max(map(len, signs.split()), default=0)
