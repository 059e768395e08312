"""Words or a shape, painted once as PDF operators."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from commcards.base.units import Mm

OVERHANG_PX = 0.5  # CSS pixels by which words may stick out of their box


class Glyph(NamedTuple):
    """The advance of a glyph in 1/1000 em, and the text that it means."""

    width: int
    text: str


@dataclass(frozen=True, slots=True)
class FontUse:
    """The glyphs of one font that a painted box uses; ``file`` is the SHA-256 of the font file."""

    file: str
    family: str
    ascent: int
    descent: int
    glyphs: Mapping[int, Glyph]


@dataclass(frozen=True, slots=True)
class PaintedBox:
    """Words or a shape as PDF operators, in CSS pixels from the top left corner of its box, y down.

    The id of a marked content belongs between every two ``parts``. ``tag`` is the PDF tag, empty
    for a shape; ``language`` is BCP 47. ``states`` maps the names of graphics states to their
    entries. ``lines`` counts the lines of the words, ``wide`` is the length of the longest, and
    ``depth`` how far down the box must reach for the last. The hash ignores mappings.
    """

    parts: tuple[bytes, ...]
    tag: str = ""
    language: str = ""
    fonts: Mapping[str, FontUse] | None = field(default=None, hash=False)
    states: Mapping[str, Mapping[str, float]] | None = field(default=None, hash=False)
    lines: int = 0
    wide: float = 0.0
    too_wide: bool = False
    depth: float = 0.0

    @property
    def mcids(self) -> int:
        """The number of marked contents."""
        return len(self.parts) - 1


@dataclass(frozen=True, slots=True)
class PaintRequest:
    """A request to paint words in a box of a ``width``, or without ``text`` a shape.

    ``style_box`` is the number of the document's box that gives the style, counted from 0.
    """

    style_box: int
    text: str
    width: Mm


def dumps(box: PaintedBox) -> bytes:
    """Return a painted box as JSON, for the store."""
    fonts = {
        name: [
            use.file,
            use.family,
            use.ascent,
            use.descent,
            [[gid, glyph.width, glyph.text] for gid, glyph in use.glyphs.items()],
        ]
        for name, use in (box.fonts or {}).items()
    }
    states = {name: dict(state) for name, state in (box.states or {}).items()}
    flat = [
        [part.decode("latin-1") for part in box.parts],
        box.tag, box.language, fonts, states,
        box.lines, box.wide, box.too_wide, box.depth,
    ]  # fmt: skip
    return json.dumps(flat, separators=(",", ":")).encode()


def loads(data: bytes) -> PaintedBox:
    """Return the painted box of bytes from ``dumps``."""
    parts, tag, language, fonts, states, lines, wide, too_wide, depth = json.loads(data)
    uses = {
        name: FontUse(
            file, family, ascent, descent, {gid: Glyph(width, text) for gid, width, text in glyphs}
        )
        for name, (file, family, ascent, descent, glyphs) in fonts.items()
    }
    operators = tuple(part.encode("latin-1") for part in parts)
    return PaintedBox(operators, tag, language, uses, states, lines, wide, too_wide, depth)
