"""Reads symbols/symbols.yaml: the sources or parts of each concept, by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from commcards.model.symbols import GRID, Tone
from commcards.project.schema import Faults, Fields, Placed, read_entries, read_fields, wrong_type
from commcards.project.yamlnodes import Node, Scalar

_TONES: dict[str, Tone] = {word: word for word in get_args(Tone)}
_COORDINATE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,3})?")
_LEAST_SIZE, _MOST_SIZE = 1.0, 96.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a composed symbol, fitted into a square on the grid."""

    source: Placed
    x: float = 0.0
    y: float = 0.0
    size: float = GRID
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of the file: sources, of which the first that exists counts, or parts."""

    label: str
    sources: tuple[Placed, ...]
    parts: tuple[Part, ...]


def read_concepts(node: Node, faults: Faults) -> dict[str, Concept]:
    """Read every concept by name, without its faulty fields."""
    concepts = {}
    for name, value in read_entries(node, "symbols.yaml", faults):
        fields = read_fields(value, "a symbol", faults, ("label",), ("sources", "compose"))
        if not fields:
            continue
        if ("sources" in fields) == ("compose" in fields):
            message = "a symbol needs either `sources` or `compose`"
            faults.error(value.where, "symbol-source", message, "write one of the two")
        parts = [_read_part(item, faults) for item in fields.items("compose")]
        concepts[name] = Concept(
            fields.text("label"), fields.texts("sources"), tuple(filter(None, parts))
        )
    return concepts


def _read_part(node: Node, faults: Faults) -> Part | None:
    fields = read_fields(node, "a part", faults, ("from",), ("at", "size", "tone"))
    if not fields:
        return None
    source = Placed(fields.text("from"), fields.place("from"))
    x, y = _read_point(fields, faults)
    size = fields.number("size", _LEAST_SIZE, _MOST_SIZE, GRID)
    tone = fields.one_of("tone", _TONES)
    return Part(source, x, y, size, _TONES.get(tone)) if source.text else None


def _read_point(fields: Fields, faults: Faults) -> tuple[float, float]:
    items = fields.items("at")
    texts = [item.text for item in items if isinstance(item, Scalar) and item.plain]
    if len(texts) == len(items) == 2 and all(map(_COORDINATE.fullmatch, texts)):
        return float(texts[0]), float(texts[1])
    node = fields.node("at")
    if node and items:
        wrong_type(node, "`at`", "the two numbers x and y, such as [20, 14.5]", faults)
    return 0.0, 0.0
