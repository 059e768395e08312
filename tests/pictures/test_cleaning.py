"""Drawings as drawing programs save them are cleaned and fitted to the grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from commcards.base.errors import UserError
from commcards.cli import commcards
from commcards.pictures.cleaning import cleaned
from commcards.pictures.svgfile import parse_svg

INKSCAPE = b"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" width="100mm" height="100mm"
 viewBox="0 0 100 100" inkscape:version="1.2">
 <sodipodi:namedview id="v" pagecolor="#ffffff"/>
 <defs><linearGradient id="g"><stop offset="0" stop-color="#ff0000"/></linearGradient></defs>
 <g inkscape:label="Layer 1" transform="translate(10 10)" style="fill:#222222;stroke:none">
  <rect width="80" height="20"/>
  <text x="3" y="4">hi</text>
  <path d="M0 30 H80" style="fill:none;stroke:#cc0000;stroke-width:4;stroke-linecap:round"/>
  <circle cx="40" cy="60" r="20" fill="url(#g)"/>
  <circle cx="40" cy="60" r="5" style="fill:#fafafa"/>
 </g>
</svg>"""


def test_a_drawing_of_inkscape_becomes_one_of_ours() -> None:
    result = cleaned(INKSCAPE, "a.svg")
    drawing, faults = parse_svg(result.svg.encode(), "a.svg")
    assert faults == []
    assert drawing
    assert [layer.tone for layer in drawing.layers] == ["ink", "accent", "ink", "paper"]
    assert all(layer.stroke is None for layer in drawing.layers)
    values = [v for layer in drawing.layers for _, points in layer.path for v in points]
    assert min(values) == pytest.approx(2, abs=0.01)
    assert max(values) == pytest.approx(46, abs=0.01)
    assert "<text> is left out" in result.lost
    assert "the colour url(#g_0) becomes #000" in result.lost


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html/>", "svg-syntax"),
        (b"not XML", "svg-syntax"),
        (b"\x89PNG\r\n", "svg-syntax"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "svg-empty"),
        (b" " * 2_000_000, "file-too-large"),
    ],
)
def test_what_is_no_drawing_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        cleaned(data, "a.svg")
    assert [fault.code for fault in caught.value.diagnostics] == [code]


def test_a_drawing_is_added_once(tmp_path: Path) -> None:
    source = tmp_path / "My Dog.svg"
    source.write_bytes(INKSCAPE)
    arguments = ["symbols", "add", str(source), "--root", str(tmp_path)]
    result = CliRunner().invoke(commcards, arguments)
    assert result.exit_code == 0, result.output
    assert "my-dog: {label: my dog, sources: [own:my-dog]}" in result.output
    added = tmp_path / "symbols" / "own" / "my-dog.svg"
    before = added.read_bytes()
    again = CliRunner().invoke(commcards, arguments)
    assert isinstance(again.exception, UserError)
    assert [fault.code for fault in again.exception.diagnostics] == ["symbol-exists"]
    assert added.read_bytes() == before


COPY = '<use href="#a{}"/>'


def test_copies_of_copies_are_refused_at_once() -> None:
    """Eight levels of ten would be a hundred million shapes."""
    levels = "".join(f'<g id="a{level}">{COPY.format(level - 1) * 10}</g>' for level in range(1, 9))
    path = '<path id="a0" d="M0 0L9 9L0 9Z"/>'
    text = f'<svg xmlns="http://www.w3.org/2000/svg">{path}{levels}</svg>'
    with pytest.raises(UserError, match="more than 20 copies"):
        cleaned(text.encode(), "a.svg")
