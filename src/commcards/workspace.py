"""A project read whole: cards, catalogs, symbols, fonts, and every fault that reading found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from commcards import pseudo, servicecard
from commcards.cards import check_references, messages, read_cards, read_words
from commcards.catalogs import read_catalog
from commcards.diagnostics import Diagnostic
from commcards.fonts import FontSet
from commcards.glossary import Term, read_glossary
from commcards.localize import SOURCE_LANGUAGE, LocalCard, Localizer, Row
from commcards.model import Card, Catalog, Kind, Message, Symbol
from commcards.project import Project, check_cards, read_project
from commcards.shaping import Shaper
from commcards.symbols import read_symbols
from commcards.targets import Target

ASSETS = ".assets"  # prepared fonts and icons, in the project's root
CACHE = ".store"


@dataclass(frozen=True)
class Workspace:
    """Everything a build reads. ``catalogs`` has every language but the source."""

    project: Project
    cards: Mapping[str, Card]
    words: Mapping[str, Message]
    catalogs: Mapping[str, Catalog]
    symbols: Mapping[str, Symbol]
    fonts: FontSet
    shaper: Shaper
    glossary: tuple[Term, ...]

    @property
    def messages(self) -> list[Message]:
        """Every translatable message once, cards first."""
        return [*messages(self.cards, self.words), *self.project.messages()]

    def localizer(self, target: Target) -> Localizer:
        """Return what looks messages up in a target's languages."""
        languages = self.project.languages
        person = tuple(languages[tag] for tag in target.person)
        source, staff = languages[SOURCE_LANGUAGE], languages[target.staff]
        return Localizer(source, staff, person, self.catalogs, tuple(languages.values()))

    def localized(self, target: Target) -> list[LocalCard]:
        """Return the cards and tools of a target's deck in its languages, in order."""
        deck = self.project.decks[target.deck]
        localizer = self.localizer(target)
        cards = (
            localizer.card(self.cards[name], self.cards, self.words, deck.version)
            for name in (*deck.cards, *deck.tools)
        )
        services = servicecard.rows(self.project.services.values(), localizer)
        return [_with_services(card, services) for card in cards]


def _with_services(card: LocalCard, rows: tuple[Row, ...]) -> LocalCard:
    sections = tuple(
        replace(section, rows=rows) if section.kind is Kind.SERVICES else section
        for section in card.sections
    )
    return replace(card, sections=sections)


def read_workspace(
    root: Path, languages: Iterable[str] | None = None
) -> tuple[Workspace, list[Diagnostic]]:
    """Read the project in ``root``, with the catalogs of some languages or of all.

    Raises UserError when fonts or icons are not prepared.
    """
    project, faults = read_project(root)
    cards, found = read_cards(root)
    faults += found
    words, found = read_words(root)
    faults += found
    fonts = FontSet.load(root / ASSETS)
    symbols, found = read_symbols(root, root / ASSETS)
    faults += found
    faults += check_references(cards, project.categories, symbols)
    faults += check_cards(project, cards)
    tags = list(languages if languages is not None else project.languages)
    catalogs, found = _read_catalogs(project, tags)
    faults += found
    glossary, found = read_glossary(root, project.languages)
    faults += found
    invented = [tag for tag in tags if tag in pseudo.TAGS]
    if invented:
        known = {**project.languages, **pseudo.languages(project.languages)}
        project = replace(project, languages=known)
        every = [*messages(cards, words), *project.messages()]
        catalogs |= {tag: pseudo.catalog(tag, every) for tag in invented}
    shaper = Shaper(fonts)
    return Workspace(project, cards, words, catalogs, symbols, fonts, shaper, glossary), faults


def with_all_catalogs(workspace: Workspace) -> Workspace:
    """Return the workspace with every language; a catalog at fault counts as empty.

    For what only lists the work of earlier builds, such as the index.
    """
    absent = [tag for tag in workspace.project.languages if tag not in workspace.catalogs]
    catalogs, _ = _read_catalogs(workspace.project, absent)
    return replace(workspace, catalogs={**workspace.catalogs, **catalogs})


def _read_catalogs(
    project: Project, tags: Iterable[str]
) -> tuple[dict[str, Catalog], list[Diagnostic]]:
    catalogs: dict[str, Catalog] = {}
    faults: list[Diagnostic] = []
    for tag in tags:
        if tag != SOURCE_LANGUAGE and tag in project.languages:
            path = project.root / "locales" / tag / "LC_MESSAGES" / "commcards.po"
            catalogs[tag], found = read_catalog(path, project.root, tag)
            faults += found
    return catalogs, faults
