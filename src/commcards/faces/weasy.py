"""Everything that leans on the inside of WeasyPrint, in one place.

A page of a rendered document is painted into a stream of our own, with its own fonts, so that a
fragment depends on its face alone and not on its neighbours in the batch.
Written against WeasyPrint 70.0; tests/test_weasy.py compares with plain ``write_pdf``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5, sha256
from typing import Any
from unicodedata import bidirectional

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

from commcards.faces.fragment import Element, FontUse, Fragment, Glyph

PT_PER_PX = 0.75
_IMAGE = re.compile(rb"/(i[0-9a-f]{32}[01]) Do")
_MARK = re.compile(rb"/(?:Span|Figure)\s<</MCID (\d+)>>\sBDC")
_COMPLEX = 0x0900  # from here on scripts with reordering and conjuncts
_TAGS = {"h1": "H1", "h2": "H2", "h3": "H3", "p": "P", "li": "LI"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a text box of a face needed: lines, and whether its words left it."""

    index: int  # of the item in the face
    lines: int
    too_wide: bool
    too_tall: bool


def image_name(url: str) -> str:
    """Return the stem of the XObject name that WeasyPrint gives the image of a URL."""
    return md5(url.encode(), usedforsecurity=False).hexdigest()


def fragment(page: Any, height: float, urls: dict[str, str], *, artifact: bool) -> Fragment:
    """Paint one page and take it apart; the face is its uppermost ``height`` points.

    ``urls`` maps ``image_name`` to URL. An artifact keeps no structure (neutral backs).
    """
    width = page.width * PT_PER_PX
    fonts: dict[Any, Any] = {}
    tags: dict[Any, dict[str, Any]] = {}
    keys = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    resources = pydyf.Dictionary({key: pydyf.Dictionary() for key in keys})
    rectangle = (0, 0, page.width, page.height)
    stream = Stream(fonts, rectangle, resources, {}, tags, {}, None, compress=False)
    stream.transform(d=-1, f=height)
    page.paint(stream, PT_PER_PX)
    for kind in ("Pattern", "Shading"):
        if resources[kind]:
            raise NotImplementedError(f"a face must not need a PDF {kind}: simplify its CSS")
    content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
    elements = () if artifact else tuple(_elements(page._page_box, tags))
    order = {old: new for new, old in enumerate(i for e in elements for i in e.mcids)}

    spelled = {tags[box]["mcid"]: _actual_text(box) for box in tags}

    def remark(match: re.Match[bytes]) -> bytes:
        old = int(match[1])
        if old not in order:
            return b"/Artifact BMC"
        return b"/Span <</MCID %d%s>> BDC" % (order[old], spelled[old])

    content = _MARK.sub(remark, content)
    return Fragment(
        width=width,
        height=height,
        content=zlib.compress(content, 6),
        fonts=_fonts(fonts),
        images={
            name: urls[name[1:33]]
            for name in sorted({found.decode() for found in _IMAGE.findall(content)})
        },
        states={name: dict(state) for name, state in sorted(resources["ExtGState"].items())},
        elements=tuple(
            Element(e.tag, e.language, tuple(order[i] for i in e.mcids)) for e in elements
        ),
        mcids=len(order),
    )


def measured(page: Any) -> Iterator[Measured]:
    """Yield, for each element with a ``data-index``, what its words needed (width to 0.5 px)."""
    for box in _descendants(page._page_box):
        if (
            box.element is None
            or "data-index" not in box.element.attrib
            or box.element_tag == "img"
        ):
            continue
        if not isinstance(box, boxes.BlockBox):
            continue
        lines = [child for child in _descendants(box) if isinstance(child, boxes.LineBox)]
        left, right = box.content_box_x() - 0.5, box.content_box_x() + box.width + 0.5
        bottom = box.content_box_y() + float(box.element.attrib["data-height"])
        yield Measured(
            index=int(box.element.attrib["data-index"]),
            lines=len(lines),
            too_wide=any(
                word.position_x < left or word.position_x + word.width > right
                for line in lines
                for word in _descendants(line)
                if isinstance(word, boxes.TextBox) and word.text.strip()
            ),
            # A font taken for one sign alone makes its line a little taller; a further line is
            # what must not happen.
            too_tall=any(line.position_y + 0.7 * line.height > bottom for line in lines),
        )


def _fonts(fonts: dict[Any, Any]) -> dict[str, FontUse]:
    uses: dict[str, FontUse] = {}
    for font in fonts.values():
        if font.missing:
            raise ValueError(f"glyphs missing from {font.family}")
        glyphs = {
            gid: Glyph(width, _extracted(font.to_unicode.get(gid, "")))
            for gid, width in font.widths.items()
        }
        known = uses.get(font.hash)
        merged = {**glyphs, **(known.glyphs if known else {})}
        uses[font.hash] = FontUse(
            file=sha256(font.file_content).hexdigest(),
            family=font.family,
            ascent=font.ascent,
            descent=font.descent,
            glyphs=dict(sorted(merged.items())),
        )
    return dict(sorted(uses.items()))


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


def _children(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child._box if isinstance(child, AbsolutePlaceholder) else child


def _descendants(box: Any) -> Iterator[Any]:
    for child in _children(box):
        yield child
        yield from _descendants(child)


def _elements(box: Any, tags: dict[Any, dict[str, Any]]) -> Iterator[Element]:
    """Yield the text elements below a box; pictures stay artifacts, their words stand beside."""
    for child in _children(box):
        tag = _TAGS.get(child.element_tag) if child.element is not None else None
        if tag and isinstance(child, boxes.BlockBox):
            mcids = [
                tags[text]["mcid"]
                for text in _descendants(child)
                if isinstance(text, boxes.TextBox) and text in tags
            ]
            yield Element(tag, child.style["lang"] or "", tuple(mcids))
        else:
            yield from _elements(child, tags)
