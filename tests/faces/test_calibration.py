"""``commcards calibrate``: what a person reads from the sheet is the offset for `build`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from commcards.base.units import Mm
from commcards.faces import calibration
from commcards.faces.calibration import LENGTH, PITCH, REACH
from commcards.faces.items import Face, Shape, Text
from commcards.localize.localcard import Line, Words
from commcards.model.paper import PAPERS
from tests.support.invented import ENGLISH
from tests.support.smalldeck import Built, commcards

FLIPS = ("long-edge", "short-edge")
KEYS = (
    "calibration", "calibration-print", "calibration-long-edge", "calibration-short-edge",
    "calibration-hold", "calibration-read", "calibration-type", "calibration-again",
)  # fmt: skip


def planned(size: tuple[Mm, Mm], flip: str, length: int = 2) -> tuple[tuple[Face, ...], Any]:
    english = ENGLISH
    lines = {key: Line(key, "", (), Words(english, key)) for key in KEYS}
    spec = calibration.face_spec(size)
    command = Words(english, "command")
    return calibration.plan(lines, command, flip, spec, lambda *_: length, lambda *_: Mm(20))


def ruled(face: Face) -> list[Shape]:
    return [item for item in face.items if isinstance(item, Shape) and item.kind == "ruled"]


def middle(item: Shape | Text) -> tuple[float, float]:
    return item.x + item.width / 2, item.y + item.height / 2


def read(size: tuple[Mm, Mm], flip: str, error: tuple[float, float]) -> list[tuple[float, float]]:
    """Read each place of a sheet whose backs the printer moved, as a person does."""
    (front, back), _ = planned(size, flip)
    sideways = (flip == "long-edge") == (size[1] >= size[0])
    seen = []
    for item in ruled(front):
        x, y = middle(item)
        seen.append((size[0] - x if sideways else x, y if sideways else size[1] - y, item))
    numbers = [item for item in back.items if isinstance(item, Text) and item.key == "number"]
    strokes = [item for item in ruled(back) if max(item.width, item.height) == PITCH]
    found = []
    for axis in (0, 1):
        upright = axis == 0
        lines = [
            (x, y)
            for x, y, item in seen
            if (item.height if upright else item.width) == pytest.approx(LENGTH + PITCH)
        ]
        assert len(lines) == 3
        read_here = []
        for place in sorted(lines):
            own = [
                s
                for s in strokes
                if (s.height > s.width) == upright
                and abs(middle(s)[axis] - place[axis]) < REACH / 10 + 0.05
                and abs(middle(s)[1 - axis] - place[1 - axis]) < LENGTH / 2
            ]
            assert len(own) == 2 * REACH + 1
            nearest = min(own, key=lambda s: abs(middle(s)[axis] + error[axis] - place[axis]))
            along = middle(nearest)[1 - axis]
            # The two numbers nearest to the crossing, on the ruler of this scale.
            beside = sorted(
                (n for n in numbers if 0 < middle(n)[axis] - place[axis] < 20
                 and abs(middle(n)[1 - axis] - place[1 - axis]) < LENGTH / 2 + 1
                 and (n.align == "start") == upright),
                key=lambda n: abs(middle(n)[1 - axis] - along),
            )  # fmt: skip
            one, two = beside[:2]
            a, b = int(one.words.text), int(two.words.text)
            from_a, from_b = middle(one)[1 - axis], middle(two)[1 - axis]
            read_here.append(a + (b - a) * (along - from_a) / (from_b - from_a))
        found.append(read_here)
    return list(zip(*found, strict=True))


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("error", [(0.0, 0.0), (-1.5, 0.7), (2.3, -3.9)])
@pytest.mark.parametrize("landscape", [False, True])
def test_one_reads_the_offset_that_mends_the_error(
    flip: str, error: tuple[float, float], landscape: bool
) -> None:
    """At three places, to a tenth of a millimetre: the opposite of what the printer did."""
    size = PAPERS["letter"][::-1] if landscape else PAPERS["a4"]
    readings = read(size, flip, error)
    assert len(readings) == 3
    for reading in readings:
        assert reading == pytest.approx((-error[0], -error[1]), abs=0.06)


@pytest.mark.parametrize("flip", FLIPS)
def test_all_stays_on_the_sheet(flip: str) -> None:
    for wide, tall in (PAPERS["a4"], PAPERS["letter"][::-1]):
        faces, misfits = planned((wide, tall), flip)
        assert misfits == ()
        for item in (item for face in faces for item in face.items):
            assert 8 < item.x < item.x + item.width < wide - 8
            assert 8 < item.y < item.y + item.height < tall - 8


def test_words_without_room_are_reported() -> None:
    _, misfits = planned(PAPERS["letter"], "long-edge", length=12)
    assert {misfit.key for misfit in misfits} >= {"calibration-again"}


@pytest.fixture
def sheet(built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    options = (
        "--staff",
        "en",
        "--paper",
        "letter",
        "--back-offset",
        "-1.5",
        "0.7",
        "--output",
        str(tmp_path),
    )
    code, written = commcards(built.root, "calibrate", *options, capsys=capsys)
    assert code == 0
    assert str(tmp_path / "calibration.letter.pdf") in written
    return tmp_path / "calibration.letter.pdf"


def test_the_command_writes_two_pages_with_the_back_moved(sheet: Path) -> None:
    with pikepdf.open(sheet) as file:
        assert len(file.pages) == 2
        assert file.Root.Lang == "en"
        places = []
        for side in file.pages:
            assert [float(edge) for edge in side.mediabox] == [0, 0, 612, 792]
            (matrix,) = [i.operands for i in pikepdf.parse_content_stream(side)
                         if str(i.operator) == "cm"]  # fmt: skip
            places.append([float(matrix[4]), float(matrix[5])])
    assert places[0] == pytest.approx([0, 0], abs=0.001)
    assert places[1] == pytest.approx([-1.5 * 72 / 25.4, -0.7 * 72 / 25.4], abs=0.001)


def test_the_sheet_tells_how_it_was_made(sheet: Path) -> None:
    with pypdfium2.PdfDocument(sheet) as file:
        text = " ".join(file[1].get_textpage().get_text_range().split())
    assert "commcards calibrate --paper letter --flip long-edge --back-offset -1.5 0.7" in text
    assert "first X, then Y" in text


def test_an_unknown_language_is_wrong_usage(
    built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    code, written = commcards(built.root, "calibrate", "--staff", "xx", capsys=capsys)
    assert code == 2
    assert "choose from: " in written
