"""Booklets, judged by laying the sheets into one another, folding them and turning the leaves."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.base.units import Mm
from commcards.imposition import CardFaces, Placement, Side, on_paper
from commcards.model.layouts import Layout, LayoutKind
from commcards.model.paper import CALIPER, PAPERS, SIGNATURE, UNPRINTABLE
from commcards.project.layouts import read_layouts
from tests.imposition.test_imposition import REPOSITORY
from tests.support.invented import SPEC, layout
from tests.support.turning import (
    EPSILON,
    Corners,
    Point,
    assert_each_has_its_place,
    box,
    corners,
    printed_over,
    sheet,
)

OURS = read_layouts(REPOSITORY)[0]["booklet"]
PAPERS_OF_OURS = sorted(OURS.grids)
FLIPS = st.sampled_from(["long-edge", "short-edge"])
OnPaper = tuple[Layout, str]
Sheet = tuple[Side[str], Side[str]]  # front and back
Leaf = tuple["Page | None", "Page | None"]  # what its right-hand and its left-hand page show


class Page:
    """A page as it lies on its sheet, all seen from the sheet's front."""

    def __init__(self, placement: Placement[str], found: Corners, middle: float) -> None:
        self.name = placement.face
        self.corners = found
        across = [point[0] for point in found]
        self.is_right = sum(across) / 4 > middle
        self.outer = max(abs(x - middle) for x in across)  # its fore-edge, measured from the fold
        self.inner = min(abs(x - middle) for x in across)
        self.top = min(point[1] for point in found)


@st.composite
def made_up(draw: st.DrawFn) -> OnPaper:
    paper, landscape = draw(st.sampled_from(sorted(PAPERS))), draw(st.booleans())
    width, height = sorted(PAPERS[paper], reverse=landscape)
    scale, bleed = draw(st.sampled_from([0.5, 1.0, 1.4])), draw(st.floats(0, 2))
    gutter = 2 * (bleed * scale + CALIPER * SIGNATURE) + draw(st.floats(0, 20))
    spare = 2 * UNPRINTABLE + draw(st.floats(0, 40))
    wide = (width - spare - gutter) / 2 / scale
    face = replace(SPEC, width=Mm(wide), height=Mm((height - spare) / scale), bleed=Mm(bleed))
    return layout(
        face, columns=2, rows=1, landscape=landscape, gutter=gutter, scale=scale, crop_marks=False,
        kind=LayoutKind.BOOKLET,
    ), paper  # fmt: skip


BOOKS = st.one_of(st.sampled_from([(OURS, paper) for paper in PAPERS_OF_OURS]), made_up())


def bound(made_on: OnPaper, count: int, flip: str, *, right_to_left: bool = False) -> list[Sheet]:
    pages = CardFaces([f"p{number}" for number in range(count)])
    sides = on_paper(*made_on).impose([pages], flip, right_to_left=right_to_left)
    assert [side.back for side in sides] == [False, True] * (len(sides) // 2)
    return list(zip(sides[::2], sides[1::2], strict=True))


def pages_of(printed: Sheet, made: Layout, flip: str) -> tuple[list[Page], list[Page]]:
    """Return the pages on the two sides of a sheet."""
    front, back = printed
    through = printed_over(back, flip)
    middle = front.width / 2
    return (
        [Page(p, corners(p, made), middle) for p in front.placements],
        [Page(p, corners(p, made, through), middle) for p in back.placements],
    )


def number(page: Page) -> int:
    return int(page.name[1:])


def signatures(
    made_on: OnPaper, count: int, flip: str, *, right_to_left: bool = False
) -> list[list[Sheet]]:
    """Sort the sheets as whoever staples them does: a new pile where all its pages are later ones.

    Empty pages have no numbers to sort by, so the piles are those of a book without any.
    """
    sheets = bound(made_on, count, flip, right_to_left=right_to_left)
    full = bound(made_on, 4 * len(sheets), flip, right_to_left=right_to_left)
    piles: list[list[Sheet]] = []
    seen = -1
    for printed, without_gaps in zip(sheets, full, strict=True):
        sides = pages_of(without_gaps, made_on[0], flip)
        numbers = [number(page) for pages in sides for page in pages]
        if min(numbers) > seen:
            piles.append([])
        seen = max(seen, *numbers)
        piles[-1].append(printed)
    return piles


def half(pages: list[Page], *, right: bool) -> Page | None:
    found = [page for page in pages if page.is_right is right]
    assert len(found) <= 1
    return found[0] if found else None


def leaves_of(pile: list[Sheet], made: Layout, flip: str, *, right_to_left: bool) -> list[Leaf]:
    """Fold a pile, its first sheet outside with the front outwards, and return leaf after leaf.

    Of each leaf come the page that is read first, and the one on its other side. A book from left
    to right opens with the right half of its outermost sheet, and closes with the left half.
    """
    first_half: list[Leaf] = []
    second_half: list[Leaf] = []
    for printed in pile:  # from the outside to the middle
        front, back = pages_of(printed, made, flip)
        opens = not right_to_left
        first_half.append((half(front, right=opens), half(back, right=opens)))
        second_half.append((half(back, right=not opens), half(front, right=not opens)))
    return first_half + second_half[::-1]


def assert_upright(page: Page, *, on_front: bool) -> None:
    """Return whether a page reads upright in the folded book; backs are seen through the paper."""
    top_left, top_right, bottom_left, _ = page.corners
    assert top_left[1] == pytest.approx(top_right[1])
    assert top_left[1] < bottom_left[1]
    assert (top_left[0] < top_right[0]) is on_front


@given(BOOKS, st.integers(0, 100), FLIPS, st.booleans())
def test_pages_read_in_order(made_on: OnPaper, count: int, flip: str, right_to_left: bool) -> None:
    made, _ = made_on
    piles = signatures(made_on, count, flip, right_to_left=right_to_left)
    assert sum(map(len, piles)) == -(-count // 4)
    read: list[str] = []
    for pile in piles:
        found = [
            page.name if page else ""
            for leaf in leaves_of(pile, made, flip, right_to_left=right_to_left)
            for page in leaf
        ]
        assert len(found) == 4 * len(pile)
        read += found
    assert read[:count] == [f"p{n}" for n in range(count)]
    assert read[count:] == [""] * (len(read) - count)  # empty pages are the last ones
    for printed in (printed for pile in piles for printed in pile):
        for pages, on_front in zip(pages_of(printed, made, flip), (True, False), strict=True):
            for page in pages:
                assert_upright(page, on_front=on_front)
        for side in printed:
            assert_each_has_its_place(side, made)


@given(BOOKS, st.integers(1, 200), FLIPS, st.booleans())
def test_creep_is_compensated(made_on: OnPaper, count: int, flip: str, right_to_left: bool) -> None:
    """Each sheet wraps those inside it, which push their fore-edges out by its thickness."""
    made, _ = made_on
    outermost = set()
    for pile in signatures(made_on, count, flip, right_to_left=right_to_left):
        fore_edges, tops = [], []
        for around_it, printed in enumerate(pile):
            pushed = CALIPER * around_it
            for page in (page for pages in pages_of(printed, made, flip) for page in pages):
                fore_edges.append(page.outer + pushed)
                tops.append(page.top)
                assert page.inner >= made.face.bleed * made.scale - EPSILON
        assert max(fore_edges) - min(fore_edges) <= 0.01
        assert max(tops) - min(tops) <= 0.01
        outermost.add(round(fore_edges[0], 6))
    assert len(outermost) == 1  # signatures agree with each other, too


@given(BOOKS, st.integers(1, 400), FLIPS)
def test_signatures_can_be_stapled(made_on: OnPaper, count: int, flip: str) -> None:
    made, _ = made_on
    piles = signatures(made_on, count, flip)
    thick = [len(pile) for pile in piles]
    assert max(thick) <= SIGNATURE
    assert max(thick) - min(thick) <= 1
    assert len(piles) == -(-sum(thick) // SIGNATURE)
    starts = [min(number(p) for pages in pages_of(pile[0], made, flip) for p in pages)
              for pile in piles]  # fmt: skip
    assert [b - a for a, b in pairwise(starts)] == [4 * t for t in thick[:-1]]


def test_thickness_is_that_of_office_paper() -> None:
    # 80 g/m2 at a bulk of 1.2 to 1.35 cm3/g.
    assert 0.096 <= CALIPER <= 0.108


@pytest.mark.parametrize("paper", PAPERS_OF_OURS)
def test_marks_and_boxes(paper: str) -> None:
    sheets = on_paper(OURS, paper)
    ((front, _),) = bound((OURS, paper), 4, "short-edge")
    for found in (sheets.trim_box, sheets.bleed_box):
        assert (found.x, found.y, found.width, found.height) == sheet(front)
    assert sheets.crop_marks() == []
    marks = sheets.fold_marks()
    ends: list[Point] = sorted((min(m.y1, m.y2), max(m.y1, m.y2)) for m in marks)
    assert {m.x1 for m in marks} == {m.x2 for m in marks} == {front.width / 2}
    assert all(mark.fold for mark in marks)
    pages = [box(p, OURS) for p in front.placements]
    # At both edges of the sheet, long enough to be printed, and off the pages.
    (start, head), (foot, end) = ends
    assert (start, end) == (0, front.height)
    assert UNPRINTABLE < head < min(p[1] for p in pages)
    assert max(p[3] for p in pages) < foot < front.height - UNPRINTABLE
