"""Drawings to point at: pictures with zones, each of which has words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from commcards.base.diagnostics import Location

NUMBER = re.compile("number-(0|[1-9][0-9]{0,3})")  # what names a number


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

    Its id is that of a phrase, whose words stand in the ``place``, or beside the drawing with a
    line that leads to the zone. With a ``number`` that stands in the place instead; a ``sign`` is a
    phrase that looks like a number, such as the decimal sign.
    """

    id: str
    x: float
    y: float
    where: Location = field(repr=False, compare=False)
    place: Place | None = None
    number: int | None = None
    is_sign: bool = False

    @property
    def has_phrase(self) -> bool:
        """Whether it is the zone of a phrase; ``number-7`` is only the number 7."""
        return not NUMBER.fullmatch(self.id)

    @property
    def has_words_within(self) -> bool:
        """Whether the words of its phrase stand in the drawing."""
        return self.place is not None and self.number is None and not self.is_sign


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
        """The zones of phrases."""
        return tuple(zone for zone in self.zones if zone.has_phrase)
