"""Reads the whole project: cards, catalogs, symbols and fonts, with every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Severity, is_error
from commcards.base.errors import UserError
from commcards.base.layers import BENEATH, beneath, is_library, plain, prepared
from commcards.localize import servicecard
from commcards.localize.localcard import LocalCard
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card, Kind, Message
from commcards.model.catalogs import Catalog
from commcards.model.decks import Deck, Service
from commcards.model.drawings import Drawing
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.model.symbols import Symbol
from commcards.project.cards import (
    SCREEN,
    check_drawings,
    check_pictures,
    check_references,
    messages,
    read_cards,
    read_screen,
    read_words,
)
from commcards.project.decks import SINGLE, Project, check_cards, check_tabs, read_project
from commcards.text.fonts import FontSet
from commcards.text.shaping import NoShaper, Shaper
from commcards.translation import pseudo
from commcards.translation.catalogs import read_catalog, read_signed
from commcards.translation.checks import Rules
from commcards.translation.glossary import Term, TermFinder, names, read_glossary, term_finder
from commcards.translation.overlay import laid_over
from commcards.translation.scope import wanted
from commcards.workspace.library import check_version
from commcards.workspace.targets import Target, needed_cards

T = TypeVar("T")


@dataclass(frozen=True)
class Workspace:
    """Everything that a build reads; ``catalogs`` has every language except the source."""

    project: Project
    cards: Mapping[str, Card]
    words: Mapping[str, Message]
    catalogs: Mapping[str, Catalog]
    symbols: Mapping[str, Symbol]
    fonts: FontSet
    shaper: Shaper
    glossary: tuple[Term, ...]
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()  # how keys of messages begin whose files are at fault
    screen: Mapping[str, Message] = field(default_factory=dict)  # the words of the deck builder

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """Every translatable message once, cards first."""
        return (
            *messages(self.cards, self.words),
            *self.project.messages(),
            *self.screen.values(),
        )

    def wanted(self, tag: str) -> list[Message]:
        """Return the messages that a language is asked for."""
        return wanted(self.project, tag, self.messages)

    def with_deck(self, deck: Deck | None) -> Workspace:
        """Return the workspace with a deck that stands in no file."""
        return replace(self, project=self.project.with_deck(deck)) if deck else self

    def judged(self, messages: Iterable[Message]) -> list[Message]:
        """Return those that somebody waits for.

        They stand in files without errors: of others nobody knows what they will be. The library's
        are those of cards that a deck prints.
        """
        decks = self.project.decks.values()
        printed = {*needed_cards(self.cards, (name for deck in decks for name in deck.printed))}
        unprinted = self.cards.keys() - printed
        return [
            message
            for message in messages
            for card in (message.key.partition(".")[0],)
            if card not in self.unread
            if not (card in unprinted and is_library(message.where.file))
        ]

    @cached_property
    def _terms_in(self) -> TermFinder:
        """One finder for all languages, because it caches the terms of the sources."""
        return term_finder(self.glossary)

    def rules(self, language: Language) -> Rules:
        """Return what the checks of a catalog need to know."""
        messages = {message.key: message for message in self.messages}
        return Rules(
            *(language, messages, self._terms_in, self.shaper),
            *(names(self.glossary, language.tag), self.unread),
        )

    def deck(self, target: Target) -> Deck:
        """Return the deck of a target; a selection of cards makes one for itself."""
        decks = self.project.decks
        whole = decks[target.deck] if target.deck else next(iter(decks.values()))
        if not target.cards:
            return whole
        chosen = [self.cards[name] for name in target.cards]
        deck = replace(
            whole,
            cards=tuple(card.id for card in chosen if not card.is_tool),
            tools=tuple(card.id for card in chosen if card.is_tool),
        )
        if target.deck:
            return deck
        return replace(
            deck,
            id=SINGLE,
            title=chosen[0].title if len(chosen) == 1 else self.words["cards"],
            sensitive=any(card.sensitive for card in chosen),
            neutral=SINGLE,
        )

    def localizer(self, target: Target) -> Localizer:
        """Return a localizer for the languages of a target."""
        languages = self.project.languages
        person = tuple(languages[tag] for tag in target.person)
        source, staff = languages[SOURCE_LANGUAGE], languages[target.staff]
        every = tuple(languages.values())
        return Localizer(
            *(source, staff, person, self.catalogs, every, target.reading_aid, self.words),
            *(self.deck(target).printed, self.drawings),
        )

    def localized(self, target: Target) -> list[LocalCard]:
        """Return the cards and tools of a target's deck in its languages, in printing order."""
        deck = self.deck(target)
        localizer = self.localizer(target)
        common = localizer.common(self.cards, self.words)
        services = self.project.services.values()
        return [
            _with_services(
                localizer.card(self.cards[name], self.cards, common, deck.version),
                services,
                localizer,
            )
            for name in (*self._sorted(deck.cards), *deck.tools)
        ]

    def _sorted(self, names: Iterable[str]) -> list[str]:
        """Return cards in the order of their categories, so that colours and tabs sort."""
        places = {category: place for place, category in enumerate(self.project.categories)}
        return sorted(names, key=lambda name: places[self.cards[name].category])


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
    """Calls ``read``, or returns its former value: ``ReadCache.recall``."""

    def __call__(self, kind: str, files: Sequence[str], read: Callable[[], T]) -> T:
        """Return the value of ``read``, which reads ``files``; folders end in a slash."""


def uncached(kind: str, files: Sequence[str], read: Callable[[], T]) -> T:
    """Call ``read``, without a cache."""
    return read()


def read_workspace(
    root: Path,
    languages: Iterable[str] | None = None,
    recall: Recall = uncached,
    *,
    judged_only: bool = False,
) -> tuple[Workspace, list[Diagnostic]]:
    """Read the project in ``root``, with the catalogs of some ``languages``; None means all.

    Raises UserError if fonts or icons are not prepared; ``judged_only`` goes on without, says
    what it cannot judge, and gives a workspace that nothing can be built from.
    """
    project, project_faults = recall_project(root, recall)
    cards, card_faults = recall_cards(root, recall)
    words, word_faults = recall("words", (paths.WORDS,), lambda: read_words(root))
    screen, screen_faults = recall("screen", (paths.SCREEN_WORDS,), lambda: read_screen(root))
    assets = prepared(root)
    faults = [*project_faults, *card_faults, *word_faults, *screen_faults]
    unread = _unread(faults)
    try:
        fonts = FontSet.load(assets)
    except UserError as error:
        if not judged_only:
            raise
        fonts = FontSet.none(assets)
        faults += _not_judged(error, "whether fonts can write the texts")
    try:
        read = partial(_read_symbols, root, assets)
        symbols, symbol_faults = recall("symbols", paths.SYMBOL_FILES, read)
    except UserError as error:
        if not judged_only:
            raise
        symbols, symbol_faults = {}, _not_judged(error, "the pictures")
    faults += symbol_faults
    (drawings, drawn), drawing_faults = recall(
        "drawings", paths.DRAWING_FILES, partial(_read_drawings, root)
    )
    faults += drawing_faults
    faults += check_drawings(cards.values(), drawings)
    faults += check_references(cards, project.categories, symbols)
    faults += check_tabs(project.categories.values(), symbols)
    symbols = {**symbols, **drawn}
    faults += check_pictures(cards.values())
    faults += check_cards(project, cards, unread)
    faults += check_version(root)
    tags = list(languages if languages is not None else project.languages)
    every = [*messages(cards, words), *project.messages(), *screen.values()]
    catalogs, catalog_faults = read_catalogs(project, every, tags, recall)
    columns = tuple(project.languages)
    files = (*paths.PROJECT_FILES, paths.GLOSSARY)
    glossary, glossary_faults = recall("glossary", files, lambda: read_glossary(root, columns))
    faults += [*catalog_faults, *glossary_faults]
    invented = [tag for tag in tags if tag in pseudo.TAGS]
    if invented:
        all_languages = {**project.languages, **pseudo.languages(project.languages)}
        project = replace(project, languages=all_languages)
        catalogs |= {tag: pseudo.catalog(tag, every) for tag in invented}
    # Nobody can mend the library in a project over it.
    faults = [each for each in faults if is_error(each) or not is_library(each.where.file)]
    shaper = Shaper(fonts) if fonts.files else NoShaper()
    parts = (project, cards, words, catalogs, symbols, fonts, shaper, glossary, drawings, unread)
    return Workspace(*parts, screen), faults


def _unread(faults: Iterable[Diagnostic]) -> frozenset[str]:
    """Return how the keys of messages begin that stand in files with errors."""
    others = {
        paths.DECKS: "decks",
        paths.WORDS: "words",
        paths.SERVICES: "service",
        paths.SCREEN_WORDS: SCREEN,
    }
    files = {plain(fault.where.file) for fault in filter(is_error, faults)}
    cards = (PurePosixPath(file).stem for file in files if file.startswith(f"{paths.CARDS}/"))
    decks = ("decks" for file in files if file.startswith(f"{paths.DECK_FILES}/"))
    return frozenset((*cards, *decks, *(others[file] for file in files & others.keys())))


def _not_judged(error: UserError, what: str) -> list[Diagnostic]:
    """Return a warning for what set-up has not made."""
    return [
        Diagnostic(
            *(fault.where, fault.code, f"{fault.message}: {what} cannot be judged", fault.hint),
            Severity.WARNING,
        )
        for fault in error.diagnostics
    ]


def _read_symbols(root: Path, assets: Path) -> tuple[dict[str, Symbol], list[Diagnostic]]:
    from commcards.pictures.symbols import read_symbols  # slow, and not needed if recalled

    return read_symbols(root, assets)


def _read_drawings(
    root: Path,
) -> tuple[tuple[dict[str, Drawing], dict[str, Symbol]], list[Diagnostic]]:
    from commcards.pictures.drawings import read_drawings

    return read_drawings(root)


def recall_project(root: Path, recall: Recall) -> tuple[Project, list[Diagnostic]]:
    """Return decks, languages, layouts and services."""
    return recall("project", (*paths.PROJECT_FILES, *paths.CARD_FILES), lambda: read_project(root))


def recall_cards(root: Path, recall: Recall) -> tuple[dict[str, Card], list[Diagnostic]]:
    """Return the cards by id."""
    return recall("cards", paths.CARD_FILES, lambda: read_cards(root))


def read_catalogs(
    project: Project, messages: Iterable[Message], tags: Iterable[str], recall: Recall = uncached
) -> tuple[dict[str, Catalog], list[Diagnostic]]:
    """Read the catalogs of languages; the source, pseudo-locales and unknown tags have none.

    A project's are laid over the library's, line by line; ``messages`` are those of both.
    """
    catalogs: dict[str, Catalog] = {}
    faults: list[Diagnostic] = []
    library = beneath(project.root)
    wanted = list(messages) if library else []
    for tag in tags:
        if tag != SOURCE_LANGUAGE and tag in project.languages and tag not in pseudo.TAGS:
            catalogs[tag], found = _recall_catalog(project.root, "", tag, recall)
            faults += found
            if library:
                lower, _ = _recall_catalog(library, BENEATH, tag, recall)
                catalogs[tag], found = laid_over(lower, catalogs[tag], wanted)
                faults += found
    return catalogs, faults


def _recall_catalog(
    folder: Path, start: str, tag: str, recall: Recall
) -> tuple[Catalog, list[Diagnostic]]:
    """Read the catalog of one layer, whose files are named with ``start``."""

    def read() -> tuple[Catalog, list[Diagnostic]]:
        record = paths.reviews(tag)
        signed = recall(
            f"signed {start}{tag}",
            (f"{start}{record}",),
            lambda: read_signed(folder / record, folder, start),
        )
        return read_catalog(folder / paths.catalog(tag), folder, tag, signed, start)

    return recall(f"catalog {start}{tag}", (f"{start}{paths.locale(tag)}",), read)
