"""What the words of a face are, as PDF objects (PDF 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from commcards.pdf.fragment import Element


class Structure(NamedTuple):
    """The structure elements of a face, numbered one after another.

    ``kids`` are references to all of them, ``parents`` to that of each marked content.
    """

    elements: tuple[str, ...]
    kids: str
    parents: str


@lru_cache(maxsize=1024)  # in a deck that is made again, most faces are as they were
def structure(
    elements: tuple[Element, ...], language: str, form: int, page: int, group: int
) -> Structure:
    """Return the structure of the face that a form holds and a page shows, by their numbers.

    ``group`` is the element that they belong to, and the number before theirs; ``language`` is
    that of the document. Marked content ids count from 0 in each form.
    """
    total = sum(element.mcids for element in elements)
    marks = [f"<</Type/MCR/Stm {form} 0 R/MCID {mcid}>>" for mcid in range(total)]
    start = f"<</Type/StructElem/P {group} 0 R/Pg {page} 0 R/K["
    told: list[str] = []
    parents: list[int] = []
    first = 0
    for number, (tag, own, mcids) in enumerate(elements, group + 1):
        last = first + mcids
        lang = "" if own == language else f"/Lang({own})"
        told.append(f"{start}{''.join(marks[first:last])}]/S/{tag}{lang}>>")
        parents += [number] * mcids
        first = last
    return Structure(tuple(told), listed(dict.fromkeys(parents)), listed(parents))


def listed(numbers: Iterable[int]) -> str:
    """Return references to objects as an array."""
    return f"[{' '.join([f'{number} 0 R' for number in numbers])}]"
