"""The credits of a deck, in the words of the licences of its pictures and fonts. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from commcards.localize import extracards
from commcards.localize.localcard import LocalCard
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.model.symbols import CONTENT_CREDIT
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace


def credit_lines(
    workspace: Workspace, target: Target, cards: Iterable[LocalCard], pictures: Iterable[str]
) -> list[str]:
    """Return the lines of the content and pictures, then those of the fonts of the cards.

    ``pictures`` are lines of pictures on the cards; those of cover and tabs are added. Fonts with
    the same licence and authors share a line.
    """
    tabs = (each.symbol for each in workspace.project.categories.values() if each.symbol)
    named = {*extracards.PICTURES, *tabs}
    cover = (line for name in named for line in workspace.symbols[name].credits)
    languages = workspace.project.languages
    families = {
        family for tag in (SOURCE_LANGUAGE, *target.tags) for family in languages[tag].fonts
    }
    families.update(*(card.families for card in cards))
    fonts: dict[str, set[str]] = {}  # by licence and authors
    for file in workspace.fonts.files.values():
        if file.family in families:
            family, _, terms = file.licence.partition(", ")
            fonts.setdefault(terms, set()).add(family)
    typed = (f"{', '.join(sorted(fonts[terms]))}: {terms}" for terms in sorted(fonts))
    return [*sorted({*pictures, *cover, CONTENT_CREDIT}), *typed]
