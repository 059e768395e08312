"""One printed side as it is planned, and the words that fit none."""

from __future__ import annotations

from dataclasses import dataclass

from commcards.faces.items import Item
from commcards.model.languages import Direction


@dataclass(frozen=True, slots=True)
class Face:
    """One printed side of a card: ``number`` of ``count``."""

    number: int
    count: int
    direction: Direction
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Words that fit no face of the layout."""

    key: str
    language: str


Planned = tuple[tuple[Face, ...], tuple[Misfit, ...]]  # with a misfit, faces are not to be used
