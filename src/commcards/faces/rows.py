"""Lines of a card -> blocks: pictures, words and frames of a given width. Pure.

A block is worked out from the reading start, y down, millimetres from its own top left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from commcards.base.units import Mm, Pt
from commcards.faces.blocks import COUNTER, GAP, PAD, Block, Division, beside, joined
from commcards.faces.items import Item, Picture, Role, Shape, Text, line_height, moved
from commcards.faces.numbers import digits_of, number_rows
from commcards.localize.localcard import Line, LocalSection, Row, Words
from commcards.model.cards import AnswerKind, Kind
from commcards.model.languages import localized_number
from commcards.model.layouts import FaceSpec
from commcards.text.linebreak import bare, pieces

SHORT = 2  # lines of an answer that may stand beside another

# How many lines a text takes: (text, type size, width, bold) -> lines, and its unbroken width.
Lines = Callable[[Words, Pt, Mm, bool], int]
Width = Callable[[Words, Pt, bool], Mm]


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Sets lines of a card as blocks of a given width."""

    spec: FaceSpec
    lines: Lines
    width: Width

    @property
    def alike(self) -> bool:
        """Whether both readers have type of one size, so that either side breaks lines alike."""
        return self.spec.person == self.spec.staff

    def stack(
        self, line: Line, x: float, width: float, *, options: bool = False
    ) -> tuple[list[Item], float]:
        """Set the words of a line under one another, from y = 0; return them and their height."""
        items: list[Item] = []
        y = 0.0
        for words in line.words:
            is_staff = words is line.staff
            size = self.size(line, words)
            bold = not options and (not is_staff or self.alike)
            count = self.lines(words, size, Mm(width), bold) if words.text else 1
            height = count * line_height(words, size)
            box = (Mm(x), Mm(y), Mm(width), Mm(height))
            if words.text:
                role: Role = "staff" if is_staff else "person"
                items.append(Text(line.key, role, words, size, *box, bold=bold))
            else:
                items.append(Shape("blank", *box))
            y += height
            if words.aid:
                aid = self._below(line, "small", words.spelled, self.spec.small, width)
                items.append(moved(aid, x, y))
                y += aid.height
        if len(line.person) > 1:
            # Short words of several languages share a line: they would fill the face otherwise.
            items, y = beside([(item, self._need(item, width)) for item in items], x, width)
        base = self.spec.staff
        notes = (self._below(line, "staff", words, base, width) for words in line.notes)
        placed, height = beside([(note, self._need(note, width)) for note in notes], x, width)
        return [*items, *(moved(item, 0, y) for item in placed)], y + height

    def _below(self, line: Line, role: Role, words: Words, size: float, width: float) -> Text:
        """Set words that stand below a line, at the origin."""
        points = Pt(size * words.language.scale)
        height = self.lines(words, points, Mm(width), False) * line_height(words, points)
        return Text(line.key, role, words, points, Mm(0), Mm(0), Mm(width), Mm(height))

    def _need(self, item: Item, width: float) -> float:
        """Return what a text of one line takes; others take the whole width."""
        # Nothing stands beside words and their reading aid: it would be read as that of the other.
        if not isinstance(item, Text) or item.role == "small" or item.words.aid:
            return width
        short = item.height < 1.5 * line_height(item.words, item.size)
        return min(width, self.width(item.words, item.size, item.bold) + PAD) if short else width

    def across(self, line: Line, x: float, width: float) -> tuple[list[Item], float]:
        """Set the words of a line side by side where they fit so, else under one another."""
        items, height = self.stack(line, x, width)
        texts = [item for item in items if isinstance(item, Text)]
        needs = [self.width(t.words, t.size, t.bold) + PAD for t in texts]
        if len(texts) < len(line.words) or sum(needs) + GAP * (len(needs) - 1) > width:
            return items, height
        height = max(line_height(t.words, t.size) for t in texts)
        row: list[Item] = []
        for text, need in zip(texts, needs, strict=True):
            high = Mm(line_height(text.words, text.size))
            y = Mm((height - high) / 2)
            row.append(text._replace(x=Mm(x), y=y, width=Mm(need), height=high))
            x += need + GAP
        return row, height

    def row(self, line: Line, width: float, picture: float, *, options: bool = False) -> Block:
        """Set a picture, the code of its link below it, and words beside both, all centred."""
        pictures = [(line.symbol, picture)] if line.symbol else []
        pictures += [(line.link, self.spec.qr)] if line.link and self.spec.qr else []
        slot = max((side for _, side in pictures), default=0.0)
        shown = sum(side for _, side in pictures)
        inset = slot + GAP if slot else 0.0
        words, height = self.stack(line, inset, width - inset, options=options)
        tall = max(height, shown) + 2 * PAD
        items: list[Item] = []
        top = (tall - shown) / 2
        for name, side in pictures:
            items.append(Picture(name, Mm((slot - side) / 2), Mm(top), Mm(side), Mm(side)))
            top += side
        items += [moved(item, 0, (tall - height) / 2) for item in words]
        return Block(tuple(items), tall)

    def answers(self, row: Row, width: float) -> Sequence[Block]:
        """Set the answers of a question, one block a line of them."""
        if row.answer is AnswerKind.NUMBER:
            return self._numbers(row, width, range(10))
        if row.answer is AnswerKind.SCALE:
            bar = self.spec.option_picture
            return [*self._numbers(row, width, range(11), bar), self._ends(row, width)]
        return _options(self, row.options, width)

    def option_columns(self, lines: Sequence[Line], width: float) -> tuple[int, float]:
        """Return how many answers stand side by side, and how wide: fewer where they are long."""
        inset = self.spec.option_picture + GAP + 2 * PAD
        need = max(self.longest_word(line) for line in lines) + inset + PAD
        columns = self.spec.option_columns
        while columns > 1:
            cell = (width - GAP * (columns - 1)) / columns
            if cell >= need and all(self._is_short(line, cell - inset) for line in lines):
                break
            columns -= 1
        return columns, (width - GAP * (columns - 1)) / columns

    def _is_short(self, line: Line, width: float) -> bool:
        """Tell whether no words of a line take more than two lines."""
        return all(
            self.lines(words, self.size(line, words), Mm(width), False) <= SHORT
            for words in line.words
            if words.text
        )

    def longest_word(self, line: Line) -> float:
        """Return the width of the longest word of a line, in any of its languages."""
        sized = [(words, self.size(line, words)) for words in line.words]
        sized += [(words.spelled, self.spec.small) for words in line.words if words.aid]
        return max(_longest_word(words, size, self.width) for words, size in sized)

    def size(self, line: Line, words: Words) -> Pt:
        """Return the type size of the words of a line; what only staff read is small print."""
        if not line.person:
            base = self.spec.small
        else:
            base = self.spec.staff if words is line.staff else self.spec.person
        return Pt(base * words.language.scale)

    def _numbers(self, row: Row, width: float, numbers: range, bar: float = 0.0) -> list[Block]:
        """Set numbers to point at, in the digits of every language that has its own."""
        shown = digits_of(row.line, self.spec)
        return number_rows(row.line.key, numbers, shown, width, self.width, bar)

    def _ends(self, row: Row, width: float) -> Block:
        """Set the names of a scale's two ends, each below its end."""
        half = (width - GAP) / 2
        items: list[Item] = []
        height = 0.0
        for index, line in enumerate(row.options):
            words, tall = self.stack(line, index * (half + GAP), half, options=True)
            align: Literal["start", "end"] = "end" if index else "start"
            items += [w._replace(align=align) if isinstance(w, Text) else w for w in words]
            height = max(height, tall)
        return Block(tuple(items), height + PAD)

    def blocks(
        self, section: LocalSection, width: float, first_room: float, room: float
    ) -> list[Block]:
        """Set a section; a question stays with its answers, or is repeated over each part.

        What opens the section has ``first_room``, all else ``room``.
        """
        head = _heading(self, section.kind, section.heading, width)
        if section.kind in ("answers", "languages"):
            rows = tuple(row.line for row in section.rows)
            grid = Row(Line(section.heading.key, "", (), section.heading.staff), None, rows)
            return [head, *self.answers(grid, width)]
        result = [head]
        for row in section.rows:
            if row.answer in (None, AnswerKind.STRIP):
                block = self.row(row.line, width, self.spec.picture)
                result.append(replace(block, asks=True) if row.answer else block)
                continue
            above = head.height if len(result) == 1 else 0.0
            limit = first_room - above if above else room
            result += self._question(row, width, limit, room, above)
        return result

    def _question(
        self, row: Row, width: float, first: float, room: float, above: float
    ) -> list[Block]:
        """Set a question over its answers, in as few parts as the room asks for.

        ``above`` is the height of a heading that stays with the question.
        """
        for division in self._divisions(row, width):
            opening, tallest = division.heights[0], max(division.heights)
            # What opens a section may wait for the next face, rather than be cut finer.
            last = division.is_finest and above + opening <= room
            if tallest <= room and (opening <= first or last):
                break
        return self._parted(row, division, width)

    def _divisions(self, row: Row, width: float) -> Iterator[Division]:
        """Yield the ways to divide a question's answers, the best first.

        Where the question and one line of answers are too much, it stands alone, and its picture
        over each part; at last the answers stand under one another.
        """
        whole = self.row(row.line, width, self.spec.picture)
        for columns in dict.fromkeys((self.spec.option_columns, 1)):
            setter = replace(self, spec=replace(self.spec, option_columns=columns))
            answers = setter.answers(row, width)
            yield Division(whole, answers, 1)
            head = self.row(row.line, width - COUNTER, self.spec.picture)
            for parts in range(2, len(answers) + 1):
                yield Division(head, answers, parts)
            bare = Line(row.line.key, row.line.symbol, (), replace(row.line.staff, text=""))
            block = self.row(bare, width - COUNTER, self.spec.option_picture)
            picture = tuple(item for item in block.items if isinstance(item, Picture))
            head = replace(block, items=picture)
            for parts in range(1, len(answers) + 1):
                yield Division(head, answers, parts, alone=whole)

    def _parted(self, row: Row, division: Division, width: float) -> list[Block]:
        """Stand each part of the answers below its head, with which part it is."""
        parts, head = division.parts, division.head
        if parts == 1 and not division.alone:
            return [joined([head, *division.answers])]
        blocks = [division.alone] if division.alone else []
        for part, answers in enumerate(division.groups, 1):
            counter = self._counter(row, width, head, part, parts)
            blocks.append(joined([replace(head, items=(*head.items, counter)), *answers]))
        return blocks

    def _counter(self, row: Row, width: float, block: Block, part: int, parts: int) -> Text:
        person = row.line.person[0].language
        count = "/".join(localized_number(n, person.digits) for n in (part, parts))
        words = Words(person, count)
        high = Mm(line_height(words, self.spec.staff))
        box = (Mm(width - COUNTER), Mm((block.height - high) / 2), COUNTER, high)
        return Text(row.line.key, "small", words, self.spec.staff, *box, align="end")


# What many cards show alike is set once: headings, and the answers of tool cards.
@lru_cache(maxsize=64)
def _heading(setter: RowLayout, kind: Kind, line: Line, width: float) -> Block:
    """Set the heading that says who speaks."""
    items, height = setter.across(line, PAD, width - 2 * PAD)
    element: Literal["h2", "p"] = "h2"
    for index, item in enumerate(items):
        if isinstance(item, Text):
            role: Role = "heading" if item.role == "person" else "heading-staff"
            items[index] = item._replace(element=element, role=role)
            element = "p"
    band = Shape(f"band {kind}", Mm(0), Mm(0), Mm(width), Mm(height + PAD))
    items = [moved(item, 0, PAD / 2) for item in items]
    return Block((band, *items), height + 2 * PAD, keep_with_next=True)


@lru_cache(maxsize=256)
def _options(setter: RowLayout, lines: tuple[Line, ...], width: float) -> tuple[Block, ...]:
    """Set answers with their pictures in frames, one block a line of them."""
    columns, cell = setter.option_columns(lines, width)
    blocks = []
    for start in range(0, len(lines), columns):
        cells = [
            setter.row(line, cell - 2 * PAD, setter.spec.option_picture, options=True)
            for line in lines[start : start + columns]
        ]
        height = max(block.height for block in cells) + 0.6  # a finger's worth between frames
        items: list[Item] = []
        for index, block in enumerate(cells):
            x = index * (cell + GAP)
            items.append(Shape("option", Mm(x), Mm(0.7), Mm(cell), Mm(height - 1.4)))
            dy = (height - block.height) / 2
            items += [moved(item, x + PAD, dy) for item in block.items]
        blocks.append(Block(tuple(items), height))
    return tuple(blocks)


@lru_cache(maxsize=8192)  # asked for at every width that a line may get
def _longest_word(words: Words, size: Pt, width: Width) -> Mm:
    every = map(bare, pieces(words.text, words.language))
    return max((width(replace(words, text=word), size, False) for word in every), default=Mm(0))
