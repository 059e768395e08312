"""Contents and page numbers of a booklet: which card stands on which page. Pure.

Origin is the top left corner of the trim box, y down, millimetres, as in flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commcards.base.units import Mm
from commcards.faces.blocks import Block
from commcards.faces.flow import AIR, MOST_FACES, Face, Misfit, mirrored
from commcards.faces.footer import FOOTER_GAP, set_footer
from commcards.faces.header import set_header
from commcards.faces.items import Item, Text, line_height, moved
from commcards.faces.rows import Lines, RowLayout, Width
from commcards.localize.localcard import LocalCard, Words
from commcards.model.decks import Category
from commcards.model.languages import Language, localized_number
from commcards.model.layouts import FaceSpec

NUMBER = Mm(9)  # width of a page number
FOLIO = Mm(20)  # width of the face that holds one


def plan_contents(
    card: LocalCard,
    category: Category,
    spec: FaceSpec,
    lines: Lines,
    width: Width,
    numbers: Sequence[int],
    language: Language,
) -> tuple[tuple[Face, ...], tuple[Misfit, ...]]:
    """Lay out the list of cards with their page numbers, in a language's digits."""
    setter = RowLayout(spec, lines, width)
    room = spec.width - 2 * spec.margin
    rows = [row.line for section in card.sections for row in section.rows]
    blocks = []
    for line, number in zip(rows, numbers, strict=True):
        block = setter.row(line, room - NUMBER, spec.option_picture, options=True)
        words = Words(language, localized_number(number, language.digits))
        high = Mm(line_height(words, spec.staff))
        box = (Mm(room - NUMBER), Mm((block.height - high) / 2), NUMBER, high)
        number_text = Text(line.key, "staff", words, spec.staff, *box, align="end")
        blocks.append(replace(block, items=(*block.items, number_text)))
    headers = [set_header(card, category, setter, first=first) for first in (True, False)]
    air = AIR * spec.margin
    floor = spec.height - set_footer(card, category, setter, MOST_FACES, MOST_FACES).height
    pages: list[list[Block]] = [[]]
    for block in blocks:
        head = headers[min(len(pages), 2) - 1]
        used = sum(b.height for b in pages[-1])
        if pages[-1] and head.height + air + used + block.height > floor:
            pages.append([])
        pages[-1].append(block)
    direction = card.title.person[0].language.direction
    faces = []
    for number, page in enumerate(pages, 1):
        head = headers[min(number, 2) - 1]
        foot = set_footer(card, category, setter, number, len(pages))
        items: list[Item] = [*head.items]
        y = head.height + air
        for block in page:
            items += [moved(item, spec.margin, y) for item in block.items]
            y += block.height
        items += [moved(i, 0, floor + FOOTER_GAP) for i in foot.items]
        if direction == "rtl":
            items = [mirrored(item, spec.width) for item in items]
        faces.append(Face(number, len(pages), direction, tuple(items)))
    return tuple(faces), ()


def folio_spec(spec: FaceSpec) -> FaceSpec:
    """Return the geometry of a face that is a page number alone."""
    return replace(spec, width=FOLIO, height=Mm(6), bleed=Mm(0))


def plan_folio(language: Language, number: int, spec: FaceSpec) -> Face:
    """Lay out a page number."""
    words = Words(language, localized_number(number, language.digits))
    high = Mm(line_height(words, spec.small))
    text = Text("folio", "small", words, spec.small, Mm(0), Mm(0), spec.width, high, align="center")
    return Face(1, 1, language.direction, (text,))
