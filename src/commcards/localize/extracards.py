"""Cards that every deck gets: its cover, contents, a card to write on, the credits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commcards.localize.localcard import Common, Line, LocalCard, LocalSection, Row, Words
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card, Kind, Message
from commcards.model.decks import Deck

COVER, CONTENTS, BLANK, CREDITS = "T00", "T97", "T98", "T99"  # the printed codes
EXTRA_CODES = (COVER, CONTENTS, BLANK, CREDITS)
SYMBOL = "conversation"
BOX = "blank-box"
PICTURES = (SYMBOL, BOX, "point", "interpreter", "warning", "write", "list")
BLANKS = 4  # rows to write on, for each speaker

Messages = Mapping[str, Message]


def cover(
    localizer: Localizer,
    common: Common,
    words: Messages,
    deck: Deck,
    organisation: str,
    *,
    sample: bool,
) -> LocalCard:
    """Return the cover: what deck this is, in which languages, and how to use it.

    With ``sample`` the cover warns that codes or services are made up.
    """
    outside = words["neutral-title"] if deck.sensitive else deck.title

    def row(key: str, symbol: str) -> Row:
        return Row(localizer.line(words[key], symbol))

    def plain(key: str, text: str) -> Row:
        return Row(Line(f"words.{key}", "", (), Words(localizer.staff, text)))

    use = [row("how-to-use", "point"), row("no-family-interpreter", "interpreter")]
    if any(line.draft for line in common.words.values()):
        use.append(row("draft-long", "warning"))
    if sample:
        use.insert(0, row("sample", "warning"))
    names = tuple(Words(language, language.autonym) for language in localizer.person)
    own = Words(localizer.staff, localizer.staff.autonym)
    dated = f"{deck.version} · {deck.date}" if deck.date else deck.version
    version = common.words["version"].staff
    about = [
        Row(Line("words.languages", "", names, own)),
        Row(Line("words.version", "", (), Words(version.language, f"{version.text} {dated}"))),
        plain("about", organisation),
    ]
    sections = [(common.words["about"], use), (common.words["languages"], about)]
    return _extra(localizer, common, ("cover", COVER, outside, SYMBOL), sections, deck)


def credits(
    localizer: Localizer, common: Common, words: Messages, deck: Deck, sources: Iterable[str]
) -> LocalCard:
    """Return the card with the credits of pictures and fonts, in the words of their licences."""
    english = localizer.source
    rows = [Row(Line("words.credits", "", (), Words(english, credit))) for credit in sources]
    card = ("credits", CREDITS, words["credits"], SYMBOL)
    return _extra(localizer, common, card, [(common.words["credits"], rows)], deck)


def contents(
    localizer: Localizer, common: Common, words: Messages, deck: Deck, listed: Sequence[LocalCard]
) -> LocalCard:
    """Return the list of a booklet's cards, by their outside titles."""
    rows = [Row(card.outside_title) for card in listed]
    card = ("contents", CONTENTS, words["contents"], "list")
    return _extra(localizer, common, card, [(common.words["contents"], rows)], deck)


def blank(localizer: Localizer, common: Common, words: Messages, deck: Deck) -> LocalCard:
    """Return a card with lines to write on and boxes to draw in."""
    people = tuple(Words(language, "") for language in localizer.person)
    row = Row(Line("words.write-here", BOX, people, Words(localizer.staff, "")))
    kinds = (Kind.PERSON_SAYS, Kind.STAFF_ASKS)
    sections = [(common.words[str(kind)], [row] * BLANKS) for kind in kinds]
    card = ("blank", BLANK, words["write-here"], "write")
    return _extra(localizer, common, card, sections, deck)


def _extra(
    localizer: Localizer,
    common: Common,
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
        common=common,
        version=deck.version,
    )
