"""Where to cut and to fold, and the boxes of a page."""

from __future__ import annotations

from commcards.base.units import Mm
from commcards.imposition.geometry import Mark, Rect, SlotGrid
from commcards.model.layouts import Layout

FOLD_MARK = Mm(6)  # length of a fold mark beside the slot, where the sheet has room


def crop_marks(layout: Layout, paper: str, size: tuple[Mm, Mm]) -> list[Mark]:
    """Return marks from each edge of the sheet to the bleed, for every cut.

    They run over the whole margin, so that the marks of later cuts survive the first one.
    """
    if not layout.crop_marks:
        return []
    slots = SlotGrid.of(layout, paper, size)
    box = bleed_box(layout, paper, size)
    bottom, right = Mm(box.y + box.height), Mm(box.x + box.width)
    marks = []
    for x in (edge for start in slots.lefts() for edge in (start, start + slots.trim_width)):
        marks.append(Mark(Mm(x), Mm(0), Mm(x), box.y))
        marks.append(Mark(Mm(x), bottom, Mm(x), slots.height))
    for y in (edge for start in slots.tops() for edge in (start, start + slots.trim_height)):
        marks.append(Mark(Mm(0), Mm(y), box.x, Mm(y)))
        marks.append(Mark(right, Mm(y), slots.width, Mm(y)))
    return marks


def fold_marks(layout: Layout, paper: str, size: tuple[Mm, Mm]) -> list[Mark]:
    """Return a dashed mark from the sheet's edges to the bleed, for every fold."""
    slots = SlotGrid.of(layout, paper, size)
    box = bleed_box(layout, paper, size)
    bottom, right = Mm(box.y + box.height), Mm(box.x + box.width)
    width, height = layout.face_size
    if layout.binding:
        x = Mm(slots.width / 2)
        return [
            Mark(x, Mm(0), x, FOLD_MARK, fold=True),
            Mark(x, Mm(slots.height - FOLD_MARK), x, slots.height, fold=True),
        ]
    if layout.fold == "beside":
        folds = [Mm(left + width) for left in slots.lefts()]
        return [
            Mark(x, start, x, end, fold=True)
            for x in folds
            for start, end in ((Mm(0), box.y), (bottom, slots.height))
        ]
    if layout.fold == "above":
        folds = [Mm(top + height) for top in slots.tops()]
        return [
            Mark(start, y, end, y, fold=True)
            for y in folds
            for start, end in ((Mm(0), box.x), (right, slots.width))
        ]
    return []


def trim_box(layout: Layout, paper: str, size: tuple[Mm, Mm]) -> Rect:
    """Return the box around all slots after cutting; a poster in tiles is cut from whole sheets."""
    grid = layout.grids[paper]
    slots = SlotGrid.of(layout, paper, size)
    if grid.tiles > 1 or layout.binding:
        return Rect(Mm(0), Mm(0), slots.width, slots.height)
    left, top = slots.lefts()[0], slots.tops()[0]
    right, bottom = slots.lefts()[-1] + slots.trim_width, slots.tops()[-1] + slots.trim_height
    return Rect(Mm(left), Mm(top), Mm(right - left), Mm(bottom - top))


def bleed_box(layout: Layout, paper: str, size: tuple[Mm, Mm]) -> Rect:
    """Return the trim box with the bleed around it, as far as the sheet reaches."""
    trim = trim_box(layout, paper, size)
    slots = SlotGrid.of(layout, paper, size)
    bleed = layout.face.bleed * layout.scale
    left, top = max(0.0, trim.x - bleed), max(0.0, trim.y - bleed)
    right = min(float(slots.width), trim.x + trim.width + bleed)
    bottom = min(float(slots.height), trim.y + trim.height + bleed)
    return Rect(Mm(left), Mm(top), Mm(right - left), Mm(bottom - top))
