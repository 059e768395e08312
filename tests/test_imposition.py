"""Faces on sheets, judged by turning the paper over in the head, not by the code's own rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.imposition import Leaf, Placement, Side, crop_marks, impose, pair
from commcards.layouts import read_layouts
from commcards.model import Layout
from commcards.paper import PAPERS
from commcards.units import Mm
from invented import SPEC, layout

REPOSITORY = Path(__file__).parents[1]
FLIPS = ("long-edge", "short-edge")
EPSILON = 1e-6
REAL = read_layouts(REPOSITORY)[0]

Box = tuple[float, float, float, float]  # left, top, right, bottom


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Layout, str]:
    """Layouts whose grid fits the paper, with its bleed."""
    paper = draw(st.sampled_from(sorted(PAPERS)))
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    landscape, scale = draw(st.booleans()), draw(st.sampled_from([0.5, 0.7, 1.0]))
    width, height = sorted(PAPERS[paper], reverse=landscape)
    gutter, bleed = draw(st.floats(0, 8)), draw(st.floats(0, 3))
    spare = draw(st.floats(2 * bleed + 1, 40))
    trim_width = (width - spare - (columns - 1) * gutter) / columns / scale
    trim_height = (height - spare - (rows - 1) * gutter) / rows / scale
    face = replace(SPEC, width=Mm(trim_width), height=Mm(trim_height), bleed=Mm(bleed))
    made = layout(face, columns=columns, rows=rows, landscape=landscape, gutter=gutter, scale=scale)
    return made, paper


def leaves(count: int, backs: str) -> list[Leaf[str]]:
    """Name faces by leaf: f3 and b3; ``backs`` are all, none, or those of even leaves."""
    every = {"all": 1, "none": count + 1, "even": 2}[backs]
    return [
        Leaf(f"f{i}", f"b{i}" if every <= count and i % every == 0 else None) for i in range(count)
    ]


def box(placement: Placement[str], made: Layout) -> Box:
    x, y = placement.x, placement.y
    return x, y, x + made.face.width * made.scale, y + made.face.height * made.scale


def turned_over(seen: Box, side: Side[str], flip: str) -> Box:
    """Return where a box on the back lies as seen through the paper from the front.

    The paper turns about its long or its short edge. About an edge that stands upright, left and
    right change places; about one that lies, top and bottom do.
    """
    long_edge_is_upright = side.height > side.width
    left, top, right, bottom = seen
    if (flip == "long-edge") is long_edge_is_upright:
        return side.width - right, top, side.width - left, bottom
    return left, side.height - bottom, right, side.height - top


def is_upright_for_the_reader(back: Placement[str], side: Side[str], flip: str) -> bool:
    """Tell whether a cut card, turned over like a page of a book, shows its back upright."""
    up = 1.0 if back.turned else -1.0  # y of the back's up, as the printer sees the back
    head_over_heels = turned_over((0, 0, 1, 2), side, flip)[1] != 0
    up_through_paper = -up if head_over_heels else up
    return up_through_paper == -1.0


def clash(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] - EPSILON
        and other[0] < one[2] - EPSILON
        and one[1] < other[3] - EPSILON
        and other[1] < one[3] - EPSILON
    )


@given(
    layouts(), st.integers(0, 40), st.sampled_from(["all", "none", "even"]), st.sampled_from(FLIPS)
)
def test_impose(made_on: tuple[Layout, str], count: int, backs: str, flip: str) -> None:
    made, paper = made_on
    wanted = leaves(count, backs)
    sides = impose(wanted, made, paper, PAPERS[paper], flip)
    faces = [placement.face for side in sides for placement in side.placements]
    assert sorted(faces) == sorted(f for leaf in wanted for f in (leaf.front, leaf.back) if f)

    grid = made.grids[paper]
    slots = grid.columns * grid.rows
    sheets = -(-count // slots)
    duplex = any(leaf.back for leaf in wanted)
    assert len(sides) == sheets * (2 if duplex else 1)
    for side in sides:
        assert (side.width > side.height) is grid.landscape
        assert sorted((side.width, side.height)) == sorted(PAPERS[paper])
        boxes = [box(placement, made) for placement in side.placements]
        assert not any(clash(one, other) for one, other in combinations(boxes, 2))
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert top >= 0
            assert right <= side.width + EPSILON
            assert bottom <= side.height + EPSILON
    for front, back in zip(sides[::2], sides[1::2], strict=False) if duplex else ():
        fronts = {p.face[1:]: p for p in front.placements}
        assert not any(p.turned for p in front.placements)
        for placement in back.placements:
            behind = turned_over(box(placement, made), back, flip)
            before = box(fronts[placement.face[1:]], made)
            assert behind == pytest.approx(before, abs=EPSILON)
            assert is_upright_for_the_reader(placement, back, flip)


@given(st.integers(1, 30), st.sampled_from(FLIPS))
def test_leaves_fill_slots_in_reading_order(count: int, flip: str) -> None:
    sides = impose(leaves(count, "none"), layout(), "a4", PAPERS["a4"], flip)
    order = [p.face for side in sides for p in sorted(side.placements, key=lambda p: (p.y, p.x))]
    assert order == [f"f{i}" for i in range(count)]


def grown(inner: Box, by: float) -> Box:
    return inner[0] - by, inner[1] - by, inner[2] + by, inner[3] + by


def check_marks(made: Layout, paper: str) -> None:
    (side, *_) = impose(leaves(16, "none"), made, paper, PAPERS[paper], "long-edge")
    boxes = [box(placement, made) for placement in side.placements]
    marks = crop_marks(made, paper, PAPERS[paper])
    bleed = made.face.bleed * made.scale
    for mark in marks:
        drawn = min(mark.x1, mark.x2), min(mark.y1, mark.y2)
        reach = max(mark.x1, mark.x2), max(mark.y1, mark.y2)
        assert (drawn[0] == reach[0]) is not (drawn[1] == reach[1])
        assert Mm(0) in drawn or side.width in reach or side.height in reach
        assert min(drawn) >= 0
        assert reach[0] <= side.width + EPSILON
        assert reach[1] <= side.height + EPSILON
        line = (drawn[0] - EPSILON, drawn[1] - EPSILON, reach[0] + EPSILON, reach[1] + EPSILON)
        for left, top, right, bottom in boxes:
            with_bleed = (left - bleed, top - bleed, right + bleed, bottom + bleed)
            assert not clash(line, grown(with_bleed, -2 * EPSILON))
    # Every cut has a mark at both ends.
    upright = [mark.x1 for mark in marks if mark.x1 == mark.x2]
    lying = [mark.y1 for mark in marks if mark.y1 == mark.y2]
    for left, top, right, bottom in boxes:
        for place, found in ((left, upright), (right, upright), (top, lying), (bottom, lying)):
            assert sum(abs(place - at) < EPSILON for at in found) >= 2


@given(layouts())
def test_crop_marks_run_from_the_edge_and_stay_off_the_cards(made_on: tuple[Layout, str]) -> None:
    check_marks(*made_on)


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("name", sorted(REAL))
def test_our_own_layouts(name: str, paper: str) -> None:
    made = REAL[name]
    if paper not in made.grids:
        pytest.skip(f"{name} is not for {paper}")
    if made.crop_marks:
        check_marks(made, paper)
    else:
        assert crop_marks(made, paper, PAPERS[paper]) == []


def test_no_crop_marks_where_the_layout_wants_none() -> None:
    assert crop_marks(layout(crop_marks=False), "a4", PAPERS["a4"]) == []


@given(st.lists(st.integers(), unique=True, max_size=9))
def test_pair(faces: list[int]) -> None:
    assert pair(faces, -1) == [Leaf(face, -1) for face in faces]
    found = pair(faces, None)
    flat = [face for leaf in found for face in (leaf.front, leaf.back) if face is not None]
    assert flat == faces
    assert all(leaf.back is not None for leaf in found[:-1])
