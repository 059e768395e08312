"""An index of phrases: small type in columns, each phrase with the faces that it is on. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from commcards.base.units import Mm, Pt
from commcards.faces.blocks import Block
from commcards.faces.frame import MOST_FACES, Content, Frame
from commcards.faces.items import INFINITE, Item, Look, Planned, Shape, Text, line_height, moved
from commcards.faces.rowlayout import Lines, RowLayout, Width
from commcards.localize.localcard import Line, LocalCard, Words
from commcards.model.cards import Kind
from commcards.model.decks import Category
from commcards.model.languages import Language, localized_number
from commcards.model.layouts import FaceSpec, IndexSpec
from commcards.text.collation import collated

# What staff say follows on the card that is open; what they look for is what others may mean.
LOOKED_UP = (Kind.PERSON_SAYS, Kind.STAFF_ASKS)
PICTURE = Mm(7)  # of the header, before the share that it has there
GAP = 1.6  # mm between columns, with a rule in the middle
RULE = Mm(0.2)
AIR = 0.8  # mm before the numbers
LETTER_AIR = 1.2  # mm between a letter and the first phrase that it begins
MOST = 2  # faces of a phrase that are named; of one that is everywhere, the first will do
MORE = " …"
NO_BREAK = "\u00a0"
BETWEEN = ", "  # faces of one phrase


class Indexed(NamedTuple):
    """A phrase by the key of its message, and its faces; ``letter`` if it is its first phrase."""

    key: str
    text: str
    faces: tuple[int, ...]
    letter: str = ""


def indexed(
    cards: Iterable[tuple[LocalCard, int, Sequence[Collection[str]]]], language: Language
) -> tuple[Indexed, ...]:
    """Return the phrases and questions of cards in the order of the staff's language.

    Each card has the number of its first face, and the keys of the messages on each of its faces.
    What stands on cards with neutral titles is left out: the index would tell what they are about.
    """
    found: dict[str, tuple[str, list[int]]] = {}
    for card, first, faces in cards:
        for line in _looked_up(card) if not card.card.sensitive else ():
            face = next((n for n, keys in enumerate(faces, first) if line.key in keys), None)
            if face is not None and line.staff.language == language:
                numbers = found.setdefault(line.staff.text, (line.key, []))[1]
                numbers += [] if face in numbers else [face]
    entries = []
    before = ""
    for letter, text in collated(found, language):
        key, numbers = found[text]
        entries.append(Indexed(key, text, tuple(numbers), letter if letter != before else ""))
        before = letter
    return tuple(entries)


def _looked_up(card: LocalCard) -> Iterator[Line]:
    """Yield the lines of a card that staff look for."""
    for section in card.sections:
        if section.kind in LOOKED_UP:
            yield from (row.line for row in section.rows)


def plan_index(
    card: LocalCard,
    category: Category,
    index: IndexSpec,
    language: Language,
    entries: Sequence[Indexed],
    spec: FaceSpec,
    lines: Lines,
    width: Width,
) -> Planned:
    """Lay out phrases in the order given, down one column after the other.

    The card has its title in the words of its reader first.
    """
    # It is read from head to foot, so that its header is low: it leads to no page, and no other
    # card has its picture.
    slim = replace(spec, qr=Mm(0), option_picture=min(spec.option_picture, PICTURE))
    row_layout = RowLayout(slim, lines, width)
    for most in MOST_FACES:
        frame = Frame.plain(card, category, row_layout, most)
        blocks = list(_Setting(row_layout, index, language).blocks(entries))
        faces = list(_columns(blocks, frame, index.columns))
        if len(faces) <= most:
            break
    setting = _Setting(row_layout, index, language)
    contents = (setting.placed(columns, frame, n) for n, columns in enumerate(faces, 1))
    made = (frame.face(n, len(faces), content) for n, content in enumerate(contents, 1))
    return tuple(made), tuple(dict.fromkeys(frame.misfits()))


@dataclass(frozen=True, slots=True)
class _Setting:
    row_layout: RowLayout
    index: IndexSpec
    language: Language

    @property
    def size(self) -> Pt:
        return Pt(self.index.type * self.language.scale)

    @property
    def column(self) -> float:
        """The width of a column."""
        spec, count = self.row_layout.spec, self.index.columns
        return (spec.width - 2 * spec.margin - GAP * (count - 1)) / count

    def blocks(self, entries: Sequence[Indexed]) -> Iterator[Block]:
        """Set each phrase with its letter before it and its numbers at the end."""
        for entry in entries:
            start = self._long(entry.letter) + LETTER_AIR if entry.letter else 0.0
            many = len(entry.faces) > MOST
            shown = entry.faces[:1] if many else entry.faces
            numbers = BETWEEN.join(localized_number(n, self.language.digits) for n in shown)
            numbers += MORE if many else ""
            end = self._long(numbers) + AIR
            room = self.column - start
            # The numbers share the last line of a phrase where it leaves them room.
            count = self._lines(entry.text, room)
            if self._lines(f"{entry.text}{NO_BREAK}{numbers}", room - AIR) > count:
                room -= end
                count = self._lines(entry.text, room)
            items: list[Item] = []
            if entry.letter:
                items.append(self._text(entry.key, entry.letter, 0, start, 1, bold=True))
            items.append(self._text(entry.key, entry.text, start, room, count))
            number = self._text(entry.key, numbers, self.column - end, end, 1)
            top = Mm((count - 1) * self._line)
            items.append(number._replace(y=top, align="end"))
            yield Block(tuple(items), count * self._line)

    def placed(self, columns: Sequence[Sequence[Block]], frame: Frame, number: int) -> Content:
        """Set columns of blocks side by side."""
        items: list[Item] = []
        highest = 0.0
        x = float(self.row_layout.spec.margin)
        for blocks in columns:
            y = frame.top(number)
            for block in blocks:
                items += [moved(item, x, y) for item in block.items]
                y += block.height
            if blocks is not columns[0]:  # The numbers of the column before end close to it.
                left = Mm(x - (GAP + RULE) / 2)
                tall = Mm(frame.bottom(with_strip=False) - frame.top(number))
                items.append(Shape("rule", left, Mm(frame.top(number)), RULE, tall))
            highest += y - frame.top(number)
            x += self.column + GAP
        room = frame.bottom(with_strip=False) - frame.top(number)
        return Content(items, Look(highest / (room * self.index.columns), INFINITE))

    @property
    def _line(self) -> float:
        return line_height(Words(self.language, ""), self.size)

    def _lines(self, text: str, width: float) -> int:
        words = Words(self.language, text)
        return self.row_layout.lines(words, self.size, Mm(width), False)

    def _long(self, text: str) -> float:
        return self.row_layout.width(Words(self.language, text), self.size, True)

    def _text(
        self, key: str, text: str, x: float, width: float, lines: int, *, bold: bool = False
    ) -> Text:
        box = (Mm(x), Mm(0), Mm(width), Mm(lines * self._line))
        return Text(key, "staff", Words(self.language, text), self.size, *box, bold=bold)


def _columns(blocks: Sequence[Block], frame: Frame, count: int) -> Iterator[list[list[Block]]]:
    """Yield the columns of each face, filled down to the foot."""
    columns: list[list[Block]] = [[]]
    number, used = 1, 0.0
    for block in blocks:
        room = frame.bottom(with_strip=False) - frame.top(number)
        if columns[-1] and used + block.height > room:
            if len(columns) == count:
                yield columns
                columns, number = [], number + 1
            columns.append([])
            used = 0.0
        columns[-1].append(block)
        used += block.height
    yield columns
