"""A card in the languages of staff and person; faces and pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from commcards.base.digests import digest
from commcards.model.cards import AnswerKind, Card, Kind
from commcards.model.drawings import Drawing
from commcards.model.languages import Language


@dataclass(frozen=True, slots=True)
class Words:
    """One line in one language; ``text`` is empty if there is no translation.

    ``aid`` is the text in Latin letters, for staff who read it aloud; empty for none.
    ``stale`` words translate an earlier text of the card.
    """

    language: Language
    text: str
    draft: bool = False
    aid: str = ""
    stale: bool = False

    @property
    def spelled(self) -> Words:
        """The reading aid as words."""
        return Words(_in_latin(self.language), self.aid, self.draft)


@dataclass(frozen=True, slots=True)
class Line:
    """A picture with its words: the person's language(s) first, then the staff's.

    A page links the line to ``link``; ``notes`` stand below in the staff's size.
    """

    key: str
    symbol: str
    person: tuple[Words, ...]
    staff: Words
    link: str = ""
    notes: tuple[Words, ...] = ()

    @property
    def words(self) -> tuple[Words, ...]:
        """The words in every language, the person's first; without the staff's if they are empty.

        A line with notes may leave the staff's words empty: a name that everybody can read.
        """
        if self.notes and not self.staff.text:
            return self.person
        return (*self.person, self.staff)

    @property
    def printed(self) -> tuple[Words, ...]:
        """The words, and the notes below them."""
        return (*self.words, *self.notes)

    @property
    def draft(self) -> bool:
        """Whether any words are unreviewed."""
        return any(words.draft for words in self.words)

    def turned(self) -> Line:
        """Return the line with the staff's words first."""
        if self.words == self.person:
            return self
        *others, last = self.person or (self.staff,)
        return replace(self, person=(self.staff, *others) if self.person else (), staff=last)


class Tool(NamedTuple):
    """The tool card that has the answers to a question: its code and its picture."""

    code: str
    symbol: str


class Entry(NamedTuple):
    """Where a line of the contents leads: the card's first face, its category and the picture of
    this."""

    face: int
    category: str
    picture: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line; a question also has an answer kind, options to point at, and perhaps a tool card.

    A line of the contents has an ``entry``.
    """

    line: Line
    answer: AnswerKind | None = None
    options: tuple[Line, ...] = ()
    tool: Tool | None = None
    entry: Entry | None = None

    def turned(self) -> Row:
        """Return the row with the staff's words first."""
        options = tuple(line.turned() for line in self.options)
        return replace(self, line=self.line.turned(), options=options)


@dataclass(frozen=True, slots=True)
class LocalSection:
    """Rows of one kind under a heading that says who speaks."""

    kind: Kind
    heading: Line
    rows: tuple[Row, ...]
    drawings: tuple[Drawing, ...] = ()  # whose zones have the words of the rows

    @property
    def by_zone(self) -> Mapping[str, Line]:
        """Its lines by the ids of their zones."""
        return {row.line.key.rpartition(".")[2]: row.line for row in self.rows}

    def turned(self) -> LocalSection:
        """Return the section with the staff's words first."""
        rows = tuple(row.turned() for row in self.rows)
        return replace(self, heading=self.heading.turned(), rows=rows)


@dataclass(frozen=True)
class Common:
    """What all cards in the same languages share: the answer strip, and templates/words.yaml."""

    strip: Mapping[str, Line]
    words: Mapping[str, Line]

    @cached_property
    def draft(self) -> bool:
        """Whether any answer is unreviewed."""
        return any(line.draft for line in self.strip.values())

    @cached_property
    def digest(self) -> str:
        """The digest of all that a face shows of it."""
        named = [*self.strip.items(), *self.words.items()]
        parts = [part for key, line in named for part in (key, *_shown(line))]
        return digest(repr((len(self.strip), parts, _languages(line for _, line in named))))

    @cached_property
    def turned(self) -> Common:
        """The same with the staff's words first."""
        strip = {key: line.turned() for key, line in self.strip.items()}
        return Common(strip, {key: line.turned() for key, line in self.words.items()})


@dataclass(frozen=True)
class LocalCard:
    """A card in one staff language and one to three languages of the person."""

    card: Card
    title: Line
    outside_title: Line
    sections: tuple[LocalSection, ...]
    common: Common
    version: str

    @property
    def strip(self) -> Mapping[str, Line]:
        """The answers of the answer strip, by id."""
        return self.common.strip

    @property
    def words(self) -> Mapping[str, Line]:
        """The words of templates/words.yaml, by name."""
        return self.common.words

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line that belongs to the card itself."""
        rows = [row for section in self.sections for row in section.rows]
        return (self.title, *(line for row in rows for line in (row.line, *row.options)))

    @cached_property
    def draft(self) -> bool:
        """Whether anything printed on the card is unreviewed."""
        return self.common.draft or any(line.draft for line in self.lines)

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The names of all pictures on its page."""
        lines = (self.outside_title, *self.lines, *self.strip.values())
        drawn = {drawing.symbol for section in self.sections for drawing in section.drawings}
        return tuple(sorted({line.symbol for line in lines if line.symbol} | drawn))

    @cached_property
    def families(self) -> frozenset[str]:
        """The font families of the languages of its lines."""
        return frozenset(family for each in _languages(self.lines) for family in each.fonts)

    @cached_property
    def digest(self) -> str:
        """The digest of all that the faces of the card show."""
        parts: list[object] = [self.card.id, self.card.code, self.version, self.common.digest]
        parts += [*_shown(self.title), *_shown(self.outside_title), "sections"]
        for section in self.sections:
            parts += [section.kind, section.drawings, *_shown(section.heading)]
            for row in section.rows:
                parts += [row.answer, len(row.options), row.tool, *_shown(row.line)]
                parts += [row.entry] if row.entry else []
                for option in row.options:
                    parts += _shown(option)
        headings = (section.heading for section in self.sections)
        return digest(repr((parts, _languages((*self.lines, *headings)))))

    def turned(self) -> LocalCard:
        """Return the card with the staff's words first."""
        return replace(
            self,
            title=self.title.turned(),
            outside_title=self.outside_title.turned(),
            sections=tuple(section.turned() for section in self.sections),
            common=self.common.turned,
        )


@cache
def _in_latin(language: Language) -> Language:
    """Return a language as a reading aid writes it: the tag becomes uk_Latn."""
    return replace(
        language,
        tag=f"{language.tag.split('_')[0]}_Latn",
        script="Latn",
        direction="ltr",
        fonts=language.fonts[-1:],  # project.languages.LAST_FONT has every Latin letter
        scale=1.0,
        line_height=1.2,
        breaks="spaces",
        latin=None,
    )


def _languages(lines: Iterable[Line]) -> list[Language]:
    used = {words.language.tag: words.language for line in lines for words in line.printed}
    return list(used.values())


def _shown(line: Line) -> tuple[object, ...]:
    """Return all that a face shows of a line."""
    words = (part for w in line.printed for part in (w.language.tag, w.text, w.draft))
    aids = tuple(w.aid for w in line.words)
    return (line.key, line.symbol, len(line.person), *words, *(aids if any(aids) else ()))
