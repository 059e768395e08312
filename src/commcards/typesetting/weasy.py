"""The page engine that uses the inside of WeasyPrint; no other module does.

WeasyPrint lays out one box of each style: a style box. All words of a style are broken into lines
and painted like those of its style box, without boxes of their own, which would take four times as
long. Each box is painted into a stream of its own, with glyphs of its own, so that it depends only
on its words and not on its neighbours in the batch.

This is written against WeasyPrint 70.0. It imports, calls and reads private names, and every other
major version has changed some of them, so ``choice`` tests the engine before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.draw import draw_stacking_context
from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext
from weasyprint.text.line_break import split_first_line, strut

from commcards.base.units import CSS_PX
from commcards.pdf.paintedbox import OVERHANG_PX, FontUse, PaintedBox, PaintRequest
from commcards.text.linebreak import carried, loosened
from commcards.typesetting import marking, nastaliq
from commcards.typesetting.fetcher import NoFetcher

# The rules of WeasyPrint's own style sheet for the elements in use.
_DEFAULTS = """
html, body, p, h1, h2, div { display: block }
head, title { display: none }
[dir=ltr] { direction: ltr }
[dir=rtl] { direction: rtl }
"""
_BLANK = re.compile(r"[ \t\r\n\f]+")  # white space in CSS; Unicode has more
_UNSEEN = 3  # a text rendering mode of PDF
_RESOURCES = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")


class PrivateEngine:
    """An ``Engine``: 0.6 ms a box."""

    def __init__(self, config: Any) -> None:
        """``config`` is WeasyPrint's font configuration."""
        self._config = config
        self._defaults = CSS(string=_DEFAULTS, font_config=config, url_fetcher=NoFetcher())

    def paint(
        self, markup: str, styles: Sequence[Any], count: int, wanted: Sequence[PaintRequest]
    ) -> list[PaintedBox]:
        """Paint words and shapes; see ``Engine``."""
        html = _Tree(markup, self._defaults)
        (page,) = html.render(font_config=self._config, stylesheets=[*styles]).pages
        return _StyleBoxes.of(page, count).paint(wanted)


class _Tree(HTML):
    """A document from well-formed markup, in a twentieth of the time of an HTML parser."""

    def __init__(self, markup: str, defaults: Any) -> None:
        self.base_url = None
        self.url_fetcher = NoFetcher()
        self.media_type = "print"
        root = ElementTree.fromstring(markup)  # noqa: S314  # our own template's
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
        self._defaults = defaults

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [self._defaults]


@dataclass(frozen=True, slots=True)
class _StyleBoxes:
    """The positioned boxes of a page."""

    page: Any
    style_boxes: Sequence[_StyleBox]

    @classmethod
    def of(cls, page: Any, count: int) -> _StyleBoxes:
        """Return the ``count`` style boxes of a page.

        Raises ValueError if a box gives words more than fonts and colours, or if there are not
        ``count`` boxes.
        """
        found = list(_positioned(page._page_box))
        if len(found) != count:
            raise ValueError(f"{len(found)} boxes for {count} style boxes")
        return cls(page._page_box, [_StyleBox.of(box) for box in found])

    def paint(self, wanted: Sequence[PaintRequest]) -> list[PaintedBox]:
        fonts: dict[Any, Any] = {}
        pens = [(box, box.pen(fonts)) for box in self.style_boxes]
        return [
            _words(box, pen, one.text, one.width * CSS_PX, fonts)
            if one.text
            else _shape(box.box, self.page, fonts)
            for one in wanted
            for box, pen in [pens[one.style_box]]
        ]


def _positioned(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, AbsolutePlaceholder):
            yield child._box
        else:
            yield from _positioned(child)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of words, with its ``top`` and ``height`` in CSS pixels, y down."""

    words: Any
    top: float
    height: float

    @property
    def base(self) -> tuple[float, float]:
        """The place on the base line where it begins."""
        return self.words.position_x, self.words.position_y + self.words.baseline

    def is_as(self, other: _Line) -> bool:
        """Tell whether another line has the same text at the same place."""
        # To a hundredth of a pixel: sums of heights differ in their last digits.
        apart = max(abs(a - b) for a, b in zip(self.base, other.base, strict=True))
        return self.words.text == other.words.text and apart < 0.01

    @property
    def depth(self) -> float:
        """How far down the box must reach for the line."""
        return self.top + marking.NEEDED * self.height


@dataclass(frozen=True, slots=True)
class _StyleBox:
    """A laid out box; ``words`` is its first line of words, or None."""

    box: Any
    words: Any

    @classmethod
    def of(cls, box: Any) -> _StyleBox:
        """Return a box as a style box.

        Raises ValueError if it gives words more than fonts and colours: its own words are set
        again, and must stand where WeasyPrint has put them.
        """
        found = [child for child in box.children if isinstance(child, boxes.LineBox)]
        if not found:
            return cls(box, None)
        if not all(isinstance(words, boxes.TextBox) for line in found for words in line.children):
            raise ValueError(f"more than words in {box.element_tag}")
        lines = [_Line(line.children[0], line.position_y, line.height) for line in found]
        style_box = cls(box, lines[0].words)
        again = style_box.lines("".join(box.element.itertext()), box.width)
        same = len(again) == len(lines) and all(map(_Line.is_as, again, lines))
        if box.background or not same:
            name = box.element.get("class")
            raise ValueError(f"words ({name}) may only have fonts and colours: frames are shapes")
        return style_box

    def pen(self, fonts: dict[Any, Any]) -> _Pen:
        """Return what draws its lines."""
        if self.words and nastaliq.is_nastaliq(self.words.style["font_family"][0]):
            return _NastaliqPen.of(self, fonts)
        return _Pen()

    def lines(self, text: str, width: float) -> list[_Line]:
        """Break a text into lines for a box of a width in CSS pixels, and set them."""
        style = self.words.style
        depth, base = strut(style)
        rest = _BLANK.sub(" ", text).strip(" ").encode()
        lines: list[_Line] = []
        top = 0.0
        while rest:
            layout, _, end, wide, high, baseline = split_first_line(
                rest.decode(), style, None, width * (1 + 1e-9), 0
            )
            if wide > width and (loose := loosened(rest.decode()).encode()) != rest:
                rest = loose
                continue
            words = self.words.copy_with_text(layout.text)
            words.pango_layout, words.width = layout, wide
            words.baseline = baseline + (depth - high) / 2
            # Another font, taken for one character, may have another base and make the line higher.
            above = max(base, words.baseline)
            words.position_x = _start(style, width, wide)
            words.position_y = top + above - words.baseline
            height = above + depth - min(base, words.baseline)
            lines.append(_Line(words, top, height))
            top += height
            following = carried(layout.text).encode() + rest[end:].lstrip(b" ")
            rest = following if end else b""
        return lines


def _start(style: Any, width: float, wide: float) -> float:
    """Return where a line begins, from the left of its box; a line too wide overhangs its end."""
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


def _words(
    style_box: _StyleBox, pen: _Pen, text: str, width: float, fonts: dict[Any, Any]
) -> PaintedBox:
    lines = style_box.lines(text, width)
    canvas = _Canvas(fonts)
    for line in lines:
        with canvas.stream.marked(line.words, "Span"):
            pen.draw(canvas.stream, line.words)
    seen = [line.words for line in lines if line.words.text.strip()]
    return PaintedBox(
        parts=canvas.parts([pen.spelling(line.words.text) for line in lines]),
        tag=marking.TAGS.get(style_box.box.element_tag, ""),
        language=style_box.box.style["lang"] or "",
        fonts=_fonts(fonts),
        states=canvas.states(),
        lines=len(lines),
        wide=max((words.width for words in seen), default=0.0),
        too_wide=any(
            words.position_x < -OVERHANG_PX or words.position_x + words.width > width + OVERHANG_PX
            for words in seen
        ),
        depth=max((line.depth for line in lines), default=0.0),
    )


class _Pen:
    """Draws lines."""

    def draw(self, stream: Any, words: Any) -> None:
        """Draw a line."""
        draw_text(stream, words, 0, "clip", "none")

    def spelling(self, line: str) -> str:
        """Return what readers of PDF are told that a line says, empty where its glyphs tell."""
        return marking.spelling(line)


@dataclass(frozen=True, slots=True)
class _NastaliqPen(_Pen):
    """Draws lines of Nastaliq, and at either end of each a comma that nobody sees."""

    font: Any
    glyph: int
    width: int  # 1/1000 em

    @classmethod
    def of(cls, style_box: _StyleBox, fonts: dict[Any, Any]) -> _NastaliqPen:
        """Paint a comma to see what its glyph is."""
        canvas = _Canvas(fonts)
        comma = style_box.words.copy_with_text(nastaliq.COVER)
        comma.pango_layout, *_ = split_first_line(comma.text, comma.style, None, None, 0)
        _Pen().draw(canvas.stream, comma)
        (font,) = (font for font in fonts.values() if font.widths)
        ((glyph, width),) = font.widths.items()
        return cls(font, glyph, width)

    def draw(self, stream: Any, words: Any) -> None:
        """Draw a line, and before it what readers of PDF take for it."""
        stream.begin_marked_content("Span", _replaced(nastaliq.for_poppler(words.text)))
        stream.begin_marked_content("Line", _replaced(nastaliq.for_pdfium(words.text)))
        self.font.widths[self.glyph] = self.width
        self.font.to_unicode[self.glyph] = nastaliq.COVER
        size = words.style["font_size"]
        gap = 1000 * words.width / size - 2 * self.width
        with stream.stacked():
            stream.set_text_rendering(_UNSEEN)
            stream.begin_text()
            # PDFium looks at lines from the left.
            x, y = words.position_x - 0.1, words.position_y + words.baseline
            stream.set_text_matrix(1, 0, 0, -1, x, y)
            stream.set_font_size(self.font.hash, size)
            stream.show_text(f"<{self.glyph:04x}>{-gap:.0f}<{self.glyph:04x}>")
            stream.end_text()
        _Pen.draw(self, stream, words)
        stream.end_marked_content()
        stream.end_marked_content()

    def spelling(self, line: str) -> str:
        """Return what a line says: its glyphs never tell."""
        return nastaliq.spelling(line)


def _replaced(text: str) -> Any:
    return pydyf.Dictionary({"ActualText": pydyf.String(text)})


def _shape(box: Any, page: Any, fonts: dict[Any, Any]) -> PaintedBox:
    canvas = _Canvas(fonts)
    draw_stacking_context(canvas.stream, StackingContext.from_box(box, page))
    return PaintedBox(parts=canvas.parts([]), fonts={}, states=canvas.states())


class _Canvas:
    """The stream that one box is painted on."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        for font in fonts.values():  # WeasyPrint notes widths and meanings at the first use.
            font.to_unicode, font.widths = {}, {}
        self._resources = pydyf.Dictionary({key: pydyf.Dictionary() for key in _RESOURCES})
        self.stream = Stream(fonts, (0, 0, 0, 0), self._resources, {}, {}, {}, None, compress=False)

    def parts(self, spelled: Sequence[str]) -> tuple[bytes, ...]:
        """Return the operators, cut where the ids of marked contents stand."""
        for kind in ("XObject", "Pattern", "Shading"):
            if self._resources[kind]:
                raise NotImplementedError(f"a face must not need a PDF {kind}: simplify its CSS")
        operators = b"\n".join(pydyf._to_bytes(item) for item in self.stream.stream)
        return marking.cut(operators, spelled)

    def states(self) -> dict[str, dict[str, float]]:
        """Return the graphics states in use."""
        states = sorted(self._resources["ExtGState"].items())
        return {name: dict(state) for name, state in states}


def _fonts(fonts: dict[Any, Any]) -> dict[str, FontUse]:
    uses: dict[str, FontUse] = {}
    for font in fonts.values():
        if font.missing:
            raise ValueError(f"glyphs missing from {font.family}")
        if not font.widths:
            continue
        glyphs = {
            gid: marking.glyph(width, font.to_unicode.get(gid, ""))
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
    """Return the digest of a font's file; it is noted on the font, because files are large."""
    if not hasattr(font, "commcards_file"):
        font.commcards_file = sha256(font.file_content).hexdigest()
    known: str = font.commcards_file
    return known
