"""layouts/*.yaml -> sheet formats that fit their papers."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Literal, get_args

from commcards import yamlnodes
from commcards.diagnostics import Diagnostic, Location
from commcards.model import FaceSpec, Grid, Layout
from commcards.paper import PAPERS, UNPRINTABLE
from commcards.schema import Faults, Fields, is_id, read_fields, suggest
from commcards.units import Mm, Pt, to_pt
from commcards.yamlnodes import Node

LAYOUTS = "layouts"

_Flip = Literal["long-edge", "short-edge", "none"]
_REQUIRED = ("face", "gutter", "crop-marks", "flip", "grids")
_FACE = (
    *("width", "height", "bleed", "margin", "columns", "picture"),
    *("option-columns", "option-picture", "person", "staff", "small", "strip"),
)
_MOST = 1000.0  # mm: beyond any paper
_LEAST_TYPE, _MOST_TYPE = 1.0, 100.0  # mm
_ROUNDING = 1e-6  # mm


def read_layouts(root: Path) -> tuple[dict[str, Layout], list[Diagnostic]]:
    """Read every layout below ``root/layouts`` by id, which is the file's name."""
    names, found = yamlnodes.files(root, LAYOUTS)
    faults = Faults(found)
    layouts: dict[str, Layout] = {}
    for name in names:
        node, found = yamlnodes.read(root, name)
        faults.found.extend(found)
        layout_id = PurePosixPath(name).stem
        if not is_id(layout_id):
            message = f"the file's name {layout_id!r} is not an id"
            faults.error(Location(name), "bad-id", message, "small letters, digits, hyphens")
        layout = _layout(layout_id, node, faults) if node else None
        if layout:
            layouts[layout_id] = layout
    return layouts, faults.found


def _layout(layout_id: str, node: Node, faults: Faults) -> Layout | None:
    fields = read_fields(node, "a layout", faults, _REQUIRED, ("scale",))
    face = _face(fields, faults) if fields else None
    if not fields or not face:
        return None
    flip: dict[str, _Flip] = {word: word for word in get_args(_Flip)}
    scale = fields.number("scale", 0.1, 4)
    gutter = fields.length("gutter", 0, _MOST)
    grids: dict[str, Grid] = {}
    for paper, item in fields.entries("grids"):
        if paper not in PAPERS:
            message = f"there is no paper {paper!r}"
            faults.error(item.where, "unknown-paper", message, suggest(paper, PAPERS))
        grid = _grid(item, faults)
        if grid and paper in PAPERS:
            grids[paper] = grid
            _check_fit(paper, grid, face, scale, gutter, item.where, faults)
    return Layout(
        id=layout_id,
        face=face,
        scale=scale,
        gutter=gutter,
        crop_marks=fields.flag("crop-marks"),
        flip=flip.get(fields.one_of("flip", flip), "none"),
        grids=grids,
        where=fields.where,
    )


def _face(layout: Fields, faults: Faults) -> FaceSpec | None:
    node = layout.node("face")
    face = read_fields(node, "`face`", faults, _FACE) if node else None
    if not face:
        return None
    return FaceSpec(
        width=face.length("width", 10, _MOST),
        height=face.length("height", 10, _MOST),
        bleed=face.length("bleed", 0, 10),
        margin=face.length("margin", 0, 50),
        columns=face.integer("columns", 1, 12),
        picture=face.length("picture", 1, _MOST),
        option_columns=face.integer("option-columns", 1, 12),
        option_picture=face.length("option-picture", 1, _MOST),
        person=_type(face, "person"),
        staff=_type(face, "staff"),
        small=_type(face, "small"),
        strip=tuple(item.text for item in face.texts("strip", least=0)),
    )


def _type(face: Fields, key: str) -> Pt:
    # Type is written in points; lengths are kept in millimetres in between.
    return Pt(round(to_pt(face.length(key, _LEAST_TYPE, _MOST_TYPE)), 4))


def _grid(node: Node, faults: Faults) -> Grid | None:
    fields = read_fields(node, "a grid", faults, ("columns", "rows"), ("landscape",))
    if not fields:
        return None
    columns, rows = (fields.integer(key, 1, 20) for key in ("columns", "rows"))
    return Grid(columns, rows, fields.flag("landscape"))


def _check_fit(
    paper: str,
    grid: Grid,
    face: FaceSpec,
    scale: float,
    gutter: Mm,
    where: Location,
    faults: Faults,
) -> None:
    across, down = reversed(PAPERS[paper]) if grid.landscape else PAPERS[paper]
    for count, side, room, name in (
        (grid.columns, face.width, across, "wide"),
        (grid.rows, face.height, down, "high"),
    ):
        need = count * side * scale + (count - 1) * gutter
        free = room - 2 * UNPRINTABLE
        if need > free + _ROUNDING:
            message = f"the faces are {need:g} mm {name}, {paper} prints {free:g} mm"
            hint = "make the faces, gutter or scale smaller, or turn the paper with `landscape`"
            faults.error(where, "layout-does-not-fit", message, hint)
