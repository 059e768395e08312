"""Faults as values: place, severity, message, and a hint how to mend it.

Readers return ``(value, diagnostics)``, so that one run reports every fault and not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

MOST_FAULTS = 100  # that a reader tells of one file: beyond, it is no such file at all
_MOST_WORDS = 2000  # characters of a message or hint; what quotes a hostile file is cut


class Severity(StrEnum):
    """The severity of a fault: an error fails the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Location(NamedTuple):  # A catalog has thousands, and a dataclass takes three times as long.
    """A place in a file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault; ``code`` is stable and documented in docs/diagnostics.md."""

    where: Location
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        for name in ("message", "hint"):
            text = getattr(self, name)
            if len(text) > _MOST_WORDS:
                object.__setattr__(self, name, f"{text[:_MOST_WORDS]} …")

    def __str__(self) -> str:
        text = f"{self.where}: {self.severity}[{self.code}]: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, str | int]:
        """Return the flat object that ``--json`` prints."""
        where = self.where
        return {
            "file": where.file,
            "line": where.line,
            "column": where.column,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "severity": str(self.severity),
        }

    @classmethod
    def from_json(cls, flat: Mapping[str, Any]) -> Diagnostic:
        """Return the diagnostic of an object from ``as_json``."""
        where = Location(flat["file"], flat["line"], flat["column"])
        severity = Severity(flat["severity"])
        return cls(where, flat["code"], flat["message"], flat["hint"], severity)


def is_error(diagnostic: Diagnostic) -> bool:
    """Return whether a fault fails a build."""
    return diagnostic.severity is Severity.ERROR


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any fault is an error."""
    return any(map(is_error, diagnostics))


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return each fault once, sorted by place."""
    return sorted(dict.fromkeys(diagnostics), key=lambda d: (d.where, d.code, d.message))
