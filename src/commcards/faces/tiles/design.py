"""A card as tiles: sections -> bands -> faces. Pure.

As few faces as will do come first; then answers below their question rather than on a tool card;
then large pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from commcards.base.units import Mm
from commcards.faces.frame import Content, Frame
from commcards.faces.items import Misfit
from commcards.faces.rowlayout import RowLayout
from commcards.faces.tiles.bands import Band, Fixed, rounded, rows_from
from commcards.faces.tiles.filling import Filled, Step, evened, least_faces
from commcards.faces.tiles.questions import Questions
from commcards.faces.tiles.strip import set_strip
from commcards.faces.tiles.tile import PAD, Tile, TileWords
from commcards.localize.localcard import LocalCard, Row
from commcards.model.cards import AnswerKind, Kind
from commcards.model.decks import Category

CROSSING = 0.5  # strain of a section that begins in the middle of a row
MODE = {"crossing": CROSSING}


def framed(card: LocalCard, category: Category, row_layout: RowLayout) -> Frame:
    """Return the frame of a card's faces, all of which have the strip."""
    return Frame.whole(card, category, row_layout, set_strip(card, row_layout), always=True)


def filled(frame: Frame) -> tuple[list[Content], list[Misfit]]:
    """Return the contents of the faces, and the words that no face can hold."""
    spec = frame.row_layout.spec
    faces = _Planning.of(frame).faces()
    contents = []
    misfits: dict[Misfit, None] = {}
    for number, face in enumerate(faces, 1):
        items = face.items(spec.margin, frame.top(number))
        contents.append(Content(items, face.fill, Mm(face.shown)))
        misfits |= dict.fromkeys(face.misfits())
    return contents, [*misfits]


@dataclass(frozen=True, slots=True)
class _Element:
    """What comes next on a card: a tile, which others may stand beside, or a band."""

    kind: Kind
    what: Tile | Band


@dataclass(frozen=True, slots=True)
class _Planning:
    """The bands of one card in one frame."""

    card: LocalCard
    words: TileWords
    questions: Questions
    width: float
    rooms: tuple[float, float]

    @classmethod
    def of(cls, frame: Frame) -> _Planning:
        words = TileWords(frame.row_layout)
        spec = frame.row_layout.spec
        width = spec.width - 2 * spec.margin
        rooms = frame.rooms.above_strip
        return cls(frame.card, words, Questions(words, width), width, rooms)

    def faces(self) -> list[Filled]:
        """Return the best faces of all ways to set the card."""
        spec = self.words.row_layout.spec
        shared = sorted(self._shared(), key=lambda row: -len(row.options)) if spec.refers else []
        known = [self._by_columns(shared)]
        for count in range(len(shared)):
            known.append(self._by_columns(shared[:count]))
            if _least(known[-1]) == _least(known[0]):
                break
        *others, last = known
        best = min((_least(ways), number) for number, ways in enumerate((last, *others)))
        ways = (last, *others)[best[1]]
        even = [
            evened(steps, self.rooms, spec.picture, count)
            for steps, count in ways
            if count == best[0]
        ]
        return max(even, key=lambda faces: sum(face.shown for face in faces))

    def _shared(self) -> Iterator[Row]:
        """Yield the questions whose answers stand on a tool card too."""
        for section in self.card.sections:
            yield from (row for row in section.rows if row.answer is AnswerKind.CARD)

    def _by_columns(self, referring: Collection[Row]) -> list[tuple[list[list[Step]], int]]:
        """Return the ways to set the card in columns, each with how many faces it takes."""
        spec = self.words.row_layout.spec
        elements = list(self._elements(referring))
        ways = []
        for columns in range(spec.columns, 0, -1):
            steps = _steps(elements, self.width, columns, spec.picture, max(self.rooms))
            ways.append((steps, least_faces(steps, self.rooms)))
            if ways[-1][1] > _least(ways) + 1:
                break
        return ways

    def _elements(self, referring: Collection[Row]) -> Iterator[_Element]:
        for section in self.card.sections:
            kind = section.kind
            for row in section.rows:
                line, frame = row.line, f"tile {kind}"
                if row in referring:
                    yield _Element(kind, Tile(line, frame, self.words, row.tool))
                elif row.options or row.answer is AnswerKind.NUMBER:
                    for group in self.questions.groups(row, f"group {kind}", min(self.rooms)):
                        yield _Element(kind, group)
                elif line.notes or line.link or not line.person:
                    layout = self.words.row_layout
                    block = layout.row(line, self.width - 2 * PAD, layout.spec.picture)
                    yield _Element(kind, Fixed(line, block, self.width, frame))
                else:
                    yield _Element(kind, Tile(line, frame, self.words))


def _least(ways: Sequence[tuple[list[list[Step]], int]]) -> int:
    return min(count for _, count in ways)


def _steps(
    elements: Sequence[_Element], width: float, columns: int, picture: float, room: float
) -> list[list[Step]]:
    """Return the bands that may begin at each element."""
    steps: list[list[Step]] = []
    for start, element in enumerate(elements):
        if not isinstance(element.what, Tile):
            steps.append([Step(start + 1, element.what, rounded(element.what.height(picture)))])
            continue
        tiles: list[Tile] = []
        for other in elements[start : start + columns]:
            if not isinstance(other.what, Tile):
                break
            tiles.append(other.what)
        found = []
        for count, row in rows_from(tiles, width, columns, picture):
            kinds = {other.kind for other in elements[start : start + count]}
            strain = row.strain(picture) + MODE["crossing"] * (len(kinds) - 1)
            found.append(Step(start + count, row, rounded(row.height(picture)), strain))
        steps.append([step for step in found if step.height <= room] or found[-1:])
    return steps
