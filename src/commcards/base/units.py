"""Lengths with their unit: millimetres on paper, points for type and PDF."""

from __future__ import annotations

import re
from typing import NewType

Mm = NewType("Mm", float)
Pt = NewType("Pt", float)

CSS_PX = 96 / 25.4  # CSS pixels in a millimetre
CSS_PX_PT = 72 / 96  # points in a CSS pixel

UNITS = ("mm", "cm", "in", "pt")
_LENGTH = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(mm|cm|in|pt)")
_MM_PER = dict(zip(UNITS, (1.0, 10.0, 25.4, 25.4 / 72), strict=True))


def mm(text: str) -> Mm:
    """Read a length such as ``98mm``, ``3.5in`` or ``14pt`` as millimetres.

    Raises ValueError if the unit is missing or unknown.
    """
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a length: write a number and mm, cm, in or pt")
    return Mm(float(match[1]) * _MM_PER[match[2]])


def is_length(text: str) -> bool:
    """Return whether ``mm`` can read the text."""
    return _LENGTH.fullmatch(text.strip()) is not None


def to_pt(length: Mm) -> Pt:
    """Turn millimetres into PDF points (1/72 inch)."""
    return Pt(length * 72 / 25.4)


def to_mm(length: Pt) -> Mm:
    """Turn PDF points into millimetres."""
    return Mm(length * 25.4 / 72)
