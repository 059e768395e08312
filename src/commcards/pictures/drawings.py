"""symbols/drawings/*.svg -> drawings to point at, and their pictures.

An element with an id is a zone. ``knee`` is the zone of the phrase knee, pointed at in the middle
of the element; the element ``knee.words`` is where its words stand, if not beside the drawing.
"""

from __future__ import annotations

from pathlib import Path

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest
from commcards.base.files import read_bytes
from commcards.model.drawings import Drawing, Place, Zone
from commcards.model.symbols import CONTENT_CREDIT, GRID, Symbol
from commcards.pictures import affine, svgfile
from commcards.pictures.symbols import moved
from commcards.project.fields import Faults, suggest

WORDS = ".words"  # after the id of a zone: where its words stand

Drawings = tuple[dict[str, Drawing], dict[str, Symbol]]


def read_drawings(root: Path) -> tuple[Drawings, list[Diagnostic]]:
    """Read every drawing by name, and their pictures by name; a faulty one has no zones."""
    faults = Faults()
    drawings: dict[str, Drawing] = {}
    symbols: dict[str, Symbol] = {}
    for path in sorted((root / paths.DRAWINGS).glob("*.svg")):
        file = f"{paths.DRAWINGS}/{path.name}"
        data, unfit = read_bytes(path, file, svgfile.MAX_BYTES, root)
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
        if zone_id.endswith(WORDS):
            owner = zone_id.removesuffix(WORDS)
            if owner not in read.named:
                message = f"words have a place in the zone {owner!r}, which does not exist"
                faults.error(where, "unknown-zone", message, suggest(owner, read.named))
            continue
        own = placed(box)
        words = read.named.get(zone_id + WORDS)
        zone = Zone(
            *(zone_id, own.x + own.width / 2, own.y + own.height / 2),
            placed(words[0]) if words else None,
            where,
        )
        zones.append(zone if words or zone.number is None else _in_itself(zone, own))
    return Drawing(name, width * scale, height * scale, tuple(zones))


def _in_itself(zone: Zone, own: Place) -> Zone:
    """Return a zone whose number stands in it."""
    return Zone(zone.id, zone.x, zone.y, own, zone.where)


def _symbol(drawing: Drawing, read: svgfile.Drawing) -> Symbol:
    scale = _scale(read)
    left, top, _, _ = read.box
    matrix: affine.Matrix = (scale, 0.0, 0.0, scale, -left * scale, -top * scale)
    layers = tuple(moved(layer, matrix, None) for layer in read.layers)
    sides = drawing.width, drawing.height
    own = digest(serialize.dumps((layers, sides)))
    return Symbol(drawing.symbol, drawing.name, layers, (CONTENT_CREDIT,), own, *sides)
