"""Fragments: faces composed of painted boxes and pictures, each once for all PDFs that show it.

Page space is PDF's: points, with the origin at the lower left corner.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import NamedTuple

from commcards.base import serialize
from commcards.base.digests import digest
from commcards.base.units import CSS_PX_PT, Mm, Pt, to_pt
from commcards.pdf.paintedbox import FontUse, Glyph, PaintedBox

_MARKED = re.compile(rb"/Span <</MCID \d+(?: /ActualText <[0-9a-f]*>)?>> BDC")
_ARTIFACT = b"/Artifact BMC"
# Grey level, width of the line and diameter of the dot of a pointer, in points: white, then black.
POINTING = ((1, 1.7, 4.2), (0, 0.6, 3.0))


@dataclass(frozen=True, slots=True)
class Part:
    """A painted box and its place: millimetres from the top left corner of the trim box."""

    box: PaintedBox
    x: Mm
    y: Mm


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its URL and its box: millimetres from the top left corner of the trim box."""

    url: str
    x: Mm
    y: Mm
    width: Mm
    height: Mm


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line between two points, with a dot at the second; it is seen on ink and on paper.

    The points are millimetres from the top left corner of the trim box.
    """

    x1: Mm
    y1: Mm
    x2: Mm
    y2: Mm


class Element(NamedTuple):
    """Words as PDF structure; ``mcids`` counts their marked contents."""

    tag: str
    language: str
    mcids: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A composed face; with its bleed it has ``width`` x ``height`` points.

    ``content`` are the compressed operators. Marked contents are numbered from 0 in the order of
    ``elements``, the reading order. ``packed_fonts`` and ``states`` are the fonts and graphics
    states that the operators name, ``images`` the URL of each drawn picture. Equal digests mean
    equal bytes on paper. Fonts are packed, because a deck has thousands of faces in memory.
    """

    width: Pt
    height: Pt
    bleed: Mm
    content: bytes
    elements: tuple[Element, ...]
    packed_fonts: bytes
    states: Mapping[str, Mapping[str, float]]
    images: tuple[str, ...]
    digest: str

    @property
    def fonts(self) -> dict[str, FontUse]:
        """The fonts by name; each access unpacks them."""
        return {
            name: FontUse(
                file, family, ascent, descent,
                dict(zip(gids, map(Glyph, widths, texts), strict=True)),
            )
            for name, file, family, ascent, descent, gids, widths, texts in json.loads(
                self.packed_fonts
            )
        }  # fmt: skip


def compose(
    parts: tuple[Part | Image | Pointer, ...],
    width: Pt,
    height: Pt,
    bleed: Mm,
    *,
    artifact: bool = False,
) -> Fragment:
    """Return the face with these parts, in reading order; an artifact has no elements."""
    left, top = to_pt(bleed), height - to_pt(bleed)
    chunks: list[bytes] = []
    elements: list[Element] = []
    states: dict[str, Mapping[str, float]] = {}
    images: list[str] = []
    mcid = 0
    for part in parts:
        if isinstance(part, Pointer):
            chunks.append(_pointed(part, left, top))
            continue
        x, y = left + to_pt(part.x), top - to_pt(part.y)
        if isinstance(part, Image):
            wide, tall = to_pt(part.width), to_pt(part.height)
            matrix = f"{wide:.4f} 0 0 {tall:.4f} {x:.4f} {y - tall:.4f}"
            drawn = f"/Artifact BMC q {matrix} cm /{picture_name(part.url)} Do Q EMC"
            chunks.append(drawn.encode())
            images.append(part.url)
            continue
        box = part.box
        chunks.append(f"q {CSS_PX_PT:g} 0 0 -{CSS_PX_PT:g} {x:.4f} {y:.4f} cm".encode())
        chunks.append(_numbered(box, mcid))
        chunks.append(b"Q")
        mcid += box.mcids
        if box.mcids or box.tag:
            elements.append(Element(box.tag, box.language, box.mcids))
        states.update(box.states or {})
    operators = b"\n".join(chunks)
    if artifact:
        operators, elements = untagged(operators), []
    content = compressed(operators)
    packed = _packed(merged(part.box.fonts or {} for part in parts if isinstance(part, Part)))
    rest = (width, height, bleed, elements, sorted(states.items()), images)
    own = digest(content, packed, repr(rest))
    return Fragment(
        width, height, bleed, content, _shared(tuple(elements)), packed, states,
        tuple(map(intern, images)), own,
    )  # fmt: skip


def _pointed(line: Pointer, left: float, top: float) -> bytes:
    """Return a black line in a white one, and a black dot on a white one."""
    x1, y1 = left + to_pt(line.x1), top - to_pt(line.y1)
    x2, y2 = left + to_pt(line.x2), top - to_pt(line.y2)
    drawn = f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"
    dot = f"{x2:.3f} {y2:.3f} m {x2:.3f} {y2:.3f} l S"
    strokes = (f"{tone} G {wide} w {drawn} {across} w {dot}" for tone, wide, across in POINTING)
    return f"/Artifact BMC q 1 J {' '.join(strokes)} Q EMC".encode()


@lru_cache(maxsize=1024)
def _shared(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Return the same object for equal elements, which many faces have."""
    return elements


def _numbered(box: PaintedBox, mcid: int) -> bytes:
    """Return the operators of a box, with marked contents numbered from ``mcid``."""
    head, *rest = box.parts
    return b"".join((head, *(b"%d%b" % (mcid + n, part) for n, part in enumerate(rest))))


def untagged(operators: bytes) -> bytes:
    """Return the operators of a face with every marked content turned into an artifact."""
    return _MARKED.sub(_ARTIFACT, operators)


def picture_name(url: str) -> str:
    """Return the name of a picture among the XObjects of a PDF."""
    return f"i{digest(url)[:10]}"


def fonts_of(fragments: Iterable[Fragment]) -> dict[str, FontUse]:
    """Return the fonts of fragments by name, each with all used glyphs."""
    return merged(fragment.fonts for fragment in fragments)


def merged(every: Iterable[Mapping[str, FontUse]]) -> dict[str, FontUse]:
    """Return fonts by name, each with all used glyphs, by id.

    If uses disagree on the text of a glyph, the first one wins, as in a single document.
    """
    fonts: dict[str, FontUse] = {}
    glyphs: dict[str, dict[int, Glyph]] = {}
    for name, use in chain.from_iterable(uses.items() for uses in every):
        fonts.setdefault(name, use)
        known = glyphs.setdefault(name, {})
        known |= {gid: use.glyphs[gid] for gid in use.glyphs.keys() - known.keys()}
    return {
        name: replace(fonts[name], glyphs=dict(sorted(glyphs[name].items())))
        for name in sorted(fonts)
    }


def _packed(fonts: Mapping[str, FontUse]) -> bytes:
    """Return fonts in the form that ``Fragment.fonts`` unpacks."""
    plain = [
        (
            name,
            *(use.file, use.family, use.ascent, use.descent),
            tuple(use.glyphs),
            *zip(*use.glyphs.values(), strict=True),
        )
        for name, use in fonts.items()
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def compressed(operators: bytes) -> bytes:
    """Return operators compressed for a stream (/FlateDecode)."""
    return zlib.compress(operators, 6)


def dumps(fragments: Iterable[Fragment]) -> bytes:
    """Return fragments of one geometry as bytes, for the store."""
    flat = [
        (
            fragment.content,
            [tuple(element) for element in fragment.elements],
            fragment.packed_fonts,
            {name: dict(state) for name, state in fragment.states.items()},
            fragment.images,
            fragment.digest,
        )
        for fragment in fragments
    ]
    return serialize.dumps(flat)


def loads(data: bytes, width: Pt, height: Pt, bleed: Mm) -> tuple[Fragment, ...]:
    """Return the fragments of bytes from ``dumps``."""
    return tuple(
        Fragment(
            width, height, bleed, content, _shared(tuple(Element(*each) for each in elements)),
            fonts, states, tuple(map(intern, images)), own,
        )
        for content, elements, fonts, states, images, own in serialize.loads(data)
    )  # fmt: skip
