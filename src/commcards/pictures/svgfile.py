"""SVG text -> layers, by an allow-list: a picture may only fill and stroke shapes.

Entities, scripts, styles, references, text and images are refused, with their lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar
from xml.parsers import expat

from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location
from commcards.model.symbols import PAINTS, Layer, Tone
from commcards.pictures import affine, svgpath
from commcards.project.fields import suggest

MAX_BYTES = 64 * 1024
NAMESPACE = "http://www.w3.org/2000/svg"

_MAX_DEPTH = 20
_TONES: Mapping[str, Tone | None] = {
    **dict.fromkeys(("#000", "#000000", "black", "currentcolor"), "ink"),
    **dict.fromkeys(("#fff", "#ffffff", "white"), "paper"),
    "#d22d00": "accent",
    **{color: paint for paint, color in PAINTS.items()},
    "none": None,
}
_COLOURS = "#000 (ink), #fff (paper), #d22d00 (accent), none or a paint of docs/symbols.md"
_WORDS = {
    "fill-rule": ("nonzero", "evenodd"),
    "clip-rule": ("nonzero", "evenodd"),  # has no effect, because nothing may clip
    "stroke-linecap": ("round",),
    "stroke-linejoin": ("round",),
}
_PAINT = {"transform", "fill", "stroke", "stroke-width", *_WORDS}
_SHAPE_ATTRIBUTES = {
    "path": {"d"},
    "rect": {"x", "y", "width", "height", "rx", "ry"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "line": {"x1", "y1", "x2", "y2"},
    "polyline": {"points"},
    "polygon": {"points"},
}
_ATTRIBUTES = {
    "svg": {"xmlns", "viewBox", "width", "height"} | _PAINT - {"transform"},
    "g": _PAINT,
    **{name: own | _PAINT for name, own in _SHAPE_ATTRIBUTES.items()},
}
_INSIDE = sorted(_ATTRIBUTES.keys() - {"svg"})

Box = tuple[float, float, float, float]  # x, y, width, height
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Layers in the units of ``box``, the viewBox.

    ``named`` are the boxes around elements with an id, painted or not, and where they stand.
    """

    box: Box
    layers: tuple[Layer, ...]
    named: Mapping[str, tuple[Box, Location]] = field(default_factory=dict)


def parse_svg(
    data: bytes, file: str, *, may_name: bool = False
) -> tuple[Drawing | None, list[Diagnostic]]:
    """Read UTF-8 SVG; the drawing is None if there is a fault. ``file`` is its name in faults.

    With ``may_name`` elements may have ids.
    """
    if len(data) > MAX_BYTES:
        hint = f"simplify the drawing: {MAX_BYTES // 1024} KiB at most"
        return None, [Diagnostic(Location(file), "file-too-large", "the file is too large", hint)]
    reader = _Reader(file, may_name=may_name)
    reader.read(data)
    if reader.faults or not reader.box:
        return None, reader.faults
    drawing = Drawing(reader.box, tuple(reader.layers), reader.named())
    if not _is_visible(drawing):
        text = "the drawing is empty, or all of it lies outside the viewBox"
        hint = "draw inside the viewBox"
        return None, [Diagnostic(Location(file, 1, 1), "svg-empty", text, hint)]
    return drawing, []


def _around(points: list[float]) -> Box:
    """Return the box around points; one of no size for none."""
    across, down = points[::2] or [0.0], points[1::2] or [0.0]
    left, top = min(across), min(down)
    return left, top, max(across) - left, max(down) - top


def _is_visible(drawing: Drawing) -> bool:
    """Return True if something reaches into the box.

    The control points of a path enclose it.
    """
    x, y, width, height = drawing.box
    for layer in drawing.layers:
        points = list(chain.from_iterable(values for _, values in layer.path))
        reach = (layer.stroke or 0.0) / 2
        across, down = points[::2], points[1::2]
        if (
            min(across) - reach < x + width
            and max(across) + reach > x
            and min(down) - reach < y + height
            and max(down) + reach > y
        ):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Style:
    """The style that an element inherits."""

    fill: Tone | None = "ink"
    stroke: Tone | None = None
    width: float = 1.0
    even_odd: bool = False
    matrix: affine.Matrix = affine.IDENTITY


class _Stop(Exception):
    """Reading the rest of the file is useless; the fault is noted."""


class _Reader:
    """Handles the parser's events; after any fault but one of XML itself it goes on."""

    def __init__(self, file: str, *, may_name: bool) -> None:
        self.faults: list[Diagnostic] = []
        self.layers: list[Layer] = []
        self.box: Box | None = None
        self._file = file
        self._may_name = may_name
        self._styles: list[_Style] = []
        self._names: list[str] = []  # of the open elements; empty for one without
        self._named: dict[str, tuple[list[float], Location]] = {}  # points within each
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            where = Location(self._file, error.lineno, error.offset + 1)
            self.faults.append(Diagnostic(where, "svg-syntax", expat.ErrorString(error.code)))
        except _Stop:
            pass

    def named(self) -> dict[str, tuple[Box, Location]]:
        """Return the box around each element with an id."""
        return {name: (_around(points), where) for name, (points, where) in self._named.items()}

    @property
    def _here(self) -> Location:
        parser = self._parser
        return Location(self._file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _fault(self, code: str, message: str, hint: str = "") -> None:
        self.faults.append(Diagnostic(self._here, code, message, hint))
        if len(self.faults) >= MOST_FAULTS:
            raise _Stop

    def _doctype(self, *_: object) -> None:
        self._fault("svg-doctype", "a DOCTYPE is not allowed: it may define entities", "delete it")
        raise _Stop

    def _instruction(self, target: str, _: str) -> None:
        self._fault("svg-element", f"<?{target}?> is not allowed", "delete it")

    def _text(self, text: str) -> None:
        if text.strip():
            message = f"the text {text.strip()[:40]!r} is between elements"
            self._fault("svg-text", message, "delete it: pictures have no text")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._styles) == _MAX_DEPTH:
            self._fault("too-deep", f"more than {_MAX_DEPTH} levels of nesting")
            raise _Stop
        root = not self._styles
        style = _Style() if root else self._styles[-1]
        if name not in _ATTRIBUTES or root != (name == "svg"):
            message = f"<{name}> is not allowed here"
            self._fault("svg-element", message, suggest(name, ["svg"] if root else _INSIDE))
        else:
            self._check_names(name, attributes)
            self._open(attributes.get("id", "") if self._may_name else "")
            style = self._inherit(style, attributes)
            if root:
                self._root(attributes)
            elif name in _SHAPE_ATTRIBUTES:
                self._paint(name, attributes, style)
        self._names += [""] * (len(self._styles) + 1 - len(self._names))
        self._styles.append(style)

    def _end(self, _: str) -> None:
        self._styles.pop()
        self._names.pop()

    def _open(self, name: str) -> None:
        """Note the id of an element, for the shapes in it."""
        if name in self._named:
            message = f"the id {name!r} is used at {self._named[name][1]} already"
            self._fault("duplicate-id", message, "choose another id, or put both in one <g>")
        elif name:
            self._named[name] = [], self._here
        self._names.append(name)

    def _check_names(self, element: str, attributes: Mapping[str, str]) -> None:
        for name in attributes:
            if name not in _ATTRIBUTES[element] and not (name == "id" and self._may_name):
                message = f"<{element}> may not have {name!r}"
                self._fault("svg-attribute", message, suggest(name, _ATTRIBUTES[element]))

    def _root(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("xmlns") != NAMESPACE:
            self._fault("svg-value", "<svg> lacks its namespace", f'add xmlns="{NAMESPACE}"')
        box = self._try("viewBox", attributes.get("viewBox", ""), svgpath.numbers)
        if not box or len(box) != 4 or min(box[2:]) <= 0:
            message = "<svg> needs a viewBox of four numbers"
            self._fault("svg-value", message, 'add viewBox="0 0 48 48"')
        else:
            self.box = (box[0], box[1], box[2], box[3])

    def _inherit(self, style: _Style, attributes: Mapping[str, str]) -> _Style:
        for name, words in _WORDS.items():
            if attributes.get(name, words[0]) not in words:
                message = f"{name} cannot be {attributes[name]!r}"
                self._fault("svg-value", message, f"allowed: {', '.join(words)}")
        matrix = self._try("transform", attributes.get("transform", ""), affine.parse_transform)
        width = self._number(attributes, "stroke-width", style.width)
        if width < 0:
            self._fault("svg-value", "stroke-width is negative")
        return _Style(
            fill=self._tone(attributes, "fill", style.fill),
            stroke=self._tone(attributes, "stroke", style.stroke),
            width=width,
            even_odd=attributes.get("fill-rule", "evenodd" if style.even_odd else "") == "evenodd",
            matrix=affine.multiply(style.matrix, matrix or affine.IDENTITY),
        )

    def _tone(
        self, attributes: Mapping[str, str], name: str, inherited: Tone | None
    ) -> Tone | None:
        if name not in attributes:
            return inherited
        colour = attributes[name].strip().lower()
        if colour not in _TONES:
            message = f"{name} cannot be {attributes[name]!r}"
            self._fault("svg-value", message, f"use {_COLOURS}")
            return inherited
        return _TONES[colour]

    def _number(self, attributes: Mapping[str, str], name: str, absent: float = 0.0) -> float:
        if name not in attributes:
            return absent
        values = self._try(name, attributes[name], svgpath.numbers)
        if values is not None and len(values) != 1:
            self._fault("svg-value", f"{name} should be one number, without a unit")
        return values[0] if values else absent

    def _paint(self, name: str, attributes: Mapping[str, str], style: _Style) -> None:
        try:
            path = self._shape(name, attributes)
            placed = affine.transform(path, style.matrix)
            values = chain.from_iterable(points for _, points in placed)
            if not all(-svgpath.MOST <= value <= svgpath.MOST for value in values):  # nan too
                raise ValueError("transform moves it too far")
            for each in filter(None, self._names):
                self._named[each][0].extend(chain.from_iterable(points for _, points in placed))
            if placed and style.fill and name != "line":
                self.layers.append(Layer(style.fill, placed, None, style.even_odd))
            if placed and style.stroke and style.width:
                width = style.width * affine.stroke_scale(style.matrix)
                self.layers.append(Layer(style.stroke, placed, width))
        except ValueError as error:
            self._fault("svg-path", f"<{name}>: {error}")

    def _shape(self, name: str, attributes: Mapping[str, str]) -> svgpath.Path:
        def at(key: str, absent: float = 0.0) -> float:
            return self._number(attributes, key, absent)

        match name:
            case "path":
                return svgpath.parse_path(attributes.get("d", ""))
            case "rect":
                rx, ry = at("rx", at("ry")), at("ry", at("rx"))
                return svgpath.rect(at("x"), at("y"), at("width"), at("height"), rx, ry)
            case "circle":
                return svgpath.ellipse(at("cx"), at("cy"), at("r"), at("r"))
            case "ellipse":
                return svgpath.ellipse(at("cx"), at("cy"), at("rx"), at("ry"))
            case "line":
                return svgpath.polyline([at("x1"), at("y1"), at("x2"), at("y2")], closed=False)
        points = svgpath.numbers(attributes.get("points", ""))
        return svgpath.polyline(points, closed=name == "polygon")

    def _try(self, name: str, text: str, read: Callable[[str], _T]) -> _T | None:
        try:
            return read(text)
        except ValueError as error:
            self._fault("svg-value", f"{name}: {error}")
            return None
