"""layouts/*.yaml -> sheet formats that fit their papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Literal, get_args

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.units import Pt, to_pt
from commcards.model.layouts import Back, FaceSpec, Flip, Grid, Layout
from commcards.model.paper import CALIPER, OVERLAP, PAPERS, SIGNATURE, UNPRINTABLE
from commcards.project import yamlnodes
from commcards.project.schema import Faults, Fields, is_id, read_fields, suggest
from commcards.project.yamlnodes import Node, Scalar

_Fold = Literal["", "beside", "above"]
_Binding = Literal["", "saddle-stitch"]
_REQUIRED = ("face", "gutter", "crop-marks", "flip", "grids")
_OPTIONAL = ("scale", "back", "fold", "binding", "cards")
_FACE = (
    *("width", "height", "bleed", "margin", "columns", "picture"),
    *("option-columns", "option-picture", "person", "staff", "small", "strip"),
)
_MOST = 1000.0  # mm: beyond any paper
_LEAST_TYPE, _MOST_TYPE = 1.0, 100.0  # mm
_ROUNDING = 1e-6  # mm
_A6_AREA = 90 * 120  # mm2: from here on a face is read at arm's length, below it in the hand
_LEAST_PERSON = {True: 14.0, False: 9.0}  # pt, by whether it is read at arm's length


def read_layouts(root: Path) -> tuple[dict[str, Layout], list[Diagnostic]]:
    """Read every layout below ``root/layouts`` by id, which is the file's name."""
    names, found = yamlnodes.files(root, paths.LAYOUTS)
    faults = Faults(found)
    nodes: dict[str, Node] = {}
    for name in names:
        node, found = yamlnodes.read(root, name)
        faults.found.extend(found)
        layout_id = PurePosixPath(name).stem
        if not is_id(layout_id):
            message = f"the file's name {layout_id!r} is not an id"
            faults.error(Location(name), "bad-id", message, "small letters, digits, hyphens")
        if node:
            nodes[layout_id] = node
    read = {key: read_fields(node, "a layout", faults, _REQUIRED, _OPTIONAL)
            for key, node in nodes.items()}  # fmt: skip
    own = {key: _own_face(fields, faults) for key, fields in read.items() if fields}
    layouts = {}
    for key, fields in read.items():
        face = (own[key] or _shared_face(fields, own, faults)) if fields else None
        if fields and face:
            layouts[key] = _layout(key, fields, face, faults)
    return layouts, faults.found


def _layout(layout_id: str, fields: Fields, face: FaceSpec, faults: Faults) -> Layout:
    flip: dict[str, Flip] = {word: word for word in get_args(Flip)}
    back: dict[str, Back] = {word: word for word in get_args(Back)}
    fold: dict[str, _Fold] = {word: word for word in get_args(_Fold) if word}
    binding: dict[str, _Binding] = {word: word for word in get_args(_Binding) if word}
    layout = Layout(
        id=layout_id,
        face=face,
        scale=fields.number("scale", 0.1, 4),
        gutter=fields.length("gutter", 0, _MOST),
        crop_marks=fields.flag("crop-marks"),
        flip=flip.get(fields.one_of("flip", flip), "none"),
        grids={},
        where=fields.where,
        back=back.get(fields.one_of("back", back), "next"),
        fold=fold.get(fields.one_of("fold", fold), ""),
        binding=binding.get(fields.one_of("binding", binding), ""),
        cards=tuple(item.text for item in fields.texts("cards")),
    )
    grids: dict[str, Grid] = {}
    for paper, item in fields.entries("grids"):
        if paper not in PAPERS:
            message = f"there is no paper {paper!r}"
            faults.error(item.where, "unknown-paper", message, suggest(paper, PAPERS))
        grid = _grid(item, faults)
        if grid and paper in PAPERS:
            grids[paper] = grid
            _check_fit(layout, paper, grid, item.where, faults)
    _check_type(layout, faults)
    _check_whole(layout, grids, faults)
    return replace(layout, grids=grids)


def _own_face(layout: Fields, faults: Faults) -> FaceSpec | None:
    """Read a layout's own face; None where it names another layout's, or has faults."""
    node = layout.node("face")
    if node is None or isinstance(node, Scalar):
        return None
    face = read_fields(node, "`face`", faults, _FACE, ("qr", "punch"))
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
        qr=face.length("qr", 0, _MOST),
        punch=face.length("punch", 0, 20),
    )


def _shared_face(
    layout: Fields, own: Mapping[str, FaceSpec | None], faults: Faults
) -> FaceSpec | None:
    """Return the face of the layout that `face` names: laid out once, printed at any scale."""
    if not isinstance(layout.node("face"), Scalar):
        return None
    known = {key: face for key, face in own.items() if face}
    return known.get(layout.one_of("face", known))


def _type(face: Fields, key: str) -> Pt:
    # Type is written in points; lengths are kept in millimetres in between.
    return Pt(round(to_pt(face.length(key, _LEAST_TYPE, _MOST_TYPE)), 4))


def _grid(node: Node, faults: Faults) -> Grid | None:
    fields = read_fields(node, "a grid", faults, ("columns", "rows"), ("landscape", "tiles"))
    if not fields:
        return None
    columns, rows = (fields.integer(key, 1, 20) for key in ("columns", "rows"))
    return Grid(columns, rows, fields.flag("landscape"), fields.integer("tiles", 1, 8, default=1))


def _check_fit(layout: Layout, paper: str, grid: Grid, where: Location, faults: Faults) -> None:
    across, down = reversed(PAPERS[paper]) if grid.landscape else PAPERS[paper]
    wide, tall = layout.slot_size
    overlap = (grid.tiles - 1) * OVERLAP
    for count, side, room, name in (
        (grid.columns, wide, across - 2 * UNPRINTABLE, "wide"),
        (grid.rows, tall, grid.tiles * (down - 2 * UNPRINTABLE) - overlap, "high"),
    ):
        need = count * side + (count - 1) * layout.gutter
        if need > room + _ROUNDING:
            message = f"the faces are {need:g} mm {name}, {paper} prints {room:g} mm"
            hint = "make the faces, gutter or scale smaller, or turn the paper with `landscape`"
            faults.error(where, "layout-does-not-fit", message, hint)


def _check_type(layout: Layout, faults: Faults) -> None:
    """Refuse type that cannot be read where the card is held."""
    width, height = layout.face_size
    least = _LEAST_PERSON[width * height >= _A6_AREA]
    printed = layout.face.person * layout.scale
    if printed < least - _ROUNDING:
        message = f"the person's type is printed in {printed:g} pt, {least:g} pt is the least"
        hint = f"a face of {width:g} x {height:g} mm needs larger `person` type or scale"
        faults.error(layout.where, "type-too-small", message, hint)


def _check_whole(layout: Layout, grids: Mapping[str, Grid], faults: Faults) -> None:
    """Refuse what cannot go together."""
    bound, tiled = bool(layout.binding), any(grid.tiles > 1 for grid in grids.values())
    for wrong, message, hint in (
        (
            layout.back == "staff" and layout.face.person != layout.face.staff,
            "`back: staff` needs `person` and `staff` type of one size, so that both sides agree",
            "give both the larger size",
        ),
        (
            layout.back == "staff" and layout.flip == "none" and not layout.fold,
            "`back: staff` needs a back",
            "choose a `flip` for printing on both sides, or a `fold`",
        ),
        (
            bound and any((grid.columns, grid.rows) != (2, 1) for grid in grids.values()),
            "a bound layout has two columns and one row: the open book",
            "write {columns: 2, rows: 1}",
        ),
        (
            bound and (layout.fold != "" or layout.back != "next" or layout.flip == "none"),
            "a bound layout has pages on both sides, one after the other",
            "choose a `flip`, without `fold` and `back`",
        ),
        (
            layout.fold != "" and layout.flip != "none",
            "a folded layout is printed on one side",
            "write `flip: none`",
        ),
        (
            any(grid.tiles > 1 and (grid.columns, grid.rows) != (1, 1) for grid in grids.values()),
            "a face in tiles stands alone",
            "write {columns: 1, rows: 1}",
        ),
        (
            layout.crop_marks and (bound or tiled),
            "what is bound or glued together has no crop marks",
            "write `crop-marks: false`",
        ),
        (
            layout.gutter < _least_gutter(layout, grids) - _ROUNDING,
            f"the gutter is {layout.gutter:g} mm: colour would run on to the neighbour",
            f"{_least_gutter(layout, grids):g} mm at least, or less bleed",
        ),
    ):
        if wrong:
            faults.error(layout.where, "layout-contradiction", message, hint)


def _least_gutter(layout: Layout, grids: Mapping[str, Grid]) -> float:
    """Return the room that the bleed of two neighbours takes, and in a book what creep adds."""
    if all((grid.columns, grid.rows) == (1, 1) for grid in grids.values()):
        return 0.0
    creep = CALIPER * (SIGNATURE - 1) if layout.binding else 0.0
    return 2 * (layout.face.bleed * layout.scale + creep)
