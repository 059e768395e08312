"""The page engine that uses only the public API of WeasyPrint and pydyf.

Each text and each shape is laid out on a page of its own, which is written as a PDF of its own, so
that it depends only on its own request. The operators and the glyphs of its fonts are read from
that PDF. A link around the words gives the places of lines (``Page.links``), and an anchor below
them how far down they reach (``Page.anchors``).

This takes 5 ms a box, eight times as long as the private engine, and makes a cold build twice as
long. Words, lines, glyphs and places are the same, but there are differences:

- Operators are in the space of the page, and a matrix before them maps it to that of the box.
- The first line of words with an ActualText has all of it, because the public API does not give the
  text of each line; the other lines have none.
- Padding and indents of words are painted; the private engine refuses them.
- A left-to-right run in right-to-left words is never divided, because WeasyPrint would reverse the
  part on the next line. A run that is wider than its line is too wide.
- Words in Nastaliq have no ActualText.
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
from commcards.pdf.paintedbox import OVERHANG_PX, FontUse, PaintedBox, PaintRequest
from commcards.text.fonts import FontFile, FontSet
from commcards.text.linebreak import ZERO_WIDTH_SPACE, undivided
from commcards.typesetting import marking
from commcards.typesetting.fetcher import NoFetcher, style_sheet

_PAGES = 100  # pages in one document: 3,000 would take twice the time, and 400 MB
_SIDE = 4000  # CSS pixels, which are exactly 3000 points
_ROUNDING = 3  # 1/1000 em by which WeasyPrint's advances may differ from the font's own

# This goes before other style sheets, and undoes WeasyPrint's own rules for elements.
_FIRST = "body, h1, h2, p, div { margin: 0; font-size: inherit; font-weight: inherit }"
# This goes after other style sheets: a page for each box, and links that look like plain words.
_LAST = f"""
@page {{ size: {_SIDE}px {_SIDE}px; margin: 0 }}
body > * {{ position: static !important; break-before: page }}
a {{ color: inherit !important; text-decoration: none !important }}
"""
# Maps points, y up, to the pixels of the box, y down.
_TO_BOX = f"{96 / 72:.9f} 0 0 -{96 / 72:.9f} 0 {_SIDE} cm\n".encode()

_NAMED = re.compile(rb"/(\S+)(?= [\d.]+ Tf\b| gs\b)")
_MARKED = re.compile(rb"\bBDC\b.*?\bEMC\b", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>")
_BORROWING = {b"Do", b"sh", b"cs", b"CS", b"scn", b"SCN"}  # name resources that no box may have
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
        """Return the painted box on the only page of a document."""
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
            too_wide=any(
                left < -OVERHANG_PX or right > width + OVERHANG_PX for left, _, right, _ in lines
            ),
            depth=bottom - (1 - marking.NEEDED) * bottom / len(lines),
        )


def _document(root: Element, boxes: Sequence[Element], wanted: Sequence[PaintRequest]) -> str:
    """Return a document of the requested words and shapes, each in a box of its style."""
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
    """The written content of a page; ``operators`` are in the space of the box."""

    operators: bytes
    fonts: Mapping[str, FontUse]
    states: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, document: Any, files: Mapping[str, FontFile]) -> _Written:
        """Write a document of one page, and read it; ``files`` are fonts by plain name.

        Fonts and graphics states get names that are the same on every page.
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
        """Raise ValueError if anything besides words is painted."""
        if _PAINTING.intersection(_MARKED.sub(b"", self.operators).split()):
            raise ValueError("words may only have fonts and colours: frames are shapes")


def _follow(pdf: Any, value: Any) -> Any:
    """Return the object that a reference leads to, and any other value itself."""
    return pdf.objects[int(value.split()[0])] if isinstance(value, bytes) else value


def _font_use(pdf: Any, font: Any, files: Mapping[str, FontFile]) -> FontUse:
    """Read the glyphs of a font.

    Raises ValueError if the font is none of ``files``, or has other glyphs.
    """
    (descendant,) = (_follow(pdf, reference) for reference in font["DescendantFonts"])
    descriptor = _follow(pdf, descendant["FontDescriptor"])
    name = font["BaseFont"].decode().partition("+")[2]
    if _plain(name) not in files:
        raise ValueError(f"{name} is not one of the prepared fonts")
    file = files[_plain(name)]
    widths = {
        start + number: width
        for start, run in zip(descendant["W"][::2], descendant["W"][1::2], strict=True)
        for number, width in enumerate(run)
    }
    own, upem = _opened(file.path)
    for gid, width in widths.items():
        if abs(own.get_glyph_h_advance(gid) * 1000 / upem - width) > _ROUNDING:
            raise ValueError(f"glyph {gid} of {name} differs from its file")
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
    """Return a font, and the number of units in its em."""
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return hb.Font(face), face.upem


def _font_name(file: str) -> str:
    """Return the name of a font in any PDF: six capitals, like the prefix of a subset."""
    return "".join(chr(ord("A") + byte % 26) for byte in bytes.fromhex(file)[:6])


def _plain(name: str) -> str:
    """Return one form for the names of a font: Noto Sans regular, Noto-Sans."""
    return re.sub(r"[^a-z0-9]", "", name.lower()).removesuffix("regular")
