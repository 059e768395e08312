"""What somebody orders in the deck builder: a deck of their own, and how it is printed. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commcards.base import paths
from commcards.base.diagnostics import Location
from commcards.model.cards import Message
from commcards.model.decks import Deck
from commcards.model.languages import MOST_TOGETHER, SOURCE_LANGUAGE, TOGETHER
from commcards.model.layouts import Flip
from commcards.project.decks import SINGLE
from commcards.project.hints import is_id, meant_id
from commcards.workshop.deckfile import check
from commcards.workshop.desk import PdfRequest
from commcards.workspace.request import EDITIONS, Edition
from commcards.workspace.workspace import Workspace

UNNAMED = "own-deck"  # the id where the title has no Latin letters
NEUTRAL = "own-set"  # the folder of a sensitive deck where nobody names one
MOST_TITLE = 60  # characters, as in decks.yaml
FLIPS: tuple[Flip, ...] = ("long-edge", "short-edge", "none")


class Refused(Exception):
    """The request asks for something that does not exist; the text says what does."""


@dataclass(frozen=True, slots=True)
class Order:
    """A deck of one's own, with the languages, layout and paper that it is saved with.

    ``edition`` and ``flip`` are of this print alone.
    """

    deck: Deck
    edition: Edition
    flip: str

    @property
    def request(self) -> PdfRequest:
        """The PDF that is ordered."""
        deck = self.deck
        return PdfRequest(
            deck.id, deck.staff[0], deck.languages[0], deck.layouts[0], deck.papers[0],
            self.edition, self.flip, deck,
        )  # fmt: skip

    @property
    def command(self) -> str:
        """The command that builds the same once the deck is saved."""
        edition = [] if self.edition == "color" else ["--edition", self.edition]
        flip = ["--flip", self.flip] if self.flip else []
        return " ".join(["commcards build", self.deck.id, *edition, *flip])


def read_order(data: object, workspace: Workspace, today: date) -> Order:
    """Return the order that a page sends as JSON.

    A title without Latin letters gives the id ``own-deck``. Raises Refused if it asks for what is
    not there; UserError if its title is none that a deck can have.
    """
    fields = _Fields(data)
    project, cards = workspace.project, workspace.cards
    layout = project.layouts[fields.one("layout", project.layouts)]
    staff = fields.one("staff", staff_choices(workspace))
    people = fields.many("languages", spoken(workspace))
    if not 1 <= len(people) <= MOST_TOGETHER or staff in people:
        raise Refused(
            f"Choose 1 to {MOST_TOGETHER} languages of the person, other than the staff’s."
        )
    chosen = fields.many("cards", [card.id for card in cards.values() if not card.is_tool])
    if not chosen:
        raise Refused("Choose a card.")
    if layout.cards and not set(chosen) & set(layout.cards):
        raise Refused(f"{layout.id} prints only {', '.join(layout.cards)}.")
    tools = fields.many("tools", [card.id for card in cards.values() if card.is_tool])
    title = fields.text("title", MOST_TITLE)
    if not title:
        raise Refused("Give the deck a title.")
    language = fields.one("language", [SOURCE_LANGUAGE, *spoken(workspace)])
    deck_id = deck_id_of(title)
    sensitive = fields.flag("sensitive")
    neutral = fields.text("neutral", MOST_TITLE) or NEUTRAL
    if not is_id(neutral):
        raise Refused(f"{neutral!r} is no name of a folder: small letters, digits and hyphens.")
    if sensitive and neutral in _folders(workspace, deck_id):
        raise Refused(f"Another deck has the folder {neutral!r}.")
    place = Location(f"{paths.DECK_FILES}/{deck_id}.yaml")
    deck = Deck(
        id=deck_id,
        title=Message(
            *(f"decks.{deck_id}.title", title, "", place),
            language="" if language == SOURCE_LANGUAGE else language,
        ),
        version=f"{today:%Y.%m}",
        date=today.isoformat(),
        cards=tuple(chosen),
        tools=tuple(tools),
        staff=(staff,),
        languages=(TOGETHER.join(people),),
        layouts=(layout.id,),
        papers=(fields.one("paper", layout.grids),),
        where=place,
        sensitive=sensitive,
        neutral=neutral if sensitive else "",
    )
    check(deck)
    edition = next(each for each in EDITIONS if each == fields.one("edition", EDITIONS))
    flip = fields.one("flip", ("", *FLIPS))
    return Order(deck, edition, "" if layout.flip in ("none", flip) else flip)


def staff_languages(workspace: Workspace) -> list[str]:
    """Return the staff languages of all decks, and the language of the cards."""
    decks = workspace.project.decks.values()
    tags = dict.fromkeys([*(tag for deck in decks for tag in deck.staff), SOURCE_LANGUAGE])
    return [tag for tag in tags if tag in workspace.project.languages]


def spoken(workspace: Workspace) -> list[str]:
    """Return the languages that have words, English last: cards in others would be empty."""
    begun = [
        tag
        for tag, catalog in workspace.catalogs.items()
        if any(entry.text for entry in catalog.entries.values())
    ]
    return [*begun, *(tag for tag in (SOURCE_LANGUAGE,) if tag in workspace.project.languages)]


def staff_choices(workspace: Workspace) -> list[str]:
    """Return the languages that staff may have, those of decks first."""
    return list(dict.fromkeys([*staff_languages(workspace), *spoken(workspace)]))


def _folders(workspace: Workspace, deck_id: str) -> set[str]:
    """Return the folders in output/ that other decks have."""
    others = (deck for deck in workspace.project.decks.values() if deck.id != deck_id)
    return {SINGLE, *(deck.neutral if deck.sensitive else deck.id for deck in others)}


def deck_id_of(title: str) -> str:
    """Return the id of a deck by its title."""
    found = meant_id(title)
    return found if found and found != SINGLE else UNNAMED


class _Fields:
    """The fields of an order, each checked as it is read."""

    def __init__(self, data: object) -> None:
        if not isinstance(data, Mapping):
            raise Refused("An order is a JSON object.")
        self._data: Mapping[str, Any] = data

    def one(self, name: str, known: Iterable[str]) -> str:
        """Return a value; the first that is known where it is absent."""
        choices = list(known)
        value = self._data.get(name, choices[0] if choices else "")
        _check(name, value, choices)
        return str(value)

    def many(self, name: str, known: Iterable[str]) -> list[str]:
        """Return different values, in their order."""
        choices = set(known)
        values = self._data.get(name, [])
        if not isinstance(values, list):
            raise Refused(f"{name} is a list.")
        for value in values:
            _check(name, value, choices)
        return list(dict.fromkeys(map(str, values)))

    def text(self, name: str, most: int) -> str:
        """Return a line of text without spaces at its ends."""
        value = self._data.get(name, "")
        if not isinstance(value, str) or len(value) > most:
            raise Refused(f"{name} is a line of {most} characters at most.")
        if any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") for each in value):
            raise Refused(f"{name} has characters that nobody sees.")
        return " ".join(value.split())

    def flag(self, name: str) -> bool:
        """Return whether something is so."""
        return self._data.get(name, False) is True


def _check(name: str, value: object, known: Iterable[str]) -> None:
    if not isinstance(value, str) or value not in known:
        raise Refused(f"There is no {name} {str(value)[:40]!r}.")
