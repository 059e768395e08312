"""Checks before writing whether a PDF would fail PDF/UA-1 (ISO 14289-1, clause 7).

This finds the faults that content can cause; the tests run veraPDF on whole files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from commcards.pdf.document import Document
from commcards.pdf.fragment import Fragment
from commcards.pdf.paintedbox import FontUse

_MEANINGLESS = ("", "\0", "\ufeff", "\ufffe")  # 7.21.7: never a glyph's meaning

_HEADINGS = frozenset(f"H{level}" for level in range(1, 7))


def faults(
    document: Document, fragments: Sequence[Fragment], fonts: Iterable[FontUse]
) -> Iterator[str]:
    """Yield a message for each fault.

    ``fragments`` are the tagged faces in reading order, ``fonts`` those of all faces.
    """
    if not document.title.strip():
        yield "the document has no title (7.1)"
    if not document.language:
        yield "the document has no language (7.2)"
    every = [element for fragment in fragments for element in fragment.elements]
    headings = [element.tag for element in every if element.tag in _HEADINGS]
    if headings and headings[0] != "H1":
        yield f"the first heading is {headings[0]}, not H1 (7.4.2)"
    for before, after in dict.fromkeys(pairwise(headings)):
        if int(after[1:]) > int(before[1:]) + 1:
            yield f"a heading {after} follows {before} (7.4.2)"
    for element in every:
        if bool(element.mcids) is not bool(element.tag):
            yield "marked content belongs to no element (7.1)"
        if element.tag and not element.language:
            yield "words have no language (7.2)"
    for use in fonts:
        dumb = [gid for gid, glyph in use.glyphs.items() if glyph.text in _MEANINGLESS]
        if dumb:
            yield f"glyphs {dumb[:5]} of {use.family} have no meaning (7.21.7)"
