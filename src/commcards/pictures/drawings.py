"""symbols/drawings/*.svg -> drawings to point at, and their pictures.

An element with an id is a zone. ``knee`` is the zone of the phrase knee, pointed at in the middle
of the element. The element ``knee.words`` is where its words stand, if not beside the drawing;
``hour-3.number-3`` is where the number 3 stands for them, and ``decimal.sign`` is where they stand
like a number. ``number-7`` is a zone without a phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.digests import digest
from commcards.base.files import read_bytes
from commcards.base.layers import files
from commcards.model.drawings import NUMBER, Drawing, Place, Zone
from commcards.model.symbols import CONTENT_CREDIT, GRID, Symbol
from commcards.pictures import affine, svgfile
from commcards.pictures.symbols import moved
from commcards.project.fields import Faults, suggest

WORDS, SIGN = "words", "sign"  # after the id of a zone and a dot

Named = tuple[svgfile.Box, Location]

Drawings = tuple[dict[str, Drawing], dict[str, Symbol]]


def read_drawings(root: Path) -> tuple[Drawings, list[Diagnostic]]:
    """Read every drawing by name, and their pictures by name; a faulty one has no zones."""
    faults = Faults()
    drawings: dict[str, Drawing] = {}
    symbols: dict[str, Symbol] = {}
    for path, file, home in files(root, paths.DRAWINGS, "*.svg"):
        data, unfit = read_bytes(path, file, svgfile.MAX_BYTES, home)
        read, found = (
            (None, unfit) if data is None else svgfile.parse_svg(data, file, may_name=True)
        )
        faults.found.extend(found)
        drawing = Drawing(path.stem, GRID, GRID, ())
        if read:
            drawing = _drawing(path.stem, read, faults)
            symbols[drawing.symbol] = _symbol(drawing, read)
        drawings[path.stem] = drawing
    return (drawings, symbols), faults.found


def _scale(read: svgfile.Drawing) -> float:
    return GRID / max(read.box[2:])


def _drawing(name: str, read: svgfile.Drawing, faults: Faults) -> Drawing:
    left, top, width, height = read.box
    scale = _scale(read)

    def placed(box: svgfile.Box) -> Place:
        x, y, wide, tall = box
        return Place((x - left) * scale, (y - top) * scale, wide * scale, tall * scale)

    zones = []
    for zone_id, (box, where) in read.named.items():
        owner, dot, what = zone_id.partition(".")
        if not dot:
            own = placed(box)
            zones.append(Zone(owner, own.x + own.width / 2, own.y + own.height / 2, where))
        elif what not in (WORDS, SIGN) and not NUMBER.fullmatch(what):
            message = f"{what!r} has no place in a drawing"
            hint = f"write {owner}.{WORDS}, {owner}.{SIGN}, or {owner}.number-1 for the number 1"
            faults.error(where, "unknown-zone", message, hint)
        elif owner not in read.named:
            message = f"words have a place in the zone {owner!r}, which does not exist"
            faults.error(where, "unknown-zone", message, suggest(owner, read.named))
    return Drawing(
        *(name, width * scale, height * scale),
        tuple(_with_place(zone, read.named, placed) for zone in zones),
    )


def _with_place(
    zone: Zone, named: Mapping[str, Named], placed: Callable[[svgfile.Box], Place]
) -> Zone:
    """Return a zone with the place of its words or its number, if it has one.

    A number stands in the zone itself where it has no other place.
    """
    for name, (box, _) in named.items():
        owner, _, what = name.partition(".")
        if owner == zone.id and what:
            found = NUMBER.fullmatch(what) or NUMBER.fullmatch(owner)
            number = int(found[1]) if found else None
            return replace(zone, place=placed(box), number=number, is_sign=what == SIGN)
    found = NUMBER.fullmatch(zone.id)
    if found:
        return replace(zone, place=placed(named[zone.id][0]), number=int(found[1]))
    return zone


def _symbol(drawing: Drawing, read: svgfile.Drawing) -> Symbol:
    scale = _scale(read)
    left, top, _, _ = read.box
    matrix: affine.Matrix = (scale, 0.0, 0.0, scale, -left * scale, -top * scale)
    layers = tuple(moved(layer, matrix, None) for layer in read.layers)
    sides = drawing.width, drawing.height
    own = digest(serialize.dumps((layers, sides)))
    return Symbol(drawing.symbol, drawing.name, layers, (CONTENT_CREDIT,), own, *sides)
