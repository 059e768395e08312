"""SVG of drawing programs -> drawings in our style: paths in ink, paper and accent.

picosvg turns shapes, strokes, transforms, clips and styles into filled paths; the rest is here.
"""

from __future__ import annotations

import re
from colorsys import rgb_to_hls
from dataclasses import dataclass
from typing import Any

from PIL import ImageColor

from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.base.limits import time_limit
from commcards.model.symbols import GRID
from commcards.pictures.svgfile import NAMESPACE, parse_svg

MARGIN = 2  # grid units on every side
MAX_BYTES = 1024 * 1024
MOST_USES = 20  # copies of copies grow without end: 20 make 1,500 at most
SECONDS = 5  # of a processor; a drawing takes a few hundredths
_INK, _PAPER, _ACCENT = "#000", "#fff", "#d22d00"
_USE = re.compile(rb"[<:]use[\s/>]")
_UNSUPPORTED = re.compile(r"/(\w+)\[\d+\](?=,|$)")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text of a drawing that fits the grid, and what was lost on the way, in words."""

    svg: str
    lost: tuple[str, ...]


def cleaned(data: bytes, file: str) -> Cleaned:
    """Clean a drawing; raise UserError if it is no SVG, shows nothing, or picosvg is missing."""
    try:
        from picosvg.svg import SVG
    except ImportError:
        hint = "run `pip install 'commcards[drawings]'`"
        raise _error(file, "picosvg-missing", "cleaning drawings needs picosvg", hint) from None
    if len(data) > MAX_BYTES:
        raise _error(file, "file-too-large", "the file is too large", "draw it simpler")
    if len(_USE.findall(data)) > MOST_USES:
        hint = "have the drawing program write copies out, as in Inkscape: Edit, Clone, Unlink"
        raise _error(file, "file-too-large", f"more than {MOST_USES} copies by <use>", hint)
    lost: list[str] = []
    try:
        with time_limit(SECONDS):
            read: Any = SVG.fromstring
            try:
                drawing = read(data).topicosvg()
            except ValueError as error:
                names = _UNSUPPORTED.findall(str(error))
                lost += [f"<{name}> is left out" for name in dict.fromkeys(names)]
                drawing = read(data).topicosvg(drop_unsupported=True)
            shapes = [shape for shape in drawing.shapes() if shape.d and shape.opacity]
            box = drawing.bounding_box()
    except TimeoutError:
        raise _error(
            file, "file-too-large", "the drawing is too large", "draw it simpler"
        ) from None
    except Exception as error:  # picosvg and lxml raise many kinds of exceptions.
        raise _error(file, "svg-syntax", f"this is no SVG that can be read: {error}") from error
    if not shapes or not box or max(box.w, box.h) <= 0:
        raise _error(file, "svg-empty", "the drawing shows nothing", "draw filled shapes")
    paths = []
    for shape in shapes:
        colour = _tone(shape.fill)
        if shape.fill.lower() not in (colour, "black", "white"):
            lost.append(f"the colour {shape.fill} becomes {colour}")
        rule = ' fill-rule="evenodd"' if shape.fill_rule == "evenodd" else ""
        paths.append(f'<path fill="{colour}"{rule} d="{shape.d}"/>')
    scale = (GRID - 2 * MARGIN) / max(box.w, box.h)
    x = (GRID - box.w * scale) / 2 - box.x * scale
    y = (GRID - box.h * scale) / 2 - box.y * scale
    place = f"translate({x:.4g} {y:.4g}) scale({scale:.6g})"
    body = "\n".join(paths)
    head = f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {GRID} {GRID}">'
    svg = f'{head}\n<g transform="{place}">\n{body}\n</g>\n</svg>\n'
    _, faults = parse_svg(svg.encode(), file)
    if faults:
        raise UserError(faults)
    return Cleaned(svg, tuple(lost))


def _tone(fill: str) -> str:
    """Return white for light colours, the accent for reds, ink for all others."""
    try:
        red, green, blue, *_ = ImageColor.getrgb(fill)
    except ValueError:  # a gradient
        return _INK
    hue, light, strength = rgb_to_hls(red / 255, green / 255, blue / 255)
    if light > 0.85:
        return _PAPER
    is_red = hue < 0.06 or hue > 0.94
    return _ACCENT if is_red and strength > 0.5 and light > 0.2 else _INK


def _error(file: str, code: str, text: str, hint: str = "") -> UserError:
    return UserError([Diagnostic(Location(file), code, text, hint)])
