"""The lines of a deck -> CSV, for people who count, compare and plan in a spreadsheet. Pure.

It is UTF-8 with a byte-order mark: without one Excel takes Arabic and Cyrillic for Latin letters,
and LibreOffice, which asks for the encoding, passes over it. Commas and CRLF are those of RFC 4180.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO

from commcards.export.wording import wording
from commcards.localize.localcard import Line, LocalCard
from commcards.model.cards import Kind
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.workspace.output import LocalDeck

_SPEAKERS = {
    Kind.PERSON_SAYS: "person",
    Kind.STAFF_ASKS: "staff",
    Kind.STAFF_SAYS: "staff",
    Kind.ANSWERS: "person",
    Kind.LANGUAGES: "person",
}
_BETWEEN = " · "  # a name and a number in one cell
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # spreadsheets compute a cell that begins so


def table(deck: LocalDeck) -> bytes:
    """Return the lines of a deck, each once, in the order of its cards."""
    languages = deck.workspace.project.languages
    names = [f"{languages[tag].name} ({tag})" for tag in deck.target.tags]
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(["card", "msgctxt", "speaker", "English", *names, "status", "symbol"])
    english = deck.workspace.localized(replace(deck.target, staff=SOURCE_LANGUAGE))
    seen: set[str] = set()
    for (card, speaker, line), (_, _, source) in zip(
        _lines(deck.cards), _lines(english), strict=True
    ):
        if line.key not in seen:
            seen.add(line.key)
            words = wording(line, deck.target.person)
            person = [
                _BETWEEN.join(filter(None, [t, *words.common])) for t in words.person.values()
            ]
            texts = [source.staff.text, words.staff, *person]
            row = [card, line.key, speaker, *texts, _status(line), line.symbol]
            writer.writerow(map(_safe, row))
    return stream.getvalue().encode("utf-8-sig")


def _lines(cards: Sequence[LocalCard]) -> Iterator[tuple[str, str, Line]]:
    """Yield card, speaker and line; answers of tool cards stand with these, if they are there."""
    own = {row.line.key for card in cards for section in card.sections for row in section.rows}
    for card in cards:
        yield card.card.id, "", card.title
        for section in card.sections:
            for row in section.rows:
                yield card.card.id, _SPEAKERS.get(section.kind, ""), row.line
                for option in row.options:
                    if option.key not in own:
                        yield card.card.id, "person", option
    for line in cards[0].strip.values():
        yield "answers", "person", line


def _status(line: Line) -> str:
    """Return ``empty`` if a translation is missing, ``draft`` if one is unreviewed."""
    if not all(words.text for words in line.person):
        return "empty"
    return "draft" if line.draft else "reviewed"


def _safe(text: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
