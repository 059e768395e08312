"""Cards and their parts: messages, phrases, answers, sections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from commcards.base.diagnostics import Location


class Kind(StrEnum):
    """The kind of a section: who speaks and to what end, or which file fills it."""

    PERSON_SAYS = "person-says"
    STAFF_ASKS = "staff-asks"
    STAFF_SAYS = "staff-says"
    ANSWERS = "answers"
    LANGUAGES = "languages"  # every language of languages.yaml, in its own words
    SERVICES = "services"  # every entry of services.yaml


# Notes for translators: who says a line of a section, and in which form.
SPEAKERS = {
    Kind.PERSON_SAYS: "The person says it.",
    Kind.STAFF_ASKS: "Staff ask it.",
    Kind.STAFF_SAYS: "Staff say it.",
    Kind.ANSWERS: "The person points at it as an answer.",
}
FORMS = {"f": "Form for a woman who speaks.", "m": "Form for a man who speaks."}
VARIANT = "@speaker="  # stands in a key between the message and its form
PLACEHOLDER = re.compile(r"\{[^{}]*\}")  # the program puts a value in its place


@dataclass(frozen=True, slots=True)
class Message:
    """A translatable text: gettext's msgctxt, msgid and translator comment, and its place.

    On a card, ``speaker`` says it, and the picture ``symbol`` stands beside it. The ``note`` of a
    variant names its form. A text that is not of the source's ``language``, but of this tag, is a
    name that nobody translates.
    """

    key: str
    text: str
    note: str
    where: Location
    speaker: Kind | None = None
    symbol: str = ""
    language: str = ""

    @property
    def spoken(self) -> str:
        """The note for translators on who says it; empty if nobody does."""
        return SPEAKERS.get(self.speaker, "") if self.speaker else ""


class AnswerKind(StrEnum):
    """A way to answer a question by pointing."""

    STRIP = "yes-no"  # on the answer strip of the face
    NUMBER = "number"  # DIGITS
    SCALE = "scale"  # STEPS
    CHOICE = "choice"  # pictures of the question's own
    CARD = "card"  # pictures of a tool card (time, person, body ...)


DIGITS = range(10)
STEPS = range(11)  # a scale runs from 0 to 10


@dataclass(frozen=True, slots=True)
class Answer:
    """The answers to a question.

    Pictures are ``options`` of the question's own, or the answers of a tool ``card``: all of them,
    or ``only`` some.
    """

    kind: AnswerKind
    options: tuple[Phrase, ...] = ()
    card: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line on a card. ``variants`` are the speaker's forms, by the keys of FORMS."""

    id: str
    message: Message
    symbol: str
    where: Location
    answer: Answer | None = None
    variants: Mapping[str, Message] = field(default_factory=dict)


class Drawn(NamedTuple):
    """The name of a drawing to point at, and where a card names it."""

    name: str
    where: Location


@dataclass(frozen=True, slots=True)
class Section:
    """Phrases of one kind that belong together; each ``drawing`` has a zone for each of them, or
    only numbers."""

    kind: Kind
    phrases: tuple[Phrase, ...]
    where: Location
    drawings: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One scenario. ``code`` stands on the printed card; ``id`` is the file's name."""

    id: str
    code: str
    category: str
    symbol: str
    title: Message
    sections: tuple[Section, ...]
    where: Location
    sensitive: bool = False

    @property
    def is_tool(self) -> bool:
        """Whether the card holds answers that questions refer to."""
        return any(section.kind is Kind.ANSWERS for section in self.sections)

    @property
    def tools(self) -> frozenset[str]:
        """The tool cards that its questions take answers from."""
        return frozenset(
            phrase.answer.card
            for section in self.sections
            for phrase in section.phrases
            if phrase.answer and phrase.answer.card
        )
