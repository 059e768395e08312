"""Drawings to point at: zones, places of words, and what is wrong with them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pydyf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from commcards.base import paths
from commcards.model.drawings import Drawing, Place
from commcards.model.symbols import GRID, Symbol
from commcards.pictures.draw import COLOR, GREY, Palette, operators, svg
from commcards.pictures.drawings import read_drawings
from commcards.pictures.svgfile import parse_svg
from tests.support.badinput import REPOSITORY

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 20 60 120">'
PAINTED = '<path d="M10 20H70V140H10z"/>'


def read(root: Path, body: str) -> tuple[Drawing, Symbol | None, list[tuple[int, str]]]:
    file = root / paths.DRAWINGS / "body.svg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{HEAD}\n{PAINTED}\n{body}\n</svg>", "utf-8")
    (drawings, symbols), faults = read_drawings(root)
    found = [(fault.where.line, fault.code) for fault in faults]
    return drawings["body"], symbols.get("drawing.body"), found


def ink(symbol: Symbol, palette: Palette) -> float:
    """Return the part of the picture that is not white, as PDFium paints it."""
    form = pydyf.Stream([operators(symbol, palette)])
    pdf = pydyf.PDF()
    pdf.add_object(form)
    box = pydyf.Array([0, 0, symbol.width, symbol.height])
    page = {"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": box}
    pdf.add_page(pydyf.Dictionary({**page, "Contents": form.reference}))
    data = BytesIO()
    pdf.write(data)
    with pypdfium2.PdfDocument(data.getvalue()) as document:
        levels = document[0].render(scale=4).to_pil().convert("L").histogram()
    return float(sum(levels[:200]) / sum(levels))


def test_a_drawing_keeps_its_shape_on_the_grid(tmp_path: Path) -> None:
    drawing, symbol, faults = read(tmp_path, "")
    assert faults == []
    assert (drawing.width, drawing.height) == (GRID / 2, GRID)
    assert symbol
    assert (symbol.width, symbol.height) == (GRID / 2, GRID)
    assert 'viewBox="0 0 24 48"' in svg(symbol, COLOR)


def test_an_element_with_an_id_is_a_zone_painted_or_not(tmp_path: Path) -> None:
    body = (
        '<circle id="knee" cx="30" cy="80" r="5" fill="none"/>'
        '<g id="hand"><rect x="60" y="30" width="4" height="4"/>'
        '<rect x="64" y="38" width="4" height="2"/></g>'
    )
    drawing, symbol, faults = read(tmp_path, body)
    assert faults == []
    knee, hand = drawing.zones
    assert (knee.id, hand.id) == ("knee", "hand")
    assert (knee.x, knee.y) == pytest.approx((8, 24))
    assert (hand.x, hand.y) == pytest.approx((21.6, 6))
    assert knee.place is hand.place is None
    assert symbol
    assert len(symbol.layers) == 3  # the circle has no paint


def test_words_numbers_and_signs_have_places(tmp_path: Path) -> None:
    box = 'x="20" y="40" width="20" height="10" fill="none"'
    body = "".join(
        f'<rect id="{name}" {box}/>'
        for name in ("a", "a.words", "hour", "hour.number-3", "point", "point.sign", "number-7")
    )
    drawing, _, faults = read(tmp_path, body)
    assert faults == []
    place = Place(4, 8, 8, 4)
    zones = {zone.id: zone for zone in drawing.zones}
    assert [*zones] == ["a", "hour", "point", "number-7"]
    assert all(zone.place == place for zone in zones.values())
    assert [zone.number for zone in zones.values()] == [None, 3, None, 7]
    assert [zone.is_sign for zone in zones.values()] == [False, False, True, False]
    assert [zone.has_words_within for zone in zones.values()] == [True, False, False, False]
    assert [zone.id for zone in drawing.phrases] == ["a", "hour", "point"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<rect id="knee.words" x="20" y="40" width="2" height="1"/>', "unknown-zone"),
        ('<g id="a"/><g id="a.wrods"/>', "unknown-zone"),
        ('<g id="a"/><g id="a"/>', "duplicate-id"),
        ("<text>knee</text>", "svg-element"),
    ],
)
def test_faults_of_a_drawing_have_their_line(tmp_path: Path, body: str, code: str) -> None:
    drawing, symbol, faults = read(tmp_path, body)
    assert (3, code) in faults
    if code not in ("unknown-zone",):  # it cannot be drawn, and its faults are told once
        assert drawing.zones == ()
        assert symbol is None


def test_other_drawings_have_no_ids(tmp_path: Path) -> None:
    _, faults = parse_svg(f'{HEAD}<g id="a">{PAINTED}</g></svg>'.encode(), "own.svg")
    assert [fault.code for fault in faults] == ["svg-attribute"]


def test_the_drawings_of_the_project_stand_within_their_edges() -> None:
    (drawings, symbols), faults = read_drawings(REPOSITORY)
    assert faults == []
    assert len(drawings) >= 14
    for drawing in drawings.values():
        assert drawing.zones, drawing.name
        for zone in drawing.zones:
            assert 0 < zone.x < drawing.width, (drawing.name, zone.id)
            assert 0 < zone.y < drawing.height, (drawing.name, zone.id)
            if zone.place:
                at = zone.place
                assert min(at.x, at.y) >= 0, (drawing.name, zone.id)
                assert at.x + at.width <= drawing.width + 1e-6, (drawing.name, zone.id)
                assert at.y + at.height <= drawing.height + 1e-6, (drawing.name, zone.id)
        symbol = symbols[drawing.symbol]
        for palette in (COLOR, GREY):
            dark = ink(symbol, palette)
            assert 0.01 < dark < 0.6, (drawing.name, dark)


def test_places_of_a_drawing_do_not_overlap() -> None:
    (drawings, _), _ = read_drawings(REPOSITORY)
    for drawing in drawings.values():
        places = [(zone.id, zone.place) for zone in drawing.zones if zone.place]
        for number, (one, a) in enumerate(places):
            for other, b in places[number + 1 :]:
                apart = (
                    a.x + a.width <= b.x + 1e-6
                    or b.x + b.width <= a.x + 1e-6
                    or a.y + a.height <= b.y + 1e-6
                    or b.y + b.height <= a.y + 1e-6
                )
                assert apart, (drawing.name, one, other)
