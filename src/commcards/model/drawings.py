"""Drawings to point at: pictures with zones, each of which has words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commcards.base.diagnostics import Location

_NUMBER = re.compile("number-(0|[1-9][0-9]{0,3})")  # a zone that has a number for its words


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a drawing, from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a drawing that is pointed at, at x, y.

    Its id is that of a phrase, whose words stand in ``words``, or beside the drawing with a line
    that leads to the zone. A zone ``number-7`` has the number 7, which always stands in ``words``.
    """

    id: str
    x: float
    y: float
    words: Place | None
    where: Location

    @property
    def number(self) -> int | None:
        """Its number; None for a zone of a phrase."""
        found = _NUMBER.fullmatch(self.id)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of ``width`` x ``height``, the longer of which is the side of the grid."""

    name: str
    width: float
    height: float
    zones: tuple[Zone, ...]

    @property
    def symbol(self) -> str:
        """The name of its picture, which no concept can have."""
        return f"drawing.{self.name}"

    @property
    def phrases(self) -> tuple[Zone, ...]:
        """The zones that have words of a phrase."""
        return tuple(zone for zone in self.zones if zone.number is None)
