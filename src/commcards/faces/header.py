"""The header of a face, and the neutral back of a card. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, PAD, Block
from commcards.faces.items import Item, Picture, Role, Shape, Text, centred, moved
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import Design

HOLE_AIR = Mm(3)  # paper around the hole for the ring
SLIM = (0.65, Mm(0.5))  # of tiles: the picture over those of answers, and the air around it
BOLDER = 1.1  # bold words are at most so much wider than regular ones


def set_header(card: LocalCard, category: Category, row_layout: RowLayout, *, first: bool) -> Block:
    """Set the band at the head: symbol, title, and on the first face the QR code."""
    spec = row_layout.spec
    code = spec.qr if first else Mm(0)
    part, air = SLIM if spec.design is Design.TILES else (0.8, PAD)
    small = spec.option_picture * part
    right = code + GAP if code else 0.0
    title = card.outside_title
    room = spec.width - 2 * spec.margin - GAP - right
    # A long word of the title takes room from the picture.
    needed = BOLDER * row_layout.longest_word(title)
    side = Mm(small if code - 2 > room - needed else max(code - 2, small))
    inset = spec.margin + side + GAP
    width = room - side
    if code:
        stacked, height = row_layout.stack(title, inset, width)
    else:  # one language is enough to recognize a later face by
        # Both sides of a tent have the same words.
        whole = first or row_layout.alike
        short = title if whole else replace(title, person=title.person[:1])
        stacked, height = row_layout.across(short, inset, width)
    tall = max(height, code, side) + 2 * air
    hole = spec.punch + 2 * HOLE_AIR if spec.punch else 0.0
    items: list[Item] = [
        Shape("header", Mm(-spec.bleed), Mm(-spec.bleed - hole), Mm(spec.width + 2 * spec.bleed),
              Mm(tall + category.pattern_depth + spec.bleed + hole)),
        Picture(card.outside_title.symbol, Mm(spec.margin), Mm((tall - side) / 2), side, side,
                on_color=True),
    ]  # fmt: skip
    if hole:
        x = Mm((spec.width - spec.punch) / 2)
        items.append(Shape("punch", x, Mm(-HOLE_AIR - spec.punch), spec.punch, spec.punch))
    # The outline needs one heading for a card, so later faces repeat the title as a paragraph.
    # Where the person's words are missing, the staff's are the heading.
    element: Literal["h1", "p"] = "h1" if first else "p"
    for item in stacked:
        if isinstance(item, Text):
            role: Role = "title" if item.role == "person" else "title-staff"
            item = item._replace(element=element, role=role)
            element = "p"
        elif isinstance(item, Shape):  # nobody can write on the colour of the header
            item = item._replace(kind="field")
        items.append(moved(item, 0, (tall - height) / 2))
    if code:
        x = Mm(spec.width - spec.margin - code)
        items.append(Picture("qr", x, Mm((tall - code) / 2), code, code))
    tall += category.pattern_depth
    return Block(tuple(moved(item, 0, hole) for item in items), hole + tall)


def neutral_back(card: LocalCard, row_layout: RowLayout) -> tuple[Item, ...]:
    """Set a back that reveals nothing about the card: a picture of talking, and what cards are."""
    spec = row_layout.spec
    side = spec.width * 0.25
    width = spec.width - 4 * spec.margin
    words, height = row_layout.stack(card.words["neutral-back"], 2 * spec.margin, width)
    top = (spec.height - side - GAP - height) / 2
    picture = Picture("conversation", Mm((spec.width - side) / 2), Mm(top), Mm(side), Mm(side))
    return (picture, *(moved(centred(item), 0, top + side + GAP) for item in words))
