"""symbols/symbols.yaml -> pictograms, composed of icons of sets and drawings of our own.

Every picture becomes layers on the 48 x 48 grid, y down, not rounded yet. Only icons that a concept
uses are parsed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from commcards.base import layers, paths, serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.digests import digest
from commcards.base.errors import UserError
from commcards.base.files import read_bytes
from commcards.model.symbols import CONTENT_CREDIT, GRID, Layer, Symbol, Tone
from commcards.pictures import affine
from commcards.pictures.concepts import Concept, Part, read_concepts
from commcards.pictures.svgfile import MAX_BYTES, NAMESPACE, Drawing, parse_svg
from commcards.project import yamlnodes
from commcards.project.fields import Faults, Placed, suggest

_MOST_LAYERS = 500
_MOST_DEPTH = 50
_NO_DRAWINGS = frozenset(
    {".ai", ".bmp", ".eps", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".svgz", ".tiff", ".webp"}
)
_SETS = ("fa", "mdi", "hi")
# Empty part of the square at each side, by set: it evens out the sizes of their icons.
_PADDING = {"fa": 5 / GRID, "mdi": 1 / GRID, "hi": 0.0, "own": 0.0}


@dataclass(frozen=True, slots=True)
class _Art:
    """The layers of a concept, and the credits of their sources."""

    layers: tuple[Layer, ...]
    credits: frozenset[str]


@dataclass(frozen=True, slots=True)
class _IconSet:
    """The icons of a set: name -> viewBox and the markup inside the svg element."""

    credit: str
    icons: Mapping[str, tuple[str, str]]


def read_symbols(root: Path, assets: Path) -> tuple[dict[str, Symbol], list[Diagnostic]]:
    """Read every concept by name; a faulty one has no layers.

    Raises UserError with code ``icons-missing`` if set-up has not made ``assets/icons.json``.
    """
    sets = _read_sets(assets)
    faults = Faults()
    own = _read_own(root, faults)
    nodes, diagnostics = yamlnodes.read_layers(root, paths.CONCEPTS)
    faults.found.extend(diagnostics)
    concepts: dict[str, Concept] = {}
    for node in nodes:
        concepts |= read_concepts(node, faults)
    composer = _Composer(concepts, sets, own, faults)
    symbols = {}
    for name, concept in concepts.items():
        art = composer.concept(name) or _Art((), frozenset())
        layers = digest(serialize.dumps(art.layers))
        symbols[name] = Symbol(name, concept.label, art.layers, tuple(sorted(art.credits)), layers)
    return symbols, faults.found


def _read_sets(assets: Path) -> dict[str, _IconSet]:
    path = assets / paths.ICONS
    try:
        sets = json.loads(path.read_text("utf-8"))["sets"]
        return {name: _IconSet(sets[name]["credit"], sets[name]["icons"]) for name in _SETS}
    except (OSError, ValueError, KeyError, TypeError) as error:
        where = Location(f"{paths.ASSETS}/{paths.ICONS}")
        message = "the icons are not prepared"
        raise UserError([Diagnostic(where, "icons-missing", message, "run `make`")]) from error


def _read_own(root: Path, faults: Faults) -> dict[str, Drawing | None]:
    """Read every drawing by name; None for one whose faults are reported already."""
    for path in sorted((root / paths.OWN_DRAWINGS).glob("*")):
        if path.suffix.lower() in _NO_DRAWINGS or path.name.lower().endswith(".svg.txt"):
            message = "the file is not read: a drawing is an SVG, and its name ends in .svg"
            hint = "draw it as SVG: photographs and pixels do not print well small"
            where = Location(f"{paths.OWN_DRAWINGS}/{path.name}")
            faults.error(where, "wrong-extension", message, hint)
    return {
        path.stem: _read_drawing(path, file, home, faults)
        for path, file, home in layers.files(root, paths.OWN_DRAWINGS, "*.svg")
    }


def _read_drawing(path: Path, file: str, home: Path, faults: Faults) -> Drawing | None:
    data, unfit = read_bytes(path, file, MAX_BYTES, home)
    drawing, found = (None, unfit) if data is None else parse_svg(data, file)
    faults.found.extend(found)
    if drawing and drawing.box != (0, 0, GRID, GRID):
        message = "the viewBox of a drawing of our own must be the grid"
        faults.error(Location(file, 1, 1), "svg-value", message, 'write viewBox="0 0 48 48"')
    return drawing


class _Composer:
    """Resolves concepts, each once, into layers on the grid."""

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        sets: Mapping[str, _IconSet],
        own: Mapping[str, Drawing | None],
        faults: Faults,
    ) -> None:
        self._concepts = concepts
        self._sets = sets
        self._own = own
        self._faults = faults
        self._done: dict[str, _Art | None] = {}
        self._open: list[str] = []
        self._icons: dict[tuple[str, str], Drawing | None] = {}

    def concept(self, name: str) -> _Art | None:
        """Return the art of a concept; None if it has a fault, which is noted."""
        if name not in self._done:
            self._open.append(name)
            concept = self._concepts[name]
            self._done[name] = self._compose(concept) or self._first(concept.sources)
            self._open.pop()
        return self._done[name]

    def _compose(self, concept: Concept) -> _Art | None:
        layers: list[Layer] = []
        credits: set[str] = set()
        arts = [self._place(part) for part in concept.parts]
        for part, art in zip(concept.parts, arts, strict=True):
            if not art:
                return None
            layers += art.layers
            credits |= art.credits
            if len(layers) > _MOST_LAYERS:
                message = f"the symbol has more than {_MOST_LAYERS} layers with this part"
                self._faults.error(part.source.where, "symbol-too-large", message)
                return None
        return _Art(tuple(layers), frozenset(credits)) if layers else None

    def _place(self, part: Part) -> _Art | None:
        art = self._first((part.source,)) if ":" in part.source.text else self._other(part.source)
        if not art:
            return None
        scale = part.size / GRID
        matrix = (scale, 0.0, 0.0, scale, part.x, part.y)
        return replace(art, layers=tuple(moved(layer, matrix, part.tone) for layer in art.layers))

    def _other(self, source: Placed) -> _Art | None:
        name = source.text
        if name not in self._concepts:
            hint = suggest(name, self._concepts)
            message = f"there is no symbol {name!r} (an icon has its set before it, such as fa:)"
            self._faults.error(source.where, "unknown-symbol", message, hint)
            return None
        if name in self._open:
            cycle = " <- ".join([*self._open[self._open.index(name) :], name])
            message = f"the symbol {name!r} is part of itself: {cycle}"
            self._faults.error(source.where, "symbol-cycle", message)
            return None
        if len(self._open) == _MOST_DEPTH:
            message = f"symbols are nested in symbols more than {_MOST_DEPTH} times"
            self._faults.error(source.where, "too-deep", message)
            return None
        return self.concept(name)

    def _first(self, sources: tuple[Placed, ...]) -> _Art | None:
        """Return the first of the sources that exists, or note why none can be used."""
        in_sets = [source for source in sources if self._knows_set(source)]
        for source in in_sets:
            art = self._art(*source.text.split(":", 1))
            if art:
                return art
        if in_sets and len(in_sets) == len(sources):
            self._report(in_sets)
        return None

    def _knows_set(self, source: Placed) -> bool:
        prefix, colon, _ = source.text.partition(":")
        if colon and prefix in _PADDING:
            return True
        message = f"{source.text!r} does not name a set of icons"
        hint = suggest(prefix, _PADDING) + "; write it as fa:name"
        self._faults.error(source.where, "unknown-set", message, hint)
        return False

    def _art(self, prefix: str, name: str) -> _Art | None:
        drawing = self._own.get(name) if prefix == "own" else self._icon(prefix, name)
        if not drawing:
            return None
        matrix = _fit(drawing, _PADDING[prefix])
        layers = tuple(moved(layer, matrix, None) for layer in drawing.layers)
        credit = CONTENT_CREDIT if prefix == "own" else self._sets[prefix].credit
        return _Art(layers, frozenset({credit}))

    def _icon(self, prefix: str, name: str) -> Drawing | None:
        if (prefix, name) not in self._icons:
            icons = self._sets[prefix].icons
            self._icons[prefix, name] = _parse(icons[name])[0] if name in icons else None
        return self._icons[prefix, name]

    def _report(self, sources: list[Placed]) -> None:
        """Note why the first source cannot be used; faults of own drawings are noted already."""
        source = sources[0]
        prefix, name = source.text.split(":", 1)
        names = self._own if prefix == "own" else self._sets[prefix].icons
        if name not in names:
            message = f"{source.text!r} does not exist"
            if len(sources) > 1:
                message = "none of the sources can be used"
            close = get_close_matches(name, _kin(name, names), n=3)
            hint = f"did you mean {', '.join(f'{prefix}:{each}' for each in close)}?"
            self._faults.error(source.where, "unknown-icon", message, hint if close else "")
        elif prefix != "own":
            why = _parse(self._sets[prefix].icons[name])[1][0].message
            message = f"{source.text!r} cannot be used: {why}"
            self._faults.error(source.where, "unusable-icon", message, "choose another icon")


def _parse(icon: tuple[str, str]) -> tuple[Drawing | None, list[Diagnostic]]:
    box, body = icon
    text = f'<svg xmlns="{NAMESPACE}" viewBox="{box}">{body}</svg>'
    return parse_svg(text.encode(), "icon")


def _kin(name: str, names: Mapping[str, object]) -> list[str]:
    """Return the names that share a word with this one, or else all; sets have thousands."""
    words = set(name.split("-"))
    return [other for other in names if words & set(other.split("-"))] or list(names)


def _fit(drawing: Drawing, padding: float) -> affine.Matrix:
    """Return the matrix that centres a drawing in the grid and lets its longer side fill it."""
    x, y, width, height = drawing.box
    scale = GRID * (1 - 2 * padding) / max(width, height)
    left, top = (GRID - width * scale) / 2, (GRID - height * scale) / 2
    return (scale, 0.0, 0.0, scale, left - x * scale, top - y * scale)


def moved(layer: Layer, matrix: affine.Matrix, tone: Tone | None) -> Layer:
    """Return the layer transformed by an even matrix; ``tone`` replaces every tone but paper."""
    return Layer(
        layer.tone if layer.tone == "paper" else tone or layer.tone,
        affine.transform(layer.path, matrix),
        None if layer.stroke is None else layer.stroke * affine.stroke_scale(matrix),
        layer.even_odd,
    )
