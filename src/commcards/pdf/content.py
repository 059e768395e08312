"""The content of pages: faces and marks at their places, as PDF operators.

Page space is PDF's: points, with the origin at the lower left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commcards.base.units import Mm, Pt, to_mm, to_pt
from commcards.imposition import Mark, Placement, Rect, Side
from commcards.pdf.fragment import Fragment


@dataclass(frozen=True, slots=True)
class FaceRef:
    """A face on a sheet; an artifact has no tags."""

    fragment: Fragment
    artifact: bool = False

    @property
    def width(self) -> Mm:
        """The trimmed width, unscaled."""
        return Mm(to_mm(Pt(self.fragment.width)) - 2 * self.fragment.bleed)

    @property
    def height(self) -> Mm:
        """The trimmed height, unscaled."""
        return Mm(to_mm(Pt(self.fragment.height)) - 2 * self.fragment.bleed)


def shown(sides: Iterable[Side[FaceRef]]) -> list[Fragment]:
    """Return each face on the sides once, in order."""
    fragments = (place.face.fragment for side in sides for place in side.placements)
    return list({id(fragment): fragment for fragment in fragments}.values())


def drawing(
    name: str, placement: Placement[FaceRef], scale: float, page_height: float, *, artifact: bool
) -> str:
    """Return the operators that draw a face with its trim box at its placement."""
    face = placement.face
    bleed = to_pt(Mm(face.fragment.bleed * scale))
    wide, tall = face.fragment.width * scale, face.fragment.height * scale
    left = to_pt(placement.x) - bleed
    bottom = page_height - (to_pt(placement.y) - bleed) - tall
    if placement.turned:
        matrix = (-scale, -scale, left + wide, bottom + tall)
    else:
        matrix = (scale, scale, left, bottom)
    a, d, e, f = map(number, matrix)
    clip = ""
    if placement.clip:
        x1, y1, x2, y2 = _corners(placement.clip, page_height)
        sides = map(number, (x1, y1, x2 - x1, y2 - y1))
        clip = " ".join((*sides, "re W n "))
    body = f"q {clip}{a} 0 0 {d} {e} {f} cm /{name} Do Q"
    return f"/Artifact BMC {body} EMC" if artifact else body


def pdf_box(rect: Rect, page_height: float) -> str:
    """Return a box in PDF's form: left, bottom, right, top, in points."""
    return f"[{' '.join(map(number, _corners(rect, page_height)))}]"


def _corners(rect: Rect, page_height: float) -> tuple[float, float, float, float]:
    left, top = to_pt(rect.x), page_height - to_pt(rect.y)
    return left, top - to_pt(rect.height), left + to_pt(rect.width), top


def hairlines(marks: Sequence[Mark], page_height: float) -> str:
    """Return the operators of hairlines: solid for cuts, dashed for folds."""
    parts = []
    for fold, dash in ((False, "[] 0 d"), (True, "[4 3] 0 d")):
        lines = [
            f"{number(to_pt(m.x1))} {number(page_height - to_pt(m.y1))} m "
            f"{number(to_pt(m.x2))} {number(page_height - to_pt(m.y2))} l"
            for m in marks
            if m.fold is fold
        ]
        if lines:
            parts.append(f"{dash} {' '.join(lines)} S")
    return f"/Artifact BMC q 0.35 w 0 G {' '.join(parts)} Q EMC"


def number(value: float) -> str:
    """Return a number in the form of PDF content."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
