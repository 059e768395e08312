"""A card in the languages of staff and person, as ``localize`` makes it and faces show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from commcards.base.digests import digest
from commcards.model.cards import AnswerKind, Card, Kind
from commcards.model.languages import Language


@dataclass(frozen=True, slots=True)
class Words:
    """One line in one language; ``text`` is empty where no translation exists.

    ``aid`` is the text in Latin letters, for staff who read it aloud; empty where there is none.
    """

    language: Language
    text: str
    draft: bool = False
    aid: str = ""

    @property
    def spelled(self) -> Words:
        """The reading aid, as words of their own."""
        return Words(_in_latin(self.language), self.aid, self.draft)


@dataclass(frozen=True, slots=True)
class Line:
    """A picture with its words: the person's language(s) first, then the staff's.

    ``link`` is where a page leads from it, ``notes`` stand below in the staff's size.
    """

    key: str
    symbol: str
    person: tuple[Words, ...]
    staff: Words
    link: str = ""
    notes: tuple[Words, ...] = ()

    @property
    def words(self) -> tuple[Words, ...]:
        """Every language of the line, the person's first; a name that all read has no other."""
        if self.notes and not self.staff.text:
            return self.person
        return (*self.person, self.staff)

    @property
    def printed(self) -> tuple[Words, ...]:
        """The words, and the notes below them."""
        return (*self.words, *self.notes)

    @property
    def draft(self) -> bool:
        """Whether any of its words is unreviewed."""
        return any(words.draft for words in self.words)

    def turned(self) -> Line:
        """Return the line as the staff read it: their words first."""
        if self.words == self.person:
            return self
        *others, last = self.person or (self.staff,)
        return replace(self, person=(self.staff, *others) if self.person else (), staff=last)


class Tool(NamedTuple):
    """The tool card that has the answers to a question: its code and its picture."""

    code: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line, and when it is a question, what may be pointed at, and on which ``tool`` card."""

    line: Line
    answer: AnswerKind | None = None
    options: tuple[Line, ...] = ()
    tool: Tool | None = None

    def turned(self) -> Row:
        """Return the row as the staff read it."""
        options = tuple(line.turned() for line in self.options)
        return replace(self, line=self.line.turned(), options=options)


@dataclass(frozen=True, slots=True)
class LocalSection:
    """Rows of one kind under a heading that says who speaks."""

    kind: Kind
    heading: Line
    rows: tuple[Row, ...]

    def turned(self) -> LocalSection:
        """Return the section as the staff read it."""
        rows = tuple(row.turned() for row in self.rows)
        return replace(self, heading=self.heading.turned(), rows=rows)


@dataclass(frozen=True)
class Common:
    """What every card of some languages has: the strip of answers, and words of our own."""

    strip: Mapping[str, Line]
    words: Mapping[str, Line]

    @cached_property
    def draft(self) -> bool:
        """Whether any answer is unreviewed."""
        return any(line.draft for line in self.strip.values())

    @cached_property
    def digest(self) -> str:
        """All of it as a digest."""
        named = [*self.strip.items(), *self.words.items()]
        parts = [part for key, line in named for part in (key, *_told(line))]
        return digest(repr((len(self.strip), parts, _languages(line for _, line in named))))

    @cached_property
    def turned(self) -> Common:
        """The same as the staff read it: their words first."""
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
        """The answers, which stand on every face, by id."""
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
        """The names of every picture on its page."""
        lines = (self.outside_title, *self.lines, *self.strip.values())
        return tuple(sorted({line.symbol for line in lines if line.symbol}))

    @cached_property
    def families(self) -> frozenset[str]:
        """The font families of the languages that its lines are in."""
        return frozenset(family for each in _languages(self.lines) for family in each.fonts)

    @cached_property
    def digest(self) -> str:
        """The digest of all that the faces of the card show."""
        parts: list[object] = [self.card.id, self.card.code, self.version]
        parts += [self.common.digest]
        parts += [*_told(self.title), *_told(self.outside_title), "sections"]
        for section in self.sections:
            parts += [section.kind, *_told(section.heading)]
            for row in section.rows:
                parts += [row.answer, len(row.options), row.tool, *_told(row.line)]
                for option in row.options:
                    parts += _told(option)
        headings = (section.heading for section in self.sections)
        return digest(repr((parts, _languages((*self.lines, *headings)))))

    def turned(self) -> LocalCard:
        """Return the card as the staff read it: their words first."""
        return replace(
            self,
            title=self.title.turned(),
            outside_title=self.outside_title.turned(),
            sections=tuple(section.turned() for section in self.sections),
            common=self.common.turned,
        )


@cache
def _in_latin(language: Language) -> Language:
    """Return how a language is written by a reading aid: uk_Latn, as BCP 47 says it."""
    return replace(
        language,
        tag=f"{language.tag.split('_')[0]}_Latn",
        script="Latn",
        direction="ltr",
        fonts=language.fonts[-1:],  # languages.LAST_FONT, which has every Latin letter
        scale=1.0,
        line_height=1.2,
        breaks="spaces",
        latin=None,
    )


def _languages(lines: Iterable[Line]) -> list[Language]:
    used = {words.language.tag: words.language for line in lines for words in line.printed}
    return list(used.values())


def _told(line: Line) -> tuple[object, ...]:
    words = (part for w in line.printed for part in (w.language.tag, w.text, w.draft))
    aids = tuple(w.aid for w in line.words)
    return (line.key, line.symbol, len(line.person), *words, *(aids if any(aids) else ()))
