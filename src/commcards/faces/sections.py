"""Sections of a card -> blocks: headings, lines, and questions with their answers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Literal, TypeVar

from commcards.base.units import Mm
from commcards.faces.answers import ANSWERS, options
from commcards.faces.blocks import PAD, Block, joined
from commcards.faces.items import Picture, Role, Shape, Text, line_height, moved
from commcards.faces.numbers import counted
from commcards.faces.rows import RowLayout
from commcards.localize.localcard import Line, LocalSection, Row
from commcards.model.cards import Kind

COUNTER = Mm(9.0)  # room for "1/2" beside a question whose answers are divided
POINTED_AT = (Kind.ANSWERS, Kind.LANGUAGES)  # sections that are all answers

T = TypeVar("T")


def section_blocks(
    row_layout: RowLayout, section: LocalSection, width: float, first_room: float, room: float
) -> list[Block]:
    """Set a section; a question stays with its answers, or is repeated over each part.

    What opens the section has ``first_room``, all else ``room``, in millimetres of height.
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
    """A question's answers in some ``parts``, evenly filled, each below the ``head``.

    The question may stand ``alone`` before them.
    """

    head: Block
    answers: Sequence[Block]
    parts: int
    alone: Block | None = None

    @property
    def groups(self) -> list[Sequence[Block]]:
        """The answers of each part."""
        count = len(self.answers)
        cuts = [count * part // self.parts for part in range(self.parts + 1)]
        return [self.answers[start:end] for start, end in pairwise(cuts)]

    @property
    def heights(self) -> list[float]:
        """How high each block would stand."""
        head = self.head.height
        own = [sum((block.height for block in group), start=head) for group in self.groups]
        return [self.alone.height, *own] if self.alone else own

    @property
    def is_finest(self) -> bool:
        """Whether there are as many parts as lines of answers."""
        return self.parts == len(self.answers)


@dataclass(frozen=True, slots=True)
class _Room:
    """How high a row may be: where it comes first, and at the top of a ``later`` face.

    ``above`` is the height of a heading that stays with it.
    """

    first: float
    later: float
    above: float = 0.0

    def holds(self, division: _Division) -> bool:
        """Tell whether all blocks of a division find room."""
        opening, tallest = division.heights[0], max(division.heights)
        # What opens a section may wait for the next face, rather than be cut finer.
        waits = division.is_finest and self.above + opening <= self.later
        return tallest <= self.later and (opening <= self.first or waits)


def _row(row_layout: RowLayout, row: Row, width: float, room: _Room) -> list[Block]:
    """Set a line; a question stands over its answers, in as few parts as the room asks for."""
    line = row_layout.row(row.line, width, row_layout.spec.picture)
    if row.answer is None:
        return [line]
    answers = partial(ANSWERS[row.answer], row_layout, row, width)
    if not answers(row_layout.spec.option_columns):
        return [replace(line, needs_strip=True)]
    division = _first_or_last(_divisions(row_layout, row.line, width, line, answers), room.holds)
    return _parted(row_layout, row.line, width, division)


def _first_or_last(candidates: Iterable[T], fits: Callable[[T], bool]) -> T:
    """Return the first candidate that fits, or the last where none does."""
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

    ``answers_in`` sets them in some columns at the most. Where the question and one line of answers
    are too much, it stands alone, and its picture over each part; at last the answers stand under
    one another.
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
            yield _Division(picture, answers, parts, alone=question)


def _picture(row_layout: RowLayout, line: Line, width: float) -> Block:
    """Set the picture of a line, as small as those of answers, without words."""
    wordless = Line(line.key, line.symbol, (), replace(line.staff, text=""))
    block = row_layout.row(wordless, width, row_layout.spec.option_picture)
    pictures = tuple(item for item in block.items if isinstance(item, Picture))
    return replace(block, items=pictures)


def _parted(row_layout: RowLayout, line: Line, width: float, division: _Division) -> list[Block]:
    """Stand each part of the answers below its head, with which part it is."""
    head, parts = division.head, division.parts
    if parts == 1 and not division.alone:
        return [joined([head, *division.answers])]
    blocks = [division.alone] if division.alone else []
    for part, answers in enumerate(division.groups, 1):
        counter = _counter(row_layout, line, width, head.height, part, parts)
        blocks.append(joined([replace(head, items=(*head.items, counter)), *answers]))
    return blocks


def _counter(
    row_layout: RowLayout, line: Line, width: float, height: float, part: int, parts: int
) -> Text:
    """Set which part of how many stands here, beside a head of a ``height``."""
    words, size = counted(part, parts, line.person[0].language), row_layout.spec.staff
    high = Mm(line_height(words, size))
    box = (Mm(width - COUNTER), Mm((height - high) / 2), COUNTER, high)
    return Text(line.key, "small", words, size, *box, align="end")
