"""Sheet formats: faces, and grids of them on papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from commcards.base.diagnostics import Location
from commcards.base.units import Mm, Pt

_NONE = Mm(0)

Flip = Literal["long-edge", "short-edge", "none"]  # over which edge the printer turns the sheet
Back = Literal["next", "staff"]
Front = Literal["cover", "panel", ""]  # with contents, on one face, nothing


class LayoutKind(StrEnum):
    """How faces lie on sheets; imposition.kinds has a class for each kind."""

    N_UP = "n-up"  # in slots, with each back behind its front
    FOLDOVER = "foldover"  # the back beside its front, and folded behind it
    TENT = "tent"  # the back upside down above its front; the fold is the ridge
    BOOKLET = "booklet"  # pages on sheets that are laid into one another and stapled
    LEAFLET = "leaflet"  # eight panels on both sides of a sheet that is folded crosswise
    POSTER = "poster"  # one face on a sheet, or on several that are glued together


class Design(StrEnum):
    """How the lines of a card stand on a face; faces.designs has what each design does."""

    TILES = "tiles"  # the picture over its words, in frames that are pointed at
    ROWS = "rows"  # sentences under one another, each beside its picture
    LABELS = "labels"  # each line alone on a face, to be stuck on


WHOLE = (Design.TILES, Design.ROWS)  # the designs that any card may be printed in


@dataclass(frozen=True, slots=True)
class FaceSpec:
    """The geometry and type of one printed side.

    Of tiles, ``columns`` are the most that stand side by side, ``picture`` and ``option_picture``
    the least; of rows, ``columns`` are those of text.
    """

    width: Mm
    height: Mm
    bleed: Mm
    margin: Mm
    columns: int
    picture: Mm
    option_columns: int
    option_picture: Mm
    person: Pt
    staff: Pt
    small: Pt
    strip: tuple[str, ...]
    qr: Mm = _NONE  # side of the QR code with its quiet zone; 0 for none
    punch: Mm = _NONE  # diameter of the hole at the head; 0 for none
    design: Design = Design.TILES
    answer_faces: int = 99  # more on a card, not to leave answers to a tool card


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """How an index of phrases is set on faces: columns side by side, and the size of type."""

    columns: int
    type: Pt


@dataclass(frozen=True, slots=True)
class Grid:
    """n-up: slots on one side of a sheet; a poster lies on ``tiles`` sheets.

    ``left`` and ``top`` are from the sheet's edges to the first slot, None for slots in the middle;
    the gaps between slots are those of the layout where they are None.
    """

    columns: int
    rows: int
    landscape: bool = False
    tiles: int = 1
    left: Mm | None = None
    top: Mm | None = None
    column_gap: Mm | None = None
    row_gap: Mm | None = None

    def gaps(self, gutter: Mm) -> tuple[Mm, Mm]:
        """Return the space between columns and between rows, in a layout with a gutter."""
        across = gutter if self.column_gap is None else self.column_gap
        return across, gutter if self.row_gap is None else self.row_gap


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet format: faces of ``face`` at ``scale``, in a grid for each paper.

    Backs carry the card's next face, or the same face with the ``staff``'s words first.
    """

    id: str
    face: FaceSpec
    scale: float
    gutter: Mm
    crop_marks: bool
    flip: Flip
    grids: Mapping[str, Grid]  # by paper: a4, letter, a3
    where: Location
    back: Back = "next"
    kind: LayoutKind = LayoutKind.N_UP
    cards: tuple[str, ...] = ()  # the only cards of a deck to print; () for all
    rows: FaceSpec | None = None  # the face as rows, where it has sizes of its own
    index: IndexSpec | None = None  # None for no index of phrases

    def designed(self, design: Design | None) -> Layout:
        """Return the layout with its face in another design; None for its own.

        What holds a single line cannot hold a card, and stays as it is.
        """
        if design in (None, self.face.design) or self.face.design not in WHOLE:
            return self
        if design is Design.ROWS:
            rows = self.rows or replace(self.face, columns=1, design=Design.ROWS)
            return replace(self, face=rows)
        return replace(self, face=replace(self.face, design=Design.TILES))

    @property
    def front(self) -> Front:
        """What stands before the cards of a deck."""
        if self.cards or self.face.design not in WHOLE:
            return ""
        return "panel" if self.kind is LayoutKind.LEAFLET else "cover"

    @property
    def face_size(self) -> tuple[Mm, Mm]:
        """The printed size of a face after trimming."""
        return Mm(self.face.width * self.scale), Mm(self.face.height * self.scale)

    @property
    def inset(self) -> float:
        """How far from the edge of a face nothing is printed, in millimetres."""
        return self.face.margin * self.scale if self.face.design is Design.LABELS else 0.0

    @property
    def bleed(self) -> float:
        """How far colour is printed beyond the edge of a face, in millimetres."""
        return self.face.bleed * self.scale
