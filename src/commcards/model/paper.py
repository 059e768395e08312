"""Papers: width and height upright, unprintable edges, thickness."""

from __future__ import annotations

from commcards.base.units import Mm

PAPERS: dict[str, tuple[Mm, Mm]] = {
    "a4": (Mm(210), Mm(297)),  # ISO 216
    "a3": (Mm(297), Mm(420)),
    "letter": (Mm(215.9), Mm(279.4)),  # ANSI/ASME Y14.1, 8.5 x 11 in
}

UNPRINTABLE = Mm(4)  # on each edge; office printers leave 3 to 4.2 mm
OVERLAP = Mm(10)  # tiles of a poster overlap by this, to be glued together
CALIPER = Mm(0.1)  # thickness of a sheet of 80 g/m2 office paper
SIGNATURE = 10  # most sheets that an office stapler goes through and that still fold flat
