"""The cover with the contents of a deck, and the numbers of its faces. Pure."""

from __future__ import annotations

from dataclasses import replace

from commcards.base.units import Mm
from commcards.faces.flow import plan
from commcards.faces.frame import MOST_FACES, Frame, set_folio
from commcards.faces.items import INFINITE, Face, Look, Planned, mirrored
from commcards.faces.rowlayout import Lines, RowLayout, Width
from commcards.faces.tiles import design as tiles
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import Design, FaceSpec

LEAST = Mm(12)  # of pictures of the contents, or that of answers; they grow where there is room
MOST_COLUMNS = 12  # of a layout, as its file may have them


def plan_cover(
    card: LocalCard, category: Category, spec: FaceSpec, lines: Lines, width: Width
) -> Planned:
    """Lay out the cover, and below its words the list of cards: by picture, in every design.

    There is neither strip nor tab: nothing is answered, and it is no card.
    """
    picture = min(spec.option_picture, LEAST)
    tiled = replace(spec, design=Design.TILES, columns=MOST_COLUMNS, picture=picture)
    row_layout = RowLayout(tiled, lines, width)
    for most in MOST_FACES:
        frame = Frame.plain(card, category, row_layout, most)
        contents, misfits = tiles.filled(frame)
        if len(contents) <= most:
            break
    # Its pictures are those of answers: they say nothing of the pictures of the cards.
    looks = (replace(each, look=Look(each.look.fill, INFINITE)) for each in contents)
    faces = (frame.face(number, len(contents), each) for number, each in enumerate(looks, 1))
    return tuple(faces), tuple(dict.fromkeys((*frame.misfits(), *misfits)))


def plan_last(
    card: LocalCard, category: Category, spec: FaceSpec, lines: Lines, width: Width
) -> Planned:
    """Lay out the last card, without the code that the cover has."""
    return plan(card, category, replace(spec, qr=Mm(0)), lines, width)


def plan_folio(card: LocalCard, number: int, spec: FaceSpec, lines: Lines, width: Width) -> Planned:
    """Lay out the number of a face in its deck, to be laid over the face.

    The faces do not hold it themselves: they would all change where a card gets a face more.
    """
    direction = card.title.person[0].language.direction
    items = set_folio(card, RowLayout(spec, lines, width), number)
    if direction == "rtl":
        items = [mirrored(item, spec.width) for item in items]
    return (Face(1, 1, direction, tuple(items)),), ()
