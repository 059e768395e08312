"""The page engine that uses the public API of WeasyPrint and pydyf alone.

Each text and each shape stands on a page of its own, which is written as a PDF of its own, so that
it depends on its own request alone. What was painted is read from that PDF: its operators, and the
glyphs of its fonts. Where lines stand is told by a link around the words (``Page.links``), and how
far down they reach by an anchor below them (``Page.anchors``).

It takes 5 ms a box, eight times as long as the private engine, and makes a cold build twice as
long. Words, lines, glyphs and places are the same; these things differ:

- Operators are in the space of the page, and one matrix before them turns that into the box's.
- Words that are spelled out stand whole in their first line, because no public name tells where
  lines end; their other lines stand for nothing.
- Padding and indents of words are painted, where the private engine refuses them.
- A run of left-to-right text within right-to-left text is never divided, because WeasyPrint would
  turn around what it carries to the next line. A run that is wider than its line is too wide.
- Urdu in Nastaliq is not spelled out for readers of PDF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import uharfbuzz as hb
from weasyprint import HTML

from commcards.base.digests import digest
from commcards.base.units import CSS_PX
from commcards.pdf.paintedbox import SLACK, FontUse, PaintedBox, PaintRequest
from commcards.text.fonts import FontFile, FontSet
from commcards.text.linebreak import ZERO_WIDTH_SPACE, undivided
from commcards.typesetting import marking
from commcards.typesetting.fetcher import NoFetcher, style_sheet

_PAGES = 100  # of one document: 3,000 take twice the time of thirty times 100, and 400 MB
_SIDE = 4000  # CSS pixels; as this is 3000 points, the way back is exact
_ROUNDING = 3  # 1/1000 em by which WeasyPrint's advances may differ from the font's own

# It stands before the style sheets: what WeasyPrint's own says of elements is not wanted.
_FIRST = "body, h1, h2, p, div { margin: 0; font-size: inherit; font-weight: inherit }"
# It stands after them: a page for each box, and words that look as they do without a link.
_LAST = f"""
@page {{ size: {_SIDE}px {_SIDE}px; margin: 0 }}
body > * {{ position: static !important; break-before: page }}
a {{ color: inherit !important; text-decoration: none !important }}
"""
# From points, y up, to the pixels of the box, y down.
_TO_BOX = f"{96 / 72:.9f} 0 0 -{96 / 72:.9f} 0 {_SIDE} cm\n".encode()

_NAMED = re.compile(rb"/(\S+)(?= [\d.]+ Tf\b| gs\b)")
_MARKED = re.compile(rb"\bBDC\b.*?\bEMC\b", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>")
_BORROWING = {b"Do", b"sh", b"cs", b"CS", b"scn", b"SCN"}  # They name what no painted box has.
_PAINTING = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Tj", b"TJ"}


class PublicEngine:
    """An ``Engine``: 5 ms a box."""

    def __init__(self, config: Any, fonts: FontSet) -> None:
        """``config`` is WeasyPrint's font configuration."""
        self._config = config
        self._files = {_plain(f"{f.family} {f.style}"): f for f in fonts.files.values()}
        self._first, self._last = (style_sheet(css, config) for css in (_FIRST, _LAST))

    def paint(
        self, markup: str, styles: Sequence[Any], count: int, wanted: Sequence[PaintRequest]
    ) -> list[PaintedBox]:
        """Paint words and shapes; see ``Engine``."""
        root = ElementTree.fromstring(markup)  # noqa: S314  # our own template's
        boxes = root.findall("body/*")
        if len(boxes) != count:
            raise ValueError(f"{len(boxes)} boxes for {count} style boxes")
        painted: list[PaintedBox] = []
        for start in range(0, len(wanted), _PAGES):
            part = wanted[start : start + _PAGES]
            html = HTML(string=_document(root, boxes, part), url_fetcher=NoFetcher())
            sheets = [self._first, *styles, self._last]
            document = html.render(font_config=self._config, stylesheets=sheets)
            painted += [
                self._painted(document.copy([page]), boxes[one.style_box], one, root)
                for one, page in zip(part, document.pages, strict=True)
            ]
        return painted

    def _painted(self, document: Any, box: Element, one: PaintRequest, root: Element) -> PaintedBox:
        """Return what stands on the one page of a document."""
        written = _Written.of(document, self._files)
        if not one.text:
            return PaintedBox(marking.cut(written.operators, ()), fonts={}, states=written.states)
        written.check_words()
        (page,) = document.pages
        lines = [link[2] for link in page.links]  # left, top, right and bottom of each
        (bottom,) = (anchor[1] for anchor in page.anchors.values())
        width = one.width * CSS_PX
        spelled = marking.spelling(one.text)
        others = [spelled and ZERO_WIDTH_SPACE] * (len(lines) - 1)
        return PaintedBox(
            parts=marking.cut(written.operators, [spelled, *others]),
            tag=marking.TAGS.get(box.tag, ""),
            language=box.get("lang") or root.get("lang") or "",
            fonts=written.fonts,
            states=written.states,
            lines=len(lines),
            wide=max(right - left for left, _, right, _ in lines),
            too_wide=any(left < -SLACK or right > width + SLACK for left, _, right, _ in lines),
            depth=bottom - (1 - marking.NEEDED) * bottom / len(lines),
        )


def _document(root: Element, boxes: Sequence[Element], wanted: Sequence[PaintRequest]) -> str:
    """Return a document of the wanted words and shapes, each in a box of its style."""
    document = Element(root.tag, root.attrib)
    document.extend(root.findall("head"))
    body = SubElement(document, "body")
    for number, one in enumerate(wanted):
        box = boxes[one.style_box]
        place = SubElement(body, "section")
        if one.text:
            style = f"{box.get('style', '')}; width: {one.width}mm"
            words = SubElement(place, box.tag, {**box.attrib, "style": style})
            SubElement(words, "a", href=f"#below{number}").text = undivided(one.text)
            SubElement(place, "div", id=f"below{number}")
        else:
            place.append(box)
    return ElementTree.tostring(document, encoding="unicode", method="html")


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written of a page; ``operators`` are in the space of the box."""

    operators: bytes
    fonts: Mapping[str, FontUse]
    states: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, document: Any, files: Mapping[str, FontFile]) -> _Written:
        """Write a document of one page, and read it; ``files`` are those of fonts by plain name.

        Fonts and graphics states get names that mean the same on every page.
        """
        pdfs: list[Any] = []
        document.write_pdf(
            finisher=lambda _, pdf: pdfs.append(pdf), uncompressed_pdf=True, pdf_tags=True
        )
        (pdf,) = pdfs
        page = _follow(pdf, pdf.page_references[0])
        stream: bytes = _follow(pdf, page["Contents"]).data
        operators = stream.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
        if _BORROWING.intersection(operators.split()):
            raise NotImplementedError("a face must not need a PDF Pattern: simplify its CSS")
        resources = _follow(pdf, page["Resources"])
        names: dict[bytes, str] = {}
        fonts: dict[str, FontUse] = {}
        for name, reference in _follow(pdf, resources["Font"]).items():
            use = _font_use(pdf, _follow(pdf, reference), files)
            names[name.encode()] = own = _font_name(use.file)
            fonts[own] = use
        states: dict[str, Mapping[str, float]] = {}
        for name, state in _follow(pdf, resources["ExtGState"]).items():
            names[name.encode()] = own = f"g{digest(repr(sorted(state.items())))[:8]}"
            states[own] = dict(state)
        renamed = _NAMED.sub(lambda found: f"/{names[found[1]]}".encode(), operators)
        return cls(_TO_BOX + renamed, dict(sorted(fonts.items())), dict(sorted(states.items())))

    def check_words(self) -> None:
        """Raise ValueError where more than words is painted."""
        if _PAINTING.intersection(_MARKED.sub(b"", self.operators).split()):
            raise ValueError("words may have fonts and colours alone: frames are shapes")


def _follow(pdf: Any, value: Any) -> Any:
    """Return the object that a reference leads to, and any other value itself."""
    return pdf.objects[int(value.split()[0])] if isinstance(value, bytes) else value


def _font_use(pdf: Any, font: Any, files: Mapping[str, FontFile]) -> FontUse:
    """Read the glyphs of a font.

    Raises ValueError where the font is none of ``files``, or has other glyphs.
    """
    (descendant,) = (_follow(pdf, reference) for reference in font["DescendantFonts"])
    descriptor = _follow(pdf, descendant["FontDescriptor"])
    name = font["BaseFont"].decode().partition("+")[2]
    if _plain(name) not in files:
        raise ValueError(f"{name} is none of the fonts that were prepared")
    file = files[_plain(name)]
    widths = {
        start + number: width
        for start, run in zip(descendant["W"][::2], descendant["W"][1::2], strict=True)
        for number, width in enumerate(run)
    }
    own, upem = _opened(file.path)
    for gid, width in widths.items():
        if abs(own.get_glyph_h_advance(gid) * 1000 / upem - width) > _ROUNDING:
            raise ValueError(f"glyph {gid} of {name} is another in its file")
    texts = {
        int(gid, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for gid, text in _MAPPED.findall(_follow(pdf, font["ToUnicode"]).data)
    }
    return FontUse(
        file=file.sha256,
        family=file.family,
        ascent=descriptor["Ascent"],
        descent=descriptor["Descent"],
        glyphs={gid: marking.glyph(widths[gid], texts.get(gid, "")) for gid in sorted(widths)},
    )


@cache
def _opened(path: Path) -> tuple[Any, int]:
    """Return a font, and how many units its em has."""
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return hb.Font(face), face.upem


def _font_name(file: str) -> str:
    """Return the name of a font in any PDF: six capitals, as subsets have before a plus sign."""
    return "".join(chr(ord("A") + byte % 26) for byte in bytes.fromhex(file)[:6])


def _plain(name: str) -> str:
    """Return what is the same in the names that a font goes by: Noto Sans regular, Noto-Sans."""
    return re.sub(r"[^a-z0-9]", "", name.lower()).removesuffix("regular")
