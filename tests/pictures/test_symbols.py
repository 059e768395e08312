"""Pictograms read, composed and laid out on a contact sheet; icon sets prepared."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from commcards.base import paths
from commcards.base.diagnostics import Location
from commcards.base.errors import UserError
from commcards.base.units import Mm
from commcards.model.symbols import CONTENT_CREDIT, Symbol
from commcards.pictures import draw
from commcards.pictures.contactsheet import contact_sheet
from commcards.pictures.symbols import read_symbols
from commcards.prepare import icons
from tests.support.badinput import DATA, check

BAD = sorted((DATA / "symbols").glob("*.yaml"))
SETS = {
    "fa": {
        "credit": "Set F 1, CC BY 4.0",
        "icons": {
            "square-box": ["0 0 512 512", '<path d="M0 0H512V512H0z"/>'],
            "wide": ["0 0 640 512", '<path d="M0 0H640V512H0z"/>'],
        },
    },
    "mdi": {
        "credit": "Set M 2, Apache-2.0",
        "icons": {"square": ["0 0 24 24", '<path d="M0 0H24V24H0z"/>']},
    },
    "hi": {
        "credit": "Set H 3, MIT",
        "icons": {
            "ring": ["0 0 48 48", '<path fill="none" stroke="currentColor" d="M4 4H44"/>'],
            "masked": ["0 0 48 48", '<mask id="m"/>'],
        },
    },
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(DATA / "svg" / "own", tmp_path / paths.OWN_DRAWINGS)
    (tmp_path / ".assets").mkdir()
    (tmp_path / ".assets" / "icons.json").write_text(json.dumps({"sets": SETS}), "utf-8")
    return tmp_path


def read(root: Path, text: str) -> dict[str, Symbol]:
    (root / paths.CONCEPTS).write_text(text, "utf-8")
    symbols, faults = read_symbols(root, root / ".assets")
    assert faults == []
    return symbols


def corners(symbol: Symbol) -> tuple[float, ...]:
    """Return left, top, right and bottom of the first layer, which is a rectangle."""
    points = [values for _, values in symbol.layers[0].path if values]
    return (*points[0], *points[2])


def test_an_icon_of_a_set_is_fitted_with_the_padding_of_its_set(root: Path) -> None:
    symbols = read(
        root,
        "f: {label: F, sources: [fa:square-box]}\n"
        "w: {label: Wide, sources: [fa:wide]}\n"
        "m: {label: M, sources: [mdi:square]}\n"
        "o: {label: O, sources: [own:disc]}\n",
    )
    assert corners(symbols["f"]) == (5, 5, 43, 43)
    assert corners(symbols["w"]) == (5, 8.8, 43, 39.2)
    assert corners(symbols["m"]) == (1, 1, 47, 47)
    assert symbols["f"].credits == ("Set F 1, CC BY 4.0",)
    assert symbols["w"].label == "Wide"
    assert symbols["o"].credits == (CONTENT_CREDIT,)
    assert [(layer.tone, layer.stroke) for layer in symbols["o"].layers] == [
        *(("ink", None), ("paper", 4)),
    ]


def test_the_first_source_that_exists_is_taken(root: Path) -> None:
    text = "a: {label: A, sources: [fa:none, hi:masked, mdi:square, fa:square-box]}\n"
    assert read(root, text)["a"].credits == ("Set M 2, Apache-2.0",)


def test_parts_are_painted_in_order_in_their_squares(root: Path) -> None:
    symbols = read(
        root,
        """
whole:
  label: whole
  compose:
    - {from: part, at: [-2, 4.5], size: 24}
    - {from: hi:ring}
part:
  label: part
  compose:
    - {from: mdi:square, at: [0, 0], size: 24}
    - {from: own:disc, tone: accent}
""",
    )
    part, whole = symbols["part"], symbols["whole"]
    assert corners(part) == (0.5, 0.5, 23.5, 23.5)
    assert [layer.tone for layer in part.layers] == ["ink", "accent", "paper"]
    assert corners(whole) == (-1.75, 4.75, 9.75, 16.25)
    assert [layer.tone for layer in whole.layers] == ["ink", "accent", "paper", "ink"]
    assert [layer.stroke for layer in whole.layers] == [None, None, 2, 1]
    assert whole.credits == ("Set H 3, MIT", "Set M 2, Apache-2.0", CONTENT_CREDIT)


def test_tone_of_a_part_reaches_through_other_symbols_but_spares_paper(root: Path) -> None:
    symbols = read(
        root,
        "a: {label: A, compose: [{from: own:disc}, {from: own:dot}]}\n"
        "b: {label: B, compose: [{from: a, tone: ink}]}\n",
    )
    assert [layer.tone for layer in symbols["b"].layers] == ["ink", "paper", "ink"]


@pytest.mark.parametrize("bad", BAD, ids=[file.stem for file in BAD])
def test_each_fault_is_reported_with_its_place(root: Path, bad: Path) -> None:
    shutil.copyfile(bad, root / paths.CONCEPTS)
    check(bad, paths.CONCEPTS, read_symbols(root, root / ".assets")[1])


def test_hints_name_what_may_be_meant(root: Path) -> None:
    shutil.copyfile(DATA / "symbols" / "unknown-icon.yaml", root / paths.CONCEPTS)
    faults = read_symbols(root, root / ".assets")[1]
    assert [fault.hint for fault in faults] == [
        *("did you mean fa:square-box?", "did you mean own:disc?", ""),
    ]


def test_a_symbol_at_fault_stays_known_without_layers(root: Path) -> None:
    (root / paths.CONCEPTS).write_text("a: {label: A, sources: [fa:none]}\n", "utf-8")
    symbols, faults = read_symbols(root, root / ".assets")
    assert symbols == {"a": Symbol("a", "A", (), (), symbols["a"].digest)}
    assert [fault.code for fault in faults] == ["unknown-icon"]


def test_faults_of_own_drawings_are_reported_once_in_their_own_file(root: Path) -> None:
    text = (root / paths.OWN_DRAWINGS / "disc.svg").read_text("utf-8")
    (root / paths.OWN_DRAWINGS / "disc.svg").write_text(text.replace("#fff", "#ccc"), "utf-8")
    (root / paths.OWN_DRAWINGS / "dot.svg").write_text(
        text.replace("0 0 48 48", "0 0 24 24"), "utf-8"
    )
    (root / paths.OWN_DRAWINGS / "dir.svg").mkdir()
    os.mkfifo(root / paths.OWN_DRAWINGS / "pipe.svg")  # opening it would wait for ever
    sources = "{label: A, sources: [own:disc]}"
    (root / paths.CONCEPTS).write_text(f"a: {sources}\nb: {sources}\n", "utf-8")
    faults = read_symbols(root, root / ".assets")[1]
    assert [(str(fault.where), fault.code) for fault in faults] == [
        ("symbols/own/dir.svg:0:0", "unreadable-file"),
        ("symbols/own/disc.svg:3:1", "svg-value"),
        ("symbols/own/dot.svg:1:1", "svg-value"),
        ("symbols/own/pipe.svg:0:0", "unreadable-file"),
    ]


@pytest.mark.parametrize("content", [None, "{", "[]", '{"sets": {"fa": {}}}', '{"sets": []}'])
def test_icons_that_are_not_prepared_stop_the_run(root: Path, content: str | None) -> None:
    path = root / ".assets" / "icons.json"
    path.unlink()
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(UserError) as caught:
        read_symbols(root, root / ".assets")
    (fault,) = caught.value.diagnostics
    assert (fault.where, fault.code) == (Location(".assets/icons.json"), "icons-missing")


def test_contact_sheet_shows_each_symbol_in_three_ways(root: Path) -> None:
    symbols = read(
        root,
        "b: {label: 'more & more', sources: [own:dot]}\na: {label: A, sources: [fa:square-box]}\n",
    )
    page = contact_sheet(symbols)
    assert page.count("<svg") == 6
    for picture in (
        draw.svg(symbols["b"], draw.COLOR, Mm(24), "more & more"),
        draw.svg(symbols["b"], draw.COLOR, Mm(9), "more & more"),
        draw.svg(symbols["b"], draw.GREY, Mm(9), "more & more"),
    ):
        assert picture in page
    assert "more &amp; more" in page
    assert page.index(">a<") < page.index(">b<")
    assert "<p>Set F 1, CC BY 4.0</p>" in page


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """The icon sets as npm would unpack them, with shapes made up here."""
    sets: dict[str, Any] = {
        "fa6-solid": {"icons": {"person": {"body": "<g/>", "width": 320}}, "height": 512},
        "mdi": {"icons": {"bed": {"body": "<g/>"}, "bed-outline": {"body": "<g/>"}}, "height": 24},
        "healthicons": {
            "height": 48,
            "icons": {
                "bed": {"body": "<g/>"},
                "bed-24px": {"body": "<g/>", "width": 24, "height": 24},
                "bed-negative": {"body": "<g/>"},
                "bed-outline-24px": {"body": "<g/>"},
                "cot": {"body": "<g/>", "hidden": True},
            },
        },
    }
    for name, data in sets.items():
        package = tmp_path / "node_modules" / "@iconify-json" / name
        package.mkdir(parents=True)
        (package / "info.json").write_text('{"version": "1.2.3"}', "utf-8")
        content = {**data, "width": data["height"]}
        (package / "icons.json").write_text(json.dumps(content), "utf-8")
    return tmp_path / "node_modules"


def test_icon_sets_are_prepared_with_their_credits(tmp_path: Path, node_modules: Path) -> None:
    path = tmp_path / ".assets" / "icons.json"
    icons.prepare_icons(path, node_modules, "inputs")
    assert json.loads(path.read_text("utf-8"))["sets"] == {
        "fa": {
            "credit": "Font Awesome Free 1.2.3, Fonticons, Inc., CC BY 4.0"
            " (creativecommons.org/licenses/by/4.0), adapted",
            "icons": {"person": ["0 0 320 512", "<g/>"]},
        },
        "mdi": {
            "credit": "Material Design Icons 7.4.47, Pictogrammers, Apache-2.0, adapted",
            "icons": {"bed": ["0 0 24 24", "<g/>"]},
        },
        "hi": {
            "credit": "Health Icons 1.2.3, Resolve to Save Lives, MIT",
            "icons": {"bed": ["0 0 48 48", "<g/>"], "bed-24px": ["0 0 24 24", "<g/>"]},
        },
    }


def test_fresh_icons_are_known(tmp_path: Path, node_modules: Path) -> None:
    path = tmp_path / "icons.json"
    assert not icons.icons_are_fresh(path, "inputs")
    icons.prepare_icons(path, node_modules, "inputs")
    assert icons.icons_are_fresh(path, "inputs")
    assert not icons.icons_are_fresh(path, "others")
    path.write_bytes(b"\xff")
    assert not icons.icons_are_fresh(path, "inputs")
