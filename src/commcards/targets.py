"""What a build makes, and where it lies in output/. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from commcards.model import Card, Category, Deck

Edition = Literal["color", "grey"]
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Target:
    """A deck in one staff language and the person's: what one worker makes in one go.

    All values are names, so that it travels light; an empty ``flip`` leaves the layout's own.
    """

    deck: str
    staff: str
    person: tuple[str, ...]
    layouts: tuple[str, ...]
    papers: tuple[str, ...]
    edition: Edition
    flip: str = ""
    stacked: bool = False  # cut-and-stack
    back_offset: tuple[float, float] = (0.0, 0.0)  # mm to the right and down

    @property
    def tags(self) -> tuple[str, ...]:
        """Every language of the target, the staff's first."""
        return (self.staff, *self.person)


def folder(deck: Deck, target: Target) -> str:
    """Return the folder of a target; a sensitive deck goes by its neutral name."""
    return f"{deck.neutral if deck.sensitive else deck.id}/{'-'.join(target.tags)}"


def page(deck: Deck, target: Target, card: Card) -> str:
    """Return the path of a card's page; a sensitive card goes by its code."""
    name = f"card-{card.code.lower()}" if card.sensitive else card.id
    return f"{folder(deck, target)}/{name}.html"


def sheet(deck: Deck, target: Target, layout: str, paper: str) -> str:
    """Return the path of a PDF."""
    return f"{folder(deck, target)}/{layout}.{paper}.pdf"


def color(category: Category, edition: Edition) -> str:
    """Return the colour of a category in an edition."""
    return category.color if edition == "color" else category.grey


def languages_of(targets: Iterable[Target]) -> tuple[str, ...]:
    """Return every language of some targets once."""
    return tuple(dict.fromkeys(tag for target in targets for tag in target.tags))
