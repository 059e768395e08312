"""What stands at the same place on every face: header, answer strip, footer, tab. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from commcards.items import Item, Picture, Role, Shape, Text, line_height, localized_number, moved
from commcards.localize import Line, LocalCard, Words
from commcards.model import Category
from commcards.setting import GAP, PAD, Block, Setter
from commcards.units import Mm

QR_SIDE = Mm(22.0)  # with its quiet zone; the whole code must be 20 mm at the least
FOOTER = Mm(5.6)
FOOTER_GAP = Mm(0.8)  # between the answer strip and the foot
TAB = Mm(2.8)  # how far a tab reaches into the face
TABS = 8  # tab positions on an edge


def header(card: LocalCard, setter: Setter, *, first: bool) -> Block:
    """Set the band at the head: symbol, title, and on the first face the QR code."""
    spec = setter.spec
    side = Mm(QR_SIDE - 2) if first else Mm(spec.option_picture * 0.8)
    right = QR_SIDE + GAP if first else 0.0
    inset = spec.margin + side + GAP
    width = spec.width - inset - right - spec.margin
    place = setter.stack if first else setter.across
    stacked, height = place(card.outside_title, inset, width)
    tall = max(height, QR_SIDE if first else side) + 2 * PAD
    items: list[Item] = [
        Shape("header", Mm(-spec.bleed), Mm(-spec.bleed), Mm(spec.width + 2 * spec.bleed),
              Mm(tall + spec.bleed)),
        Picture(card.outside_title.symbol, Mm(spec.margin), Mm((tall - side) / 2), side, side,
                on_color=True),
    ]  # fmt: skip
    # The first face carries the heading of the document's outline; later ones repeat it. Where
    # the person's words are missing, the staff's are the heading.
    element: Literal["h1", "p"] = "h1" if first else "p"
    for item in stacked:
        if isinstance(item, Text):
            role: Role = "title" if item.role == "person" else "title-staff"
            item = replace(item, element=element, role=role)
            element = "p"
        items.append(moved(item, 0, (tall - height) / 2))
    if first:
        x = Mm(spec.width - spec.margin - QR_SIDE)
        items.append(Picture("qr", x, Mm((tall - QR_SIDE) / 2), QR_SIDE, QR_SIDE))
    return Block(tuple(items), tall, card.card.id)


def strip(card: LocalCard, setter: Setter) -> Block:
    """Set the answer strip: the same answers at the same place on every face."""
    spec = setter.spec
    lines = [card.strip[name] for name in spec.strip]
    if not lines:
        return Block((), 0.0, "answers")
    total = spec.width - 2 * spec.margin - GAP * (len(lines) - 1)
    even = total / len(lines)
    needs = [_least(line, setter) for line in lines]
    widths = _shares(total, [(max(low, 0.7 * even), max(high, 0.7 * even)) for low, high in needs])
    picture = spec.option_picture * 0.8
    stacks = []
    x = float(spec.margin)
    for line, width in zip(lines, widths, strict=True):
        stacks.append((x, width, line, *setter.stack(line, x + PAD, width - 2 * PAD, options=True)))
        x += width + GAP
    height = picture + max(tall for *_, tall in stacks) + 2 * PAD
    items: list[Item] = []
    for x, width, line, words, _ in stacks:
        items.append(Shape("strip", Mm(x), Mm(0), Mm(width), Mm(height)))
        items.append(
            Picture(line.symbol, Mm(x + (width - picture) / 2), PAD, Mm(picture), Mm(picture))
        )
        items += [moved(centred(item), 0, PAD + picture) for item in words]
    return Block(tuple(items), height, "answers")


def centred(item: Item) -> Item:
    """Return words set in the middle of their box; other items as they are."""
    return replace(item, align="center") if isinstance(item, Text) else item


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
    """Set the foot of a face: draft mark, shape, code and version, and which face of how many."""
    spec = setter.spec
    person = card.title.person[0].language
    key = card.card.id
    tall = FOOTER - FOOTER_GAP
    items: list[Item] = []

    def put(words: Words, role: Role, x: float, *, from_end: bool = False) -> float:
        """Set words at x, or so that they end there; return where the next thing may stand."""
        bold = role == "badge"
        width = setter.width(words, spec.small, bold) + 2 * PAD
        left = x - width if from_end else x
        high = Mm(line_height(words, spec.small))
        box = (Mm(left), Mm((tall - high) / 2), Mm(width), high)
        items.append(Text(key, role, words, spec.small, *box, align="center", bold=bold))
        return left if from_end else left + width

    faces = "/".join(localized_number(n, person.digits) for n in (number, count))
    x = put(Words(person, faces), "small", spec.width - spec.margin, from_end=True)
    code = Words(card.title.staff.language, f"{card.card.code} · {card.version}")
    x = put(code, "small", x, from_end=True)
    side = Mm(tall - 1.4)
    x -= side
    items.append(Picture(f"shape-{category.shape}", Mm(x), Mm(0.7), side, side))
    if card.draft:
        draft = card.words["draft"]
        room = x - GAP - spec.margin
        shown = [words for words in draft.words if words.text]
        needs = [setter.width(words, spec.small, True) + 2 * PAD for words in shown]
        if sum(needs) > room:  # the staff's words at least
            shown = [draft.staff]
        end = float(spec.margin)
        for words in shown:
            end = put(words, "badge", end)
        frame = Mm(end - spec.margin)
        items.insert(0, Shape("badge", spec.margin, Mm(0.3), frame, Mm(tall - 0.6)))
    return Block(tuple(items), FOOTER, key)


def marks(category: Category, setter: Setter) -> tuple[Item, ...]:
    """Set the tab at the reading end: its height on the edge and its shape tell the category."""
    spec = setter.spec
    top = 0.24 * spec.height
    step = (0.76 * spec.height - FOOTER) / TABS
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
