"""QR codes, read back by another program from what is really painted."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from PIL import Image

from commcards.model.layouts import Layout
from commcards.pictures import qr
from commcards.project.layouts import read_layouts
from tests.support.badinput import REPOSITORY

URLS = [
    "https://cards.example.org/emergency/bg-ar/illness.html",
    "https://cards.example.org/e/bg-zh_Hans/card-e18.html",
    "https://example.org/" + "a" * 90,
]
WITH_CODE = [layout for layout in read_layouts(REPOSITORY)[0].values() if layout.face.qr]
Modules = list[list[bool]]


def blank(side: int) -> Modules:
    return [[False] * side for _ in range(side)]


def from_operators(code: qr.QrCode) -> Modules:
    """Paint the PDF operators; their y points up."""
    first, *rectangles, last = code.operators().decode().split("\n")
    assert first == f"1 1 1 rg 0 0 {code.side} {code.side} re f 0 0 0 rg"
    assert last == "f"
    painted = blank(code.side)
    for rectangle in rectangles:
        x, y, width, height, operator = rectangle.split()
        assert (height, operator) == ("1", "re")
        for column in range(int(x), int(x) + int(width)):
            painted[code.side - 1 - int(y)][column] = True
    return painted


def from_svg(code: qr.QrCode) -> Modules:
    svg = ET.fromstring(code.svg())
    assert svg.get("viewBox") == f"0 0 {code.side} {code.side}"
    ground, path = svg
    assert ground.get("d") == f"M0 0h{code.side}v{code.side}H0z"
    assert ground.get("fill") == "#fff"
    painted = blank(code.side)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path.attrib["d"]):
        for column in range(int(x), int(x) + int(width)):
            painted[int(y)][column] = True
    return painted


def decoded(modules: Modules) -> list[str]:
    side = len(modules)
    image = Image.new("L", (side, side), 255)
    image.putdata([0 if dark else 255 for row in modules for dark in row])
    big = image.resize((side * 4, side * 4), Image.Resampling.NEAREST)
    return [found.text for found in zxingcpp.read_barcodes(big)]


@pytest.mark.parametrize("url", URLS)
def test_what_is_painted_can_be_read(url: str) -> None:
    code = qr.encode(url)
    painted = from_operators(code)
    assert decoded(painted) == [url]
    assert from_svg(code) == painted


@pytest.mark.parametrize("url", URLS)
def test_quiet_zone(url: str) -> None:
    code = qr.encode(url)
    painted = from_operators(code)
    assert code.side == len(painted)
    for line in (*painted, *zip(*painted, strict=True)):
        assert not any(line[:4])
        assert not any(line[-4:])
    # The finder patterns reach to the quiet zone.
    assert painted[4][4:11] == [True] * 7


def test_level_m_survives_damage() -> None:
    """15 % of the codewords may be lost at level M; half of that is blotted here."""
    painted = from_operators(qr.encode(URLS[0]))
    middle = len(painted) // 2
    for row in range(middle, middle + 5):
        painted[row][middle : middle + 6] = [True] * 6
    assert decoded(painted) == [URLS[0]]


@pytest.mark.parametrize("url", URLS[:2])
@pytest.mark.parametrize("layout", WITH_CODE, ids=[layout.id for layout in WITH_CODE])
def test_our_codes_have_modules_large_enough_to_print(layout: Layout, url: str) -> None:
    side = layout.face.qr * layout.scale
    assert side / qr.encode(url).side >= qr.LEAST_MODULE_MM == 0.4
    assert side >= qr.LEAST_SIDE_MM == 20


def test_cards_read_at_arms_length_have_a_code() -> None:
    assert {layout.id for layout in WITH_CODE} >= {"board", "a5", "a6", "foldover", "poster"}


def test_svg_is_hidden_from_readers_as_the_link_beside_it_speaks() -> None:
    svg = ET.fromstring(qr.encode(URLS[0]).svg())
    assert (svg.get("aria-hidden"), svg.get("focusable")) == ("true", "false")
