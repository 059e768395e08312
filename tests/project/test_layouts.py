"""Layouts as data: their faults with place and hint, and a new one made only of YAML."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.model.layouts import Design, Layout
from commcards.model.paper import PAPERS, UNPRINTABLE
from commcards.project.layouts import read_layouts
from tests.imposition.test_imposition import (
    check_boxes,
    check_every_face,
    check_folds,
    check_marks,
    slots_on,
)
from tests.support.badinput import REPOSITORY, copy_project, edit
from tests.support.invented import FOLDED

ALL = sorted(read_layouts(REPOSITORY)[0].values(), key=lambda layout: layout.id)
LABELS = [layout for layout in ALL if layout.face.design is Design.LABELS]
WHOLE_CARDS = [layout for layout in ALL if layout not in LABELS]
FIRST = Location("layouts/card.yaml", 1, 1)  # where a layout begins, in the small project


def ours(tmp_path: Path) -> Path:
    """Return a folder with a copy of the layouts of this repository, and nothing else."""
    shutil.copytree(REPOSITORY / "layouts", tmp_path / "layouts")
    return tmp_path


def faults_with(tmp_path: Path, name: str, old: str, new: str) -> list[Diagnostic]:
    """Change one of our own layouts, and return what is wrong with it then."""
    root = ours(tmp_path)
    edit(root / f"layouts/{name}.yaml", old, new)
    return read_layouts(root)[1]


def line_of(name: str, text: str) -> int:
    lines = (REPOSITORY / f"layouts/{name}.yaml").read_text(encoding="utf-8").splitlines()
    (found,) = [number for number, line in enumerate(lines, 1) if line.startswith(text)]
    return found


def test_our_own_layouts_have_no_fault() -> None:
    layouts, faults = read_layouts(REPOSITORY)
    assert faults == []
    for layout in layouts.values():  # a sheet of labels is bought in one size
        assert {"a4", "letter"} <= set(layout.grids) or layout in LABELS
    wallet = layouts["wallet"]
    assert sorted(wallet.face_size) == [54, 85.6]  # ISO/IEC 7810 ID-1
    assert slots_on((wallet, "a4")) == 10
    assert [slots_on((layouts[name], "a4")) for name in ("board", "a5", "a6", "a7")] == [1, 2, 4, 8]
    assert layouts["poster"].grids["a4"].tiles == 2
    assert "a3" in layouts["poster"].grids


@pytest.mark.parametrize("layout", LABELS, ids=lambda layout: layout.id)
def test_labels_hold_a_line_and_no_card(layout: Layout) -> None:
    assert layout.face.person >= 8
    assert layout.face.staff >= 6
    assert layout.face.picture >= 18
    assert (layout.face.strip, layout.front, layout.flip) == ((), "", "none")
    assert layout.designed(Design.ROWS) == layout.designed(Design.TILES) == layout


@pytest.mark.parametrize("layout", WHOLE_CARDS, ids=lambda layout: layout.id)
def test_type_and_pictures_of_our_own_layouts(layout: Layout) -> None:
    in_hand = layout.id in ("wallet", "a7", "ring")
    assert layout.face.design is Design.TILES
    assert layout.face.person * layout.scale >= (8 if in_hand else 11)
    assert layout.face.staff * layout.scale >= (6 if in_hand else 7.5)
    pictures = {"a6": 17, "foldover": 17, "a5": 20, "booklet": 20, "board": 22, "tent": 20}
    assert layout.face.picture * layout.scale >= pictures.get(layout.id, 13)
    # As rows, type is as large as before.
    rows = layout.designed(Design.ROWS).face
    assert (rows.design, rows.columns <= 2) == (Design.ROWS, True)
    assert rows.person * layout.scale >= (9 if in_hand else 14)
    assert layout.designed(None) == layout.designed(Design.TILES) == layout


@pytest.mark.parametrize(
    ("old", "new", "said", "hint"),
    [
        # Three labels of 63.5 mm and two gaps are 195.6 mm.
        ("left: 7.2mm", "left: 12.5mm", "`left: 12.5mm` puts faces", "2 mm to 12.4 mm"),
        ("left: 7.2mm", "left: 1.9mm", "`left: 1.9mm` puts faces", "2 mm to 12.4 mm"),
        ("top: 8.7mm", "top: 15.5mm", "`top: 15.5mm` puts faces", "2 mm to 15.4 mm"),
        ("gap: 2.55mm", "gap: 8mm", "206.5 mm wide, but a4 has room for 206 mm", "smaller"),
        ("rows: 6", "rows: 7", "326.2 mm high, but a4 has room for 293 mm", "smaller"),
    ],
)
def test_labels_keep_to_what_the_printer_reaches(
    tmp_path: Path, old: str, new: str, said: str, hint: str
) -> None:
    """A label may lie on the sheet's edge as far as its margin, in which nothing is printed."""
    (fault,) = faults_with(tmp_path, "labels", old, new)
    assert fault.code == "layout-does-not-fit"
    assert fault.where.line == line_of("labels", "  a4:")
    assert said in fault.message
    assert hint in fault.hint


def test_the_label_sheets_of_the_documentation_are_data_alone(tmp_path: Path) -> None:
    """Each row of the table in docs/printing.md, put into our own layout, has no fault."""
    text = (REPOSITORY / "docs/printing.md").read_text("utf-8")
    rows = re.findall(
        r"\| (?:A4|Letter), (\d+) \| ([\d.]+) mm, ([\d.]+) mm \| `(\w+): (.*?})`(.*) \|", text
    )
    assert [row[0] for row in rows] == ["14", "18", "21", "24", "65", "10"]
    for count, width, height, paper, grid, more in rows:
        root = ours(tmp_path / count)
        made = (root / "layouts/labels.yaml").read_text("utf-8")
        for key, value in (("width", f"{width}mm"), ("height", f"{height}mm"), *re.findall(
            r"`([a-z-]+): (\w+)`", more)):  # fmt: skip
            made, changed = re.subn(rf"(?m)^  {key}: \S+", f"  {key}: {value}", made)
            assert changed == 1
        made = re.sub(r"(?m)^  a4: .*", f"  {paper}: {grid}", made)
        (root / "layouts/labels.yaml").write_text(made, "utf-8")
        layouts, faults = read_layouts(root)
        assert faults == [], grid
        assert slots_on((layouts["labels"], paper)) == int(count)


def test_labels_to_the_hair(tmp_path: Path) -> None:
    assert faults_with(tmp_path, "labels", "left: 7.2mm", "left: 12.4mm") == []
    assert faults_with(tmp_path / "middle", "labels", "top: 8.7mm, ", "") == []  # in the middle


def test_a_gap_is_told_from_the_gutter(tmp_path: Path) -> None:
    """Faces bleed onto one another across a gap of their own too."""
    new = "a4: {columns: 2, rows: 2, row-gap: 3.9mm}"
    (fault,) = faults_with(tmp_path, "a6", "a4: {columns: 2, rows: 2}", new)
    assert (fault.code, "3.9 mm" in fault.message) == ("layout-contradiction", True)
    assert (
        faults_with(tmp_path / "b", "a6", "a4: {columns: 2, rows: 2}", new.replace("3.9", "4"))
        == []
    )


def test_a_layout_without_sizes_for_rows_has_one_column() -> None:
    (rows,) = (replace(layout, rows=None).designed(Design.ROWS) for layout in ALL[:1])
    assert rows.face == replace(ALL[0].face, columns=1, design=Design.ROWS)
    assert rows.designed(Design.TILES).face.design is Design.TILES


def test_layouts_that_share_a_face_lay_it_out_once() -> None:
    layouts = {layout.id: layout for layout in ALL}
    for name, other in (("foldover", "a6"), ("booklet", "a5")):
        assert layouts[name].face == layouts[other].face
        assert layouts[name].rows == layouts[other].rows


@pytest.mark.parametrize(
    ("whose", "size", "scale", "least"),
    [
        ("person", "21.8pt", "0.5", ""),  # 10.9 pt in the hand
        ("person", "16pt", "0.5", ""),
        ("person", "15.9pt", "0.5", "8 pt"),
        ("person", "11pt", "1", ""),
        ("person", "10.9pt", "1", "11 pt"),
        ("staff", "12pt", "0.5", ""),
        ("staff", "11.9pt", "0.5", "6 pt"),
        ("staff", "7.5pt", "1", ""),
        ("staff", "7.4pt", "1", "7.5 pt"),
    ],
)
def test_type_too_small(tmp_path: Path, whose: str, size: str, scale: str, least: str) -> None:
    root = copy_project(tmp_path)
    file = root / "layouts/card.yaml"
    edit(file, {"person": "person: 18pt", "staff": "staff: 12pt"}[whose], f"{whose}: {size}")
    edit(file, "scale: 0.5", f"scale: {scale}")
    if scale == "1":
        edit(file, "columns: 5, rows: 2", "columns: 2, rows: 1")
    faults = read_layouts(root)[1]
    if not least:
        assert faults == []
        return
    (fault,) = faults
    assert (fault.where, fault.code, fault.severity) == (FIRST, "type-too-small", Severity.ERROR)
    assert f"less than {least}" in fault.message
    assert f"`{whose}`" in fault.hint


def test_type_of_rows_is_judged_too(tmp_path: Path) -> None:
    faults = faults_with(tmp_path, "a6", "    person: 14pt", "    person: 10pt")
    assert [(fault.code, fault.where.file) for fault in faults] == [
        ("type-too-small", f"layouts/{name}.yaml") for name in ("a6", "foldover")
    ]
    assert "10 pt, less than 11 pt" in faults[0].message


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("answer-faces: 1", "answer-faces: -1", "out-of-range", "`answer-faces`"),
        ("answer-faces: 1", "design: tilse", "unknown-value", "did you mean 'tiles'?"),
        ("    columns: 1", "    columms: 1", "unknown-key", "did you mean 'columns'?"),
    ],
)
def test_faults_of_a_design(tmp_path: Path, old: str, new: str, code: str, said: str) -> None:
    faults = faults_with(tmp_path, "ring", old, new)
    assert [fault.code for fault in faults] == [code]
    assert said in faults[0].message + faults[0].hint


def test_type_of_a_shared_face_is_judged_as_it_is_printed(tmp_path: Path) -> None:
    faults = faults_with(tmp_path, "foldover", "face: a6", "face: a6\nscale: 0.7")
    where = Location("layouts/foldover.yaml", line_of("foldover", "face:"), 1)
    assert {(fault.where, fault.code) for fault in faults} == {(where, "type-too-small")}
    assert "7.7 pt, less than 8 pt" in faults[0].message
    assert "65.8 x 89.6 mm" in faults[0].hint


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "hint"),
    [
        ("tent", "  staff: 11pt", "  staff: 12pt", "type of one size", "the larger size"),
        ("tent", "fold: above", "", "`back: staff` needs a back", "`flip`"),
        ("tent", "flip: none", "flip: long-edge", "printed on one side", "write: flip: none"),
        ("booklet", "gutter: 8mm", "gutter: 8mm\nback: staff", "type of one size", "larger"),
        ("booklet", "flip: short-edge", "flip: none", "pages on both sides", "`flip`"),
        ("booklet", "flip: short-edge", "flip: none\nfold: beside", "`fold` and `binding`", "one"),
        ("poster", "flip: none", "flip: none\nfold: above", "`fold` and `tiles`", "keep one"),
        ("booklet", "gutter: 8mm", "gutter: 6mm", "colour would run onto", "6.8 mm at least"),
        ("leaflet", "flip: long-edge", "flip: none", "panels on both sides", "`flip`"),
        (
            "leaflet",
            "a4: {columns: 2, rows: 2}",
            "a4: {columns: 1, rows: 2}",
            "crosswise",
            "2, rows",
        ),
        (
            "booklet",
            "crop-marks: false",
            "crop-marks: true",
            "no crop marks",
            "write: crop-marks: false",
        ),
        (
            "poster",
            "crop-marks: false",
            "crop-marks: true",
            "no crop marks",
            "write: crop-marks: false",
        ),
        ("a6", "gutter: 4mm", "gutter: 3.9mm", "colour would run onto", "4 mm at least"),
        (
            "a6",
            "a4: {columns: 2, rows: 2}",
            "a4: {columns: 2, rows: 1, tiles: 2}",
            "the sheet to itself",
            "{columns: 1, rows: 1}",
        ),
        (
            "booklet",
            "a4: {columns: 2, rows: 1, landscape: true}",
            "a4: {columns: 1, rows: 1, landscape: true}",
            "the open book",
            "{columns: 2, rows: 1}",
        ),
    ],
)
def test_layout_contradiction(
    tmp_path: Path, name: str, old: str, new: str, message: str, hint: str
) -> None:
    faults = [
        fault
        for fault in faults_with(tmp_path, name, old, new)
        if fault.code == "layout-contradiction"
    ]
    where = Location(f"layouts/{name}.yaml", line_of(name, "face:"), 1)
    assert {fault.where for fault in faults} == {where}
    assert any(message in fault.message and hint in fault.hint for fault in faults)


def test_every_contradiction_is_reported_in_one_run(tmp_path: Path) -> None:
    root = ours(tmp_path)
    edit(root / "layouts/booklet.yaml", "crop-marks: false", "crop-marks: true")
    edit(root / "layouts/booklet.yaml", "flip: short-edge", "flip: short-edge\nfold: beside")
    edit(root / "layouts/tent.yaml", "  staff: 11pt", "  staff: 12pt")
    codes = [(f.where.file, f.message.split()[0]) for f in read_layouts(root)[1]
             if f.code == "layout-contradiction"]  # fmt: skip
    assert sorted(codes) == [
        ("layouts/booklet.yaml", "a"),  # pages on both sides
        ("layouts/booklet.yaml", "a"),  # folded, but printed on one side
        ("layouts/booklet.yaml", "sheets"),
        ("layouts/tent.yaml", "`back:"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "paper"),
    [
        # Two faces of 94 mm side by side; two of 128 mm above one another.
        ("foldover", "gutter: 4mm", "gutter: 5mm\nscale: 1.08", "203.04 mm wide", "a4"),
        ("tent", "height: 128mm", "height: 136mm", "272 mm high", "letter"),
        # Two sheets of 202 mm less 10 mm to glue: 394 mm.
        ("poster", "height: 384mm", "height: 394.5mm", "394.5 mm high", "a4"),
    ],
)
def test_layout_does_not_fit(
    tmp_path: Path, name: str, old: str, new: str, message: str, paper: str
) -> None:
    faults = faults_with(tmp_path, name, old, new)
    assert {fault.code for fault in faults} == {"layout-does-not-fit"}
    fault = next(fault for fault in faults if f"{paper} has room" in fault.message)
    lines = len(new.splitlines()) - 1  # that the change added
    line = line_of(name, f"  {paper}:") + lines
    assert (fault.where.file, fault.where.line) == (f"layouts/{name}.yaml", line)
    assert fault.where.column == len(f"  {paper}: ") + 1
    assert message in fault.message
    assert "`landscape`" in fault.hint


def test_what_fits_to_the_hair(tmp_path: Path) -> None:
    assert faults_with(tmp_path, "poster", "height: 384mm", "height: 394mm") == []


@pytest.mark.parametrize(
    ("new", "hint"),
    [
        ("face: a55", "did you mean 'a5'?"),
        # foldover has none of its own
        (
            "face: foldover",
            "allowed: a5, a6, a7, board, labels, labels-letter, leaflet, poster, ring, tent, ",
        ),
    ],
)
def test_a_face_that_no_layout_has(tmp_path: Path, new: str, hint: str) -> None:
    (fault,) = faults_with(tmp_path, "booklet", "face: a5", new)
    where = Location("layouts/booklet.yaml", line_of("booklet", "face:"), len("face: ") + 1)
    assert (fault.where, fault.code) == (where, "unknown-value")
    assert hint in fault.hint


@pytest.mark.parametrize(
    ("tiles", "code"),
    [("0", "out-of-range"), ("9", "out-of-range"), ("many", "wrong-type"), ("1.5", "wrong-type")],
)
def test_bad_tiles(tmp_path: Path, tiles: str, code: str) -> None:
    old = "a4: {columns: 1, rows: 1, landscape: true, tiles: 2}"
    faults = faults_with(tmp_path, "poster", old, old.replace("tiles: 2", f"tiles: {tiles}"))
    column = 2 + old.index("tiles: ") + len("tiles: ") + 1
    where = Location("layouts/poster.yaml", line_of("poster", "  a4:"), column)
    fault = faults[0]
    assert (fault.where, fault.code) == (where, code)
    assert "`tiles`" in fault.message
    # One tile, which stands in for it, is too low for the face.
    assert [other.code for other in faults[1:]] == ["layout-does-not-fit"]


@pytest.mark.parametrize(
    ("key", "word"), [("back", "front"), ("fold", "inside"), ("binding", "glue"), ("fold", "''")]
)
def test_words_that_are_not_known(tmp_path: Path, key: str, word: str) -> None:
    (fault,) = faults_with(tmp_path, "a6", "flip: long-edge", f"flip: long-edge\n{key}: {word}")
    line = line_of("a6", "flip:") + 1
    where = Location("layouts/a6.yaml", line, len(f"{key}: ") + 1)
    assert fault.where == where
    assert fault.code == ("empty-text" if word == "''" else "unknown-value")
    assert f"`{key}`" in fault.message
    assert fault.hint


SIX_UP = """\
face:
  width: 90mm
  height: 94mm
  bleed: 1.5mm
  margin: 3.5mm
  columns: 1
  picture: 12mm
  option-columns: 2
  option-picture: 8mm
  person: 12pt
  staff: 8pt
  small: 6pt
  strip: [yes, no, stop]
gutter: 4mm
crop-marks: true
flip: short-edge
grids:
  a4: {columns: 3, rows: 2, landscape: true}
"""
SIX_POCKET = """\
face: a7
gutter: 4mm
crop-marks: true
flip: long-edge
grids:
  a4: {columns: 3, rows: 2}
  letter: {columns: 3, rows: 2}
"""
SIX_FOLDED = """\
face: wallet
fold: beside
gutter: 3mm
crop-marks: true
flip: none
grids:
  letter: {columns: 2, rows: 2, landscape: true}
  a4: {columns: 2, rows: 2, landscape: true}
  a3: {columns: 2, rows: 3}
"""


@pytest.mark.parametrize("text", [SIX_UP, SIX_POCKET, SIX_FOLDED], ids=["own", "shared", "folded"])
@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
def test_a_new_layout_is_yaml_alone(tmp_path: Path, text: str, flip: str) -> None:
    root = ours(tmp_path)
    before = read_layouts(root)[0]
    (root / "layouts/sixes.yaml").write_text(text, encoding="utf-8")
    layouts, faults = read_layouts(root)
    assert faults == []
    made = layouts.pop("sixes")
    assert layouts == before
    assert "a4" in made.grids
    for paper in made.grids:
        for count in (1, slots_on((made, paper)), 13):
            check_every_face((made, paper), count, "all", flip)
        check_boxes((made, paper))
        check_marks((made, paper))
        if made.kind in FOLDED:
            check_folds((made, paper))


def test_papers() -> None:
    for width, height in PAPERS.values():
        assert width < height
    assert PAPERS["a3"] == (PAPERS["a4"][1], PAPERS["a4"][0] * 2)
    assert UNPRINTABLE >= 4


@pytest.mark.parametrize(
    ("design", "old", "new", "place", "told"),
    [
        ("rows", r"columns: 1\b", "columns: 12", (6, 12), "`columns: 12` leaves -"),
        (
            "rows",
            r"option-columns: 3",
            "option-columns: 12",
            (8, 19),
            "`option-columns: 12` leaves",
        ),
        ("rows", r"(  strip:)", r"  qr: 900mm\n\1", (13, 7), "`qr` is 900.0 mm"),
        ("rows", r"person: 18pt", "person: 90pt", (10, 11), "`person` is 31.8 mm"),
        ("rows", r"margin: 4mm", "margin: 44mm", (6, 12), "`columns: 1` leaves -"),
        ("tiles", r"margin: 4mm", "margin: 44mm", (7, 12), "`picture` is 15.0 mm"),
        ("tiles", r"option-picture: 10mm", "option-picture: 50mm", (9, 19), "`option-picture` is"),
    ],
)
def test_lengths_that_leave_no_room_for_words(
    design: str, old: str, new: str, place: tuple[int, int], told: str, tmp_path: Path
) -> None:
    root = copy_project(tmp_path)
    file = root / "layouts/card.yaml"
    text = file.read_text("utf-8").replace("[yes, no]", f"[yes, no]\n  design: {design}")
    changed, count = re.subn(old, new, text, count=1)
    assert count == 1
    file.write_text(changed, "utf-8")
    found = [fault for fault in read_layouts(root)[1] if fault.code == "layout-contradiction"]
    (fault,) = [fault for fault in found if fault.where[1:] == place]
    assert fault.message.startswith(told)


def test_a_length_is_written_in_latin_digits(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "layouts/card.yaml", "margin: 4mm", "margin: ٤mm")
    assert "bad-length" in [fault.code for fault in read_layouts(root)[1]]
