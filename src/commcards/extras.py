"""What a deck prints beside its cards: its cover with the credits, and a card to write on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commcards.localize import Line, LocalCard, Localizer, LocalSection, Row, Words, phrases
from commcards.model import Card, Deck, Kind, Message

COVER, CONTENTS, BLANK = "T00", "T97", "T98"  # the codes on them
SYMBOL = "conversation"
BOX = "blank-box"
PICTURES = (SYMBOL, BOX, "point", "interpreter", "warning", "write", "list")
BLANKS = 4  # rows to write on for either speaker

Cards = Mapping[str, Card]
Messages = Mapping[str, Message]


def cover(
    localizer: Localizer,
    cards: Cards,
    words: Messages,
    deck: Deck,
    organisation: str,
    credits: Iterable[str],
) -> LocalCard:
    """Return the cover: what deck this is, how to use it, and whose pictures and fonts it shows.

    ``credits`` stand in the words of their licences.
    """
    outside = words["neutral-title"] if deck.sensitive else deck.title
    lines = {key: localizer.line(message) for key, message in words.items()}

    def row(key: str, symbol: str) -> Row:
        return Row(localizer.line(words[key], symbol))

    def plain(key: str, text: str) -> Row:
        return Row(Line(f"words.{key}", "", (), Words(localizer.staff, text)))

    use = [row("how-to-use", "point"), row("no-family-interpreter", "interpreter")]
    if any(line.draft for line in lines.values()):
        use.append(row("draft-long", "warning"))
    names = tuple(Words(language, language.autonym) for language in localizer.person)
    own = Words(localizer.staff, localizer.staff.autonym)
    dated = f"{deck.version} · {deck.date}" if deck.date else deck.version
    version = lines["version"].staff
    about = [
        Row(Line("words.languages", "", names, own)),
        Row(Line("words.version", "", (), Words(version.language, f"{version.text} {dated}"))),
        plain("about", organisation),
    ]
    source = localizer.source
    sources = [Row(Line("words.credits", "", (), Words(source, credit))) for credit in credits]
    sections = [(lines["about"], use), (lines["languages"], about), (lines["credits"], sources)]
    return _extra(localizer, cards, lines, ("cover", COVER, outside, SYMBOL), sections, deck)


def contents(
    localizer: Localizer, cards: Cards, words: Messages, deck: Deck, listed: Sequence[LocalCard]
) -> LocalCard:
    """Return the list of a booklet's cards, by their outside titles."""
    lines = {key: localizer.line(message) for key, message in words.items()}
    rows = [Row(card.outside_title) for card in listed]
    card = ("contents", CONTENTS, words["contents"], "list")
    return _extra(localizer, cards, lines, card, [(lines["contents"], rows)], deck)


def blank(localizer: Localizer, cards: Cards, words: Messages, deck: Deck) -> LocalCard:
    """Return a card with lines to write on and boxes to draw in."""
    lines = {key: localizer.line(message) for key, message in words.items()}
    people = tuple(Words(language, "") for language in localizer.person)
    row = Row(Line("words.write-here", BOX, people, Words(localizer.staff, "")))
    sections = [(lines[str(kind)], [row] * BLANKS) for kind in (Kind.PERSON_SAYS, Kind.STAFF_ASKS)]
    card = ("blank", BLANK, words["write-here"], "write")
    return _extra(localizer, cards, lines, card, sections, deck)


def _extra(
    localizer: Localizer,
    cards: Cards,
    lines: Mapping[str, Line],
    card: tuple[str, str, Message, str],
    sections: Iterable[tuple[Line, Sequence[Row]]],
    deck: Deck,
) -> LocalCard:
    card_id, code, message, symbol = card
    title = localizer.line(message, symbol)
    return LocalCard(
        card=Card(card_id, code, "tools", symbol, message, (), message.where),
        title=title,
        outside_title=title,
        sections=tuple(
            LocalSection(Kind.STAFF_SAYS, heading, tuple(rows)) for heading, rows in sections
        ),
        strip={phrase.id: localizer.phrase(phrase) for phrase in phrases(cards["answers"])},
        words=lines,
        version=deck.version,
    )
