"""The request for a build, and its report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.base.files import write_atomic

Edition = Literal["color", "grey"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The request for a build; an empty tuple means what decks.yaml says."""

    root: Path
    output: Path
    decks: tuple[str, ...] = ()
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

    @property
    def store(self) -> Path | None:
        """The folder of the cache; None for no cache."""
        return self.root / paths.STORE if self.cache else None


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

    def as_json(self) -> dict[str, object]:
        """Return the object that ``--json`` prints."""
        return {
            "targets": self.targets,
            "rendered": self.rendered,
            "reused": self.reused,
            "seconds": round(self.seconds, 3),
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
        )
