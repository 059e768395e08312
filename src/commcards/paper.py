"""Papers: width and height upright, and what no printer reaches."""

from __future__ import annotations

from commcards.units import Mm

PAPERS: dict[str, tuple[Mm, Mm]] = {
    "a4": (Mm(210), Mm(297)),  # ISO 216
    "letter": (Mm(215.9), Mm(279.4)),  # ANSI/ASME Y14.1, 8.5 x 11 in
}

UNPRINTABLE = Mm(4)  # on each edge; office printers leave 3 to 4.2 mm
