"""A face, laid out once: what a sheet needs to show it, without WeasyPrint.

Coordinates are PDF points with the origin at the lower left corner of the face with its bleed.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Glyph:
    """Advance in 1/1000 em, and the text that it stands for."""

    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element: PDF tag, BCP 47 language, marked content ids in reading order."""

    tag: str
    language: str
    mcids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FontUse:
    """Glyphs that a face takes from one font file (named by its SHA-256)."""

    file: str
    family: str
    ascent: int
    descent: int
    glyphs: Mapping[int, Glyph]


@dataclass(frozen=True, slots=True)
class Fragment:
    """One face. ``content`` is a zlib-compressed PDF content stream.

    ``images`` maps XObject names to the URLs the HTML used; ``states`` maps graphics state
    names to their alpha; ``elements`` are in reading order and empty for an artifact.
    """

    width: float
    height: float
    content: bytes
    fonts: Mapping[str, FontUse]
    images: Mapping[str, str]
    states: Mapping[str, Mapping[str, float]]
    elements: tuple[Element, ...]
    mcids: int


def dumps(fragments: Sequence[Fragment]) -> bytes:
    """Return fragments as JSON, for the store."""
    return json.dumps([_flat(fragment) for fragment in fragments], separators=(",", ":")).encode()


def loads(data: bytes) -> tuple[Fragment, ...]:
    """Read what ``dumps`` wrote."""
    return tuple(_fragment(flat) for flat in json.loads(data))


def _flat(fragment: Fragment) -> dict[str, object]:
    fonts = {
        name: [
            use.file,
            use.family,
            use.ascent,
            use.descent,
            [[gid, glyph.width, glyph.text] for gid, glyph in use.glyphs.items()],
        ]
        for name, use in fragment.fonts.items()
    }
    return {
        "width": fragment.width,
        "height": fragment.height,
        "content": b64encode(fragment.content).decode(),
        "fonts": fonts,
        "images": dict(fragment.images),
        "states": {name: dict(state) for name, state in fragment.states.items()},
        "elements": [[e.tag, e.language, list(e.mcids)] for e in fragment.elements],
        "mcids": fragment.mcids,
    }


def _fragment(flat: dict[str, Any]) -> Fragment:
    fonts = {
        name: FontUse(
            file, family, ascent, descent, {gid: Glyph(width, text) for gid, width, text in glyphs}
        )
        for name, (file, family, ascent, descent, glyphs) in flat["fonts"].items()
    }
    return Fragment(
        width=flat["width"],
        height=flat["height"],
        content=b64decode(flat["content"]),
        fonts=fonts,
        images=flat["images"],
        states=flat["states"],
        elements=tuple(Element(tag, lang, tuple(ids)) for tag, lang, ids in flat["elements"]),
        mcids=flat["mcids"],
    )
