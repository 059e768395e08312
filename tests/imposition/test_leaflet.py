"""A leaflet, judged by folding a sheet in the head: which panel is seen when, and which way up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.imposition import CardFaces, Mark, Placement, Side, on_paper
from commcards.project.layouts import read_layouts
from tests.support.turning import (
    EPSILON,
    Corners,
    assert_each_has_its_place,
    assert_turns_like_a_page,
    corners,
    folded_back,
    printed_over,
)

LEAFLET = read_layouts(Path(__file__).parents[2])[0]["leaflet"]
WAYS = pytest.mark.parametrize(
    ("paper", "flip", "right_to_left"),
    [(p, f, r) for p in ("a4", "letter") for f in ("long-edge", "short-edge") for r in (0, 1)],
)


def sides(
    count: int, paper: str = "a4", flip: str = "long-edge", *, rtl: int = 0
) -> list[Side[str]]:
    faces = [f"{number}" for number in range(1, count + 1)]
    sheets = on_paper(LEAFLET, paper)
    return sheets.impose(
        [CardFaces(faces[:3]), CardFaces(faces[3:])], flip, right_to_left=bool(rtl)
    )


def folds(paper: str) -> tuple[Mark, Mark]:
    """Return the fold that lies and the fold that stands, each marked at both of its ends."""
    marks = on_paper(LEAFLET, paper).fold_marks()
    assert all(mark.fold for mark in marks)
    level = [mark for mark in marks if mark.y1 == mark.y2]
    upright = [mark for mark in marks if mark.x1 == mark.x2]
    assert len({mark.y1 for mark in level}) == len({mark.x1 for mark in upright}) == 1
    assert len(level) == len(upright) == 2
    return level[0], upright[0]


def by_panel(side: Side[str]) -> dict[str, Placement[str]]:
    return {placement.face: placement for placement in side.placements}


def is_upright(seen: Corners) -> bool:
    return seen.top_left[1] < seen.bottom_left[1] and seen.top_left[0] < seen.top_right[0]


@WAYS
def test_it_is_read_in_order_and_upright_at_each_unfolding(
    paper: str, flip: str, right_to_left: int
) -> None:
    outer, inner = sides(8, paper, flip, rtl=right_to_left)
    assert (outer.back, inner.back) == (False, True)
    level, upright = folds(paper)
    out = by_panel(outer)
    assert set(out) == {"1", "2", "3", "8"}

    # Closed: the upper half goes behind the lower one, then the half with the back goes behind.
    cover, back = (corners(out[panel], LEAFLET) for panel in ("1", "8"))
    assert is_upright(cover)
    assert cover.top_left[1] > level.y1
    assert (cover.top_left[0] < upright.x1) is bool(right_to_left)
    assert_turns_like_a_page(cover, corners(out["8"], LEAFLET, folded_back(upright)))

    # The cover opens: its other side is panel 2, and panel 3 lies on the back.
    for front, behind in ((cover, "2"), (back, "3")):
        assert_turns_like_a_page(front, corners(out[behind], LEAFLET, folded_back(level)))

    # The half that was folded first comes up: four panels, read row by row.
    through = printed_over(inner, flip)
    seen = {}
    for panel, placement in by_panel(inner).items():
        at = corners(placement, LEAFLET, through)
        # Seen from the inner side, what is left on the outer side is right.
        seen[panel] = Corners(*((outer.width - x, y) for x, y in at))
    assert all(is_upright(each) for each in seen.values())
    start = -1 if right_to_left else 1
    order = sorted(seen, key=lambda n: (round(seen[n].top_left[1], 3), start * seen[n].top_left[0]))
    assert order == ["4", "5", "6", "7"]


@given(st.integers(0, 40), st.sampled_from(["a4", "letter"]))
def test_every_face_once_and_a_new_leaflet_every_eight(count: int, paper: str) -> None:
    printed = sides(count, paper)
    assert len(printed) == 2 * -(-count // 8)
    for side in printed:
        assert_each_has_its_place(side, LEAFLET)
    faces = [placement.face for side in printed for placement in side.placements]
    assert sorted(faces, key=int) == [str(number) for number in range(1, count + 1)]
    for number, face in enumerate(faces):
        assert number // 8 == (int(face) - 1) // 8


def test_what_is_read_first_is_drawn_first() -> None:
    """Tags follow the order of drawing."""
    outer, inner = sides(8)
    assert [p.face for p in outer.placements] == ["1", "2", "3", "8"]
    assert [p.face for p in inner.placements] == ["4", "5", "6", "7"]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_folds_run_between_the_panels_and_touch_none(paper: str) -> None:
    sheets = on_paper(LEAFLET, paper)
    level, upright = folds(paper)
    assert (level.y1, upright.x1) == (sheets.sheet.height / 2, sheets.sheet.width / 2)
    assert sheets.crop_marks() == []
    for side in sides(8, paper):
        for placement in side.placements:
            left, top = placement.x - LEAFLET.bleed, placement.y - LEAFLET.bleed
            right = placement.x + LEAFLET.face_size[0] + LEAFLET.bleed
            bottom = placement.y + LEAFLET.face_size[1] + LEAFLET.bleed
            assert not left + EPSILON < upright.x1 < right - EPSILON
            assert not top + EPSILON < level.y1 < bottom - EPSILON
