"""Faces on sheets, judged by turning and folding paper in the head, not by the code's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.base.units import Mm
from commcards.imposition import CardFaces, Mark, Placement, Side, on_paper, shifted
from commcards.imposition.geometry import Leaf
from commcards.imposition.nup import NUp, paired
from commcards.model.layouts import Design, Layout, LayoutKind
from commcards.model.paper import OVERLAP, PAPERS, UNPRINTABLE
from commcards.project.layouts import read_layouts
from tests.support.invented import FOLDED, SPEC, layout
from tests.support.turning import (
    EPSILON,
    Box,
    around,
    assert_each_has_its_place,
    assert_turns_like_a_page,
    box,
    clash,
    common,
    corners,
    folded_back,
    grown,
    is_within,
    of,
    painted,
    printed_over,
    sheet,
)

REPOSITORY = Path(__file__).parents[2]
FLIPS = st.sampled_from(["long-edge", "short-edge"])
BACKS = st.sampled_from(["all", "none", "even"])
REAL = read_layouts(REPOSITORY)[0]
ON_PAPER = [(made, paper) for _, made in sorted(REAL.items()) for paper in made.grids]
# What is bound, is folded crosswise or lies in tiles goes other ways than through slots.
BY_PAGES = (LayoutKind.BOOKLET, LayoutKind.LEAFLET)
IN_SLOTS = [
    (made, paper)
    for made, paper in ON_PAPER
    if made.grids[paper].tiles == 1 and made.kind not in BY_PAGES
]
IN_TILES = [(m, paper) for m, paper in ON_PAPER if m.grids[paper].tiles > 1]
NAMES = [f"{made.id}-{paper}" for made, paper in IN_SLOTS]
OnPaper = tuple[Layout, str]
SLOTTED = (LayoutKind.N_UP, *FOLDED)
each_in_slots = pytest.mark.parametrize("made_on", IN_SLOTS, ids=NAMES)


@st.composite
def made_up(draw: st.DrawFn) -> OnPaper:
    """Layouts whose slots fit what the paper prints; neighbours have room for their bleed."""
    paper = draw(st.sampled_from(sorted(PAPERS)))
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    landscape, scale = draw(st.booleans()), draw(st.sampled_from([0.5, 0.7, 1.0, 1.4]))
    width, height = sorted(PAPERS[paper], reverse=landscape)
    bleed = draw(st.floats(0, 3))
    gutter = 2 * bleed * scale + draw(st.floats(0, 5))
    kind = draw(st.sampled_from(SLOTTED))
    spare = 2 * max(UNPRINTABLE, bleed * scale + 1) + draw(st.floats(0, 40))
    wide = (width - spare - (columns - 1) * gutter) / columns / scale
    tall = (height - spare - (rows - 1) * gutter) / rows / scale
    face = replace(
        SPEC,
        width=Mm(wide / (2 if kind is LayoutKind.FOLDOVER else 1)),
        height=Mm(tall / (2 if kind is LayoutKind.TENT else 1)),
        bleed=Mm(bleed),
    )
    made = layout(
        face, columns=columns, rows=rows, landscape=landscape, gutter=gutter, scale=scale, kind=kind
    )
    if draw(st.booleans()):  # bought sheets begin anywhere, and have gaps of their own
        across, down = (draw(st.floats(2 * bleed * scale, gutter)) for _ in range(2))
        room = width - columns * made.face_size[0] * (2 if kind is LayoutKind.FOLDOVER else 1)
        least = max(UNPRINTABLE, bleed * scale + 1)
        most = max(least, room - (columns - 1) * across - least)
        left = draw(st.floats(least, most))
        grid = replace(made.grids[paper], left=Mm(left), column_gap=Mm(across), row_gap=Mm(down))
        made = replace(made, grids={**made.grids, paper: grid})
    return made, paper


def any_in_slots() -> st.SearchStrategy[OnPaper]:
    return st.one_of(st.sampled_from(IN_SLOTS), made_up())


def leaves(count: int, backs: str) -> list[Leaf[str]]:
    """Name faces by leaf: f3 and b3; ``backs`` are all, none, or those of even leaves."""
    every = {"all": 1, "none": count + 1, "even": 2}[backs]
    return [
        Leaf(f"f{i}", f"b{i}" if every <= count and i % every == 0 else None) for i in range(count)
    ]


def on_sheets(made_on: OnPaper, count: int, backs: str = "none", flip: str = "") -> list[Side[str]]:
    return in_slots(made_on, leaves(count, backs), flip or "long-edge")


def in_slots(
    made_on: OnPaper, cut: list[Leaf[str]], flip: str, *, stacked: bool = False
) -> list[Side[str]]:
    sheets = on_paper(*made_on)
    assert isinstance(sheets, NUp)
    return sheets.in_slots(cut, flip, stacked=stacked)


def slots_on(made_on: OnPaper) -> int:
    grid = made_on[0].grids[made_on[1]]
    return grid.columns * grid.rows


def sheets_of(sides: list[Side[str]]) -> Iterator[tuple[Side[str], Side[str] | None]]:
    """Yield fronts with their backs, as a printer takes pages."""
    step = 2 if any(side.back for side in sides) else 1
    for start in range(0, len(sides), step):
        front, *backs = sides[start : start + step]
        assert not front.back
        assert all(back.back for back in backs)
        yield front, backs[0] if backs else None


def the_fold_between(one: Box, other: Box, marks: list[Mark]) -> Mark:
    """Return the mark on whose line both boxes border."""
    for mark in marks:
        at, edges = (mark.x1, (0, 2)) if mark.x1 == mark.x2 else (mark.y1, (1, 3))
        if all(any(abs(b[edge] - at) < EPSILON for edge in edges) for b in (one, other)):
            return mark
    raise AssertionError("no mark says where to fold")


def cards_cut(sides: list[Side[str]], made_on: OnPaper, flip: str) -> Iterator[tuple[str, str]]:
    """Cut every sheet, fold what is to be folded, and yield the front and back of each card."""
    made, paper = made_on
    marks = on_paper(made, paper).fold_marks()
    for front, back in sheets_of(sides):
        fronts = {p.face[1:]: p for p in front.placements if p.face[0] == "f"}
        backs = {p.face[1:]: p for p in (back or front).placements if p.face[0] == "b"}
        assert backs.keys() <= fronts.keys()
        assert len(fronts) + len(backs) == len(front.placements) + len(
            back.placements if back else ()
        )
        for key, mine in fronts.items():
            assert not mine.turned
            if key not in backs:
                yield mine.face, ""
                continue
            if back:
                through = printed_over(back, flip)
            else:
                fold = the_fold_between(box(mine, made), box(backs[key], made), marks)
                through = folded_back(fold)
            assert_turns_like_a_page(corners(mine, made), corners(backs[key], made, through))
            yield mine.face, backs[key].face


def check_every_face(made_on: OnPaper, count: int, backs: str, flip: str) -> None:
    made, paper = made_on
    sides = on_sheets(made_on, count, backs, flip)
    for side in sides:
        assert (side.width > side.height) is made.grids[paper].landscape
        assert sorted((side.width, side.height)) == sorted(PAPERS[paper])
        assert_each_has_its_place(side, made)
    duplex = made.kind not in FOLDED and any(leaf.back for leaf in leaves(count, backs))
    assert len(sides) == -(-count // slots_on(made_on)) * (2 if duplex else 1)
    wanted = [(leaf.front, leaf.back or "") for leaf in leaves(count, backs)]
    assert sorted(cards_cut(sides, made_on, flip)) == sorted(wanted)


@given(any_in_slots(), st.integers(0, 40), BACKS, FLIPS)
def test_every_face_once_and_each_back_behind_its_front(
    made_on: OnPaper, count: int, backs: str, flip: str
) -> None:
    check_every_face(made_on, count, backs, flip)


@each_in_slots
@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
def test_our_own_layouts(made_on: OnPaper, flip: str) -> None:
    check_every_face(made_on, slots_on(made_on) + 1, "all", flip)


def test_all_thirteen_are_tried() -> None:
    names = ("a5", "a6", "a7", "board", "booklet", "foldover", "labels", "labels-letter", "leaflet",
             "poster", "ring", "tent", "wallet")  # fmt: skip
    assert tuple(sorted(REAL)) == names
    assert {made.id for made, _ in (*IN_SLOTS, *IN_TILES)} == set(names) - {"booklet", "leaflet"}
    for made in REAL.values():  # a sheet of labels is bought in one size
        labels = made.face.design is Design.LABELS
        assert {"a4", "letter"} <= set(made.grids) or (labels and len(made.grids) == 1)
    assert {made.kind for made, _ in IN_SLOTS} == {*SLOTTED, LayoutKind.POSTER}
    assert {made.kind for made in REAL.values()} == set(LayoutKind)


def in_reading_order(side: Side[str]) -> list[str]:
    # A hair's breadth of rounding must not make two rows of one.
    return [p.face for p in sorted(side.placements, key=lambda p: (round(p.y, 3), p.x))]


@given(st.integers(1, 30), FLIPS)
def test_leaves_fill_slots_in_reading_order(count: int, flip: str) -> None:
    sides = on_sheets((layout(), "a4"), count, "none", flip)
    assert [face for side in sides for face in in_reading_order(side)] == [
        f"f{i}" for i in range(count)
    ]


@given(any_in_slots(), st.integers(0, 60), BACKS, FLIPS)
def test_cut_and_stack(made_on: OnPaper, count: int, backs: str, flip: str) -> None:
    """A guillotine goes through the pile; the small piles, put on each other, are the deck."""
    sides = in_slots(made_on, leaves(count, backs), flip, stacked=True)
    wanted = [(leaf.front, leaf.back or "") for leaf in leaves(count, backs)]
    assert sorted(cards_cut(sides, made_on, flip)) == sorted(wanted)
    piles: dict[tuple[float, float], list[str]] = {}
    for front, _ in sheets_of(sides):  # from the top of the pile to its bottom
        for placement in front.placements:
            if placement.face[0] == "f":
                place = round(placement.y, 3), round(placement.x, 3)
                piles.setdefault(place, []).append(placement.face)
    deck = [face for place in sorted(piles) for face in piles[place]]
    assert deck == [front for front, _ in wanted]
    assert len(sides) == len(in_slots(made_on, leaves(count, backs), flip))


@given(any_in_slots(), st.integers(1, 20), BACKS, st.floats(-3, 3), st.floats(-3, 3))
def test_a_back_offset_moves_backs_alone(
    made_on: OnPaper, count: int, backs: str, across: float, down: float
) -> None:
    sides = on_sheets(made_on, count, backs)
    for before, after in zip(sides, shifted(sides, (across, down)), strict=True):
        if not before.back:
            assert after == before
            continue
        for p, q in zip(before.placements, after.placements, strict=True):
            assert (q.x - p.x, q.y - p.y) == pytest.approx((across, down), abs=EPSILON)
            assert replace(q, x=p.x, y=p.y) == p


def slot_boxes(made_on: OnPaper) -> list[Box]:
    """Return what is cut out of a full sheet: each front with what is folded behind it."""
    made, _ = made_on
    (side, *_) = on_sheets(made_on, slots_on(made_on), "all")
    slots: dict[str, list[Box]] = {}
    for placement in side.placements:
        slots.setdefault(placement.face[1:], []).append(box(placement, made))
    return [around(boxes) for boxes in slots.values()]


def check_boxes(made_on: OnPaper) -> None:
    made, _ = made_on
    (side, *_) = on_sheets(made_on, slots_on(made_on), "all")
    slots = around(slot_boxes(made_on))
    trim = of(on_paper(*made_on).trim_box)
    bleed = of(on_paper(*made_on).bleed_box)
    assert trim == pytest.approx(slots, abs=EPSILON)
    ink = common(grown(slots, made.face.bleed * made.scale), sheet(side))
    assert bleed == pytest.approx(ink, abs=EPSILON)
    for placement in side.placements:
        assert is_within(common(painted(placement, made), sheet(side)), bleed)


def check_marks(made_on: OnPaper) -> None:
    made, _ = made_on
    (side, *_) = on_sheets(made_on, 1)
    slots = slot_boxes(made_on)
    edge, ink = sheet(side), common(grown(around(slots), made.face.bleed * made.scale), sheet(side))
    cuts = on_paper(*made_on).crop_marks()
    folds = on_paper(*made_on).fold_marks()
    assert not any(mark.fold for mark in cuts)
    assert all(mark.fold for mark in folds)
    for mark in (*cuts, *folds):
        ends = around([(x, y, x, y) for x, y in ((mark.x1, mark.y1), (mark.x2, mark.y2))])
        assert (mark.x1 == mark.x2) is not (mark.y1 == mark.y2)
        assert is_within(ends, edge)
        assert not any(
            clash(grown(ends, EPSILON), grown(slot, made.face.bleed * made.scale - 3 * EPSILON))
            for slot in slots
        )
        # From the sheet's edge to the ink, at one end or the other.
        low, high = (ends[1], ends[3]) if mark.x1 == mark.x2 else (ends[0], ends[2])
        runs = [(edge[i], ink[i]) for i in (0, 1)] + [(ink[i], edge[i]) for i in (2, 3)]
        assert any((low, high) == pytest.approx(run, abs=EPSILON) for run in runs)
    if made.crop_marks:
        for slot in slots:
            assert all(marked_twice(slot[i], cuts, upright=i % 2 == 0) for i in range(4))


def marked_twice(at: float, marks: list[Mark], *, upright: bool) -> bool:
    """Return whether a line across the sheet has a mark at both of its ends."""
    places = [m.x1 if upright else m.y1 for m in marks if (m.x1 == m.x2) is upright]
    return sum(abs(place - at) < EPSILON for place in places) >= 2


def check_folds(made_on: OnPaper) -> None:
    made, _ = made_on
    (side, *_) = on_sheets(made_on, slots_on(made_on), "all")
    folds = on_paper(*made_on).fold_marks()
    by_key: dict[str, list[Placement[str]]] = {}
    for placement in side.placements:
        by_key.setdefault(placement.face[1:], []).append(placement)
    for one, other in by_key.values():
        fold = the_fold_between(box(one, made), box(other, made), folds)
        upright = fold.x1 == fold.x2
        assert upright is (made.kind is LayoutKind.FOLDOVER)
        assert marked_twice(fold.x1 if upright else fold.y1, folds, upright=upright)


@given(made_up())
def test_boxes_and_marks(made_on: OnPaper) -> None:
    check_boxes(made_on)
    check_marks(made_on)


@each_in_slots
def test_boxes_and_marks_of_our_own_layouts(made_on: OnPaper) -> None:
    check_boxes(made_on)
    check_marks(made_on)


@given(any_in_slots().filter(lambda made_on: made_on[0].kind in FOLDED))
def test_each_fold_is_marked_at_both_ends(made_on: OnPaper) -> None:
    check_folds(made_on)


def test_a_tent_faces_both_readers() -> None:
    """As the sheet lies flat, the back stands on its head above the front; the ridge is between."""
    made = REAL["tent"]
    (side,) = on_sheets((made, "a4"), 1, "all")
    turned = {p.face: p.turned for p in side.placements}
    assert turned == {"f0": False, "b0": True}
    tops = {p.face: p.y for p in side.placements}
    assert tops["b0"] < tops["f0"]


def test_what_is_read_first_is_drawn_first() -> None:
    """Tags follow the order of drawing: a card's front is read before its back."""
    for name in ("foldover", "tent"):
        (side,) = on_sheets((REAL[name], "a4"), 1, "all")
        assert [p.face for p in side.placements] == ["f0", "b0"]


def test_no_marks_where_the_layout_wants_none() -> None:
    assert on_paper(layout(crop_marks=False), "a4").crop_marks() == []
    assert on_paper(layout(), "a4").fold_marks() == []


@st.composite
def tiled(draw: st.DrawFn) -> OnPaper:
    """Faces that need all their tiles, and leave room for the overlaps."""
    paper, landscape = draw(st.sampled_from(sorted(PAPERS))), draw(st.booleans())
    tiles, scale = draw(st.integers(2, 4)), draw(st.sampled_from([0.5, 1.0, 2.0]))
    width, height = sorted(PAPERS[paper], reverse=landscape)
    room = height - 2 * UNPRINTABLE
    most = tiles * room - (tiles - 1) * OVERLAP
    tall = draw(st.floats(room, most))
    wide = width - 2 * UNPRINTABLE - draw(st.floats(0, 100))
    face = replace(SPEC, width=Mm(wide / scale), height=Mm(tall / scale), bleed=Mm(0))
    return layout(
        face, columns=1, rows=1, landscape=landscape, gutter=0, scale=scale, crop_marks=False,
        tiles=tiles, kind=LayoutKind.POSTER,
    ), paper  # fmt: skip


@given(st.one_of(st.sampled_from(IN_TILES), tiled()), st.integers(0, 5))
def test_tiles_glued_together_show_the_whole_face(made_on: OnPaper, count: int) -> None:
    made, paper = made_on
    tiles = made.grids[paper].tiles
    faces = [f"f{i}" for i in range(count)]
    sides = on_paper(made, paper).impose([CardFaces(faces)], "none")
    assert [[p.face for p in side.placements] for side in sides] == [
        [face] for face in faces for _ in range(tiles)
    ]
    assert not any(side.back for side in sides)
    wide, tall = made.face_size
    for start in range(0, len(sides), tiles):
        reached = 0.0  # how far down the face is covered, by the tiles glued so far
        for number, side in enumerate(sides[start : start + tiles]):
            (placement,) = side.placements
            assert placement.clip is not None
            assert not placement.turned
            left, top, right, bottom = common(of(placement.clip), sheet(side))
            # Printers reach it, left and right included.
            assert top >= UNPRINTABLE - EPSILON
            assert bottom <= side.height - UNPRINTABLE + EPSILON
            assert placement.x >= UNPRINTABLE - EPSILON
            assert placement.x + wide <= side.width - UNPRINTABLE + EPSILON
            assert left <= placement.x + EPSILON
            assert right >= placement.x + wide - EPSILON
            first = top - placement.y
            overlap = OVERLAP if number else 0.0
            assert first <= reached - overlap + EPSILON
            reached = bottom - placement.y
        assert reached >= tall - EPSILON


@pytest.mark.parametrize("made_on", IN_TILES)
def test_boxes_of_tiles(made_on: OnPaper) -> None:
    (side, *_) = on_paper(*made_on).impose([CardFaces(["f0"])], "none")
    assert of(on_paper(*made_on).trim_box) == sheet(side)
    assert of(on_paper(*made_on).bleed_box) == sheet(side)
    assert on_paper(*made_on).crop_marks() == []


@given(st.lists(st.integers(), unique=True, max_size=9))
def test_pair(faces: list[int]) -> None:
    assert paired(CardFaces(faces, neutral=-1)) == [Leaf(face, -1) for face in faces]
    assert paired(CardFaces(faces, faces, -1)) == [Leaf(face, -1) for face in faces]
    own = [-face - 1 for face in faces]
    assert paired(CardFaces(faces, own)) == list(map(Leaf, faces, own))
    found = paired(CardFaces(faces))
    flat = [face for leaf in found for face in (leaf.front, leaf.back) if face is not None]
    assert flat == faces
    assert all(leaf.back is not None for leaf in found[:-1])
