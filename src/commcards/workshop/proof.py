"""Proofs: pages of a PDF as pictures, with a frame around a line.

PDFium must not be used by two threads at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
from PIL import ImageDraw

DPI = 110  # an A4 page fills a desktop window's width
MOST_PAGES = 4  # more would show the same line again

_FRAME = "#d2008a"  # not a colour of the cards
_GAP = 3.0  # points between a line and its frame
_POINT = 72  # points in an inch

Box = tuple[float, float, float, float]  # left, bottom, right, top in points from the page's corner


@dataclass(frozen=True, slots=True)
class Proof:
    """One page as PNG; ``page`` counts from 1. ``framed`` says whether the line was found."""

    page: int
    png: bytes
    framed: bool


def proofs(pdf: bytes, code: str, words: Sequence[str]) -> list[Proof]:
    """Return the pages that have the card's code and one of the words, with the words framed.

    If no page has any of the words, return those with the code, unframed: in some scripts the text
    of a PDF does not keep all letters.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = _pages(document, code, [_solid(text) for text in words if text])
        return [
            Proof(number + 1, _picture(document[number], boxes), bool(boxes))
            for number, boxes in pages[:MOST_PAGES]
        ]
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_picture(pdf: bytes, page: int) -> bytes:
    """Return a page as PNG; the first page is 1. Raises IndexError if there is no such page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        return _picture(document[page - 1], ())
    finally:
        document.close()


def _pages(
    document: pypdfium2.PdfDocument, code: str, words: Sequence[str]
) -> list[tuple[int, list[Box]]]:
    with_code = []
    for number in range(len(document)):
        page = document[number].get_textpage()
        if re.search(rf"\b{re.escape(code)}\b", page.get_text_bounded()):
            with_code.append((number, list(_boxes(page, words))))
    return [entry for entry in with_code if entry[1]] or with_code


def _boxes(page: pypdfium2.PdfTextPage, words: Sequence[str]) -> Iterator[Box]:
    """Find words on a page, also across line breaks."""
    letters = [
        (chr(pypdfium2.raw.FPDFText_GetUnicode(page.raw, index)), index)
        for index in range(page.count_chars())
    ]
    letters = [(letter, index) for letter, index in letters if _solid(letter)]
    text = "".join(letter for letter, _ in letters)
    for wanted in words:
        for match in re.finditer(re.escape(wanted), text):
            boxes = [page.get_charbox(index) for _, index in letters[slice(*match.span())]]
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            yield min(lefts), min(bottoms), max(rights), max(tops)


def _frames(boxes: Sequence[Box]) -> list[Box]:
    """Return a frame around each box; frames that would touch become one."""
    frames: list[Box] = []
    for left, bottom, right, top in boxes:
        frame = (left - _GAP, bottom - _GAP, right + _GAP, top + _GAP)
        for other in [each for each in frames if _touch(each, frame)]:
            frames.remove(other)
            frame = (
                min(frame[0], other[0]), min(frame[1], other[1]),
                max(frame[2], other[2]), max(frame[3], other[3]),
            )  # fmt: skip
        frames.append(frame)
    return frames


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _solid(text: str) -> str:
    """Return a text without spaces and invisible characters, which line breaks may add."""
    return re.sub(r"[\s\u00ad\u200b\ufffe]|[\x00-\x1f]", "", text)


def _picture(page: pypdfium2.PdfPage, boxes: Sequence[Box]) -> bytes:
    scale = DPI / _POINT
    image = page.render(scale=scale).to_pil()
    draw = ImageDraw.Draw(image)
    height = page.get_height()
    for left, bottom, right, top in _frames(boxes):
        corners = (left, height - top, right, height - bottom)
        draw.rectangle([value * scale for value in corners], outline=_FRAME, width=3)
    data = BytesIO()
    image.quantize(64).save(data, "PNG", optimize=True)
    return data.getvalue()
