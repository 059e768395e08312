"""A card as tiles: sections -> bands -> faces. Pure.

As few faces as will do come first; then answers below their question rather than on a tool card;
then large pictures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from commcards.faces.frame import Content, Frame
from commcards.faces.items import Look, Misfit
from commcards.faces.rowlayout import RowLayout
from commcards.faces.tiles.bands import Choice, Fixed, rows_from, spanned
from commcards.faces.tiles.drawn import UNDRAWN, Drawings, Drawn
from commcards.faces.tiles.filling import Filled, Step, evened, least_faces
from commcards.faces.tiles.questions import Questions
from commcards.faces.tiles.strip import set_strip
from commcards.faces.tiles.tile import PAD, Tile, TileWords
from commcards.localize.localcard import LocalCard, LocalSection, Row
from commcards.model.cards import AnswerKind, Kind
from commcards.model.decks import Category
from commcards.model.layouts import FaceSpec

CROSSING = 0.5  # strain of a section that begins in the middle of a row
STRAIN = 1.0  # of a picture: what a strain of one is worth


def framed(card: LocalCard, category: Category, row_layout: RowLayout, most: int) -> Frame:
    """Return the frame of a card's faces, all of which have the strip."""
    return Frame.whole(card, category, row_layout, set_strip(card, row_layout), most, always=True)


def filled(frame: Frame) -> tuple[list[Content], list[Misfit]]:
    """Return the contents of the faces, and the words that no face can hold."""
    spec = frame.row_layout.spec
    faces = _Planning.of(frame).faces()
    contents = []
    misfits: dict[Misfit, None] = {}
    for number, face in enumerate(faces, 1):
        items = face.items(spec.margin, frame.top(number))
        contents.append(Content(items, Look(face.fill, face.shown)))
        misfits |= dict.fromkeys(face.misfits())
    return contents, [*misfits]


@dataclass(frozen=True, slots=True)
class _Element:
    """What comes next on a card: a tile, which others may stand beside, or a band in
    one of several ways."""

    kind: Kind
    what: Tile | Sequence[Choice]


@dataclass(frozen=True, slots=True)
class _Planning:
    """The bands of one card in one frame."""

    card: LocalCard
    words: TileWords
    questions: Questions
    width: float
    rooms: tuple[float, float]
    _elements: dict[tuple[int, bool], list[_Element]] = field(default_factory=dict)
    _known: dict[tuple[int, int], tuple[list[list[Step]], int]] = field(default_factory=dict)
    _drawn: dict[int, Drawn] = field(default_factory=dict)
    _bands: dict[tuple[int, ...], list[Choice]] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: Frame) -> _Planning:
        words = TileWords(frame.row_layout, frame.row_layout.alike)
        spec = frame.row_layout.spec
        width = spec.width - 2 * spec.margin
        rooms = frame.rooms.above_strip
        return cls(frame.card, words, Questions(words, width), width, rooms)

    @property
    def spec(self) -> FaceSpec:
        """The geometry and type of the faces."""
        return self.words.row_layout.spec

    def faces(self) -> list[Filled]:
        """Return the best faces of all ways to set the card."""
        shared = sorted(self._shared(), key=lambda row: -len(row.options))
        # With several languages a card is thick as it is.
        further = self.spec.answer_faces if len(self.card.title.person) == 1 else 0
        most = further + self._least(shared)
        # Refer to tool cards as little as will do: the more questions do, the fewer the faces.
        number = bisect_left(
            range(len(shared)), True, key=lambda number: self._least(shared[:number]) <= most
        )
        ways = [self._way(shared[:number], columns) for columns in self._columns]
        count = min(faces for _, faces in ways)
        filled = [
            evened(steps, self.rooms, self.spec.picture, count)
            for steps, faces in ways
            if faces == count
        ]
        return max(filled, key=self._looks)

    def _least(self, referring: Sequence[Row]) -> int:
        """Return how many faces are needed: in many columns they are nearly always the fewest."""
        return min(self._way(referring, columns)[1] for columns in self._columns[:2])

    def _way(self, referring: Sequence[Row], columns: int) -> tuple[list[list[Step]], int]:
        """Return the bands of the card in some columns, and how many faces they take."""
        key = len(referring), columns  # those that refer are always the first of one list
        if key not in self._known:
            steps = self._steps(referring, columns)
            self._known[key] = steps, least_faces(steps, self.rooms)
        return self._known[key]

    @property
    def _columns(self) -> list[int]:
        """The columns that a card may be set in, the most first: its pictures have room there."""
        least = self.spec.picture + 2 * PAD
        numbers = range(self.spec.columns, 1, -1)
        most = next((n for n in numbers if spanned(self.width, n, 1) >= least), 1)
        return [*range(most, most // 2, -1)]

    def _looks(self, faces: Sequence[Filled]) -> float:
        """Return how well faces look: large pictures, little strain."""
        picture = self.spec.picture
        large = sum(face.shown / picture for face in faces)
        return large - STRAIN * sum(b.strain(picture) for face in faces for b in face.bands)

    def _shared(self) -> Iterator[Row]:
        """Yield the questions whose answers stand on a tool card of the deck too."""
        for section in self.card.sections:
            yield from (row for row in section.rows if row.answer is AnswerKind.CARD and row.tool)

    def _steps(self, referring: Sequence[Row], columns: int) -> list[list[Step]]:
        """Return the bands that may begin at each element of the card."""
        referred = {id(row) for row in referring}
        elements = [
            element
            for section in self.card.sections
            for element in self._section(section, referred)
        ]
        steps: list[list[Step]] = []
        for start, element in enumerate(elements):
            if not isinstance(element.what, Tile):
                steps.append([Step(start + n, band, h, s) for band, h, s, n in element.what])
                continue
            tiles: list[Tile] = []
            for other in elements[start : start + columns]:
                if not isinstance(other.what, Tile) or _apart(element.what, other.what):
                    break
                tiles.append(other.what)
            kinds = [other.kind for other in elements[start : start + len(tiles)]]
            found = []
            for row, height, strain, count in self._rows(tiles, columns):
                crossings = len(set(kinds[:count])) - 1
                found.append(Step(start + count, row, height, strain + CROSSING * crossings))
            steps.append(found)
        return steps

    def _rows(self, tiles: Sequence[Tile], columns: int) -> list[Choice]:
        """Return the rows that the first tiles may stand in, if possible none that fits no face."""
        key = (columns, *map(id, tiles))
        if key not in self._bands:
            picture = self.spec.picture
            rows = [*rows_from(tiles, self.width, columns, picture)]
            self._bands[key] = [row for row in rows if row.height <= max(self.rooms)] or rows[-1:]
        return self._bands[key]

    def _section(self, section: LocalSection, referred: set[int]) -> Iterator[_Element]:
        """Yield the drawings of a section, and its rows where these do not have their words."""
        drawn = UNDRAWN
        if section.drawings:
            key = id(section)
            if key not in self._drawn:
                drawings = Drawings(self.card.title, self.words, self.width, min(self.rooms))
                self._drawn[key] = drawings.set(section)
            drawn = self._drawn[key]
        yield from (_Element(section.kind, bands) for bands in drawn.before)
        for row in section.rows if not drawn.has_words else ():
            yield from self._set(section.kind, row, refers=id(row) in referred)
        yield from (_Element(section.kind, bands) for bands in drawn.after)

    def _set(self, kind: Kind, row: Row, *, refers: bool) -> list[_Element]:
        """Return a row of the card as a tile, or as bands."""
        key = id(row), refers
        if key not in self._elements:
            self._elements[key] = [*self._set_anew(kind, row, refers=refers)]
        return self._elements[key]

    def _set_anew(self, kind: Kind, row: Row, *, refers: bool) -> Iterator[_Element]:
        line, frame, picture = row.line, f"tile {kind}", self.spec.picture
        if row.entry:
            yield _Element(kind, Tile(line, "tile", self.words, entry=row.entry))
        elif refers:
            yield _Element(kind, Tile(line, frame, self.words, row.tool))
        elif row.answer not in (None, AnswerKind.STRIP):
            for groups in self.questions.parts(row, f"group {kind}", min(self.rooms)):
                yield _Element(kind, groups)
        elif line.notes or line.link or not line.person:
            block = self.words.row_layout.row(line, self.width - 2 * PAD, picture)
            band = Fixed(line, block, self.width, frame if line.person else "")
            yield _Element(kind, [Choice.of(band, picture)])
        else:
            yield _Element(kind, Tile(line, frame, self.words))


def _apart(tile: Tile, other: Tile) -> bool:
    """Tell whether tiles share no row: lines of the contents stand by themselves."""
    return bool(tile.entry) is not bool(other.entry)
