"""Measure how far backs lie from their fronts in a duplex PDF, or faces from their fold.

usage: python scripts/duplex_offset.py PDF [--flip long-edge|short-edge|fold] [--page N]
       [--crosswise]

Works on what a renderer paints, not on what the program meant. Every face of pages N and N+1 is
painted over with a black box, 3 mm inside the edge of its form and with a notch at its head; marks
are taken away or, for a fold, kept. pdftoppm paints the pages at 600 dpi. The front is then seen
through the sheet, as one who looks at the back sees it against the light, and each box on the back
is compared with the one nearest to it. X is to the right, Y down, in millimetres: how far the back
is off. Exits 1 where that is more than 0.1 mm, where sizes differ, or where heads do not meet.

On a leaflet that is folded ``--crosswise`` the heads of the upper half must not meet: it is folded
over. For a fold, it measures how far the dashed mark is from the middle between two faces' boxes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

DPI = 600
PX = DPI / 25.4  # pixels a millimetre
INSET = 3 * 72 / 25.4  # from the form's edge to the painted box, in points of the form
NOTCH = 10.0  # points
LEAST = 100.0  # points: lower forms are page numbers
COARSE = 12  # pixels to a cell, in which boxes are found
MOST = 0.1  # mm: the offset that may be
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Box:
    """A painted box in millimetres; ``notch`` says whether its notch is up or down."""

    left: float
    top: float
    right: float
    bottom: float
    notch: str

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height."""
        return self.right - self.left, self.bottom - self.top


def proof(source: Path, target: Path, first: int, *, marks: bool) -> tuple[float, float]:
    """Write two pages of a PDF with black boxes for faces; the places are those of the PDF.

    Returns the size of a page in millimetres.
    """
    with pikepdf.open(source) as pdf, pikepdf.new() as copy:
        for page in pdf.pages[first - 1 : first + 1]:
            copy.pages.append(page)
        for page in copy.pages:
            forms: Any = dict(page.Resources.XObject.items())
            own: Any = pikepdf.Dictionary()
            for name, form in forms.items():
                own[name] = copy.make_stream(_box(form.BBox), Type=form.Type, Subtype=form.Subtype,
                                             BBox=form.BBox)  # fmt: skip
            page.Resources = pikepdf.Dictionary(XObject=own)
            if not marks:
                kept = [i for i in pikepdf.parse_content_stream(page) if str(i.operator) != "S"]
                page.Contents = copy.make_stream(pikepdf.unparse_content_stream(kept))
        copy.save(target)
        _, _, width, height = map(float, copy.pages[0].mediabox)
    return width / 72 * 25.4, height / 72 * 25.4


def _box(bounds: Any) -> bytes:
    _, _, width, height = map(float, bounds)
    if height < LEAST:
        return b""
    right, top, start = width - INSET, height - INSET, (width - NOTCH) / 2
    corners = [
        (INSET, INSET), (INSET, top), (start, top), (start, top - NOTCH),
        (start + NOTCH, top - NOTCH), (start + NOTCH, top), (right, top), (right, INSET),
    ]  # fmt: skip
    # One polygon: Poppler moves the edges of plain rectangles to whole pixels.
    return (
        "0 g " + " l ".join(f"{x} {y}" for x, y in corners).replace(" l", " m", 1) + " l f"
    ).encode()


def painted(path: Path, folder: Path) -> list[Image.Image]:
    """Return the pages as Poppler paints them, in grey."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", str(path), str(folder / "page")]
    subprocess.run(command, check=True)  # noqa: S603  our own files, no shell
    return [Image.open(found) for found in sorted(folder.glob("page*.pgm"))]


def boxes(page: Image.Image) -> list[Box]:
    """Find the black boxes of a page, and measure their edges to a fraction of a pixel."""
    small = page.reduce(COARSE)
    cells: Any = small.load()
    seen: set[tuple[int, int]] = set()
    found = []
    for y in range(small.height):
        for x in range(small.width):
            if cells[x, y] > 127 or (x, y) in seen:
                continue
            group, waiting = [], [(x, y)]
            seen.add((x, y))
            while waiting:
                i, j = waiting.pop()
                group.append((i, j))
                for near in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
                    inside = 0 <= near[0] < small.width and 0 <= near[1] < small.height
                    if inside and near not in seen and cells[near] <= 127:
                        seen.add(near)
                        waiting.append(near)
            xs, ys = [i for i, _ in group], [j for _, j in group]
            if len(group) > 400:  # marks are thinner
                found.append(_measured(page, min(xs), min(ys), max(xs), max(ys)))
    return found


def _measured(page: Image.Image, x1: int, y1: int, x2: int, y2: int) -> Box:
    pad = 2
    left, top = (x1 - pad) * COARSE, (y1 - pad) * COARSE
    right, bottom = (x2 + 1 + pad) * COARSE, (y2 + 1 + pad) * COARSE
    x, y = (left + right) // 2, (top + bottom) // 2
    # A line of pixels from the middle outwards is black up to the edge; off the notch's axis.
    aside, above = (right - left) // 4, (bottom - top) // 4
    level = page.crop((left, y + above - 2, right, y + above + 2)).resize((right - left, 1))
    upright = page.crop((x + aside - 2, top, x + aside + 2, bottom)).resize((1, bottom - top))
    ink = [[1 - value / 255 for value in line.tobytes()] for line in (level, upright)]
    notch = _notch(page, x, top, bottom)
    return Box(
        (x - sum(ink[0][: x - left])) / PX,
        (y - sum(ink[1][: y - top])) / PX,
        (x + sum(ink[0][x - left :])) / PX,
        (y + sum(ink[1][y - top :])) / PX,
        notch,
    )


def _notch(page: Image.Image, x: int, top: int, bottom: int) -> str:
    line = page.crop((x, top, x + 1, bottom)).tobytes()
    half, edge = len(line) // 2, 3 * COARSE
    up, down = sum(line[edge:half]), sum(line[half:-edge])
    return "up" if up > down else "down"


def turns_sideways(size: tuple[float, float], flip: str) -> bool:
    """Tell whether a page of a size is turned like that of a book."""
    return (flip == "long-edge") == (size[1] >= size[0])


def through(box: Box, size: tuple[float, float], flip: str) -> Box:
    """Return a box of the front as one sees it through the sheet from the back."""
    width, height = size
    if turns_sideways(size, flip):
        return replace(box, left=width - box.right, right=width - box.left)
    notch = "down" if box.notch == "up" else "up"
    return replace(box, top=height - box.bottom, bottom=height - box.top, notch=notch)


def duplex(
    pages: list[Image.Image], size: tuple[float, float], flip: str, *, crosswise: bool
) -> tuple[float, float, list[str]]:
    """Return the largest offset of a back in each direction, and what else is wrong."""
    fronts, backs = boxes(pages[0]), boxes(pages[1])
    fronts = [through(box, size, flip) for box in fronts]
    offsets = []
    wrong = [] if backs else ["no backs"]
    for own in backs:
        x, y = own.middle
        behind = min(fronts, key=lambda f: abs(f.middle[0] - x) + abs(f.middle[1] - y))
        offsets.append((x - behind.middle[0], y - behind.middle[1]))
        if max(abs(a - b) for a, b in zip(own.size, behind.size, strict=True)) > MOST:
            wrong.append(f"sizes differ: {own.size} {behind.size}")
        is_over = crosswise and (y < size[1] / 2) is turns_sideways(size, flip)
        if (own.notch != behind.notch) is not is_over:
            wrong.append("heads meet" if is_over else "heads do not meet")
    across, down = (max((o[i] for o in offsets), key=abs, default=0.0) for i in (0, 1))
    return across, down, wrong


def fold(page: Image.Image) -> float:
    """Return how far the fold mark is from the middle between the two faces of a slot."""
    found = boxes(page)
    a, b = found[0], min(found[1:], key=lambda f: _distance(f, found[0]))
    beside = abs(a.middle[0] - b.middle[0]) > abs(a.middle[1] - b.middle[1])
    axis = 0 if beside else 1
    middle = (a.middle[axis] + b.middle[axis]) / 2
    # The mark in the margin: the ink within 5 mm of the middle, over the first 4 mm of the sheet.
    reach, deep = int(5 * PX), int(4 * PX)
    start = int(middle * PX) - reach
    end = start + 2 * reach
    area, shape = (
        ((start, 0, end, deep), (end - start, 1))
        if beside
        else ((0, start, deep, end), (1, end - start))
    )
    strip = page.crop(area).resize(shape, Image.Resampling.BOX)
    ink = [255 - value for value in strip.tobytes()]
    if not any(ink):
        raise SystemExit("no fold mark")
    place = (start + sum((i + 0.5) * value for i, value in enumerate(ink)) / sum(ink)) / PX
    return place - middle


def _distance(one: Box, other: Box) -> float:
    return abs(one.middle[0] - other.middle[0]) + abs(one.middle[1] - other.middle[1])


def main() -> int:
    """Print the offset."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--flip", choices=["long-edge", "short-edge", "fold"], default="long-edge")
    parser.add_argument("--page", type=int, default=1, help="the front; the back is the next page")
    parser.add_argument("--crosswise", action="store_true", help="a leaflet")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = proof(wanted.pdf, folder / "proof.pdf", wanted.page, marks=wanted.flip == "fold")
        pages = painted(folder / "proof.pdf", folder)
        if wanted.flip == "fold":
            off = fold(pages[0])
            print(f"{off:+.3f}")
            return int(abs(off) > MOST)
        across, down, wrong = duplex(pages, size, wanted.flip, crosswise=wanted.crosswise)
    print(f"{across:+.3f} {down:+.3f}", *wrong, sep="  ")
    return int(bool(wrong) or max(abs(across), abs(down)) > MOST)


if __name__ == "__main__":
    sys.exit(main())
