"""A deck -> boards of buttons: a root board, one for each card, and more for answers. Pure.

A board begins each section of its card in a new row and ends with the answer strip, as a face does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil, sqrt

from commcards.base.tables import complete
from commcards.localize.localcard import Line, LocalCard, Row, Words
from commcards.model.cards import DIGITS, STEPS, AnswerKind
from commcards.model.languages import localized_number
from commcards.workspace.output import LocalDeck
from commcards.workspace.targets import outside_name

ROOT = "decks"  # the root board's id, which project.cardfile forbids to cards
DRAFT = "warning"  # the picture of the button that says that a board is a draft


@dataclass(frozen=True, slots=True)
class Button:
    """A line to point at; ``board`` is the id of the board that it leads to, empty for none.

    ``color`` is that of its frame, as #rrggbb; empty for none.
    """

    line: Line
    board: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Buttons in rows, all of the same length; None is an empty place.

    A ``draft`` has unreviewed words, and a button that says so.
    """

    id: str
    title: Line
    rows: tuple[tuple[Button | None, ...], ...]
    draft: bool

    @property
    def buttons(self) -> list[Button]:
        """The buttons in reading order."""
        return [button for button in chain.from_iterable(self.rows) if button]


def boards(deck: LocalDeck) -> list[Board]:
    """Return every board of a deck, the root board first."""
    categories = deck.workspace.project.categories
    # Boards of answers by the keys of these: many questions have the same answers.
    known = {
        _keys(row.line for section in card.sections for row in section.rows): outside_name(
            card.card
        )
        for card in deck.cards
        if card.card.is_tool
    }
    made: list[Board] = []
    links: list[Button] = []
    for card in deck.cards:
        name, outside = outside_name(card.card), _outside_title(card)
        sections: list[list[Button]] = []
        for section in card.sections:
            sections.append([])
            for row in section.rows:
                answers = ANSWERS[row.answer](row) if row.answer else ()
                keys = _keys(answers)
                if answers and keys not in known:
                    known[keys] = f"{name}.{len(known)}"
                    buttons = [Button(line) for line in answers]
                    made.append(_board(known[keys], card.words["answers"], [buttons], card))
                sections[-1].append(Button(row.line, known[keys] if answers else ""))
        made.append(_board(name, outside, sections, card))
        links.append(Button(outside, name, categories[card.card.category].color))
    title = deck.deck.outside_title(deck.workspace.words)
    line = deck.workspace.localizer(deck.target).line(title)
    return [_filled(ROOT, line, [links], deck.cards[0]), *made]


def _board(name: str, title: Line, sections: Sequence[Sequence[Button]], card: LocalCard) -> Board:
    """Return a board that ends with the answers of the strip that it does not have already."""
    shown = {button.line.key for button in chain.from_iterable(sections)}
    strip = [Button(line) for line in card.strip.values() if line.key not in shown]
    return _filled(name, title, [*sections, strip], card)


def _filled(name: str, title: Line, sections: Sequence[Sequence[Button]], card: LocalCard) -> Board:
    """Fill rows, as many as columns or nearly so; each section begins a new one."""
    lines = [title, *(button.line for button in chain.from_iterable(sections))]
    draft = any(line.draft for line in lines)
    if draft:
        notice = Button(replace(card.words["draft"], symbol=DRAFT))
        sections = [*sections[:-1], [*sections[-1], notice]]
    columns = ceil(sqrt(sum(map(len, sections))))
    rows = [
        (*section[start : start + columns], *[None] * (columns - len(section) + start))
        for section in sections
        for start in range(0, len(section), columns)
    ]
    return Board(name, title, tuple(rows), draft)


def _outside_title(card: LocalCard) -> Line:
    """Return the title for lists of cards; that of a sensitive card has the code to find it by."""
    line, code = card.outside_title, card.card.code
    if not card.card.sensitive:
        return line
    coded = [replace(words, text=f"{words.text} {code}".strip()) for words in line.words]
    return replace(line, person=tuple(coded[:-1]), staff=coded[-1])


def _keys(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.key for line in lines)


def _digits(row: Row) -> Sequence[Line]:
    return [_number(number, row.line) for number in DIGITS]


def _scale(row: Row) -> Sequence[Line]:
    """Return the steps between the names of the two ends."""
    least, most = row.options
    return [least, *(_number(number, row.line) for number in STEPS), most]


def _number(number: int, line: Line) -> Line:
    """Return a number in the digits of every language of a line."""
    words = [Words(w.language, localized_number(number, w.language.digits)) for w in line.words]
    return Line(f"number.{number}", "", tuple(words[:-1]), words[-1])


def _options(row: Row) -> Sequence[Line]:
    return row.options


# A question -> the lines to point at on the board that it leads to; none if the strip has them.
ANSWERS: Mapping[AnswerKind, Callable[[Row], Sequence[Line]]] = complete(
    AnswerKind,
    {
        AnswerKind.STRIP: lambda row: (),
        AnswerKind.NUMBER: _digits,
        AnswerKind.SCALE: _scale,
        AnswerKind.CHOICE: _options,
        AnswerKind.CARD: _options,
    },
)
