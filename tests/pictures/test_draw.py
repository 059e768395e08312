"""Pictograms as SVG, read back by our reader, and as PDF operators, judged by PDFium."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL.Image import Image

from commcards.base.units import Mm
from commcards.model.symbols import GRID, Layer, Segment, Symbol
from commcards.pictures import draw
from commcards.pictures.svgfile import parse_svg
from tests.support.badinput import DATA

PURE = draw.Palette("#000000", "#ffffff", "#d22d00")


def square(left: float, top: float, side: float) -> tuple[Segment, ...]:
    right, bottom = left + side, top + side
    return (
        *(("M", (left, top)), ("L", (right, top)), ("L", (right, bottom))),
        *(("L", (left, bottom)), ("Z", ())),
    )


def symbol(*layers: Layer) -> Symbol:
    return Symbol("a", "A", layers, (), "")


def raster(picture: Symbol, palette: draw.Palette) -> Image:
    """Paint the picture as a form in a page of its size, 4 pixels a unit."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(GRID, GRID))
        form = pdf.make_stream(
            draw.operators(picture, palette),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, GRID, GRID],
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=form))
        page.Contents = pdf.make_stream(b"/A Do")
        stream = BytesIO()
        pdf.save(stream)
    document = pypdfium2.PdfDocument(stream.getvalue())
    image: Image = document[0].render(scale=4).to_pil().convert("RGB")
    document.close()
    return image


def at(image: Image, x: float, y: float) -> str:
    red, green, blue = image.getpixel((int(x * 4), int(y * 4)))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


def test_pdf_has_the_origin_at_the_top_and_paints_in_order() -> None:
    image = raster(
        symbol(
            Layer("ink", square(4, 4, 20)),
            Layer("accent", square(8, 8, 4)),
            Layer("paper", square(16, 16, 4)),
        ),
        draw.COLOR,
    )
    assert image.size == (192, 192)
    assert at(image, 5, 5) == "#1a1a1a"
    assert at(image, 10, 10) == "#d22d00"
    assert at(image, 18, 18) == "#ffffff"
    assert at(image, 5, 43) == "#ffffff"  # the lower left, where PDF has its own origin


@pytest.mark.parametrize(("even_odd", "inside"), [(True, "#ffffff"), (False, "#1a1a1a")])
def test_pdf_fills_by_the_rule_of_the_layer(even_odd: bool, inside: str) -> None:
    ring = Layer("ink", square(4, 4, 40) + square(14, 14, 20), even_odd=even_odd)
    assert at(raster(symbol(ring), draw.COLOR), 24, 24) == inside


def test_pdf_strokes_are_round_at_their_ends() -> None:
    line = Layer("ink", (("M", (14, 24)), ("L", (34, 24))), stroke=16)
    image = raster(symbol(line), draw.GREY)
    assert at(image, 7, 24) == "#1a1a1a"
    assert at(image, 7, 17) == "#ffffff"  # a square end would reach there


def test_pdf_operators() -> None:
    curve: tuple[Segment, ...] = (("M", (1, 2.5)), ("C", (1.0004, 2, 3, 4, -0.0001, 6)))
    picture = symbol(Layer("accent", curve), Layer("ink", curve, stroke=1.25))
    assert draw.operators(picture, draw.Palette("#1a1a1a", "#ffffff", "#ff8000")) == (
        b"1 0 0 -1 0 48 cm\n1 J 1 j\n"
        b"1 0.502 0 rg\n1 2.5 m\n1 2 3 4 0 6 c\nf\n"
        b"0.102 G\n1.25 w\n1 2.5 m\n1 2 3 4 0 6 c\nS"
    )


def test_svg_reads_back_as_the_same_layers() -> None:
    drawing, _ = parse_svg((DATA / "svg" / "own" / "disc.svg").read_bytes(), "disc.svg")
    assert drawing
    ring = Layer("accent", square(4, 4, 40) + square(14, 14, 20), even_odd=True)
    picture = symbol(*drawing.layers, ring)
    text = draw.svg(picture, PURE)
    for ours in (' aria-hidden="true"', ' focusable="false"'):  # all that a drawing may not have
        assert text.count(ours) == 1
        text = text.replace(ours, "")
    again, faults = parse_svg(text.encode(), "a.svg")
    assert faults == []
    assert again
    assert again.box == (0, 0, 48, 48)
    for new, old in zip(again.layers, picture.layers, strict=True):
        assert (new.tone, new.stroke, new.even_odd) == (old.tone, old.stroke, old.even_odd)
        for (letter, values), (expected, numbers) in zip(new.path, old.path, strict=True):
            assert letter == expected
            assert values == pytest.approx(numbers, abs=0.0006)


def test_svg_has_the_size_that_is_asked_for_in_millimetres() -> None:
    assert draw.svg(symbol(), PURE, Mm(9)).startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="9mm" height="9mm" '
    )
    assert "width" not in draw.svg(symbol(), PURE)


def test_inverted_shows_the_ground_where_paper_would_be() -> None:
    assert draw.inverted("#ffffff", "#5a0f2d") == draw.Palette(
        "#ffffff", "#5a0f2d", "#ffffff", hue=False
    )


@pytest.mark.parametrize("color", ["red", "#fff", "#12345g", '#000000"', "#000000\n"])
def test_a_palette_takes_nothing_but_hex_colours(color: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        draw.Palette("#000000", color, "#000000")


def test_a_paint_keeps_its_hue_in_colour_alone() -> None:
    leaf = Layer("green", square(8, 8, 4))
    assert draw.COLOR.of(leaf) == "#1e8a3c"
    assert draw.GREY.of(leaf) == "#6d6d6d"  # 0.2126 * 30 + 0.7152 * 138 + 0.0722 * 60 = 109.4
