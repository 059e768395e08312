"""SVG read by an allow-list; path geometry against the reader of fontTools."""

from __future__ import annotations

from math import pi
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path as their_path
from hypothesis import given
from hypothesis import strategies as st

from commcards.base.diagnostics import MOST_FAULTS
from commcards.model.symbols import Layer
from commcards.pictures import affine, svgpath
from commcards.pictures.svgfile import MAX_BYTES, Drawing, parse_svg
from tests.support.badinput import DATA, check

BAD = sorted((DATA / "svg" / "bad").glob("*.svg"))
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
ARGUMENTS = {"L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2}

coordinates = st.integers(-400, 400).map(lambda tenths: f"{tenths / 10:g}")
radii = st.integers(1, 300).map(lambda tenths: f"{tenths / 10:g}")
flags = st.sampled_from("01")


def layers(body: str) -> tuple[Layer, ...]:
    drawing, faults = parse_svg(f"{HEAD}{body}</svg>".encode(), "a.svg")
    assert faults == []
    assert drawing
    return drawing.layers


def is_empty(body: str) -> bool:
    drawing, faults = parse_svg(f"{HEAD}{body}</svg>".encode(), "a.svg")
    return drawing is None and [fault.code for fault in faults] == ["svg-empty"]


def path(body: str) -> svgpath.Path:
    (layer,) = layers(body)
    return layer.path


def approx(path: svgpath.Path) -> list[tuple[str, Any]]:
    return [(letter, pytest.approx(values, abs=1e-9)) for letter, values in path]


def area(path: svgpath.Path) -> float:
    return measured(path)[0]


def replay(path: svgpath.Path, pen: Any) -> None:
    is_open = False
    for letter, values in path:
        points = list(zip(values[::2], values[1::2], strict=True))
        if letter == "M":
            if is_open:
                pen.endPath()
            pen.moveTo(*points)
        elif letter == "Z":
            pen.closePath()
        else:
            (pen.lineTo if letter == "L" else pen.curveTo)(*points)
        is_open = letter != "Z"
    if is_open:
        pen.endPath()


def measured(path: svgpath.Path) -> tuple[float, Any]:
    """Return area and bounds of a path whose parts are closed."""
    area, bounds = AreaPen(), BoundsPen(None)
    replay(path, area)
    replay(path, bounds)
    return area.value, bounds.bounds


@st.composite
def data(draw: st.DrawFn) -> str:
    """Path data with every command but arcs, each part closed."""
    text = ""
    for _ in range(draw(st.integers(1, 3))):
        text += f"{draw(st.sampled_from('Mm'))}{draw(coordinates)} {draw(coordinates)}"
        for _ in range(draw(st.integers(1, 5))):
            letter = draw(st.sampled_from([*ARGUMENTS]))
            values = [draw(coordinates) for _ in range(ARGUMENTS[letter])]
            text += draw(st.sampled_from([letter, letter.lower()])) + " ".join(values)
        text += "z"
    return text


@st.composite
def arcs(draw: st.DrawFn) -> str:
    """A closed arc."""
    letter = draw(st.sampled_from("Aa"))
    shape = f"{draw(radii)} {draw(radii)} {draw(coordinates)} {draw(flags)}{draw(flags)}"
    return f"M{draw(coordinates)} 5{letter}{shape}{draw(coordinates)} {draw(coordinates)}z"


def theirs(text: str) -> tuple[float, Any]:
    recording, area, bounds = RecordingPen(), AreaPen(), BoundsPen(None)
    their_path(text, recording)
    recording.replay(area)
    recording.replay(bounds)
    return area.value, bounds.bounds


@given(data())
def test_a_path_has_the_area_and_bounds_that_another_reader_finds(text: str) -> None:
    found, expected = measured(svgpath.parse_path(text)), theirs(text)
    assert found[0] == pytest.approx(expected[0], abs=1e-6)
    assert found[1] == pytest.approx(expected[1], abs=1e-6)


@given(arcs())
def test_an_arc_has_the_area_and_bounds_that_another_reader_finds(text: str) -> None:
    found, expected = measured(svgpath.parse_path(text)), theirs(text)
    left, top, right, bottom = expected[1]
    size = max(right - left, bottom - top)  # both draw arcs by cubics, cut in other places
    assert found[0] == pytest.approx(expected[0], abs=1e-3 * size**2 + 1e-6)
    assert found[1] == pytest.approx(expected[1], abs=1e-3 * size + 1e-6)


def test_repeated_arguments_and_tight_spelling() -> None:
    assert svgpath.parse_path("M1-2.5.5,3\t1e1 0") == svgpath.parse_path("M 1 -2.5 L .5 3 L 10 0")
    assert svgpath.parse_path("m1 1 2 0") == (("M", (1, 1)), ("L", (3, 1)))
    assert svgpath.parse_path("") == ()


def test_after_a_close_the_next_part_starts_where_this_one_did() -> None:
    expected = (("M", (1, 2)), ("L", (5, 2)), ("Z", ()), ("M", (1, 2)), ("L", (2, 3)))
    assert svgpath.parse_path("M1 2H5zl1 1") == expected


def test_an_arc_with_a_radius_of_0_is_a_line_and_one_to_its_start_is_nothing() -> None:
    assert svgpath.parse_path("M1 2A0 3 0 01 4 4") == (("M", (1, 2)), ("L", (4, 4)))
    assert svgpath.parse_path("M1 2a3 3 0 010 0") == (("M", (1, 2)),)


@pytest.mark.parametrize(
    "text",
    [
        *("M", "M1", "M1 1 2", "5 5", "M1 1L", "M1 1Z2", "M1,,1", "M,1 1", "M1 1,", "M1 1X"),
        *("M1 1A1 1 0 0.0 1 3 3", "M1 1A1 1 0 2 1 3 3", "M1e9 0", "M1 1e999"),
        *("M1 1 ١ 2", "M1 1\x0b2 2", "Mnan 1", "Minf 1", "M" + "1" * 5000),
    ],
)
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        svgpath.parse_path(text)


def test_bad_numbers_are_refused_in_linear_time() -> None:
    with pytest.raises(ValueError, match="no number"):
        svgpath.numbers("1 " * 30_000 + "x")
    with pytest.raises(ValueError, match="no number"):
        svgpath.numbers("1" * 60_000 + "x")


def test_shapes() -> None:
    assert path('<rect x="1" y="2" width="3" height="4"/>') == (
        *(("M", (1, 2)), ("L", (4, 2)), ("L", (4, 6)), ("L", (1, 6)), ("Z", ())),
    )
    assert path('<polygon points="1,2 3,4 5 6"/>')[-1] == ("Z", ())
    assert path('<polyline points="1,2 3,4"/>') == (("M", (1, 2)), ("L", (3, 4)))
    assert area(path('<circle cx="20" cy="20" r="10"/>')) == pytest.approx(pi * 100, rel=1e-3)
    assert area(path('<ellipse cx="20" cy="9" rx="3" ry="5"/>')) == pytest.approx(pi * 15, rel=1e-3)
    round_rect = path('<rect width="10" height="8" rx="2"/>')
    assert area(round_rect) == pytest.approx(80 - (4 - pi) * 4, rel=1e-3)
    assert round_rect == path('<rect width="10" height="8" rx="2" ry="2"/>')
    assert path('<rect width="4" height="4" ry="9"/>') == path('<circle cx="2" cy="2" r="2"/>')
    assert is_empty('<rect width="4"/><circle r="0"/><path/><polygon/>')


def test_transforms_apply_from_the_inside_out() -> None:
    inner = '<g transform="scale(2)"><path transform="rotate(90)" d="M1 0L2 0"/></g>'
    turned = path(f'<g transform="translate(10,20)">{inner}</g>')
    assert list(turned) == approx((("M", (10, 22)), ("L", (10, 24))))
    about = path('<path transform="rotate(180 5 5) translate(1)" d="M0 0"/>')
    assert list(about) == approx((("M", (9, 10)),))
    assert path('<path transform="matrix(1 2 3 4 5 6)" d="M1 1"/>') == (("M", (9, 12)),)
    assert affine.parse_transform(" ") == affine.IDENTITY


def test_paint_is_inherited() -> None:
    square = '<path d="M0 0H1V1z"/>'
    assert [layer.tone for layer in layers(f'{square}<g fill="#FFF">{square}</g>{square}')] == [
        *("ink", "paper", "ink")
    ]
    (layer,) = layers(f'<g fill="none" stroke="#d22d00" stroke-width="2">{square}</g>')
    assert (layer.tone, layer.stroke) == ("accent", 2)
    fill, stroke = layers('<path d="M0 0H1" stroke="#fff" stroke-width="3" transform="scale(-2)"/>')
    assert (fill.tone, fill.stroke, stroke.tone, stroke.stroke) == ("ink", None, "paper", 6)
    (layer,) = layers(f'<g fill-rule="evenodd" fill="currentColor">{square}</g>')
    assert layer.even_odd
    assert is_empty('<line x2="4" y2="4"/>')


def test_a_good_file() -> None:
    data = (DATA / "svg" / "own" / "disc.svg").read_bytes()
    drawing, faults = parse_svg(data, "disc.svg")
    assert faults == []
    assert isinstance(drawing, Drawing)
    assert drawing.box == (0, 0, 48, 48)
    assert [(layer.tone, layer.stroke) for layer in drawing.layers] == [("ink", None), ("paper", 4)]


@pytest.mark.parametrize("bad", BAD, ids=[file.stem for file in BAD])
def test_each_fault_of_a_file_is_reported_with_its_place(bad: Path) -> None:
    drawing, faults = parse_svg(bad.read_bytes(), bad.name)
    assert drawing is None
    check(bad, bad.name, faults)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<svg viewBox="0 0 48 48"/>', "svg-value"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 48"/>', "svg-value"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "svg-value"),
        ("<g/>", "svg-element"),
        (f"<?xml-stylesheet href='a.css'?>{HEAD}</svg>", "svg-element"),
        (f'{HEAD}<x:path xmlns:x="http://www.w3.org/2000/svg"/></svg>', "svg-element"),
        (f"{HEAD}&bomb;</svg>", "svg-syntax"),
        ("", "svg-syntax"),
        (HEAD + " " * MAX_BYTES + "</svg>", "file-too-large"),
        (f'{HEAD}<circle r="1" transform="{"scale(1e6)" * 60}"/></svg>', "svg-path"),  # nan
    ],
)
def test_other_faults(text: str, code: str) -> None:
    drawing, faults = parse_svg(text.encode(), "a.svg")
    assert drawing is None
    assert [fault.code for fault in faults] == [code]


def test_bytes_that_are_not_utf_8_are_refused_whatever_the_file_claims() -> None:
    data = b'<?xml version="1.0" encoding="latin-1"?><!-- \xe9 -->' + HEAD.encode() + b"</svg>"
    assert [fault.code for fault in parse_svg(data, "a.svg")[1]] == ["svg-syntax"]


@pytest.mark.parametrize("path", ["M1{0}1{0}x", "M1 1L{0}", "M1 1A1{0}1{0}0{0}0{0}1{0}3{0}x"])
def test_spaces_in_a_path_take_no_time(path: str) -> None:
    """There were many ways to part them, and all of them were tried: for ever."""
    with pytest.raises(ValueError, match=r"."):
        svgpath.parse_path(path.format(" " * 9000))


def test_so_many_faults_are_told_and_no_more() -> None:
    faults = parse_svg((HEAD + "<a/>" * 1000 + "</svg>").encode(), "f.svg")[1]
    assert len(faults) == MOST_FAULTS


def test_a_drawing_outside_its_box_is_empty() -> None:
    """A phrase would stand there without its picture."""
    assert is_empty("")
    assert is_empty('<rect x="60" y="4" width="8" height="8"/>')
    assert is_empty('<rect x="-9" y="4" width="8" height="8"/>')
    assert not is_empty('<rect x="-7" y="4" width="8" height="8"/>')
    assert not is_empty('<line x1="-1" x2="-1" y2="48" stroke="#000" stroke-width="3"/>')
