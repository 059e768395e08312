"""Reads symbols/symbols.yaml: the sources or parts of each concept, by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from commcards.model.symbols import GRID, Tone
from commcards.project.fields import (
    Faults,
    Fields,
    Placed,
    read_entries,
    read_fields,
    wrong_type,
)
from commcards.project.schema import (
    Choice,
    Decimal,
    Entries,
    File,
    Items,
    Key,
    Record,
    Text,
    Word,
    optional,
)
from commcards.project.yamlnodes import Node, Scalar

_TONES: dict[str, Tone] = {word: word for word in get_args(Tone)}
_COORDINATE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,3})?")
_PICTURE = Word(hint="a picture of this file, or an icon such as fa:passport or own:afraid")
PART = Record(
    "a part",
    (
        Key("from", _PICTURE, "What is painted.", "fa:passport"),
        *optional(
            Key("at", Items(Decimal(-999, 999), 2, 2, "wrong-type", "write x and y: [20, 14.5]"),
                "Where its left top corner stands on the grid of 48 by 48.", "[20, 14.5]"),
            Key("size", Decimal(1, 96), "Side of the square that it is fitted into.", "28"),
            Key("tone", Choice(get_args(Tone)), "Paints all of it in one tone.", "paper"),
        ),
    ),
)  # fmt: skip
CONCEPT = Record(
    "a symbol",
    (
        Key("label", Text(), "What the picture shows, in English.", "passport"),
        *optional(
            Key("sources", Items(_PICTURE), "Icons in order: the first that exists is taken.",
                "[fa:passport, own:passport]"),
            Key("compose", Items(PART), "Parts that are painted in order, instead of `sources`.",
                "[{from: fa:passport, at: [2, 2], size: 28}]"),
        ),
    ),
)  # fmt: skip
SYMBOLS = File(
    "symbols", "symbols/symbols.yaml", "What each picture is made of.", Entries("a symbol", CONCEPT)
)


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
        fields = read_fields(value, CONCEPT, faults, name)
        if not fields:
            continue
        if ("sources" in fields) == ("compose" in fields):
            message = "a symbol needs either `sources` or `compose`"
            faults.error(value.where, "symbol-source", message, "write one of the two")
        parts = [_read_part(item, faults) for item in fields.items("compose")]
        concepts[name] = Concept(
            fields.text("label"), fields.words("sources"), tuple(filter(None, parts))
        )
    return concepts


def _read_part(node: Node, faults: Faults) -> Part | None:
    fields = read_fields(node, PART, faults)
    if not fields:
        return None
    source = Placed(fields.word("from"), fields.place("from"))
    x, y = _read_point(fields, faults)
    size = fields.number("size", GRID)
    tone = fields.choice("tone")
    return Part(source, x, y, size, _TONES.get(tone)) if source.text else None


def _read_point(fields: Fields, faults: Faults) -> tuple[float, float]:
    items = fields.items("at")
    texts = [item.text for item in items if isinstance(item, Scalar) and item.plain]
    if len(texts) == len(items) == 2 and all(map(_COORDINATE.fullmatch, texts)):
        return float(texts[0]), float(texts[1])
    node = fields.node("at")
    if node and len(items) == 2:
        wrong_type(node, "`at`", "the two numbers x and y, such as [20, 14.5]", faults)
    return 0.0, 0.0
