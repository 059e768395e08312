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


class LayoutKind(StrEnum):
    """How faces lie on sheets; imposition.kinds has a class for each kind."""

    N_UP = "n-up"  # in slots, with each back behind its front
    FOLDOVER = "foldover"  # the back beside its front, and folded behind it
    TENT = "tent"  # the back upside down above its front; the fold is the ridge
    BOOKLET = "booklet"  # pages on sheets that are laid into one another and stapled
    POSTER = "poster"  # one face on a sheet, or on several that are glued together


class Design(StrEnum):
    """How the lines of a card stand on a face; faces.designs has what each design does."""

    TILES = "tiles"  # the picture over its words, in frames that are pointed at
    ROWS = "rows"  # sentences under one another, each beside its picture


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
    """n-up: slots on one side of a sheet; a poster lies on ``tiles`` sheets."""

    columns: int
    rows: int
    landscape: bool = False
    tiles: int = 1


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
        """Return the layout with its face in another design; None for its own."""
        if design in (None, self.face.design):
            return self
        if design is Design.ROWS:
            rows = self.rows or replace(self.face, columns=1, design=Design.ROWS)
            return replace(self, face=rows)
        return replace(self, face=replace(self.face, design=Design.TILES))

    @property
    def face_size(self) -> tuple[Mm, Mm]:
        """The printed size of a face after trimming."""
        return Mm(self.face.width * self.scale), Mm(self.face.height * self.scale)

    @property
    def bleed(self) -> float:
        """How far colour is printed beyond the edge of a face, in millimetres."""
        return self.face.bleed * self.scale
