"""The structure of a face as PDF objects: its words with their tags (PDF 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from commcards.pdf.fragment import Element


def structure(
    elements: Iterable[Element], language: str, form: int, page: int, group: int
) -> Iterator[str]:
    """Yield the structure elements of a face; ``form``, ``page`` and ``group`` are object numbers.

    The elements belong to ``group``. ``language`` is that of the document. Marked content ids count
    from 0 in each form.
    """
    first = 0
    for tag, own, mcids in elements:
        last = first + mcids
        marks = [f"<</Type/MCR/Stm {form} 0 R/MCID {mcid}>>" for mcid in range(first, last)]
        lang = "" if own == language else f"/Lang({own})"
        kids = "".join(marks)
        yield f"<</Type/StructElem/P {group} 0 R/Pg {page} 0 R/K[{kids}]/S/{tag}{lang}>>"
        first = last


def parents(elements: Sequence[Element], group: int) -> list[int]:
    """Return the object number of the element of each marked content of a face."""
    return [number for number, each in enumerate(elements, group + 1) for _ in range(each.mcids)]


def listed(numbers: Iterable[int]) -> str:
    """Return an array of references to objects."""
    return f"[{' '.join([f'{number} 0 R' for number in numbers])}]"
