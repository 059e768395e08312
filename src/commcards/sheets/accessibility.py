"""What would make a PDF fail PDF/UA-1, found before it is written (ISO 14289-1, clause 7).

veraPDF judges whole files in the tests; this holds the faults that content can bring about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from commcards.faces.slug import Fragment, Slug
from commcards.sheets.document import Document

_MEANINGLESS = ("", "\0", "\ufeff", "\ufffe")  # 7.21.7: never a glyph's meaning


def faults(document: Document, fragments: Sequence[Fragment]) -> Iterator[str]:
    """Yield what is wrong; ``fragments`` are the tagged ones, in reading order."""
    if not document.title.strip():
        yield "the document has no title (7.1)"
    if not document.language:
        yield "the document has no language (7.2)"
    headings = [slug.tag for f in fragments for slug in f.slugs if slug.tag.startswith("H")]
    if headings and headings[0] != "H1":
        yield f"the first heading is {headings[0]}, not H1 (7.4.2)"
    for before, after in pairwise(headings):
        if int(after[1:]) > int(before[1:]) + 1:
            yield f"a heading {after} follows {before} (7.4.2)"
    slugs: dict[int, Slug] = {id(slug): slug for f in fragments for slug in f.slugs}
    for slug in slugs.values():
        if bool(slug.mcids) is not bool(slug.tag):
            yield "marked content belongs to no element (7.1)"
        if slug.tag and not slug.language:
            yield "words have no language (7.2)"
        for use in (slug.fonts or {}).values():
            dumb = [gid for gid, glyph in use.glyphs.items() if glyph.text in _MEANINGLESS]
            if dumb:
                yield f"glyphs {dumb[:5]} of {use.family} have no meaning (7.21.7)"
