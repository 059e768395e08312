"""What a card is made of: messages, phrases, answers, sections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from commcards.base.diagnostics import Location


class Kind(StrEnum):
    """Who speaks in a section and to what end, or which file fills it."""

    PERSON_SAYS = "person-says"
    STAFF_ASKS = "staff-asks"
    STAFF_SAYS = "staff-says"
    ANSWERS = "answers"
    LANGUAGES = "languages"  # every language of languages.yaml, in its own words
    SERVICES = "services"  # every entry of services.yaml


# Who says a line of a section, and in which form, as translators read it.
SPEAKERS = {
    Kind.PERSON_SAYS: "The person says it.",
    Kind.STAFF_ASKS: "Staff ask it.",
    Kind.STAFF_SAYS: "Staff say it.",
    Kind.ANSWERS: "The person points at it as an answer.",
}
FORMS = {"f": "Form for a woman who speaks.", "m": "Form for a man who speaks."}
VARIANT = "@speaker="  # stands in a key between the message and its form
PLACEHOLDER = re.compile(r"\{[^{}]*\}")  # the card puts something in its place


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable text: gettext msgctxt, msgid, translator comment, place in the source.

    ``speaker`` and ``symbol`` say who says it on a card and beside which picture; the ``note`` of
    a variant says its form.
    """

    key: str
    text: str
    note: str
    where: Location
    speaker: Kind | None = None
    symbol: str = ""

    @property
    def spoken(self) -> str:
        """Who says it, as translators read it; empty where nobody does."""
        return SPEAKERS.get(self.speaker, "") if self.speaker else ""


class AnswerKind(StrEnum):
    """How a question is answered: by pointing, always."""

    STRIP = "yes-no"  # on the answer strip of the face
    NUMBER = "number"  # DIGITS
    SCALE = "scale"  # STEPS
    CHOICE = "choice"  # pictures of the question's own
    CARD = "card"  # pictures of a tool card (time, person, body ...)


DIGITS = range(10)
STEPS = range(11)  # of a scale: 0 to 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be pointed at in reply.

    Pictures are ``options`` of the question's own, or the answers of a tool ``card``: all of them,
    or ``only`` these.
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


@dataclass(frozen=True, slots=True)
class Section:
    """Phrases of one kind that belong together."""

    kind: Kind
    phrases: tuple[Phrase, ...]
    where: Location


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
        """Tell whether questions point to its answers."""
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
