"""layouts/*.yaml -> sheet formats, checked to fit their papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, get_args

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.units import Pt, to_mm, to_pt
from commcards.imposition.kind import ROUNDING
from commcards.imposition.kinds import KINDS, on_paper
from commcards.model.layouts import (
    Back,
    Design,
    FaceSpec,
    Flip,
    Grid,
    IndexSpec,
    Layout,
    LayoutKind,
)
from commcards.model.paper import PAPERS, UNPRINTABLE
from commcards.project import yamlnodes
from commcards.project.fields import Faults, Fields, read_fields, suggest
from commcards.project.hints import is_id
from commcards.project.records import FACE, GRID, INDEX, LAYOUT, ROWS, SIZES
from commcards.project.schema import Key, Whole
from commcards.project.yamlnodes import Node, Scalar

_KINDS = {  # the keys and words that ask for a kind of layout; `tiles` in a grid ask for a poster
    "fold": {
        "beside": LayoutKind.FOLDOVER,
        "above": LayoutKind.TENT,
        "cross": LayoutKind.LEAFLET,
    },
    "binding": {"saddle-stitch": LayoutKind.BOOKLET},
}
# The least room for words beside a picture, beside the picture of an answer, and from head to foot
# of a face and of a label, in person's type sizes. Our narrowest layouts have twice as much.
_LEAST_WORDS, _LEAST_ANSWER, _LEAST_LINES, _LEAST_LINES_OF_LABEL = 4, 1.5, 10, 5
_GAP = 2.0  # mm between columns, and between a picture and its words
_A6_AREA = 90 * 120  # mm2: people read a face of this area at arm's length, a smaller one in hand
# The least type in points by whose it is, and by whether people read it at arm's length.
_LEAST = {"person": {True: 11.0, False: 8.0}, "staff": {True: 7.5, False: 6.0}}


def read_layouts(root: Path) -> tuple[dict[str, Layout], list[Diagnostic]]:
    """Read every layout below ``root/layouts`` by id, which is the file's name."""
    names, diagnostics = yamlnodes.files(root, paths.LAYOUTS)
    faults = Faults(diagnostics)
    nodes: dict[str, Node] = {}
    for name in names:
        node, diagnostics = yamlnodes.read(root, name)
        faults.found.extend(diagnostics)
        layout_id = PurePosixPath(name).stem
        if not is_id(layout_id):
            message = f"the file's name {layout_id!r} is not an id"
            hint = "rename it: small letters, digits and hyphens"
            faults.error(Location(name), "bad-id", message, hint)
        if node:
            nodes[layout_id] = node
    read = {key: read_fields(node, LAYOUT, faults)
            for key, node in nodes.items()}  # fmt: skip
    own = {key: _own_faces(fields, faults) for key, fields in read.items() if fields}
    layouts = {}
    for key, fields in read.items():
        faces = (own[key] or _shared_faces(fields, own, faults)) if fields else None
        if fields and faces:
            layouts[key] = _layout(key, fields, faces, faults)
    return layouts, faults.found


class _Faces(NamedTuple):
    """The face of a layout, and the same as rows where that has sizes of its own."""

    face: FaceSpec
    rows: FaceSpec | None = None


def _layout(layout_id: str, fields: Fields, faces: _Faces, faults: Faults) -> Layout:
    flip: dict[str, Flip] = {word: word for word in get_args(Flip)}
    back: dict[str, Back] = {word: word for word in get_args(Back)}
    places, grids = _grids(fields, faults)
    kinds = _kinds(fields, grids)
    layout = Layout(
        id=layout_id,
        face=faces.face,
        scale=fields.number("scale"),
        gutter=fields.length("gutter"),
        crop_marks=fields.flag("crop-marks"),
        flip=flip.get(fields.choice("flip"), "none"),
        grids=grids,
        where=fields.where,
        back=back.get(fields.choice("back"), "next"),
        kind=next(iter(kinds.values()), LayoutKind.N_UP),
        cards=tuple(item.text for item in fields.words("cards")),
        rows=faces.rows,
        index=_index(fields, faults),
    )
    for paper, where in places.items():
        _check_fit(layout, paper, where, faults)
    _check_type(layout, faults)
    _check_whole(layout, kinds, faults)
    return layout


def _grids(layout: Fields, faults: Faults) -> tuple[dict[str, Location], dict[str, Grid]]:
    """Read the grids and their places, by paper."""
    places: dict[str, Location] = {}
    grids: dict[str, Grid] = {}
    for paper, item in layout.entries("grids"):
        if paper not in PAPERS:
            message = f"there is no paper {paper!r}"
            faults.error(item.where, "unknown-paper", message, suggest(paper, PAPERS))
        grid = _grid(item, faults)
        if grid and paper in PAPERS:
            places[paper], grids[paper] = item.where, grid
    return places, grids


def _kinds(layout: Fields, grids: Mapping[str, Grid]) -> dict[str, LayoutKind]:
    """Return the kinds that a layout asks for, by key; more than one is a fault."""
    asked = {key: words.get(layout.choice(key)) for key, words in _KINDS.items()}
    kinds = {key: kind for key, kind in asked.items() if kind}
    if any(grid.tiles > 1 for grid in grids.values()):
        kinds["tiles"] = LayoutKind.POSTER
    return kinds


def _own_faces(layout: Fields, faults: Faults) -> _Faces | None:
    """Read a layout's own face; None if it names another layout's face, or has faults."""
    node = layout.node("face")
    if node is None or isinstance(node, Scalar):
        return None
    fields = read_fields(node, FACE, faults)
    if not fields:
        return None
    designs = {str(design): design for design in Design}
    sizes: dict[str, Any] = {_named(key): _size(fields, key) for key in SIZES}
    face = FaceSpec(
        width=fields.length("width"),
        height=fields.length("height"),
        bleed=fields.length("bleed"),
        strip=tuple(item.text for item in fields.words("strip")),
        punch=fields.length("punch"),
        design=designs.get(fields.choice("design"), Design.TILES),
        answer_faces=fields.integer("answer-faces", 99),
        **sizes,
    )
    _check_room(face, fields, faults)
    node = fields.node("rows")
    others = read_fields(node, ROWS, faults) if node else None
    if not others:
        return _Faces(face)
    rows = replace(face, design=Design.ROWS, **_sizes(others))
    _check_room(rows, others, faults)
    return _Faces(face, rows)


def _check_room(spec: FaceSpec, face: Fields, faults: Faults) -> None:
    """Refuse lengths that leave no room for words, at the key that takes it."""
    if any(fault.where.file == face.where.file for fault in faults.found):
        return  # A stand-in for a length at fault says nothing.
    size = to_mm(spec.person)
    across = spec.width - 2 * spec.margin
    # Tiles choose their columns, and have words below pictures that are no wider than half a face.
    beside = (
        ("columns", spec.columns, spec.picture, _LEAST_WORDS * size),
        ("option-columns", spec.option_columns, spec.option_picture, _LEAST_ANSWER * size),
    )
    half = min(across, spec.height) / 2
    lines = _LEAST_LINES_OF_LABEL if spec.design is Design.LABELS else _LEAST_LINES
    for key, count, picture, least in beside if spec.design is Design.ROWS else ():
        room = (across - (count - 1) * _GAP) / count - picture - _GAP
        if room < least:
            message = f"`{key}: {count}` leaves {room:.1f} mm for words beside a picture"
            hint = f"leave {least:.1f} mm: fewer columns, or smaller pictures, margins or type"
            faults.error(face.place(key), "layout-contradiction", message, hint)
    for key, length, most in (
        ("person", size, spec.height / lines),
        ("picture", spec.picture, half),
        ("option-picture", spec.option_picture, half),
        ("qr", spec.qr, half),
        ("punch", spec.punch, across / 2),
    ):
        if length > most:
            message = f"`{key}` is {length:.1f} mm, which is too large for this face"
            faults.error(face.place(key), "layout-contradiction", message, f"{most:.1f} mm at most")


def _sizes(face: Fields) -> dict[str, Any]:
    """Read the sizes that are there, by the names of FaceSpec."""
    return {_named(key): _size(face, key) for key in SIZES if key.name in face}


def _named(key: Key) -> str:
    """Return the name that FaceSpec has for a key."""
    return key.name.replace("-", "_")


def _size(face: Fields, key: Key) -> float:
    if key.name in ("person", "staff", "small"):
        return _type(face, key.name)
    return face.integer(key.name) if isinstance(key.type, Whole) else face.length(key.name)


def _shared_faces(
    layout: Fields, own: Mapping[str, _Faces | None], faults: Faults
) -> _Faces | None:
    """Return the face of the layout that `face` names: laid out once, printed at any scale."""
    if not isinstance(layout.node("face"), Scalar):
        return None
    known = {key: faces for key, faces in own.items() if faces}
    return known.get(layout.one_of("face", known))


def _type(face: Fields, key: str) -> Pt:
    # Files give type in points, but ``length`` returns millimetres.
    return Pt(round(to_pt(face.length(key)), 4))


def _grid(node: Node, faults: Faults) -> Grid | None:
    fields = read_fields(node, GRID, faults)
    if not fields:
        return None
    columns, rows = (fields.integer(key) for key in ("columns", "rows"))
    places = (
        fields.length(key) if key in fields else None
        for key in ("left", "top", "column-gap", "row-gap")
    )
    return Grid(columns, rows, fields.flag("landscape"), fields.integer("tiles"), *places)


def _index(layout: Fields, faults: Faults) -> IndexSpec | None:
    node = layout.node("index")
    fields = read_fields(node, INDEX, faults) if node else None
    return IndexSpec(fields.integer("columns"), _type(fields, "type")) if fields else None


def _check_fit(layout: Layout, paper: str, where: Location, faults: Faults) -> None:
    """Refuse faces that the paper has no room for where the printer reaches."""
    sheets = on_paper(layout, paper)
    grid, slots, inset = sheets.grid, sheets.slots, layout.inset
    edge = UNPRINTABLE - inset  # nothing is printed along the edges of a label
    for count, side, gap, room, start, length, key, name in (
        (grid.columns, slots.trim_width, slots.gaps[0], sheets.room[0], grid.left, slots.width,
         "left", "wide"),
        (grid.rows, slots.trim_height, slots.gaps[1], sheets.room[1], grid.top, slots.height,
         "top", "high"),
    ):  # fmt: skip
        need = count * side + (count - 1) * gap
        most = room + 2 * inset
        if need > most + ROUNDING:
            message = f"the faces are {need:g} mm {name}, but {paper} has room for {most:g} mm"
            hint = "make the faces, gutter or scale smaller, or turn the paper with `landscape`"
            faults.error(where, "layout-does-not-fit", message, hint)
        elif (
            start is not None
            and not edge <= start + ROUNDING <= length - need - edge + 2 * ROUNDING
        ):
            last = length - need - edge
            message = f"`{key}: {start:g}mm` puts faces where the printer does not reach"
            hint = f"on {paper} it may be {max(0.0, edge):g} mm to {last:g} mm"
            faults.error(where, "layout-does-not-fit", message, hint)


def _check_type(layout: Layout, faults: Faults) -> None:
    """Refuse type that is too small for the distance at which people read the card."""
    width, height = layout.face_size
    faces = (layout.face, layout.rows or layout.face)
    for whose, sizes in _LEAST.items():
        least = sizes[width * height >= _A6_AREA]
        sizes_of = [getattr(face, whose) for face in faces]
        sizes_of += [layout.index.type] if layout.index and whose == "staff" else []
        printed = min(sizes_of) * layout.scale
        if printed < least - ROUNDING:
            message = f"the {whose}'s type is printed in {printed:g} pt, less than {least:g} pt"
            hint = f"on a face of {width:g} x {height:g} mm, make `{whose}` or the scale larger"
            faults.error(layout.where, "type-too-small", message, hint)


def _check_whole(layout: Layout, kinds: Mapping[str, LayoutKind], faults: Faults) -> None:
    """Report settings that exclude each other."""
    contradictions: list[tuple[str, str]] = []
    if len(kinds) > 1:
        keys = " and ".join(f"`{key}`" for key in kinds)
        contradictions.append((f"a layout cannot have {keys}", "keep one of them"))
    if layout.back == "staff" and layout.face.person != layout.face.staff:
        message = (
            "`back: staff` needs `person` and `staff` type of one size, so that both sides agree"
        )
        contradictions.append((message, "give both the larger size"))
    for kind in kinds.values() or (layout.kind,):
        contradictions += KINDS[kind].contradictions(layout)
    for message, hint in dict.fromkeys(contradictions):
        faults.error(layout.where, "layout-contradiction", message, hint)
