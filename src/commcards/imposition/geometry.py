"""Sheets, sides and slots.

Only this module sets origin and axes: x to the right, y down, millimetres from the top left corner
of the side that faces the reader. A back faces the reader after the sheet was turned over its edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from commcards.base.units import Mm

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class CardFaces(Generic[F]):
    """The faces of one card in reading order, and what its backs carry.

    ``staff`` are the same faces in the staff's language, as backs; ``neutral`` is one back for all.
    Without both, backs carry the card's next faces.
    """

    faces: Sequence[F]
    staff: Sequence[F] = ()
    neutral: F | None = None


@dataclass(frozen=True, slots=True)
class Leaf(Generic[F]):
    """One card of paper: its front, and its back or None."""

    front: F
    back: F | None = None


@dataclass(frozen=True, slots=True)
class Rect:
    """A box with its top left corner at x, y."""

    x: Mm
    y: Mm
    width: Mm
    height: Mm


@dataclass(frozen=True, slots=True)
class Placement(Generic[F]):
    """A face with the top left corner of its trim box at x, y; ``turned`` by 180 degrees.

    With ``clip``, only the part of the face inside it is shown.
    """

    face: F
    x: Mm
    y: Mm
    turned: bool = False
    clip: Rect | None = None


@dataclass(frozen=True, slots=True)
class Side(Generic[F]):
    """One side of a sheet of ``width`` x ``height``; ``back`` if it is printed second.

    Sheets of one ``signature``, numbered from 1, are laid into one another; it is 0 otherwise.
    """

    width: Mm
    height: Mm
    placements: tuple[Placement[F], ...]
    back: bool = False
    signature: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A straight line from x1, y1 to x2, y2; ``fold`` marks are dashed, others are cuts."""

    x1: Mm
    y1: Mm
    x2: Mm
    y2: Mm
    fold: bool = False


@dataclass(frozen=True, slots=True)
class SlotGrid:
    """Where slots lie on a sheet of ``width`` x ``height``.

    The grid is centred on it, unless it begins at ``left`` or ``top``. ``gaps`` are between columns
    and between rows. A slot holds one face, or the front and the back if the paper is folded.
    """

    width: Mm
    height: Mm
    columns: int
    rows: int
    trim_width: Mm
    trim_height: Mm
    gaps: tuple[Mm, Mm]
    left: Mm | None = None
    top: Mm | None = None

    def lefts(self) -> list[float]:
        """Return the left edge of each column's trim boxes."""
        return _spread(self.width, self.columns, self.trim_width, self.gaps[0], self.left)

    def tops(self) -> list[float]:
        """Return the top edge of each row's trim boxes."""
        return _spread(self.height, self.rows, self.trim_height, self.gaps[1], self.top)


def rotated(side: Side[F], size: tuple[Mm, Mm]) -> Side[F]:
    """Return a side turned by 180 degrees; every face has the same ``size``."""
    return replace(
        side,
        placements=tuple(
            replace(
                placement,
                x=Mm(side.width - placement.x - size[0]),
                y=Mm(side.height - placement.y - size[1]),
                turned=not placement.turned,
            )
            for placement in side.placements
        ),
    )


def turns_sideways(side_is_portrait: bool, flip: str) -> bool:
    """Return whether the printer turns a sheet like a page of a book.

    A turn over an upright edge swaps left and right. A turn over a level edge also puts backs
    upside down.
    """
    return (flip == "long-edge") == side_is_portrait


def shifted(sides: Sequence[Side[F]], offset: tuple[float, float]) -> list[Side[F]]:
    """Move all backs right and down by an offset in millimetres, for a printer that misses them."""
    across, down = offset
    return [
        replace(
            side,
            placements=tuple(
                replace(p, x=Mm(p.x + across), y=Mm(p.y + down)) for p in side.placements
            ),
        )
        if side.back
        else side
        for side in sides
    ]


def _spread(length: float, count: int, size: float, gap: float, start: float | None) -> list[float]:
    if start is None:
        start = (length - count * size - (count - 1) * gap) / 2
    return [start + index * (size + gap) for index in range(count)]


def numbered(sides: Iterable[Side[F]], folios: Mapping[int, F]) -> list[Side[F]]:
    """Lay its number over each face; ``folios`` are the numbers by the ids of their faces."""
    return [
        replace(
            side,
            placements=(
                *side.placements,
                *(replace(p, face=folios[id(p.face)]) for p in side.placements
                  if id(p.face) in folios),
            ),
        )
        for side in sides
    ]  # fmt: skip
