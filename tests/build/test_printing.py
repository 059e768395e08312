"""Every layout printed once: judged by programs that did not write it."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops, ImageStat

from commcards.build import builder
from commcards.workspace.request import Request
from tests.build.test_pdf import drawn
from tests.support.badinput import REPOSITORY
from tests.support.smalldeck import DECKS, KEPT, lay_out
from tests.support.verapdf import verdicts

LANGUAGE = "fa"
LAYOUTS = (
    *("board", "a5", "a6", "a7", "wallet", "ring", "foldover", "booklet", "tent", "poster"),
    *("leaflet", "labels"),
)
DUPLEX = ("board", "a5", "a6", "a7", "wallet", "ring", "booklet", "leaflet")
DPI = 300
DOT, CELL = 6, 60  # pixels a side: 0.5 mm, in which smooth edges do not count, and 5 mm
# Of 255, how far two renderers may be apart: dots on average over a page, and any cell.
MOST_UNLIKE, MOST_UNLIKE_CELL = 4.0, 36
MOST_BYTES = 1_500_000  # for FACES faces
FACES = 40
POINT = 72 / 25.4
FOOT = 40  # points: the foot of a face, with its bleed

pytestmark = pytest.mark.slow
each_layout = pytest.mark.parametrize("layout", LAYOUTS)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small project, with the card that posters show, in every layout on A4."""
    root = tmp_path_factory.mktemp("printed")
    lay_out(root, {**KEPT, "first-contact": (), "person": ()})
    decks = root / "decks.yaml"
    text = decks.read_text("utf-8").replace(DECKS, "")
    deck = DECKS.replace("cards: [illness", "cards: [first-contact, illness")
    decks.write_text(text + deck, "utf-8")
    request = Request(
        root=root, output=root / "output", languages=(LANGUAGE,), layouts=LAYOUTS, papers=("a4",)
    )
    report = builder.build(request)
    assert [str(fault) for fault in report.diagnostics if fault.severity == "error"] == []
    return root / "output" / "emergency" / f"bg-{LANGUAGE}"


def pdf(printed: Path, layout: str) -> Path:
    return printed / f"{printed.parent.name}_{printed.name}_{layout}_a4.pdf"


@each_layout
def test_qpdf_finds_nothing_wrong(printed: Path, layout: str) -> None:
    command = ["qpdf", "--check", str(pdf(printed, layout))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_verapdf_passes_every_layout(printed: Path) -> None:
    paths = [pdf(printed, layout) for layout in LAYOUTS]
    assert verdicts(paths) == [f"PASS {path}" for path in paths]


@each_layout
def test_boxes_lie_in_one_another(printed: Path, layout: str) -> None:
    """The trim box holds every face but its bleed, and page numbers."""
    with pikepdf.open(pdf(printed, layout)) as file:
        for side in file.pages:
            media, bleed, trim = (
                [float(edge) for edge in box]
                for box in (side.mediabox, side.bleedbox, side.trimbox)
            )
            assert "/TrimBox" in side.obj
            assert "/BleedBox" in side.obj
            for inner, outer in ((trim, bleed), (bleed, media)):
                assert outer[0] - 0.01 <= inner[0] < inner[2] <= outer[2] + 0.01
                assert outer[1] - 0.01 <= inner[1] < inner[3] <= outer[3] + 0.01
            assert trim[2] - trim[0] > 100 * POINT
            for _, box, _ in drawn(side) if layout != "poster" else ():
                assert bleed[0] - 0.1 <= box[0] < box[2] <= bleed[2] + 0.1
                assert bleed[1] - 0.1 <= box[1] < box[3] <= bleed[3] + 0.1


@each_layout
def test_a_pdf_tells_what_it_is(printed: Path, layout: str) -> None:
    with pikepdf.open(pdf(printed, layout)) as file:
        assert str(file.docinfo.Title).endswith(" – فارسی")
        assert file.Root.Lang == "bg"
        numbers = list(file.Root.PageLabels.Nums)
        labels = [str(label.P) for label in numbers[1::2]]
        assert list(map(int, numbers[::2])) == list(range(len(file.pages)))
        if layout in DUPLEX:
            assert labels == [f"{n // 2 + 1}{'ab'[n % 2]}" for n in range(len(file.pages))]
        else:
            assert labels == [str(n + 1) for n in range(len(file.pages))]
        with file.open_outline() as outline:
            places: list[Any] = [item.destination for item in outline.root]
            shown = [item.title for item in outline.root]
            pages = [file.pages.index(pikepdf.Page(place[0])) for place in places]
    assert any(title.startswith("E02 ") for title in shown)
    assert len(shown) == (1 if layout == "poster" else len(set(shown)))
    assert all(0 <= page < len(numbers) // 2 for page in pages)
    if layout not in ("booklet", "leaflet"):  # whose sides are not in the order of their pages
        assert pages == sorted(pages)


def test_a_booklet_numbers_its_pages(printed: Path) -> None:
    """Numbers run from 1 without a gap; the two halves of the outermost side are first and last."""
    with (
        pikepdf.open(pdf(printed, "booklet")) as file,
        pypdfium2.PdfDocument(pdf(printed, "booklet")) as words,
    ):
        numbers: list[int] = []
        for side, text in zip(file.pages, words, strict=True):
            texts = text.get_textpage()
            for left, bottom, right, _ in sorted({box for _, box, _ in drawn(side)}):
                foot = texts.get_text_bounded(left, bottom, right, bottom + FOOT)
                numbers += map(int, re.findall(r"(?<![\w/.])[0-9]+(?![\w/.])", foot)[-1:])
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) > 8
    assert 1 in numbers[:2]


def by_poppler(path: Path, number: int, folder: Path) -> Image.Image:
    target = folder / "poppler"
    command = ["pdftoppm", "-r", str(DPI), "-f", str(number + 1), "-singlefile", "-gray"]
    subprocess.run([*command, str(path), str(target)], check=True)
    return Image.open(target.with_suffix(".pgm")).convert("L")


def by_pdfium(path: Path, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(path) as file:
        image: Image.Image = file[number].render(scale=DPI / 72).to_pil().convert("L")
    return image


def by_mupdf(path: Path, number: int) -> Image.Image:
    with pymupdf.open(path) as file:  # type: ignore[no-untyped-call]
        found = file[number].get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (found.width, found.height), found.samples)


def unlike(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Return by how much two pages differ: dots on average, and the worst cell."""
    assert abs(one.width - other.width) <= 1  # they round to whole pixels
    assert abs(one.height - other.height) <= 1
    page = (0, 0, min(one.width, other.width), min(one.height, other.height))
    dots, cells = (
        ImageChops.difference(one.crop(page).reduce(side), other.crop(page).reduce(side))
        for side in (DOT, CELL)
    )
    return ImageStat.Stat(dots).mean[0], ImageStat.Stat(cells).extrema[0][1]


def is_alike(one: Image.Image, other: Image.Image) -> bool:
    dots, cell = unlike(one, other)
    return dots < MOST_UNLIKE and cell < MOST_UNLIKE_CELL


@each_layout
def test_three_renderers_paint_the_same_page(printed: Path, layout: str, tmp_path: Path) -> None:
    path = pdf(printed, layout)
    pages = [by_poppler(path, 0, tmp_path), by_pdfium(path, 0), by_mupdf(path, 0)]
    for one, other in combinations(pages, 2):
        assert is_alike(one, other), unlike(one, other)
    without = pages[0].copy()
    without.paste(255, _darkest(without))
    assert not is_alike(pages[0], without)


def _darkest(page: Image.Image) -> tuple[int, int, int, int]:
    """Return the 5 mm of a page that hold most ink."""
    cells = page.reduce(CELL)
    place = cells.tobytes().index(bytes([int(ImageStat.Stat(cells).extrema[0][0])]))
    y, x = divmod(place, cells.width)
    return (x * CELL, y * CELL, (x + 1) * CELL, (y + 1) * CELL)


def test_forty_faces_stay_small(printed: Path) -> None:
    """Fonts and pictures are shared, so that a deck of fewer faces is no lighter a face."""
    measured = 0
    for layout in LAYOUTS:
        with pikepdf.open(pdf(printed, layout)) as file:
            faces = sum(not artifact for side in file.pages for _, _, artifact in drawn(side))
        if faces >= FACES / 2:
            measured += 1
            assert pdf(printed, layout).stat().st_size * FACES / faces < MOST_BYTES
    assert measured


def offset(path: Path, *options: str) -> tuple[int, list[float]]:
    script = REPOSITORY / "scripts" / "duplex_offset.py"
    command = [sys.executable, str(script), str(path), *options]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.returncode, [float(number) for number in result.stdout.split()[:2]]


def test_a_leaflet_asks_for_real_size_and_the_long_edge(printed: Path) -> None:
    with pikepdf.open(pdf(printed, "leaflet")) as file:
        assert len(file.pages) % 2 == 0
        wishes = file.Root.ViewerPreferences
        assert wishes.PrintScaling == "/None"
        assert wishes.Duplex == "/DuplexFlipLongEdge"
        # Without a card to write on, and without one for credits.
        with file.open_outline() as outline:
            assert not any(item.title.startswith(("T98", "T99")) for item in outline.root)


def test_labels_are_where_the_sheet_has_them(printed: Path, tmp_path: Path) -> None:
    """The numbers are those of the label sheet, and the ink is what Poppler paints."""
    left, top, wide, tall, across, down = 7.2, 8.7, 63.5, 46.6, 66.05, 46.6  # mm
    margin = 2.0
    page = by_poppler(pdf(printed, "labels"), 0, tmp_path).point(lambda tone: 255 - tone)
    mm = DPI / 25.4
    seen = []
    for row in range(6):
        for column in range(3):
            x, y = left + column * across, top + row * down
            left_px, top_px, right_px, bottom_px = (
                round(at * mm) for at in (x, y, x + wide, y + tall)
            )
            ink = page.crop((left_px, top_px, right_px, bottom_px)).getbbox()
            if ink:
                seen.append([each / mm for each in ink])
    assert len(seen) > 12
    for found in seen:  # from the edge of the label to the frame, whose foot is lower
        assert found == pytest.approx([margin, margin, wide - margin, tall - margin], abs=0.5)
        assert found[:3] == pytest.approx([margin, margin, wide - margin], abs=0.15)
    with pikepdf.open(pdf(printed, "labels")) as file:
        boxes = [box for _, box, _ in drawn(file.pages[0])]
        height = float(file.pages[0].mediabox[3])
        assert file.Root.ViewerPreferences.Duplex == "/Simplex"
    assert len(boxes) == len(seen)
    for number, box in enumerate(boxes):
        row, column = divmod(number, 3)
        x, y = left + column * across, top + row * down
        wanted = [x * POINT, height - (y + tall) * POINT, (x + wide) * POINT, height - y * POINT]
        assert list(box) == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize(
    ("layout", "flip", "more"),
    [
        ("a7", "long-edge", ("--page", "3")),
        # The outermost sheet of a booklet may have an empty page.
        ("booklet", "short-edge", ("--page", "5")),
        ("leaflet", "long-edge", ("--crosswise",)),
    ],
)
def test_backs_lie_behind_their_fronts(
    printed: Path, layout: str, flip: str, more: tuple[str, ...]
) -> None:
    code, off = offset(pdf(printed, layout), "--flip", flip, *more)
    assert code == 0
    assert off == pytest.approx([0, 0], abs=0.05)
    wrong = {"long-edge": "short-edge", "short-edge": "long-edge"}[flip]
    assert offset(pdf(printed, layout), "--flip", wrong, *more)[0] == 1


def test_a_back_offset_is_measured_as_it_was_given(printed: Path, tmp_path: Path) -> None:
    root = printed.parents[2]
    request = Request(
        root=root, output=tmp_path, languages=(LANGUAGE,), layouts=("a6",), papers=("a4",),
        back_offset=(1.5, -0.7),
    )  # fmt: skip
    assert builder.build(request).rendered == 0
    code, off = offset(
        tmp_path / "emergency" / f"bg-{LANGUAGE}" / f"emergency_bg-{LANGUAGE}_a6_a4.pdf"
    )
    assert code == 1
    assert off == pytest.approx([1.5, -0.7], abs=0.05)


@pytest.mark.parametrize("layout", ["foldover", "tent"])
def test_folds_are_in_the_middle(printed: Path, layout: str) -> None:
    code, (off,) = offset(pdf(printed, layout), "--flip", "fold")
    assert code == 0
    assert off == pytest.approx(0, abs=0.05)
