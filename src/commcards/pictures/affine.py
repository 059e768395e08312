"""Affine transforms of paths, and the SVG ``transform`` attribute.

Coordinates are floats in user units, y down. Every function raises ValueError for bad input.
"""

from __future__ import annotations

import re
from math import cos, hypot, radians, sin

from commcards.model.symbols import Segment
from commcards.pictures.svgpath import Path, numbers

Matrix = tuple[float, float, float, float, float, float]  # a b c d e f, as SVG and PDF order them

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_FUNCTION = re.compile(r"[ \t\r\n,]*([a-zA-Z]+)[ \t\r\n]*\(([^()]*)\)[ \t\r\n]*")


def parse_transform(text: str) -> Matrix:
    """Read a list of matrix, translate, scale and rotate."""
    matrix = IDENTITY
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _FUNCTION.match(text, position)
        if not match:
            raise ValueError(f"{text[position:]!r} is not a transform")
        matrix = multiply(matrix, _function(match[1], numbers(match[2])))
        position = match.end()
    return matrix


def translation(x: float, y: float) -> Matrix:
    """Return the matrix that moves by x and y."""
    return (1.0, 0.0, 0.0, 1.0, x, y)


def multiply(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that applies ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        *(a * g + c * h, b * g + d * h),
        *(a * i + c * j, b * i + d * j),
        *(a * k + c * m + e, b * k + d * m + f),
    )


def transform(path: Path, matrix: Matrix) -> Path:
    """Return the path with each point moved by the matrix."""
    if matrix == IDENTITY:
        return path
    a, b, c, d, e, f = matrix
    moved: list[Segment] = []
    for letter, points in path:  # Written out for speed: pictures cost little else.
        if letter == "C":
            x1, y1, x2, y2, x, y = points
            first = (a * x1 + c * y1 + e, b * x1 + d * y1 + f)
            second = (a * x2 + c * y2 + e, b * x2 + d * y2 + f)
            moved.append(("C", (*first, *second, a * x + c * y + e, b * x + d * y + f)))
        elif points:
            x, y = points
            moved.append((letter, (a * x + c * y + e, b * x + d * y + f)))
        else:
            moved.append((letter, ()))
    return tuple(moved)


def stroke_scale(matrix: Matrix) -> float:
    """Return the factor by which strokes get wider; ValueError if they would not stay even."""
    a, b, c, d, _, _ = matrix
    turned = hypot(a - d, b + c)
    mirrored = hypot(a + d, b - c)
    if min(turned, mirrored) > 1e-6 * max(turned, mirrored):
        raise ValueError("a stroke cannot be scaled unevenly or skewed")
    return hypot(a, b)


def _function(name: str, values: list[float]) -> Matrix:
    match name, values:
        case "matrix", [a, b, c, d, e, f]:
            return (a, b, c, d, e, f)
        case "translate", [x]:
            return translation(x, 0.0)
        case "translate", [x, y]:
            return translation(x, y)
        case "scale", [x]:
            return (x, 0.0, 0.0, x, 0.0, 0.0)
        case "scale", [x, y]:
            return (x, 0.0, 0.0, y, 0.0, 0.0)
        case "rotate", [angle]:
            turn = radians(angle)
            return (cos(turn), sin(turn), -sin(turn), cos(turn), 0.0, 0.0)
        case "rotate", [angle, x, y]:
            turned = multiply(translation(x, y), _function("rotate", [angle]))
            return multiply(turned, translation(-x, -y))
    raise ValueError(f"{name}() with {len(values)} numbers is not an allowed transform")
