"""What all kinds of layout share: sheets with slots, boxes around them, crop and fold marks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from commcards.base.units import Mm
from commcards.imposition.geometry import (
    CardFaces,
    F,
    Mark,
    Placement,
    Rect,
    Side,
    SlotGrid,
    rotated,
    turns_sideways,
)
from commcards.model.layouts import Grid, Layout
from commcards.model.paper import PAPERS, UNPRINTABLE

ROUNDING = 1e-6  # mm
INFINITE = float("inf")  # mm
FOLD_MARK = Mm(6)  # length of a fold mark on a sheet that is not cut


class Contradiction(NamedTuple):
    """Settings of a layout that exclude each other, and how to mend it."""

    message: str
    hint: str


@dataclass(frozen=True)
class Imposition(ABC):
    """A layout on one of its papers; each kind is a subclass that says where faces go.

    A layout that ``is_cut`` is cut apart.
    """

    layout: Layout
    paper: str

    is_cut: ClassVar[bool] = True

    @abstractmethod
    def impose(
        self,
        cards: Iterable[CardFaces[F]],
        flip: str,
        *,
        stacked: bool = False,
        right_to_left: bool = False,
    ) -> list[Side[F]]:
        """Return the sides in printing order: front, back, front, back ...

        ``flip`` is the edge over which the printer turns the sheet; "none" prints on one side.
        ``stacked`` cards are in order once the stacks that a guillotine cuts are put on each other
        (cut-and-stack). A book that is read ``right_to_left`` opens the other way; other kinds are
        the same in both directions.
        """

    @classmethod
    def contradictions(cls, layout: Layout) -> Iterator[Contradiction]:
        """Yield the contradictions of a layout of this kind."""
        if layout.back == "staff" and not cls.has_backs(layout):
            yield Contradiction(
                "`back: staff` needs a back",
                "choose a `flip` for printing on both sides, or a `fold`",
            )
        if layout.crop_marks and not cls.is_cut:
            yield Contradiction(
                "sheets that are bound or glued have no crop marks", "write: crop-marks: false"
            )
        counted = (
            (count, gap)
            for grid in layout.grids.values()
            for count, gap in zip((grid.columns, grid.rows), grid.gaps(layout.gutter), strict=True)
        )
        gap = min((gap for count, gap in counted if count > 1), default=Mm(INFINITE))
        least = 2 * cls.overrun(layout)
        if gap < least - ROUNDING:
            yield Contradiction(
                f"the gutter is {gap:g} mm: colour would run onto the next face",
                f"make it {least:g} mm at least, or reduce the bleed",
            )

    @classmethod
    def has_backs(cls, layout: Layout) -> bool:
        """Return whether leaves have backs."""
        return layout.flip != "none"

    @classmethod
    def overrun(cls, layout: Layout) -> float:
        """Return how far a face reaches beyond its slot: its bleed."""
        return layout.bleed

    @property
    def grid(self) -> Grid:
        """The layout's grid on this paper."""
        return self.layout.grids[self.paper]

    @property
    def sheet(self) -> Rect:
        """The whole sheet, as the reader sees it."""
        width, height = PAPERS[self.paper]
        if self.grid.landscape:
            width, height = height, width
        return Rect(Mm(0), Mm(0), width, height)

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of the area that the printer reaches."""
        return self.sheet.width - 2 * UNPRINTABLE, self.sheet.height - 2 * UNPRINTABLE

    @property
    def slot_size(self) -> tuple[Mm, Mm]:
        """The trimmed size of a slot: a face, unless paper is folded."""
        return self.layout.face_size

    @property
    def slots(self) -> SlotGrid:
        """Where the slots lie."""
        sheet, grid = self.sheet, self.grid
        gaps = grid.gaps(self.layout.gutter)
        return SlotGrid(
            *(sheet.width, sheet.height, grid.columns, grid.rows, *self.slot_size),
            *(gaps, grid.left, grid.top),
        )

    def turns_sideways(self, flip: str) -> bool:
        """Return whether the printer turns a sheet like a page of a book."""
        return turns_sideways(self.sheet.height >= self.sheet.width, flip)

    @property
    def trim_box(self) -> Rect:
        """The box around all slots after cutting; the whole sheet if nothing is cut."""
        return self.around_slots if self.is_cut else self.sheet

    @property
    def around_slots(self) -> Rect:
        """The box around all slots."""
        slots = self.slots
        left, top = slots.lefts()[0], slots.tops()[0]
        right, bottom = slots.lefts()[-1] + slots.trim_width, slots.tops()[-1] + slots.trim_height
        return Rect(Mm(left), Mm(top), Mm(right - left), Mm(bottom - top))

    @property
    def bleed_box(self) -> Rect:
        """The trim box with the bleed around it, as far as the sheet reaches."""
        trim, sheet, bleed = self.trim_box, self.sheet, self.layout.bleed
        left, top = max(0.0, trim.x - bleed), max(0.0, trim.y - bleed)
        right = min(float(sheet.width), trim.x + trim.width + bleed)
        bottom = min(float(sheet.height), trim.y + trim.height + bleed)
        return Rect(Mm(left), Mm(top), Mm(right - left), Mm(bottom - top))

    def crop_marks(self) -> list[Mark]:
        """Return marks from each edge of the sheet to the bleed, for every cut.

        They run over the whole margin, so that the first cut leaves the marks of later ones.
        """
        if not self.layout.crop_marks:
            return []
        slots = self.slots
        xs = [edge for left in slots.lefts() for edge in (left, left + slots.trim_width)]
        ys = [edge for top in slots.tops() for edge in (top, top + slots.trim_height)]
        return self.marks(xs, ys)

    def fold_marks(self) -> list[Mark]:
        """Return marks for every fold."""
        return []

    def marks(
        self, xs: Sequence[float], ys: Sequence[float] = (), *, fold: bool = False
    ) -> list[Mark]:
        """Return marks at both ends of lines across the sheet: upright at ``xs``, level at ``ys``.

        Each runs from an edge of the sheet to the bleed.
        """
        sheet, ink = self.sheet, self.bleed_box
        right, bottom = Mm(ink.x + ink.width), Mm(ink.y + ink.height)
        return [
            *(
                Mark(Mm(x), start, Mm(x), end, fold)
                for x in xs
                for start, end in ((Mm(0), ink.y), (bottom, sheet.height))
            ),
            *(
                Mark(start, Mm(y), end, Mm(y), fold)
                for y in ys
                for start, end in ((Mm(0), ink.x), (right, sheet.width))
            ),
        ]


@dataclass(frozen=True)
class FoldedSheet(Imposition):
    """Sheets that are printed on both sides and folded whole: nothing is cut."""

    is_cut: ClassVar[bool] = False
    columns: ClassVar[int]
    rows: ClassVar[int]
    shape: ClassVar[str]  # what the grid must be, for the message
    sides: ClassVar[str]  # that faces are on both sides, for the message

    @classmethod
    def contradictions(cls, layout: Layout) -> Iterator[Contradiction]:
        """Yield the contradictions of a layout whose sheets are folded whole."""
        yield from super().contradictions(layout)
        wanted = cls.columns, cls.rows
        if any((grid.columns, grid.rows) != wanted for grid in layout.grids.values()):
            yield Contradiction(cls.shape, f"write: {{columns: {wanted[0]}, rows: {wanted[1]}}}")
        if layout.back != "next" or layout.flip == "none":
            yield Contradiction(cls.sides, "choose a `flip`, without `back`")

    def side(
        self, placed: tuple[Placement[F], ...], flip: str, *, back: bool, signature: int = 0
    ) -> Side[F]:
        """Return a side of a sheet; a back is turned as the printer turns it."""
        sheet = self.sheet
        side = Side(sheet.width, sheet.height, placed, back=back, signature=signature)
        if back and not self.turns_sideways(flip):
            return rotated(side, self.layout.face_size)
        return side

    def edge_marks(self, xs: Sequence[float], ys: Sequence[float] = ()) -> list[Mark]:
        """Return dashed marks at both ends of folds: upright ones at ``xs``, level ones at ``ys``.

        Nothing is cut off, so they are short, and leave the faces free.
        """
        width, height = self.sheet.width, self.sheet.height
        return [
            *(Mark(Mm(x), a, Mm(x), b, fold=True) for x in xs for a, b in _ends(height)),
            *(Mark(a, Mm(y), b, Mm(y), fold=True) for y in ys for a, b in _ends(width)),
        ]


def _ends(length: Mm) -> tuple[tuple[Mm, Mm], tuple[Mm, Mm]]:
    """Return where the marks of a fold begin and end."""
    return (Mm(0), FOLD_MARK), (Mm(length - FOLD_MARK), length)
