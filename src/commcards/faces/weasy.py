"""Everything that leans on the inside of WeasyPrint, in one place.

Each box of a laid out page is painted into a stream of its own, with glyphs of its own, so that a
slug depends on its words alone and not on its neighbours in the batch.
Written against WeasyPrint 70.0; tests/test_weasy.py compares with plain ``write_pdf``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from unicodedata import bidirectional
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import HTML
from weasyprint.draw import draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from commcards.faces.slug import SLACK, FontUse, Glyph, Slug

_MARK = re.compile(rb"/Span\s<</MCID (\d+)>>\sBDC")
_COMPLEX = 0x0900  # from here on scripts with reordering and conjuncts
_TAGS = {"h1": "H1", "h2": "H2", "p": "P"}
_RESOURCES = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")


class Tree(HTML):
    """A document from well-formed markup: a twentieth of the time of an HTML parser."""

    def __init__(self, markup: str, fetcher: Any, defaults: Any) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        root = ElementTree.fromstring(markup)  # noqa: S314  # our own template's
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
        self._defaults = defaults

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [self._defaults]


def cast(page: Any, count: int) -> list[Slug]:
    """Paint each of the ``count`` positioned boxes of a page by itself.

    Raises NotImplementedError for what PDF would need a pattern for, ValueError where a font
    lacks a glyph, and where the boxes are not as many.
    """
    found = list(_positioned(page._page_box))
    if len(found) != count:
        raise ValueError(f"{len(found)} boxes for {count} slugs")
    fonts: dict[Any, Any] = {}
    return [_slug(box, page._page_box, fonts) for box in found]


def _positioned(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, AbsolutePlaceholder):
            yield child._box
        else:
            yield from _positioned(child)


def _slug(box: Any, page: Any, fonts: dict[Any, Any]) -> Slug:
    for font in fonts.values():  # a font's widths and meanings come from their first use
        font.to_unicode, font.widths = {}, {}
    tags: dict[Any, dict[str, Any]] = {}
    resources = pydyf.Dictionary({key: pydyf.Dictionary() for key in _RESOURCES})
    rectangle = (0, 0, page.width, page.height)
    stream = Stream(fonts, rectangle, resources, {}, tags, {}, None, compress=False)
    draw_stacking_context(stream, StackingContext.from_box(box, page))
    for kind in ("Pattern", "Shading"):
        if resources[kind]:
            raise NotImplementedError(f"a face must not need a PDF {kind}: simplify its CSS")
    content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
    lines = [line for line in _lines(box) if isinstance(line, boxes.LineBox)]
    left, right = box.content_box_x() - SLACK, box.content_box_x() + box.width + SLACK
    words = [
        [word for word in _lines(line) if isinstance(word, boxes.TextBox) and word.text.strip()]
        for line in lines
    ]
    return Slug(
        parts=_parts(content, tags),
        tag=_TAGS.get(box.element_tag, ""),
        language=box.style["lang"] or "",
        fonts=_fonts(fonts),
        states={name: dict(state) for name, state in sorted(resources["ExtGState"].items())},
        lines=len(lines),
        wide=max((sum(word.width for word in line) for line in words), default=0.0),
        too_wide=any(
            word.position_x < left or word.position_x + word.width > right
            for line in words
            for word in line
        ),
        # A font taken for one sign alone makes its line a little taller; a further line is what
        # must not happen.
        depth=max((line.position_y + 0.7 * line.height for line in lines), default=0.0),
    )


def _lines(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _lines(child)


def _parts(content: bytes, tags: dict[Any, dict[str, Any]]) -> tuple[bytes, ...]:
    """Cut operators where the ids of marked contents stand."""
    spelled = {tags[box]["mcid"]: _actual_text(box) for box in tags}
    head, *rest = _MARK.split(content)
    if not rest:
        return (b"/Artifact BMC\n" + head + b"\nEMC",)
    parts = [head + b"/Span <</MCID "]
    for mcid, operators in zip(rest[::2], rest[1::2], strict=True):
        parts += [spelled[int(mcid)] + b">> BDC" + operators + b"/Span <</MCID "]
    parts[-1] = parts[-1].removesuffix(b"/Span <</MCID ")
    return tuple(parts)


def _fonts(fonts: dict[Any, Any]) -> dict[str, FontUse]:
    uses: dict[str, FontUse] = {}
    for font in fonts.values():
        if font.missing:
            raise ValueError(f"glyphs missing from {font.family}")
        if not font.widths:
            continue
        glyphs = {
            gid: Glyph(width, _extracted(font.to_unicode.get(gid, "")))
            for gid, width in font.widths.items()
        }
        known = uses.get(font.hash)
        merged = {**glyphs, **(known.glyphs if known else {})}
        uses[font.hash] = FontUse(
            file=_file(font),
            family=font.family,
            ascent=font.ascent,
            descent=font.descent,
            glyphs=dict(sorted(merged.items())),
        )
    return dict(sorted(uses.items()))


def _file(font: Any) -> str:
    """Return the digest of a font's file, noted on the font: files are large, slugs many."""
    if not hasattr(font, "commcards_file"):
        font.commcards_file = sha256(font.file_content).hexdigest()
    known: str = font.commcards_file
    return known


def _extracted(text: str) -> str:
    """Return what a glyph is to mean to readers of PDF (Poppler, PDFium, MuPDF).

    They take the glyphs of a line as they stand and turn the whole line, so a right-to-left
    ligature maps to its letters from left to right. A glyph without a text of its own (part of a
    cluster) stands for nothing, but PDF/UA wants it mapped.
    """
    if not text:
        return "\u200b"
    return text[::-1] if _is_rtl(text) else text


def _is_rtl(text: str) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for letter in text)


def _actual_text(box: Any) -> bytes:
    """Spell a line out where glyphs do not stand in the order of the letters (Indic scripts)."""
    text = getattr(box, "text", "")
    if not any(ord(letter) >= _COMPLEX and bidirectional(letter) == "L" for letter in text):
        return b""
    text = text.replace("\u200b", "")  # marks a place to break; copied, it would hide a word
    return b" /ActualText <feff%s>" % text.encode("utf-16-be").hex().encode()
