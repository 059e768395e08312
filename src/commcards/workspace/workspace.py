"""A project read whole: cards, catalogs, symbols, fonts, and every fault that reading found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol, TypeVar

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.localize import servicecard
from commcards.localize.localcard import LocalCard
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card, Kind, Message
from commcards.model.catalogs import Catalog
from commcards.model.decks import Service
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.model.symbols import Symbol
from commcards.project.cards import check_references, messages, read_cards, read_words
from commcards.project.decks import Project, check_cards, read_project
from commcards.text.fonts import FontSet
from commcards.text.shaping import Shaper
from commcards.translation import pseudo
from commcards.translation.catalogs import read_catalog, read_signed
from commcards.translation.checks import Rules
from commcards.translation.glossary import Term, TermFinder, read_glossary, term_finder
from commcards.workspace.targets import Target

T = TypeVar("T")


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

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """Every translatable message once, cards first."""
        return (*messages(self.cards, self.words), *self.project.messages())

    @cached_property
    def _terms_in(self) -> TermFinder:
        """What finds terms, and remembers each text, since every language has the same."""
        return term_finder(self.glossary)

    def rules(self, language: Language) -> Rules:
        """Return what translations into a language are held against."""
        messages = {message.key: message for message in self.messages}
        return Rules(language, messages, self._terms_in, self.shaper)

    def localizer(self, target: Target) -> Localizer:
        """Return what looks messages up in a target's languages."""
        languages = self.project.languages
        person = tuple(languages[tag] for tag in target.person)
        source, staff = languages[SOURCE_LANGUAGE], languages[target.staff]
        every = tuple(languages.values())
        return Localizer(
            source, staff, person, self.catalogs, every, target.reading_aid, self.words
        )

    def localized(self, target: Target) -> list[LocalCard]:
        """Return the cards and tools of a target's deck in its languages, in order."""
        deck = self.project.decks[target.deck]
        localizer = self.localizer(target)
        common = localizer.common(self.cards, self.words)
        services = self.project.services.values()
        return [
            _with_services(
                localizer.card(self.cards[name], self.cards, common, deck.version),
                services,
                localizer,
            )
            for name in (*deck.cards, *deck.tools)
        ]


def _with_services(card: LocalCard, services: Iterable[Service], localizer: Localizer) -> LocalCard:
    if all(section.kind is not Kind.SERVICES for section in card.sections):
        return card
    rows = servicecard.rows(services, localizer)
    sections = tuple(
        replace(section, rows=rows) if section.kind is Kind.SERVICES else section
        for section in card.sections
    )
    return replace(card, sections=sections)


class Recall(Protocol):
    """Gives what was read of some files before, or reads them: see pipeline.py."""

    def __call__(self, kind: str, files: Sequence[str], read: Callable[[], T]) -> T:
        """Return what ``read`` returns; ``files`` are what it reads, folders end in a slash."""


def afresh(kind: str, files: Sequence[str], read: Callable[[], T]) -> T:
    """Read the files, whatever was read before."""
    return read()


def read_workspace(
    root: Path, languages: Iterable[str] | None = None, recall: Recall = afresh
) -> tuple[Workspace, list[Diagnostic]]:
    """Read the project in ``root``, with the catalogs of some languages or of all.

    Raises UserError when fonts or icons are not prepared.
    """
    project, faults = read_known_project(root, recall)
    cards, of_cards = read_known_cards(root, recall)
    words, of_words = recall("words", (paths.WORDS,), lambda: read_words(root))
    assets = root / paths.ASSETS
    fonts = FontSet.load(assets)
    symbols, of_symbols = recall("symbols", paths.SYMBOL_FILES, lambda: _read_symbols(root, assets))
    faults = [*faults, *of_cards, *of_words, *of_symbols]
    faults += check_references(cards, project.categories, symbols)
    faults += check_cards(project, cards)
    tags = list(languages if languages is not None else project.languages)
    catalogs, found = read_catalogs(project, tags, recall)
    faults += found
    tags_of = tuple(project.languages)
    files = (*paths.PROJECT_FILES, paths.GLOSSARY)
    glossary, found = recall("glossary", files, lambda: read_glossary(root, tags_of))
    faults += found
    invented = [tag for tag in tags if tag in pseudo.TAGS]
    if invented:
        known = {**project.languages, **pseudo.languages(project.languages)}
        project = replace(project, languages=known)
        every = [*messages(cards, words), *project.messages()]
        catalogs |= {tag: pseudo.catalog(tag, every) for tag in invented}
    shaper = Shaper(fonts)
    return Workspace(project, cards, words, catalogs, symbols, fonts, shaper, glossary), faults


def _read_symbols(root: Path, assets: Path) -> tuple[dict[str, Symbol], list[Diagnostic]]:
    from commcards.pictures.symbols import read_symbols  # loaded where they are not known

    return read_symbols(root, assets)


def read_known_project(root: Path, recall: Recall = afresh) -> tuple[Project, list[Diagnostic]]:
    """Read decks, languages, layouts and services."""
    return recall("project", (*paths.PROJECT_FILES, *paths.CARD_FILES), lambda: read_project(root))


def read_known_cards(
    root: Path, recall: Recall = afresh
) -> tuple[dict[str, Card], list[Diagnostic]]:
    """Read the cards, by name."""
    return recall("cards", paths.CARD_FILES, lambda: read_cards(root))


def read_catalogs(
    project: Project, tags: Iterable[str], recall: Recall = afresh
) -> tuple[dict[str, Catalog], list[Diagnostic]]:
    """Read the catalogs of some languages; the source has none, nor what is no language."""
    catalogs: dict[str, Catalog] = {}
    faults: list[Diagnostic] = []
    for tag in tags:
        if tag != SOURCE_LANGUAGE and tag in project.languages and tag not in pseudo.TAGS:
            read = partial(_read_catalog, project.root, tag, recall)
            catalogs[tag], found = recall(f"catalog {tag}", (paths.locale(tag),), read)
            faults += found
    return catalogs, faults


def _read_catalog(root: Path, tag: str, recall: Recall) -> tuple[Catalog, list[Diagnostic]]:
    path = root / paths.catalog(tag)
    record = paths.reviews(tag)
    signed = recall(f"signed {tag}", (record,), lambda: read_signed(root / record, root))
    return read_catalog(path, root, tag, signed)
