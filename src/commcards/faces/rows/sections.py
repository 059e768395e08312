"""Sections of a card -> blocks: headings, lines, and questions with their answers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Literal, TypeVar

from commcards.base.units import Mm
from commcards.faces.blocks import PAD, Block, joined
from commcards.faces.items import Picture, Role, Shape, Text, line_height, moved
from commcards.faces.numbers import counted
from commcards.faces.rowlayout import RowLayout
from commcards.faces.rows.answers import ANSWERS, options
from commcards.localize.localcard import Line, LocalSection, Row
from commcards.model.cards import Kind

COUNTER = Mm(9.0)  # room for "1/2" beside a question whose answers are divided
POINTED_AT = (Kind.ANSWERS, Kind.LANGUAGES)  # sections that hold only answers

T = TypeVar("T")


def section_blocks(
    row_layout: RowLayout, section: LocalSection, width: float, first_room: float, room: float
) -> list[Block]:
    """Set a section; a question stays with its answers, or is repeated over each part of them.

    The opening rows may be ``first_room`` millimetres high, all others ``room``.
    """
    heading = _heading(row_layout, section.kind, section.heading, width)
    if section.kind in POINTED_AT:
        lines = tuple(row.line for row in section.rows)
        return [heading, *options(row_layout, lines, width, row_layout.spec.option_columns)]
    blocks = [heading]
    opening = _Room(first_room - heading.height, room, heading.height)
    for row in section.rows:
        blocks += _row(row_layout, row, width, opening)
        opening = _Room(room, room)
    return blocks


@lru_cache(maxsize=64)  # many cards have the same headings
def _heading(row_layout: RowLayout, kind: Kind, line: Line, width: float) -> Block:
    """Set the heading that says who speaks."""
    items, height = row_layout.across(line, PAD, width - 2 * PAD)
    element: Literal["h2", "p"] = "h2"
    for index, item in enumerate(items):
        if isinstance(item, Text):
            role: Role = "heading" if item.role == "person" else "heading-staff"
            items[index] = item._replace(element=element, role=role)
            element = "p"
    band = Shape(f"band {kind}", Mm(0), Mm(0), Mm(width), Mm(height + PAD))
    items = [moved(item, 0, PAD / 2) for item in items]
    return Block((band, *items), height + 2 * PAD, keep_with_next=True)


@dataclass(frozen=True, slots=True)
class _Division:
    """A question's answers in ``parts`` of about one size, each below the ``head``.

    The question itself may stand ``apart``, before them.
    """

    head: Block
    answers: Sequence[Block]
    parts: int
    apart: Block | None = None

    @property
    def groups(self) -> list[Sequence[Block]]:
        """The answers of each part."""
        count = len(self.answers)
        cuts = [count * part // self.parts for part in range(self.parts + 1)]
        return [self.answers[start:end] for start, end in pairwise(cuts)]

    @property
    def heights(self) -> list[float]:
        """How high each block would be."""
        head = self.head.height
        own = [sum((block.height for block in group), start=head) for group in self.groups]
        return [self.apart.height, *own] if self.apart else own

    @property
    def is_finest(self) -> bool:
        """Whether there are as many parts as lines of answers."""
        return self.parts == len(self.answers)


@dataclass(frozen=True, slots=True)
class _Room:
    """How high a row may be: on the ``first`` face, and at the top of a ``later`` one.

    ``above`` is the height of a heading that stays with the row.
    """

    first: float
    later: float
    above: float = 0.0

    def holds(self, division: _Division) -> bool:
        """Return whether all blocks of a division fit."""
        opening, tallest = division.heights[0], max(division.heights)
        # A division that cannot be finer may begin on the next face.
        waits = division.is_finest and self.above + opening <= self.later
        return tallest <= self.later and (opening <= self.first or waits)


def _row(row_layout: RowLayout, row: Row, width: float, room: _Room) -> list[Block]:
    """Set a line; a question stands over its answers, in as few parts as the room allows."""
    line = row_layout.row(row.line, width, row_layout.spec.picture)
    if row.answer is None:
        return [line]
    answers = partial(ANSWERS[row.answer], row_layout, row, width)
    if not answers(row_layout.spec.option_columns):
        return [replace(line, needs_strip=True)]
    division = _first_or_last(_divisions(row_layout, row.line, width, line, answers), room.holds)
    return _parted(row_layout, row.line, width, division)


def _first_or_last(candidates: Iterable[T], fits: Callable[[T], bool]) -> T:
    """Return the first candidate that fits, or the last if none does."""
    for candidate in candidates:
        if fits(candidate):
            break
    return candidate


def _divisions(
    row_layout: RowLayout,
    line: Line,
    width: float,
    question: Block,
    answers_in: Callable[[int], Sequence[Block]],
) -> Iterator[_Division]:
    """Yield the ways to divide a question's answers, the best first.

    ``answers_in`` sets the answers in at most so many columns. If the question and one line of
    answers are too high together, the question stands apart and its picture over each part. The
    last resort is one column of answers.
    """
    spec = row_layout.spec
    for columns in dict.fromkeys((spec.option_columns, 1)):
        answers = answers_in(columns)
        yield _Division(question, answers, 1)
        head = row_layout.row(line, width - COUNTER, spec.picture)
        for parts in range(2, len(answers) + 1):
            yield _Division(head, answers, parts)
        picture = _picture(row_layout, line, width - COUNTER)
        for parts in range(1, len(answers) + 1):
            yield _Division(picture, answers, parts, apart=question)


def _picture(row_layout: RowLayout, line: Line, width: float) -> Block:
    """Set only the picture of a line, as small as those of answers."""
    wordless = Line(line.key, line.symbol, (), replace(line.staff, text=""))
    block = row_layout.row(wordless, width, row_layout.spec.option_picture)
    pictures = tuple(item for item in block.items if isinstance(item, Picture))
    return replace(block, items=pictures)


def _parted(row_layout: RowLayout, line: Line, width: float, division: _Division) -> list[Block]:
    """Return a block for each part of the answers: its head with a counter, and the answers."""
    head, parts = division.head, division.parts
    if parts == 1 and not division.apart:
        return [joined([head, *division.answers])]
    blocks = [division.apart] if division.apart else []
    for part, answers in enumerate(division.groups, 1):
        counter = _counter(row_layout, line, width, head.height, part, parts)
        blocks.append(joined([replace(head, items=(*head.items, counter)), *answers]))
    return blocks


def _counter(
    row_layout: RowLayout, line: Line, width: float, height: float, part: int, parts: int
) -> Text:
    """Set the counter, as "1/2", beside a head of a ``height``."""
    words, size = counted(part, parts, line.person[0].language), row_layout.spec.staff
    high = Mm(line_height(words, size))
    box = (Mm(width - COUNTER), Mm((height - high) / 2), COUNTER, high)
    return Text(line.key, "small", words, size, *box, align="end")
