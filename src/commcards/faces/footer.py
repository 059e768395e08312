"""The foot of a face, and the tab at its edge. Pure."""

from __future__ import annotations

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, PAD, Block
from commcards.faces.items import Item, Picture, Role, Shape, Text, line_height
from commcards.faces.numbers import counted
from commcards.faces.rows import RowLayout
from commcards.localize.localcard import LocalCard, Words
from commcards.model.decks import TABS, Category
from commcards.model.layouts import FaceSpec

FOOTER_GAP = Mm(0.8)  # between the answer strip and the foot
TAB = Mm(2.8)  # how far a tab reaches into the face


def footer_height(spec: FaceSpec) -> Mm:
    """Return the height of the foot: a line of small type with air."""
    return Mm(0.8 * spec.small)


def set_footer(
    card: LocalCard, category: Category, row_layout: RowLayout, number: int, count: int
) -> Block:
    """Set the foot of a face: draft mark, shape, code and version, and which face of how many.

    On a narrow face the draft mark has a line of its own.
    """
    spec = row_layout.spec
    key = card.card.id
    tall = footer_height(spec) - FOOTER_GAP
    items: list[Item] = []

    def need(words: Words, *, bold: bool = False) -> float:
        return row_layout.width(words, spec.small, bold) + 2 * PAD

    def put(words: Words, role: Role, x: float, y: float, width: float) -> None:
        high = Mm(line_height(words, spec.small))
        box = (Mm(x), Mm(y + (tall - high) / 2), Mm(width), high)
        bold = role == "badge"
        items.append(Text(key, role, words, spec.small, *box, align="center", bold=bold))

    faces = counted(number, count, card.title.person[0].language)
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


def category_tab(category: Category, row_layout: RowLayout, floor: float) -> tuple[Item, ...]:
    """Set the tab at the reading end: its height on the edge and its shape tell the category.

    Tabs end above the answer strip, which begins at ``floor``.
    """
    spec = row_layout.spec
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
