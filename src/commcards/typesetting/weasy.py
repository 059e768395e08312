"""Everything that leans on the inside of WeasyPrint, in one place.

WeasyPrint lays out one box of each style: a style box. All words of a style are broken into lines
and painted as those of its style box are, without boxes of their own, which take four times as
long. Each box is painted into a stream of its own, with glyphs of its own, so that it depends on
its words alone and not on its neighbours in the batch.
Written against WeasyPrint 70.0; tests/test_weasy.py compares with plain ``write_pdf``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any
from unicodedata import bidirectional
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import HTML
from weasyprint.draw import draw_stacking_context
from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext
from weasyprint.text.line_break import split_first_line, strut

from commcards.base.units import CSS_PX
from commcards.pdf.paintedbox import SLACK, FontUse, Glyph, PaintedBox, PaintRequest

_MARK = re.compile(rb"/Span\s<</MCID (\d+)>>\sBDC")
_COMPLEX = 0x0900  # from here on scripts with reordering and conjuncts
_TAGS = {"h1": "H1", "h2": "H2", "p": "P"}
_BLANK = re.compile(r"[ \t\r\n\f]+")  # white space in CSS, which is not all of Unicode's
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


@dataclass(frozen=True, slots=True)
class StyleBoxes:
    """The positioned boxes of a page."""

    page: Any
    style_boxes: Sequence[_StyleBox]

    @classmethod
    def of(cls, page: Any, count: int) -> StyleBoxes:
        """Return the ``count`` style boxes of a page.

        Raises ValueError where words are given more than a style, and where the boxes are not as
        many.
        """
        found = list(_positioned(page._page_box))
        if len(found) != count:
            raise ValueError(f"{len(found)} boxes for {count} style_boxes")
        return cls(page._page_box, [_StyleBox.of(box) for box in found])

    def paint(self, wanted: Sequence[PaintRequest]) -> list[PaintedBox]:
        """Cast words and shapes.

        Raises NotImplementedError for what PDF would need a pattern for, ValueError where a font
        lacks a glyph.
        """
        fonts: dict[Any, Any] = {}
        return [
            _words(self.style_boxes[one.style_box], one.text, one.width * CSS_PX, fonts)
            if one.text
            else _shape(self.style_boxes[one.style_box].box, self.page, fonts)
            for one in wanted
        ]


def _positioned(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, AbsolutePlaceholder):
            yield child._box
        else:
            yield from _positioned(child)


@dataclass(frozen=True, slots=True)
class _Line:
    """Words of one line, ``top`` and ``height`` those of the line. CSS pixels, y down."""

    words: Any
    top: float
    height: float

    @property
    def base(self) -> tuple[str, float, float]:
        """What stands there, and where on its base line it begins."""
        words = self.words
        return words.text, round(words.position_x, 3), round(words.position_y + words.baseline, 3)


@dataclass(frozen=True, slots=True)
class _StyleBox:
    """A laid out box; ``words`` is the first of its words, None where there are none."""

    box: Any
    words: Any

    @classmethod
    def of(cls, box: Any) -> _StyleBox:
        """Return a box as a style box. Raises ValueError where it gives words more than a style.

        Its own words are set again, and have to stand where WeasyPrint has put them.
        """
        found = [child for child in box.children if isinstance(child, boxes.LineBox)]
        if not found:
            return cls(box, None)
        if not all(isinstance(words, boxes.TextBox) for line in found for words in line.children):
            raise ValueError(f"more than words in {box.element_tag}")
        lines = [_Line(line.children[0], line.position_y, line.height) for line in found]
        style_box = cls(box, lines[0].words)
        again = style_box.lines("".join(box.element.itertext()), box.width)
        if box.background or [line.base for line in again] != [line.base for line in lines]:
            name = box.element.get("class")
            raise ValueError(f"words ({name}) may have fonts and colours alone: frames are shapes")
        return style_box

    def lines(self, text: str, width: float) -> list[_Line]:
        """Break a text into lines for a box of a width, and set them."""
        style = self.words.style
        depth, base = strut(style)
        rest = _BLANK.sub(" ", text).strip(" ").encode()
        lines: list[_Line] = []
        top = 0.0
        while rest:
            layout, _, end, wide, high, baseline = split_first_line(
                rest.decode(), style, None, width * (1 + 1e-9), 0
            )
            words = self.words.copy_with_text(layout.text)
            words.pango_layout, words.width = layout, wide
            words.baseline = baseline + (depth - high) / 2
            # A font taken for one sign alone may have another base, and the line more height.
            above = max(base, words.baseline)
            words.position_x = _start(style, width, wide)
            words.position_y = top + above - words.baseline
            height = above + depth - min(base, words.baseline)
            lines.append(_Line(words, top, height))
            top += height
            rest = rest[end:].lstrip(b" ") if end else b""
        return lines


def _start(style: Any, width: float, wide: float) -> float:
    """Return where a line begins, from the left of its box; what is too wide leaves at its end."""
    spare = width - wide
    rtl = style["direction"] == "rtl"
    begin, end = (spare, 0.0) if rtl else (0.0, spare)
    if spare <= 0:
        return begin
    places = {"left": 0.0, "center": spare / 2, "right": spare, "start": begin, "end": end}
    align = style["text_align_all"]
    if align not in places:
        raise ValueError(f"text-align: {align} is not for words that are set line by line")
    return places[align]


def _words(style_box: _StyleBox, text: str, width: float, fonts: dict[Any, Any]) -> PaintedBox:
    lines = style_box.lines(text, width)
    canvas = _Canvas(fonts)
    for line in lines:
        with canvas.stream.marked(line.words, "Span"):
            draw_text(canvas.stream, line.words, 0, "clip", "none")
    seen = [line.words for line in lines if line.words.text.strip()]
    return PaintedBox(
        parts=canvas.parts(),
        tag=_TAGS.get(style_box.box.element_tag, ""),
        language=style_box.box.style["lang"] or "",
        fonts=_fonts(fonts),
        states=canvas.states(),
        lines=len(lines),
        wide=max((words.width for words in seen), default=0.0),
        too_wide=any(
            words.position_x < -SLACK or words.position_x + words.width > width + SLACK
            for words in seen
        ),
        # A line a little taller does no harm; a further line is what must not happen.
        depth=max((line.top + 0.7 * line.height for line in lines), default=0.0),
    )


def _shape(box: Any, page: Any, fonts: dict[Any, Any]) -> PaintedBox:
    canvas = _Canvas(fonts)
    draw_stacking_context(canvas.stream, StackingContext.from_box(box, page))
    return PaintedBox(parts=canvas.parts(), fonts={}, states=canvas.states())


class _Canvas:
    """What one painted is painted on."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        for font in fonts.values():  # a font's widths and meanings come from their first use
            font.to_unicode, font.widths = {}, {}
        self._tags: dict[Any, dict[str, Any]] = {}
        self._resources = pydyf.Dictionary({key: pydyf.Dictionary() for key in _RESOURCES})
        self.stream = Stream(
            fonts, (0, 0, 0, 0), self._resources, {}, self._tags, {}, None, compress=False
        )

    def parts(self) -> tuple[bytes, ...]:
        """Return the operators, cut where the ids of marked contents stand."""
        for kind in ("XObject", "Pattern", "Shading"):
            if self._resources[kind]:
                raise NotImplementedError(f"a face must not need a PDF {kind}: simplify its CSS")
        content = b"\n".join(pydyf._to_bytes(item) for item in self.stream.stream)
        return _parts(content, self._tags)

    def states(self) -> dict[str, dict[str, float]]:
        """Return the graphics states that it uses."""
        states = sorted(self._resources["ExtGState"].items())
        return {name: dict(state) for name, state in states}


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
            gid: _glyph(width, font.to_unicode.get(gid, "")) for gid, width in font.widths.items()
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


@lru_cache(maxsize=1 << 16)
def _glyph(width: int, text: str) -> Glyph:
    """Return one glyph for all painted boxes: a deck has few, and hundreds of uses of each."""
    return Glyph(width, _extracted(text))


def _file(font: Any) -> str:
    """Return the digest of a font's file, noted on the font: files are large, boxes many."""
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
