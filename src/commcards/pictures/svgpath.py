"""SVG path data and basic shapes as absolute M, L, C and Z segments.

Libraries for this skip data that they cannot read and draw the rest; this module refuses it.
Grammar: SVG 1.1, section 8.3; radii that are too small: appendix F.6.6.
Coordinates are floats in user units, y down. Every function raises ValueError for bad input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import atan2, ceil, cos, hypot, pi, radians, sin, sqrt, tan

from commcards.model.symbols import Segment

Path = tuple[Segment, ...]
Point = tuple[float, float]

MOST = 1e6  # beyond any sensible drawing, and far from what a float can hold
_QUARTER = 4 / 3 * (sqrt(2) - 1)  # control distance of a cubic that draws a quarter circle
_SPACE = r"[ \t\r\n]*"
_FLOAT = r"(?>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
_COMMA = f"{_SPACE}(?:,{_SPACE})?"  # fits one way only, or many spaces take for ever
_ARC = _COMMA.join([*[f"({_FLOAT})"] * 3, "([01])", "([01])", *[f"({_FLOAT})"] * 2])
_NUMBER, _ARCS = re.compile(_FLOAT), re.compile(_ARC)
_NUMBER_LIST, _ARC_LIST = (
    re.compile(f"{_SPACE}(?:{item}(?:{_COMMA}{item})*+)?{_SPACE}") for item in (_FLOAT, _ARC)
)
_COMMAND = re.compile(r"([MLHVCSQTAZmlhvcsqtaz])([^MLHVCSQTAZmlhvcsqtaz]*)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def numbers(text: str) -> list[float]:
    """Read numbers with spaces or single commas between them."""
    _check(_NUMBER_LIST, text)
    return _within(_NUMBER.findall(text))


def parse_path(data: str) -> Path:
    """Read path data, the ``d`` of a path."""
    pen = _Pen()
    position = len(data) - len(data.lstrip(" \t\r\n"))
    while position < len(data):
        match = _COMMAND.match(data, position)
        if not match:
            raise ValueError(f"no path command at {data[position : position + 12]!r}")
        letter, text = match.groups()
        count = _ARGUMENTS[letter.upper()]
        values = _arcs(text) if letter in "Aa" else numbers(text)
        if bool(values) != bool(count) or (count and len(values) % count):
            raise ValueError(f"{letter!r} takes {count} numbers at a time, not {len(values)}")
        if not pen.path and letter not in "Mm":
            raise ValueError("a path starts with M")
        pen.draw(letter, values[:count])
        after = {"M": "L", "m": "l"}.get(letter, letter)
        for first in range(count, len(values), count or 1):
            pen.draw(after, values[first : first + count])
        position = match.end()
    return tuple(pen.path)


def rect(x: float, y: float, width: float, height: float, rx: float, ry: float) -> Path:
    """Return a rectangle; radii are cut to half its sides."""
    _not_negative(width, height, rx, ry)
    if not width or not height:
        return ()
    if not rx or not ry:
        return polyline([x, y, x + width, y, x + width, y + height, x, y + height], closed=True)
    pen = _Pen()
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, bottom = x + width, y + height
    kx, ky = rx * (1 - _QUARTER), ry * (1 - _QUARTER)
    pen.draw("M", [x + rx, y])
    pen.draw("L", [right - rx, y])
    pen.draw("C", [right - kx, y, right, y + ky, right, y + ry])
    pen.draw("L", [right, bottom - ry])
    pen.draw("C", [right, bottom - ky, right - kx, bottom, right - rx, bottom])
    pen.draw("L", [x + rx, bottom])
    pen.draw("C", [x + kx, bottom, x, bottom - ky, x, bottom - ry])
    pen.draw("L", [x, y + ry])
    pen.draw("C", [x, y + ky, x + kx, y, x + rx, y])
    pen.draw("Z", [])
    return tuple(pen.path)


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Path:
    """Return an ellipse; empty if a radius is 0."""
    _not_negative(rx, ry)
    return rect(cx - rx, cy - ry, 2 * rx, 2 * ry, rx, ry)


def polyline(points: Sequence[float], *, closed: bool) -> Path:
    """Return straight lines through x, y, x, y ..."""
    if len(points) % 2:
        raise ValueError("a point lacks its y")
    pairs = zip(points[::2], points[1::2], strict=True)
    lines: list[Segment] = [("L" if index else "M", pair) for index, pair in enumerate(pairs)]
    return (*lines, ("Z", ())) if closed and lines else tuple(lines)


def _not_negative(*sizes: float) -> None:
    if min(sizes) < 0:
        raise ValueError("a width, height or radius is negative")


def _arcs(text: str) -> list[float]:
    """Read arcs of seven numbers, of which the fourth and fifth are flags of one digit."""
    _check(_ARC_LIST, text)
    return _within(value for arc in _ARCS.findall(text) for value in arc)


def _check(pattern: re.Pattern[str], text: str) -> None:
    match = pattern.match(text)
    end = match.end() if match else 0
    if end < len(text):
        raise ValueError(f"no number at {text[end : end + 12]!r}")


def _within(texts: Iterable[str]) -> list[float]:
    values = [float(text) for text in texts]
    if values and (max(values) > MOST or min(values) < -MOST):
        raise ValueError("a number is too large")
    return values


class _Pen:
    """Draws commands in order, each with one set of arguments."""

    def __init__(self) -> None:
        self.path: list[Segment] = []
        self.x = self.y = 0.0
        self._start = (0.0, 0.0)
        self._control = (0.0, 0.0)  # a smooth curve mirrors this point of the one before
        self._previous = ""

    def draw(self, letter: str, values: Sequence[float]) -> None:
        command = letter.upper()
        v = self._absolute(command, values) if letter.islower() else list(values)
        if command not in "MZ" and self._previous == "Z":
            self._move(*self._start)
        match command:
            case "M":
                self._move(v[0], v[1])
            case "Z":
                self.path.append(("Z", ()))
                self.x, self.y = self._start
            case "L":
                self._line(v[0], v[1])
            case "H":
                self._line(v[0], self.y)
            case "V":
                self._line(self.x, v[0])
            case "C":
                self._cubic(*v)
            case "S":
                self._cubic(*self._mirror("CS"), *v)
            case "Q":
                self._quadratic(*v)
            case "T":
                self._quadratic(*self._mirror("QT"), *v)
            case "A":
                self._arc(*v)
        self._previous = command

    def _absolute(self, command: str, values: Sequence[float]) -> list[float]:
        if command == "A":
            return [*values[:5], values[5] + self.x, values[6] + self.y]
        if command == "V":
            return [values[0] + self.y]
        x, y = self.x, self.y
        return [value + (y if index & 1 else x) for index, value in enumerate(values)]

    def _mirror(self, after: str) -> tuple[float, float]:
        if self._previous and self._previous in after:
            return 2 * self.x - self._control[0], 2 * self.y - self._control[1]
        return self.x, self.y

    def _move(self, x: float, y: float) -> None:
        self.path.append(("M", (x, y)))
        self.x, self.y = self._start = (x, y)

    def _line(self, x: float, y: float) -> None:
        self.path.append(("L", (x, y)))
        self.x, self.y = x, y

    def _cubic(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        self.path.append(("C", (x1, y1, x2, y2, x, y)))
        self._control = (x2, y2)
        self.x, self.y = x, y

    def _quadratic(self, x1: float, y1: float, x: float, y: float) -> None:
        first = (self.x + (x1 - self.x) * 2 / 3, self.y + (y1 - self.y) * 2 / 3)
        self._cubic(*first, x + (x1 - x) * 2 / 3, y + (y1 - y) * 2 / 3, x, y)
        self._control = (x1, y1)

    def _arc(
        self, rx: float, ry: float, angle: float, large: float, sweep: float, x: float, y: float
    ) -> None:
        if (x, y) == (self.x, self.y):
            return
        if not rx or not ry:
            self._line(x, y)
            return
        for curve in _arc_curves((self.x, self.y), (x, y), (abs(rx), abs(ry)), angle, large, sweep):
            self._cubic(*curve)


def _arc_curves(
    start: Point, end: Point, radii: Point, angle: float, large: float, sweep: float
) -> Iterator[tuple[float, float, float, float, float, float]]:
    """Yield cubics of at most a quarter turn, computed in the space of a unit circle."""
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    (rx, ry), (x0, y0), (x1, y1) = radii, start, end
    across = (cosine * (x1 - x0) + sine * (y1 - y0)) / 2
    down = (cosine * (y1 - y0) - sine * (x1 - x0)) / 2
    grow = max(1.0, hypot(across / rx, down / ry))  # enlarges radii that cannot reach the end
    rx, ry = rx * grow, ry * grow
    u, v = across / rx, down / ry  # half the chord, from its middle to the end
    aside = sqrt(max(0.0, 1 / (u * u + v * v) - 1)) * (1 if large != sweep else -1)
    cu, cv = -v * aside, u * aside  # the centre, from the middle of the chord
    first = atan2(-v - cv, -u - cu)
    turn = (atan2(v - cv, u - cu) - first) % (2 * pi) - (0 if sweep else 2 * pi)
    pieces = max(1, ceil(abs(turn) / (pi / 2) - 1e-9))
    step = turn / pieces
    reach = 4 / 3 * tan(step / 4)

    def place(pu: float, pv: float) -> Point:
        px, py = rx * (pu + cu), ry * (pv + cv)
        return (
            (x0 + x1) / 2 + cosine * px - sine * py,
            (y0 + y1) / 2 + sine * px + cosine * py,
        )

    for index in range(pieces):
        a, b = first + index * step, first + (index + 1) * step
        last = end if index == pieces - 1 else place(cos(b), sin(b))
        yield (
            *place(cos(a) - reach * sin(a), sin(a) + reach * cos(a)),
            *place(cos(b) + reach * sin(b), sin(b) - reach * cos(b)),
            *last,
        )
