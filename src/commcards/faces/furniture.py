"""What stands at the same place on every face: header, answer strip, footer, tab. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, PAD, Block, joined
from commcards.faces.items import (
    Item,
    Picture,
    Role,
    Shape,
    Text,
    line_height,
    localized_number,
    moved,
)
from commcards.faces.rows import Setter
from commcards.localize.localcard import Line, LocalCard, Words
from commcards.model.cards import Category, FaceSpec

FOOTER_GAP = Mm(0.8)  # between the answer strip and the foot
HOLE_AIR = Mm(3)  # paper around the hole for the ring
TAB = Mm(2.8)  # how far a tab reaches into the face
BOLDER = 1.1  # bold words over regular ones, at the most
SLACK = 0.01  # mm: rounding
TABS = 10  # tab positions on an edge


def footer_height(spec: FaceSpec) -> Mm:
    """Return the height of the foot: a line of small type with air."""
    return Mm(0.8 * spec.small)


def header(card: LocalCard, category: Category, setter: Setter, *, first: bool) -> Block:
    """Set the band at the head: symbol, title, and on the first face the QR code."""
    spec = setter.spec
    code = spec.qr if first else Mm(0)
    small = spec.option_picture * 0.8
    right = code + GAP if code else 0.0
    title = card.outside_title
    room = spec.width - 2 * spec.margin - GAP - right
    # A long word of the title takes room from the picture.
    needed = BOLDER * setter.longest_word(title)
    side = Mm(small if code - 2 > room - needed else max(code - 2, small))
    inset = spec.margin + side + GAP
    width = room - side
    if first:
        stacked, height = setter.stack(title, inset, width)
    else:  # of several languages the first is enough to know the card by
        stacked, height = setter.across(replace(title, person=title.person[:1]), inset, width)
    tall = max(height, code, side) + 2 * PAD
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
    # The first face carries the heading of the document's outline; later ones repeat it. Where
    # the person's words are missing, the staff's are the heading.
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


def strip(card: LocalCard, setter: Setter) -> Block:
    """Set the answer strip: the same answers at the same place on every face.

    Answers stand in one line, or in two where that is lower: with several languages.
    """
    return _strip(tuple(card.strip[name] for name in setter.spec.strip), setter)


@lru_cache(maxsize=16)  # the cards of a target have one and the same
def _strip(lines: Sequence[Line], setter: Setter) -> Block:
    if not lines:
        return Block((), 0.0)
    half = (len(lines) + 1) // 2
    one, _ = _answer_row(lines, setter)
    parts = (lines[:half], lines[half:])
    rows = [_answer_row(part, setter) for part in parts]
    if not all(flat for _, flat in rows):  # one form for both
        rows = [_answer_row(part, setter, may_be_flat=False) for part in parts]
    (upper, _), (lower, _) = rows
    two = joined([replace(upper, height=upper.height + GAP), lower])
    end = setter.spec.width - setter.spec.margin + SLACK
    fits = all(item.x + item.width <= end for item in one.items)
    return one if fits and one.height <= two.height else two


def _answer_row(
    lines: Sequence[Line], setter: Setter, *, may_be_flat: bool = True
) -> tuple[Block, bool]:
    """Set a row of answers; tell whether pictures stand beside their words."""
    spec = setter.spec
    if not lines:
        return Block((), 0.0), True
    total = spec.width - 2 * spec.margin - GAP * (len(lines) - 1)
    even = total / len(lines)
    needs = [_least(line, setter) for line in lines]
    widths = _shares(total, [(max(low, 0.7 * even), max(high, 0.7 * even)) for low, high in needs])
    picture = Mm(spec.option_picture * 0.8)
    # Pictures stand over their words, or beside them where that is lower: on small faces.
    inset = PAD + picture + PAD
    over, beside = (
        [
            (width, *setter.stack(line, shift, width - shift - PAD, options=True))
            for line, width in zip(lines, widths, strict=True)
        ]
        for shift in (PAD, inset)
    )
    heights = [max(height for *_, height in cells) for cells in (over, beside)]
    flat = (
        may_be_flat
        and max(heights[1], picture) < picture + heights[0]
        and all(need + inset <= width for (need, _), width in zip(needs, widths, strict=True))
    )
    cells = beside if flat else over
    height = (max(heights[1], picture) + PAD if flat else picture + heights[0] + PAD) + PAD
    items: list[Item] = []
    x = float(spec.margin)
    for line, (width, words, own) in zip(lines, cells, strict=True):
        items.append(Shape("strip", Mm(x), Mm(0), Mm(width), Mm(height)))
        left, top = (PAD, (height - picture) / 2) if flat else ((width - picture) / 2, PAD)
        items.append(Picture(line.symbol, Mm(x + left), Mm(top), picture, picture))
        words_top = (height - own) / 2 if flat else PAD + picture
        items += [moved(item if flat else centred(item), x, words_top) for item in words]
        x += width + GAP
    return Block(tuple(items), height), flat


def centred(item: Item) -> Item:
    """Return words set in the middle of their box; other items as they are."""
    return item._replace(align="center") if isinstance(item, Text) else item


def _least(line: Line, setter: Setter) -> tuple[float, float]:
    """Return the width of a line's longest word, and of the whole line."""
    whole = max(setter.width(words, setter.size(line, words), False) for words in line.words)
    return setter.longest_word(line) + 2 * PAD, whole + 2 * PAD


def _shares(total: float, needs: Sequence[tuple[float, float]]) -> list[float]:
    """Share a width out: first the longest words, then whole lines, then evenly."""
    least = sum(low for low, _ in needs)
    whole = sum(high for _, high in needs)
    if whole <= total:
        return [high + (total - whole) / len(needs) for _, high in needs]
    part = (total - least) / (whole - least) if least < total else 0.0
    return [low + (high - low) * part for low, high in needs]


def footer(card: LocalCard, category: Category, setter: Setter, number: int, count: int) -> Block:
    """Set the foot of a face: draft mark, shape, code and version, and which face of how many.

    On a narrow face the draft mark has a line of its own.
    """
    spec = setter.spec
    person = card.title.person[0].language
    key = card.card.id
    tall = footer_height(spec) - FOOTER_GAP
    items: list[Item] = []

    def need(words: Words, *, bold: bool = False) -> float:
        return setter.width(words, spec.small, bold) + 2 * PAD

    def put(words: Words, role: Role, x: float, y: float, width: float) -> None:
        high = Mm(line_height(words, spec.small))
        box = (Mm(x), Mm(y + (tall - high) / 2), Mm(width), high)
        bold = role == "badge"
        items.append(Text(key, role, words, spec.small, *box, align="center", bold=bold))

    faces = Words(person, "/".join(localized_number(n, person.digits) for n in (number, count)))
    code = Words(card.title.staff.language, f"{card.card.code} · {card.version}")
    side = Mm(tall - 1.4)
    code_width, faces_width = need(code), need(faces)
    start = spec.width - spec.margin - side - code_width - faces_width
    shown = [words for words in card.words["draft"].words if words.text] if card.draft else []
    widths = [need(words, bold=True) for words in shown]
    room = start - GAP - spec.margin
    if sum(widths) > room:  # the staff's words at least
        shown = [card.words["draft"].staff]
        widths = [need(words, bold=True) for words in shown]
    lines = 2 if sum(widths) > room else 1
    y = (lines - 1) * tall
    items.append(Picture(f"shape-{category.shape}", Mm(start), Mm(y + 0.7), side, side))
    x = start + side
    put(code, "small", x, y, code_width)
    put(faces, "small", x + code_width, y, faces_width)
    if shown:
        end = float(spec.margin)
        for words, width in zip(shown, widths, strict=True):
            put(words, "badge", end, 0.0, width)
            end += width
        frame = Mm(end - spec.margin)
        items.insert(0, Shape("badge", spec.margin, Mm(0.3), frame, Mm(tall - 0.6)))
    return Block(tuple(items), lines * tall + FOOTER_GAP)


def marks(category: Category, setter: Setter, floor: float) -> tuple[Item, ...]:
    """Set the tab at the reading end: its height on the edge and its shape tell the category.

    Tabs end above the answer strip, which begins at ``floor``.
    """
    spec = setter.spec
    top = 0.24 * spec.height
    step = (floor - GAP - top) / TABS
    x, y, tall = spec.width - TAB, top + category.tab * step, step * 0.9
    side = Mm(TAB - 0.4)
    return (
        Shape("tab", Mm(x), Mm(y), Mm(TAB + spec.bleed), Mm(tall)),
        Picture(
            f"shape-{category.shape}",
            Mm(x + 0.2),
            Mm(y + (tall - side) / 2),
            side,
            side,
            on_color=True,
        ),
    )


def neutral_back(card: LocalCard, setter: Setter) -> tuple[Item, ...]:
    """Set a back that tells nothing of the card: a picture of talking, and what the cards are."""
    spec = setter.spec
    side = spec.width * 0.25
    width = spec.width - 4 * spec.margin
    words, height = setter.stack(card.words["neutral-back"], 2 * spec.margin, width)
    top = (spec.height - side - GAP - height) / 2
    picture = Picture("conversation", Mm((spec.width - side) / 2), Mm(top), Mm(side), Mm(side))
    return (picture, *(moved(centred(item), 0, top + side + GAP) for item in words))
