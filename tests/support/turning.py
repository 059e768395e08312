"""Paper in the head: where a face lies, and what is behind it once paper is turned or folded.

It knows nothing of grids, rows and columns. All points are millimetres on the sheet as its front is
looked at, x to the right, y down; what lies on the far side is seen through the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import NamedTuple

import pytest

from commcards.imposition import Mark, Placement, Rect, Side
from commcards.model.layouts import Layout
from commcards.model.paper import UNPRINTABLE

EPSILON = 1e-6  # mm
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Through = Callable[[Point], Point]  # from where it was printed to where it is seen through paper


class Corners(NamedTuple):
    """The corners of a face as its reader names them."""

    top_left: Point
    top_right: Point
    bottom_left: Point
    bottom_right: Point


def box(placement: Placement[str], made: Layout) -> Box:
    x, y = placement.x, placement.y
    return x, y, x + made.face.width * made.scale, y + made.face.height * made.scale


def corners(placement: Placement[str], made: Layout, through: Through | None = None) -> Corners:
    left, top, right, bottom = box(placement, made)
    found = [(left, top), (right, top), (left, bottom), (right, bottom)]
    if placement.turned:
        found.reverse()
    return Corners(*(through(point) if through else point for point in found))


def printed_over(side: Side[str], flip: str) -> Through:
    """Return how a back is seen through a sheet that the printer turns over its long or short edge.

    About an edge that stands upright, left and right change places; about one that lies, top and
    bottom do.
    """
    long_edge_is_upright = side.height > side.width
    if (flip == "long-edge") is long_edge_is_upright:
        return lambda point: (side.width - point[0], point[1])
    return lambda point: (point[0], side.height - point[1])


def folded_back(mark: Mark) -> Through:
    """Return where a point lies after the paper was folded backwards along the mark's line."""
    assert mark.fold
    if mark.x1 == mark.x2:
        return lambda point: (2 * mark.x1 - point[0], point[1])
    assert mark.y1 == mark.y2
    return lambda point: (point[0], 2 * mark.y1 - point[1])


def assert_turns_like_a_page(front: Corners, back: Corners) -> None:
    """Hold a back, seen through the paper, against its front.

    Who turns the card like a page of a book, or walks around it, sees the back upright: the back's
    left is behind the front's right, its top behind the front's top.
    """
    for mine, behind in (
        (front.top_left, back.top_right),
        (front.top_right, back.top_left),
        (front.bottom_left, back.bottom_right),
        (front.bottom_right, back.bottom_left),
    ):
        assert behind == pytest.approx(mine, abs=EPSILON)


def clash(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] - EPSILON
        and other[0] < one[2] - EPSILON
        and one[1] < other[3] - EPSILON
        and other[1] < one[3] - EPSILON
    )


def grown(inner: Box, by: float) -> Box:
    return inner[0] - by, inner[1] - by, inner[2] + by, inner[3] + by


def of(rect: Rect) -> Box:
    return rect.x, rect.y, rect.x + rect.width, rect.y + rect.height


def common(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]),
    )  # fmt: skip


def around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def is_within(inner: Box, outer: Box) -> bool:
    return all(a >= b - EPSILON for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b + EPSILON for a, b in zip(inner[2:], outer[2:], strict=True)
    )


def sheet(side: Side[str]) -> Box:
    return 0.0, 0.0, side.width, side.height


def painted(placement: Placement[str], made: Layout) -> Box:
    """Return what a face may paint: its trim box and bleed, as far as its clip lets it."""
    whole = grown(box(placement, made), made.face.bleed * made.scale)
    return common(whole, of(placement.clip)) if placement.clip else whole


def assert_each_has_its_place(side: Side[str], made: Layout) -> None:
    """Trim boxes keep to what prints and off each other, and no bleed runs on to a neighbour."""
    printable = grown(sheet(side), made.inset - UNPRINTABLE)
    for placement in side.placements:
        trim = box(placement, made)
        assert is_within(trim, printable)
        assert is_within(trim, painted(placement, made))
    for one, other in combinations(side.placements, 2):
        assert not clash(painted(one, made), box(other, made))
        assert not clash(painted(other, made), box(one, made))
