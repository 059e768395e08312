"""Layouts as small pictures: a sheet, the faces on it, where it is folded. Pure."""

from __future__ import annotations

from commcards.imposition import Mark, Rect, on_paper
from commcards.model.layouts import Layout

_SCALE = 0.4  # units for a millimetre: A4 is 119 high, and strokes are one unit


def sketch(layout: Layout, paper: str) -> str:
    """Return the SVG of a layout on one of its papers."""
    sheets = on_paper(layout, paper)
    sheet, slots = sheets.sheet, sheets.slots
    faces = [
        _box(left, top, slots.trim_width, slots.trim_height, "#e9eefb")
        for top in slots.tops()
        for left in slots.lefts()
    ]
    folds = [_fold(mark, sheet) for mark in sheets.fold_marks()]
    parts = [_box(0, 0, sheet.width, sheet.height, "#fff"), *faces, *dict.fromkeys(folds)]
    box = " ".join(f"{value * _SCALE + 2:g}" for value in (sheet.width, sheet.height))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {box}">'
    return f"{head}{''.join(parts)}</svg>"


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    x, y, width, height = (round(value * _SCALE, 2) for value in (x, y, width, height))
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect {place} fill="{fill}" stroke="#333" stroke-width="1"/>'


def _fold(mark: Mark, sheet: Rect) -> str:
    """Return a fold from edge to edge; its marks are two, at both ends."""
    x, y = round(mark.x1 * _SCALE, 2), round(mark.y1 * _SCALE, 2)
    end = f"V{sheet.height * _SCALE:g}" if mark.x1 == mark.x2 else f"H{sheet.width * _SCALE:g}"
    start = f"M{x:g} 0" if mark.x1 == mark.x2 else f"M0 {y:g}"
    return f'<path d="{start}{end}" fill="none" stroke="#333" stroke-dasharray="4 3"/>'
