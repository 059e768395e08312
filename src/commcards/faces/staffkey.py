"""The key for staff: which card with a neutral title is about what. Pure."""

from __future__ import annotations

from commcards.base.units import Mm, Pt
from commcards.faces.blocks import GAP, Block, stacked
from commcards.faces.frame import MOST_FACES, Content, Frame
from commcards.faces.items import INFINITE, Look, Planned
from commcards.faces.rowlayout import Lines, RowLayout, Width
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import Design, FaceSpec

EDGE = Mm(12)  # between the sheet's edge and the face, which no printer cuts off
PICTURE = Mm(14)  # of the header


def face_spec(paper: tuple[Mm, Mm]) -> FaceSpec:
    """Return the geometry of a face on a sheet of a size."""
    width, height = (Mm(side - 2 * EDGE) for side in paper)
    return FaceSpec(
        width=width, height=height, bleed=Mm(0), margin=Mm(5), columns=1, picture=PICTURE,
        option_columns=1, option_picture=PICTURE, person=Pt(14), staff=Pt(11), small=Pt(8),
        strip=(), design=Design.ROWS,
    )  # fmt: skip


def plan_key(
    card: LocalCard, category: Category, spec: FaceSpec, lines: Lines, width: Width
) -> Planned:
    """Lay out the rows of a card under one another, on as many faces as they need."""
    row_layout = RowLayout(spec, lines, width)
    frame = Frame.plain(card, category, row_layout, MOST_FACES[-1])
    rows = [row.line for section in card.sections for row in section.rows]
    across = spec.width - 2 * spec.margin
    pages: list[list[Block]] = [[]]
    used = 0.0
    for line in rows:
        block = row_layout.row(line, across, spec.picture)
        room = frame.bottom(with_strip=False) - frame.top(len(pages))
        if pages[-1] and used + block.height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(block)
        used += block.height + GAP
    faces = []
    for number, page in enumerate(pages, 1):
        top = frame.top(number)
        items, end = stacked(page, spec.margin, top, GAP)
        fill = (end - GAP - top) / (frame.bottom(with_strip=False) - top)
        faces.append(frame.face(number, len(pages), Content(items, Look(fill, INFINITE))))
    return tuple(faces), tuple(frame.misfits())
