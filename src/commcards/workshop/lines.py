"""The lines of a catalog by card, for translators. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commcards.base.diagnostics import Diagnostic
from commcards.localize.localcard import Words
from commcards.model.cards import Card, Message
from commcards.model.languages import Language
from commcards.translation.scope import State, state_of
from commcards.workspace.workspace import Workspace

_KEY = re.compile(r"(\S+?)(?: \([^ ()]+\))?: ")  # the beginning of a fault about one line


@dataclass(frozen=True, slots=True)
class CatalogLine:
    """One line of a catalog; ``staff.text`` is empty if staff see the English.

    ``speaker`` says in English who speaks, or what the line is.
    """

    message: Message
    speaker: str
    staff: Words
    own: Words
    state: State
    faults: tuple[Diagnostic, ...]

    @property
    def key(self) -> str:
        """The msgctxt."""
        return self.message.key


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one card; ``card`` is None for lines that belong to no single card."""

    title: str
    lines: tuple[CatalogLine, ...]
    card: Card | None = None


def groups(
    workspace: Workspace, language: Language, staff: Language, faults: Iterable[Diagnostic]
) -> list[Group]:
    """Return every line of a language once, by card, each with its faults."""
    messages = {message.key: message for message in workspace.wanted(language.tag)}
    by_key: dict[str, list[Diagnostic]] = {}
    for fault in faults:
        by_key.setdefault(_key(fault), []).append(fault)
    seen: set[str] = set()

    def lines(spoken: Iterable[tuple[Message, str]]) -> tuple[CatalogLine, ...]:
        made = []
        for message, speaker in spoken:
            if message.key not in seen:
                seen.add(message.key)
                entry = workspace.catalogs[language.tag].entries.get(message.key)
                own = Words(language, entry.text if entry else "")
                state = state_of(message, entry)
                line_faults = tuple(by_key.get(message.key, ()))
                staff_words = _words(workspace, staff, message)
                made.append(CatalogLine(message, speaker, staff_words, own, state, line_faults))
        return tuple(made)

    result = [Group(card.title.text, lines(_of(card)), card) for card in workspace.cards.values()]
    rest = [(message, "") for key, message in messages.items() if key not in seen]
    return [*result, Group("On every card, and on the pages", lines(rest))]


def elsewhere(shown: Sequence[Group], faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the faults that belong to no line."""
    keys = {line.key for group in shown for line in group.lines}
    return [fault for fault in faults if _key(fault) not in keys]


def about(line: CatalogLine, fault: Diagnostic) -> str:
    """Return the message of a fault without the name of its line."""
    begin = _KEY.match(fault.message)
    return fault.message[begin.end() :] if begin and begin[1] == line.key else fault.message


def _key(fault: Diagnostic) -> str:
    begin = _KEY.match(fault.message)
    return begin[1] if begin else ""


def _of(card: Card) -> Iterator[tuple[Message, str]]:
    """Yield the messages of a card, each with who says it or what it is."""
    yield card.title, "Heading of the card."
    for section in card.sections:
        for phrase in section.phrases:
            for message in (phrase.message, *phrase.variants.values()):
                yield message, message.spoken
            for option in phrase.answer.options if phrase.answer else ():
                yield option.message, f"An answer to “{phrase.message.text}”"


def _words(workspace: Workspace, language: Language, message: Message) -> Words:
    catalog = workspace.catalogs.get(language.tag)
    entry = catalog.entries.get(message.key) if catalog else None
    return Words(language, entry.text if entry else "")
