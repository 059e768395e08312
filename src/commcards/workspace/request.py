"""The request for a build, and its report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.base.files import write_atomic
from commcards.model.decks import Deck
from commcards.model.layouts import Design

Edition = Literal["color", "grey"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The request for a build; an empty tuple means what decks.yaml says."""

    root: Path
    output: Path
    decks: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()  # print these alone; of any deck where none is named
    cover: bool = True
    blank: bool = True  # the card to write on
    staff: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    edition: Edition = "color"
    flip: str = ""
    stacked: bool = False
    back_offset: tuple[float, float] = (0.0, 0.0)
    strict: bool = False
    release: bool = False
    cache: bool = True
    reading_aid: bool = False
    design: Design | None = None  # None for the layout's own
    own: Deck | None = None  # a deck that stands in no file; it is built, and no other

    @property
    def store(self) -> Path | None:
        """The folder of the cache; None for no cache."""
        return self.root / paths.STORE if self.cache else None


@dataclass(frozen=True, slots=True)
class PrintedFaces:
    """How many faces there are, the smallest picture in millimetres, and the mean fill."""

    faces: int
    picture_mm: float
    fill: float

    def __add__(self, other: PrintedFaces) -> PrintedFaces:
        """Return both together."""
        faces = self.faces + other.faces
        fill = (self.fill * self.faces + other.fill * other.faces) / faces
        return PrintedFaces(faces, min(self.picture_mm, other.picture_mm), fill)

    def as_json(self) -> dict[str, float]:
        """Return the object of ``layouts`` in the report."""
        told = {"picture_mm": round(self.picture_mm, 1), "fill": round(self.fill, 3)}
        return {"faces": self.faces, **told}


def together(reports: Iterable[Mapping[str, PrintedFaces]]) -> dict[str, PrintedFaces]:
    """Return the faces of several targets by layout."""
    total: dict[str, PrintedFaces] = {}
    for report in reports:
        for layout, printed in report.items():
            total[layout] = total[layout] + printed if layout in total else printed
    return total


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The report of a build; paths are relative to the output folder, seconds are wall time.

    ``rendered`` and ``reused`` count faces. ``drafts`` are the names and tags of languages with
    unreviewed lines, ``downloads`` the outputs that people download.
    """

    targets: int
    rendered: int
    reused: int
    seconds: float
    outputs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    drafts: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()
    layouts: Mapping[str, PrintedFaces] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the object that ``--json`` prints."""
        return {
            "targets": self.targets,
            "rendered": self.rendered,
            "reused": self.reused,
            "seconds": round(self.seconds, 3),
            "layouts": {layout: each.as_json() for layout, each in self.layouts.items()},
            "outputs": list(self.outputs),
            "diagnostics": [fault.as_json() for fault in self.diagnostics],
        }

    def write(self, output: Path) -> None:
        """Write report.json into the output folder. Raises OSError."""
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n"
        write_atomic(output / paths.REPORT, text.encode())

    @classmethod
    def from_json(
        cls, former: dict[str, Any], drafts: list[str], downloads: list[str], seconds: float
    ) -> BuildReport:
        """Return the report of an equal build after which nothing has changed."""
        return cls(
            targets=former["targets"],
            rendered=0,
            reused=former["rendered"] + former["reused"],
            seconds=seconds,
            outputs=tuple(former["outputs"]),
            diagnostics=tuple(map(Diagnostic.from_json, former["diagnostics"])),
            drafts=tuple(drafts),
            downloads=tuple(downloads),
            layouts={layout: PrintedFaces(**each) for layout, each in former["layouts"].items()},
        )
