"""The last card of a deck: how to use the cards, and whose pictures and fonts they show. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commcards.localize import Line, LocalCard, Localizer, LocalSection, Row, Words, phrases
from commcards.model import Card, Kind, Language, Message

CODE = "T00"
SYMBOL = "conversation"
PICTURES = (SYMBOL, "point", "interpreter", "warning")


def about_card(
    localizer: Localizer,
    cards: Mapping[str, Card],
    words: Mapping[str, Message],
    version: str,
    credits_language: Language,
    credits: Iterable[str],
) -> LocalCard:
    """Return the card; credits stand in the words of their licences."""
    lines = {key: localizer.line(message) for key, message in words.items()}
    title = localizer.line(words["about"], SYMBOL)
    where = words["about"].where
    card = Card("about", CODE, "tools", SYMBOL, words["about"], (), where)

    def row(key: str, symbol: str) -> Row:
        return Row(localizer.line(words[key], symbol))

    use = [row("how-to-use", "point"), row("no-family-interpreter", "interpreter")]
    use += [row("draft-long", "warning")] if any(line.draft for line in lines.values()) else []
    sources = [
        Row(Line("words.credits", "", (), Words(credits_language, credit))) for credit in credits
    ]
    return LocalCard(
        card=card,
        title=title,
        outside_title=title,
        sections=(
            LocalSection(Kind.STAFF_SAYS, title, tuple(use)),
            LocalSection(Kind.STAFF_SAYS, lines["credits"], tuple(sources)),
        ),
        strip={phrase.id: localizer.phrase(phrase) for phrase in phrases(cards["answers"])},
        words=lines,
        version=version,
    )
