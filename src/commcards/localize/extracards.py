"""Cards that every deck gets: cover and contents, index, and a last card to write on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from commcards.localize.localcard import Common, Entry, Line, LocalCard, LocalSection, Row, Words
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card, Kind, Message
from commcards.model.decks import Category, Deck

COVER, INDEX, KEY, LAST = "T00", "T97", "T98", "T99"  # the printed codes
EXTRA_CODES = (COVER, INDEX, KEY, LAST)
SYMBOL = "conversation"
BOX = "blank-box"
PICTURES = (SYMBOL, BOX, "point", "interpreter", "warning", "write", "list")
BETWEEN = " · "  # credits
BLANKS = 2  # rows to write on, for each speaker; they grow into the room that is there

Messages = Mapping[str, Message]


def cover(
    localizer: Localizer,
    common: Common,
    words: Messages,
    deck: Deck,
    organisation: str,
    entries: Iterable[tuple[LocalCard, Category, int]],
    *,
    sample: bool,
) -> LocalCard:
    """Return the cover: what deck this is, in which languages, how to use it, and the contents.

    ``entries`` are the cards with their categories and first faces. With ``sample`` the cover warns
    that codes or services are made up.
    """
    outside = deck.outside_title(words)

    use = [
        Row(localizer.line(words[key], symbol))
        for key, symbol in (("how-to-use", "point"), ("no-family-interpreter", "interpreter"))
    ]
    warnings = ["draft-long"] if any(line.draft for line in common.words.values()) else []
    warnings += ["sample"] if sample else []
    spoken = (*localizer.person, localizer.staff)
    notes = [Words(language, language.autonym) for language in spoken]
    notes += [said for key in warnings for said in common.words[key].words if said.text]
    version = common.words["version"].staff
    dated = f"{version.text} {deck.version}" + (f" ({deck.date})" if deck.date else "")
    issue = Words(version.language, f"{organisation} · {dated}")
    about = [Row(Line("words.languages", "", (), issue, notes=tuple(notes)))]
    listed = [
        Row(_told(card), entry=Entry(face, category.id, category.picture))
        for card, category, face in entries
    ]
    sections = [
        (common.words["languages"], about),
        (common.words["about"], use),
        (common.words["cards"], listed),
    ]
    return _extra(localizer, common, ("cover", COVER, outside, SYMBOL), sections, deck)


def panel(
    localizer: Localizer,
    common: Common,
    words: Messages,
    deck: Deck,
    organisation: str,
    sources: Iterable[str],
    *,
    sample: bool,
) -> LocalCard:
    """Return the cover of a leaflet: how to use it, in which languages; below, what staff read.

    It is on one face, and so all that else stands on several cards is in small type here.
    """
    names = tuple(Words(language, language.autonym) for language in localizer.person)
    own = Words(localizer.staff, localizer.staff.autonym)
    use = [
        Row(localizer.line(words["how-to-use"], "point")),
        Row(Line("words.languages", "", names, own)),
    ]
    said = ["no-family-interpreter"]
    said += ["draft-long"] if any(line.draft for line in common.words.values()) else []
    said += ["sample"] if sample else []
    version = common.words["version"].staff
    dated = f"{organisation} · {version.text} {deck.version}"
    sentences = [common.words[key].staff.text for key in said]
    told = Words(version.language, " ".join([*sentences, dated]))
    credited = Words(localizer.source, BETWEEN.join(sources))
    about = [_plain("words.about", told), _plain("words.credits", credited)]
    outside = deck.outside_title(words)
    sections = [(common.words["how-to-use"], use), (common.words["about"], about)]
    return _extra(localizer, common, ("cover", COVER, outside, SYMBOL), sections, deck)


def _told(card: LocalCard) -> Line:
    """Return what stands outside a card; staff tell cards of neutral titles by their codes."""
    line = card.outside_title
    if not card.card.sensitive:
        return line
    return replace(line, staff=replace(line.staff, text=f"{line.staff.text} {card.card.code}"))


def index(localizer: Localizer, common: Common, words: Messages, deck: Deck) -> LocalCard:
    """Return the card of the index, which is for staff: their words come first."""
    return _extra(localizer, common, ("index", INDEX, words["index"], "list"), (), deck).turned()


def key(
    localizer: Localizer,
    common: Common,
    words: Messages,
    deck: Deck,
    cards: Iterable[LocalCard],
) -> LocalCard:
    """Return the key for staff: what cards with neutral titles are about, by their codes.

    The index lacks what people say on these cards, so that it stands here.
    """
    rows = []
    for card in cards:
        about = card.title.staff
        named = replace(about, text=f"{card.card.code} · {about.text}")
        said = (
            row.line.staff.text
            for section in card.sections
            if section.kind is Kind.PERSON_SAYS
            for row in section.rows
        )
        phrases = replace(about, text=" ".join(said))
        rows.append(Row(Line(card.title.key, "", (named,), phrases)))
    sections = [(common.words["key"], rows)]
    told = _extra(localizer, common, ("key", KEY, words["key"], "list"), sections, deck)
    # Nobody but staff reads it.
    title = replace(told.title, person=(told.title.staff,), staff=_titled(localizer, words, deck))
    return replace(told, title=title, outside_title=title)


def _titled(localizer: Localizer, words: Messages, deck: Deck) -> Words:
    """Return the title of a deck for its outside, in the staff's words."""
    return localizer.line(deck.outside_title(words)).staff


def last(
    localizer: Localizer,
    common: Common,
    words: Messages,
    deck: Deck,
    sources: Iterable[str],
    *,
    blank: bool,
) -> LocalCard:
    """Return the last card: lines to write on, boxes to draw in, and the credits.

    ``sources`` are the credits of pictures and fonts, in the words of their licences. Without
    ``blank`` they stand alone.
    """
    if blank:
        card = to_write_on(localizer, common, words, deck)
    else:
        alone = ("credits", LAST, words["credits"], SYMBOL)
        card = _extra(localizer, common, alone, (), deck)
    heading = common.words["credits"]
    title = _plain("words.credits", heading.staff)
    credits = _plain("words.credits", Words(localizer.source, BETWEEN.join(sources)))
    section = LocalSection(Kind.STAFF_SAYS, heading, (title, credits))
    return replace(card, sections=(*card.sections, section))


def _plain(key: str, words: Words) -> Row:
    """Return small print."""
    return Row(Line(key, "", (), words))


def to_write_on(localizer: Localizer, common: Common, words: Messages, deck: Deck) -> LocalCard:
    """Return a card with lines to write on and boxes to draw in."""
    people = tuple(Words(language, "") for language in localizer.person)
    row = Row(Line("words.write-here", BOX, people, Words(localizer.staff, "")))
    kinds = (Kind.PERSON_SAYS, Kind.STAFF_ASKS)
    sections = [(common.words[str(kind)], [row] * BLANKS) for kind in kinds]
    card = ("blank", LAST, words["write-here"], "write")
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
