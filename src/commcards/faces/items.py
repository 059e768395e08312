"""A face and its items: words, pictures and shapes, each in its box. Pure.

An item's place is relative to the face or block that holds it. Items are named tuples because
planning moves each of them several times, and these are quick to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from commcards.base.units import Mm, Pt, to_mm
from commcards.localize.localcard import Words
from commcards.model.languages import Direction
from commcards.text.linebreak import marked

INFINITE = float("inf")  # mm: what no face has room for
ROUNDING = Mm(0.01)  # places that are closer than this count as equal

Role = Literal[
    "title", "title-staff", "heading", "heading-staff", "person", "staff", "digit", "small",
    "badge", "place",
]  # fmt: skip


class Text(NamedTuple):
    """Words in a box; ``element`` is the HTML element, which decides the PDF tag.

    Coloured items take the colours of a ``category``; without one, of that of their card.
    """

    key: str
    role: Role
    words: Words
    size: Pt
    x: Mm
    y: Mm
    width: Mm
    height: Mm
    element: Literal["h1", "h2", "p"] = "p"
    align: Literal["start", "center", "end"] = "start"
    bold: bool = False
    category: str = ""

    @property
    def printed(self) -> str:
        """The words, with marks where lines may break, and where runs of their own stand."""
        return marked(self.words.text, self.words.language)


class Picture(NamedTuple):
    """A symbol or a QR code; with ``on_color`` it takes the category's text colour.

    ``symbol`` is "qr" for the code of the card's page, and a "tel:" URL for the code that dials it.
    """

    symbol: str
    x: Mm
    y: Mm
    width: Mm
    height: Mm
    on_color: bool = False
    category: str = ""


class Shape(NamedTuple):
    """A box without words: header, band, tab, badge, strip, option, bar, rule, chip, or a blank to
    write on."""

    kind: str
    x: Mm
    y: Mm
    width: Mm
    height: Mm
    category: str = ""


class Leader(NamedTuple):
    """A line across its box, with a dot at the end that is ``right`` and ``low``, or is not.

    It leads from words to the zone of a drawing.
    """

    x: Mm
    y: Mm
    width: Mm
    height: Mm
    right: bool
    low: bool

    @property
    def ends(self) -> tuple[float, float, float, float]:
        """Where it begins, and where its dot is: x, y, x, y."""
        across, down = (self.x, self.x + self.width), (self.y, self.y + self.height)
        return across[not self.right], down[not self.low], across[self.right], down[self.low]


Item = Text | Picture | Shape | Leader


class Look(NamedTuple):
    """The part of a face's room that is used, and the millimetres of its pictures of lines."""

    fill: float
    picture: float


PLAIN = Look(1.0, INFINITE)  # of a face that has no rows: a back, a page number


@dataclass(frozen=True, slots=True)
class Face:
    """One printed side of a card: ``number`` of ``count``."""

    number: int
    count: int
    direction: Direction
    items: tuple[Item, ...]
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class Misfit:
    """Words that fit no face of the layout."""

    key: str
    language: str


Planned = tuple[tuple[Face, ...], tuple[Misfit, ...]]  # use the faces only if nothing is a misfit


def line_height(words: Words, size: Pt) -> float:
    """Return the height of one line of type in millimetres."""
    return to_mm(Pt(size * words.language.line_height))


def centred(item: Item) -> Item:
    """Return words centred in their box; other items unchanged."""
    return item._replace(align="center") if isinstance(item, Text) else item


def moved(item: Item, dx: float, dy: float) -> Item:
    """Return the item shifted by millimetres."""
    x, y = Mm(item.x + dx), Mm(item.y + dy)
    if isinstance(item, Text):  # _replace takes twice as long, and every item moves several times
        return Text(
            item.key, item.role, item.words, item.size, x, y, item.width, item.height,
            item.element, item.align, item.bold, item.category,
        )  # fmt: skip
    if isinstance(item, Picture):
        return Picture(item.symbol, x, y, item.width, item.height, item.on_color, item.category)
    if isinstance(item, Leader):
        return item._replace(x=x, y=y)
    return Shape(item.kind, x, y, item.width, item.height, item.category)


def mirrored(item: Item, width: Mm) -> Item:
    """Return an item at its place on a face that reads from right to left."""
    x = Mm(width - item.x - item.width)
    if isinstance(item, Leader):
        return item._replace(x=x, right=not item.right)
    return item._replace(x=x)
