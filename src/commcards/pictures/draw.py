"""Draws pictograms: as SVG for HTML, as PDF operators for print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from commcards.base.units import Mm
from commcards.model.symbols import GRID, PAINTS, Layer, Symbol

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_PDF_SEGMENT = {"M": "m", "L": "l", "C": "c", "Z": "h"}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the tones, each as #rrggbb; without ``hue``, paints turn to grey."""

    ink: str
    paper: str
    accent: str
    hue: bool = True

    def __post_init__(self) -> None:
        for color in (self.ink, self.paper, self.accent):
            if not _COLOR.fullmatch(color):
                raise ValueError(f"{color!r} is not a colour such as #1a1a1a")

    def of(self, layer: Layer) -> str:
        """Return the colour of a layer."""
        match layer.tone:
            case "ink" | "paper" | "accent":
                return {"ink": self.ink, "paper": self.paper, "accent": self.accent}[layer.tone]
        return PAINTS[layer.tone] if self.hue else _grey(PAINTS[layer.tone])


COLOR = Palette("#1a1a1a", "#ffffff", "#d22d00")
GREY = Palette("#1a1a1a", "#ffffff", "#6b6b6b", hue=False)


def flat(ink: str) -> Palette:
    """Return the palette for a symbol of one colour on white."""
    return Palette(ink, COLOR.paper, ink)


def inverted(ink: str, ground: str) -> Palette:
    """Return the palette for a symbol on a coloured ground; its paper shows the ground."""
    return Palette(ink, ground, ink, hue=False)


def svg(symbol: Symbol, palette: Palette, size: Mm | None = None, title: str = "") -> str:
    """Return a self-contained svg element.

    ``size`` is its longer side; without it, CSS gives the size. Without a title screen readers
    skip it, because its words stand beside it.
    """
    sides = ""
    if size:
        each = (_number(size * side / GRID) for side in (symbol.width, symbol.height))
        sides = ' width="{}mm" height="{}mm"'.format(*each)
    paths = "".join(_svg_path(layer, palette.of(layer)) for layer in symbol.layers)
    if title:
        paths = f"<title>{escape(title)}</title>{paths}"
    hidden = "" if title else ' aria-hidden="true" focusable="false"'
    box = f'viewBox="0 0 {_number(symbol.width)} {_number(symbol.height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}{sides}{hidden}>{paths}</svg>'


def operators(symbol: Symbol, palette: Palette) -> bytes:
    """Return PDF operators that paint in a box of the symbol's size, y up.

    They belong in a form XObject, because they do not restore line style and transformation.
    """
    lines = [f"1 0 0 -1 0 {_number(symbol.height)} cm", "1 J 1 j"]
    for layer in symbol.layers:
        lines += [_pdf_color(palette.of(layer), stroke=layer.stroke is not None)]
        if layer.stroke is not None:
            lines += [f"{_number(layer.stroke)} w"]
        lines += [_pdf_segment(*segment) for segment in layer.path]
        lines += ["S" if layer.stroke is not None else "f*" if layer.even_odd else "f"]
    return "\n".join(lines).encode("ascii")


def _grey(color: str) -> str:
    """Return the grey that is as light as a colour: luma with the weights of ITU-R BT.709."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    level = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"


def _svg_path(layer: Layer, color: str) -> str:
    data = "".join(letter + _joined(values) for letter, values in layer.path)
    if layer.stroke is None:
        rule = ' fill-rule="evenodd"' if layer.even_odd else ""
        return f'<path d="{data}" fill="{color}"{rule}/>'
    return (
        f'<path d="{data}" fill="none" stroke="{color}" stroke-width="{_number(layer.stroke)}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _pdf_color(color: str, *, stroke: bool) -> str:
    """Return the operator for a colour; grey is DeviceGray, so that printers use only black ink."""
    levels = [_number(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    operator = "rg"
    if len(set(levels)) == 1:
        levels, operator = levels[:1], "g"
    return " ".join([*levels, operator.upper() if stroke else operator])


def _pdf_segment(letter: str, values: Sequence[float]) -> str:
    return " ".join([*map(_number, values), _PDF_SEGMENT[letter]])


def _joined(values: Sequence[float]) -> str:
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    """Return a number with at most 3 decimals, without exponent, trailing zeros or -0."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
