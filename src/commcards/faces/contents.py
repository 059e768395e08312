"""Contents and page numbers of a booklet: which card stands on which page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commcards.base.units import Mm
from commcards.faces.blocks import Block, stacked
from commcards.faces.frame import MOST_FACES, Content, Frame
from commcards.faces.items import INFINITE, Face, Look, Planned, Text, line_height
from commcards.faces.rowlayout import Lines, RowLayout, Width
from commcards.localize.localcard import Line, LocalCard, Words
from commcards.model.decks import Category
from commcards.model.languages import Language, localized_number
from commcards.model.layouts import FaceSpec

NUMBER = Mm(9)  # width of a page number
FOLIO = Mm(20)  # width of the face that holds a page number


def plan_contents(
    card: LocalCard,
    category: Category,
    spec: FaceSpec,
    lines: Lines,
    width: Width,
    numbers: Sequence[int],
    language: Language,
) -> Planned:
    """Lay out the list of cards with their page numbers, in a language's digits."""
    row_layout = RowLayout(spec, lines, width)
    frame = Frame.plain(card, category, row_layout, MOST_FACES[-1])
    rows = [row.line for section in card.sections for row in section.rows]
    entries = [
        _entry(row_layout, line, Words(language, localized_number(number, language.digits)))
        for line, number in zip(rows, numbers, strict=True)
    ]
    pages = _pages(entries, frame)
    faces = []
    for number, page in enumerate(pages, 1):
        items, end = stacked(page, spec.margin, frame.top(number))
        fill = (end - frame.top(number)) / (frame.floor - frame.top(number))
        content = Content(items, Look(fill, INFINITE))
        faces.append(frame.face(number, len(pages), content))
    return tuple(faces), ()


def _entry(row_layout: RowLayout, line: Line, number: Words) -> Block:
    """Set a card's title with its page number at the end."""
    spec = row_layout.spec
    start = spec.width - 2 * spec.margin - NUMBER
    block = row_layout.row(line, start, spec.option_picture, options=True)
    high = Mm(line_height(number, spec.staff))
    box = (Mm(start), Mm((block.height - high) / 2), NUMBER, high)
    text = Text(line.key, "staff", number, spec.staff, *box, align="end")
    return replace(block, items=(*block.items, text))


def _pages(entries: Iterable[Block], frame: Frame) -> list[list[Block]]:
    """Fill pages down to the foot."""
    pages: list[list[Block]] = [[]]
    end = frame.top(1)
    for entry in entries:
        if pages[-1] and end + entry.height > frame.floor:
            pages.append([])
            end = frame.top(len(pages))
        pages[-1].append(entry)
        end += entry.height
    return pages


def folio_spec(spec: FaceSpec) -> FaceSpec:
    """Return the geometry of a face that holds only a page number."""
    return replace(spec, width=FOLIO, height=Mm(6), bleed=Mm(0))


def plan_folio(language: Language, number: int, spec: FaceSpec) -> Face:
    """Lay out a page number."""
    words = Words(language, localized_number(number, language.digits))
    high = Mm(line_height(words, spec.small))
    text = Text("folio", "small", words, spec.small, Mm(0), Mm(0), spec.width, high, align="center")
    return Face(1, 1, language.direction, (text,))
